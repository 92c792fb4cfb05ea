"""People and articles for tests, made as the site makes them: through the actions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from licensing.models import Licence
from wiki.actions.beginning import create_article
from wiki.actions.deciding_reports import Ruling, decide_report
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.hiding import hide_revisions
from wiki.actions.measuring import give_measure
from wiki.actions.moderating import delete_article
from wiki.actions.protecting import protect_article
from wiki.actions.reporting import Told, file_report
from wiki.actions.reviewing import decline, validate
from wiki.models import (
    Article,
    Guest,
    Hiding,
    LicenceReport,
    Maintainership,
    Measure,
    Revision,
    Rules,
    Topic,
    User,
)
from wiki.models.person import Actor
from wiki.models.rules import ONLY

TEXT = """Things that people make together.

## Definition

Three traits are usually named together.

## History

It is older than its name.
"""
PASSWORD = "correct horse battery staple"


def make_user(name: str = "contributor-1", **fields: Any) -> User:
    """A member of this name; the one there is if there is one already."""
    user = User.objects.filter(username=name).first()
    return user or User.objects.create_user(name, password=PASSWORD, **fields)


def make_maintainer(name: str = "maintainer-1", **fields: Any) -> User:
    """A member who may validate."""
    user = make_user(name, **fields)
    if not user.is_maintainer:
        Maintainership.objects.create(user=user, reason="Knows the field.")
    return User.objects.get(pk=user.pk)


def make_admin(name: str = "admin-1", **fields: Any) -> User:
    """A member who manages the site."""
    return make_user(name, **{"is_staff": True, "is_superuser": True} | fields)


def make_guest(name: str = "guest-2026-482193") -> Guest:
    """Somebody who writes without an account."""
    return Guest(name)


def make_topic(slug: str = "production", name: str = "") -> Topic:
    """A topic; the one there is if there is one already."""
    name = name or slug.capitalize()
    return Topic.objects.get_or_create(slug=slug, defaults={"name_en": name, "name_fr": name})[0]


def make_article(
    title: str = "Peer production",
    text: str = TEXT,
    *,
    language: str = "en",
    actor: Actor | None = None,
    licence: str = "CC-BY-SA-4.0",
    topics: Sequence[Topic] = (),
    summary: str = "",
    validated: bool = False,
    translation_of: Article | None = None,
) -> Article:
    """An article with one revision, which awaits validation unless `validated`."""
    revision = create_article(
        actor=actor or make_user(),
        language=language,
        title=title,
        licence=Licence.objects.get(spdx=licence),
        draft=Draft(text, topics, summary),
        translation_of=translation_of,
    )
    article = fresh(revision.article)
    return make_validated(article) if validated else article


def make_edit(
    article: Article,
    text: str,
    *,
    actor: Actor | None = None,
    summary: str = "",
    topics: Sequence[Topic] | None = None,
) -> Revision:
    """The revision that an edit of the article as it stands makes."""
    article = fresh(article)
    chosen = list(article.topics.all()) if topics is None else topics
    draft = Draft(text, chosen, summary)
    base = article.latest.number
    return save_edit(actor=actor or make_user(), article=article, base=base, draft=draft).revision


def make_validated(
    article: Article, *, actor: User | None = None, up_to: int = 0, comment: str = ""
) -> Article:
    """The article with what awaits validated, up to revision number `up_to` (0: everything)."""
    article = fresh(article)
    validate(
        actor=actor or _who_decides(article),
        article=article,
        up_to=up_to or article.latest.number,
        comment=comment,
        **_as_it_stands(article),
    )
    return fresh(article)


def make_declined(
    article: Article, *, actor: User | None = None, reason: str = "No source is named."
) -> Article:
    """The article with what awaits declined."""
    article = fresh(article)
    decline(
        actor=actor or _who_decides(article),
        article=article,
        reason=reason,
        **_as_it_stands(article),
    )
    return fresh(article)


def make_deleted(article: Article, *, reason: str = "Advertising.") -> Article:
    """The article, deleted."""
    delete_article(actor=make_maintainer(), article=article, reason=reason)
    return fresh(article)


def make_measure(
    kind: str = "block",
    name: str = "contributor-1",
    *,
    actor: User | None = None,
    days: int = 7,
    topic: Topic | None = None,
    reason: str = "Insults.",
) -> Measure:
    """A measure on somebody, who is made when there is no such member; guests wrote before."""
    if not name.startswith("guest-"):
        make_user(name)
    return give_measure(
        actor=actor or make_maintainer(),
        name=name,
        kind=kind,
        reason=reason,
        until=in_days(days),
        topic=topic,
    )


def make_protection(
    article: Article,
    level: str = "maintainers",
    *,
    actor: User | None = None,
    days: int = 7,
    reason: str = "Quarrels.",
) -> Measure:
    """The protection of an article."""
    return protect_article(
        actor=actor or make_maintainer(),
        article=article,
        level=level,
        reason=reason,
        until=in_days(days),
    )


def make_report(
    article: Article,
    *,
    actor: Actor | None = None,
    number: int = 0,
    problem: str = "copied",
    words: str = "This is the first page of my book.",
    **more: Any,
) -> LicenceReport:
    """A report of a licence problem that waits, of the page or of revision `number`."""
    told = Told(problem, words, number, original=more.pop("original", "A book, page 9"), **more)
    reporter = actor or make_user("reporter-1")
    return file_report(actor=reporter, article=fresh(article), told=told)


def make_decided(
    report: LicenceReport,
    outcome: str = "refused",
    *,
    actor: User | None = None,
    reason: str = "The licence allows it.",
    **numbers: Any,
) -> LicenceReport:
    """The report, decided."""
    ruling = Ruling(outcome, reason, **numbers)
    decide_report(actor=actor or make_maintainer(), report=report, ruling=ruling)
    return LicenceReport.objects.get(pk=report.pk)


def make_hidden(
    article: Article,
    first: int,
    last: int = 0,
    *,
    actor: User | None = None,
    reason: str = "Copied from a book.",
) -> Hiding:
    """The revisions from `first` to `last` (0: the same), hidden by a maintainer."""
    return hide_revisions(
        actor=actor or make_maintainer(),
        article=article,
        first=first,
        last=last or first,
        reason=reason,
    )


def in_days(number: int) -> dt.datetime:
    """The moment so many days from now."""
    return timezone.now() + dt.timedelta(days=number)


def make_rules(**numbers: Any) -> Rules:
    """The site's rules, with these numbers instead of those that the software comes with."""
    return Rules.objects.update_or_create(pk=ONLY, defaults=numbers)[0]


def fresh(article: Article) -> Article:
    """The article as it stands now, with its latest and its validated revision."""
    return Article.objects.select_related("latest", "validated", "licence").get(pk=article.pk)


def _who_decides(article: Article) -> User:
    """A maintainer who wrote none of what awaits: nobody decides on their own edits."""
    authors = set(Revision.objects.filter(article=article).awaiting().values_list("author_name"))
    names = (f"maintainer-{number}" for number in range(1, 100))
    return make_maintainer(next(name for name in names if (name,) not in authors))


def _as_it_stands(article: Article) -> dict[str, int]:
    """What a maintainer saw who opened the article a moment ago."""
    validated = article.validated.number if article.validated else 0
    return {"seen": article.latest.number, "seen_validated": validated}
