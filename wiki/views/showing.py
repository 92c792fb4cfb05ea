"""Which revision of an article somebody is shown, and all that its page needs to know.

Two queries at most for a visitor: the head, which is enough to answer that nothing changed, and
the page.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from licensing.models import Licence
from wiki.models import Article, LicenceProposal, Measure, Review, Revision, Source, Topic
from wiki.models.person import Actor
from wiki.models.review import standing_request
from wiki.views.contributors import Row, all_contributors
from wiki.views.finding import NoSuchVersion
from wiki.views.heads import Head, Translation
from wiki.views.sources import sources_in
from wiki.views.version_rule import is_shown_validated

ELSEWHERE = Revision.AuthorKind.ELSEWHERE


def shown_to(actor: Actor, head: Head) -> int:
    """The key of the revision that the actor is shown at the article's own address."""
    if head.validated_id is not None and is_shown_validated(actor, head):
        return head.validated_id
    return head.latest_id


@dataclass(frozen=True)
class Shown:
    """A revision on its way to the page, with its article."""

    revision: Revision
    head: Head

    @property
    def article(self) -> Article:
        """The article as it stands now."""
        return self.revision.article

    @property
    def licence(self) -> Licence:
        """The licence of this revision, which is not always the article's of today."""
        return self.revision.licence

    @property
    def is_latest(self) -> bool:
        return self.revision.pk == self.article.latest_id

    @property
    def is_validated(self) -> bool:
        """Whether this is the revision that counts as validated now."""
        return self.revision.pk == self.article.validated_id

    @property
    def topics(self) -> list[Topic]:
        """The article's topics, in the site's order."""
        return [row.topic for row in self.head.topics]

    @property
    def translations(self) -> tuple[Translation, ...]:
        """The article in other languages, by language."""
        return self.head.translations

    @property
    def original(self) -> Translation | None:
        """The article that this one translates."""
        original = self.article.translation_of_id
        return next((other for other in self.translations if other.pk == original), None)

    @cached_property
    def asked(self) -> Review | None:
        """The changes that a maintainer asked for and nobody has made yet."""
        return standing_request(self.article)

    @cached_property
    def sources(self) -> list[Source]:
        """What the text took from elsewhere, as long as words of it stand."""
        return sources_in(self.revision)

    @cached_property
    def contributors(self) -> list[Row]:
        """Everybody who had a hand in this revision."""
        return all_contributors(self.revision)

    @property
    def protected_by(self) -> int | None:
        """The key of the measure that protects the article now."""
        return self.revision.protected_by  # type: ignore[attr-defined, no-any-return]

    @property
    def protected_because(self) -> str:
        """Why it is protected."""
        return self.revision.protected_because or ""  # type: ignore[attr-defined]

    @property
    def open_proposal(self) -> int | None:
        """The key of the proposal to put the article under another licence."""
        return self.revision.open_proposal  # type: ignore[attr-defined, no-any-return]

    @property
    def by_proposal(self) -> int | None:
        """The key of the proposal that the revision carried out."""
        return self.revision.by_proposal  # type: ignore[attr-defined, no-any-return]

    @property
    def validated_by(self) -> str:
        """Who validated the version that counts as validated."""
        return self.revision.validated_by or ""  # type: ignore[attr-defined]

    @property
    def validated_on(self) -> dt.datetime | None:
        """When that was."""
        return self.revision.validated_on  # type: ignore[attr-defined, no-any-return]

    @property
    def validated_comment(self) -> str:
        """What they said of it in public."""
        return self.revision.validated_comment or ""  # type: ignore[attr-defined]

    @property
    def validator_kind(self) -> str:
        """What kind of author they are: one from elsewhere validates what they bring alone."""
        validated = self.article.validated
        is_own = self.revision.validated_by_edit  # type: ignore[attr-defined]
        member = Revision.AuthorKind.MEMBER
        return validated.author_kind if is_own and validated is not None else member

    @property
    def how_validated(self) -> str:
        """What is said beside that: a trusted contributor's edit, or a maintainer's own change."""
        revision: Any = self.revision
        if revision.validated_by_trust:
            return _("validated by the edit of a trusted contributor")
        if revision.validated_on_own:
            return _("their own change")
        return self._by_own_edit()

    def _by_own_edit(self) -> str:
        """Said where who validated wrote the version; a text from elsewhere came as validated."""
        validated = self.article.validated
        is_own = self.revision.validated_by_edit  # type: ignore[attr-defined]
        if not is_own or validated is None or self.validator_kind == ELSEWHERE:
            return ""
        if validated.kind == Revision.Kind.REVERT:
            return _("by their own revert")
        return _("by their own edit")


def load_shown(head: Head, **which: int) -> Shown:
    """The revision of the article that `which` (pk or number) names, ready for its page; one query.

    Raises Revision.DoesNotExist.
    """
    verdicts = Review.objects.filter(
        revision=OuterRef("article__validated"), verdict=Review.Verdict.VALIDATED
    ).order_by("-created", "-pk")
    protections = Measure.objects.in_force().protecting().filter(article=OuterRef("article"))
    protection = protections.newest_first()
    proposals = LicenceProposal.objects.order_by()
    proposed = proposals.is_open().filter(article=OuterRef("article"))
    revision = (
        Revision.objects.select_related(
            "licence", "rendering", "article__latest", "article__validated", "article__licence"
        )
        .defer("article__text")
        .annotate(
            validated_by=Subquery(verdicts.values("reviewer_name")[:1]),
            validated_on=Subquery(verdicts.values("created")[:1]),
            protected_by=Subquery(protection.values("pk")[:1]),
            protected_because=Subquery(protection.values("reason")[:1]),
            open_proposal=Subquery(proposed.values("pk")[:1]),
            by_proposal=Subquery(proposals.filter(revision=OuterRef("pk")).values("pk")[:1]),
            validated_by_trust=Subquery(verdicts.values("by_trust")[:1]),
            validated_on_own=Subquery(verdicts.values("on_own")[:1]),
            validated_comment=Subquery(verdicts.values("comment")[:1]),
            validated_by_edit=Subquery(verdicts.values("by_edit")[:1]),
        )
        .get(article=head.pk, **which)
    )
    return Shown(revision, head)


def no_such_revision(head: Head, path: str) -> NoSuchVersion:
    """What to raise for a number that no revision of the article at `path` has."""
    last = Revision.objects.values_list("number", flat=True).get(pk=head.latest_id)
    sentence = _("This article has no such revision: they are numbered from 1 to %(last)s.")
    return NoSuchVersion(sentence % {"last": last}, f"{path}/history")
