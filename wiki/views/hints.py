"""Hints that help to choose what to look at first: signs in a change, never a word on its worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiki import history
from wiki.history import signals
from wiki.models import Article, Revision

# Longer texts are not read for a list: it must stay quick.
LONGEST = 100_000


@dataclass(frozen=True)
class Hint:
    """A sign, by its name, and what it means."""

    name: Promise
    meaning: Promise


LARGE_REMOVAL = Hint(
    _("large removal"),
    _("More than half of the validated text is gone."),
)
MANY_LINKS = Hint(
    _("many links added"),
    _("The change adds five or more addresses of other sites: sources, or advertising."),
)
FIRST_EDIT = Hint(
    _("first edit"),
    _("It is the first change that one of the authors has made here."),
)
DECLINED_BEFORE = Hint(
    _("declined before"),
    _("An earlier change to this article by one of the authors was declined."),
)
UNUSUAL_TEXT = Hint(
    _("unusual text"),
    _("A new line holds one letter many times in a row, or many words in capitals."),
)


def hints_of(articles: Sequence[Article]) -> dict[int, list[Hint]]:
    """The hints of each article of a page of the queue; three queries at most for all."""
    before = _declined_before(articles)
    texts = _texts(articles)
    return {
        article.pk: [
            hint
            for hint, holds in (
                (LARGE_REMOVAL, _removes_most(article)),
                (FIRST_EDIT, article.pending_first_edit),
                (DECLINED_BEFORE, article.pk in before),
                *_signs_of(texts.get(article.pk)),
            )
            if holds
        ]
        for article in articles
    }


def _removes_most(article: Article) -> bool:
    if article.validated is None or article.latest is None:
        return False
    return signals.removes_most(article.validated.size, article.latest.size)


def _signs_of(texts: tuple[str, str] | None) -> list[tuple[Hint, bool]]:
    if texts is None:
        return []
    return [
        (MANY_LINKS, signals.links_added(*texts) >= signals.LINKS),
        (UNUSUAL_TEXT, signals.is_unusual(*texts)),
    ]


def _declined_before(articles: Sequence[Article]) -> set[int]:
    """The articles that have changes awaiting by somebody whose earlier change was declined."""
    earlier = Revision.objects.filter(
        article=OuterRef("article"),
        author_name=OuterRef("author_name"),
        author_kind=OuterRef("author_kind"),
        state=Revision.State.DECLINED,
    )
    awaiting = Revision.objects.awaiting().filter(Exists(earlier), article__in=articles)
    return set(awaiting.values_list("article_id", flat=True))


def _texts(articles: Sequence[Article]) -> dict[int, tuple[str, str]]:
    """The validated and the latest text of each article where neither is very long."""
    short = [
        article
        for article in articles
        if article.latest is not None
        and article.latest.size <= LONGEST
        and (article.validated is None or article.validated.size <= LONGEST)
    ]
    old = history.texts_of(article.validated for article in short if article.validated is not None)
    new = dict(
        Article.objects.filter(pk__in=[article.pk for article in short]).values_list("pk", "text")
    )
    return {
        article.pk: (old.get(article.validated_id or 0, ""), new[article.pk])
        for article in short
        if article.pk in new
    }
