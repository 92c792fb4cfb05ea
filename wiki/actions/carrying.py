"""Carrying text from one article to another: copies, splits, joins.

Each compares the licences first, keeps the histories linked by a source with the very revision,
and leaves every word to who wrote it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from commons.log.record import record
from licensing.models import Licence
from wiki import history
from wiki.actions import formatting
from wiki.actions.beginning import begin_article
from wiki.actions.copying import taken_by
from wiki.actions.crediting import origins_of_revision
from wiki.actions.drafts import Draft, made_before, scoped_key
from wiki.actions.errors import NotDone
from wiki.actions.hidden_text import to_use
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked, own_verdict
from wiki.actions.sourcing import source_here
from wiki.history.authorship import Brought, attribute
from wiki.history.sections import sections_of, with_its_notes
from wiki.history.versions import Author
from wiki.models import Article, Revision, Source, Topic
from wiki.models.person import Actor


@dataclass(frozen=True)
class NewPage:
    """The article that text is carried to: its title, its licence, and why."""

    title: str
    licence: Licence
    reason: str = ""
    key: str = ""


def brought_from(text: str, revision: Revision) -> list[Brought]:
    """The words of `text` that are from a revision, of any article, with whoever wrote them."""
    other = history.texts_of([revision])[revision.pk]
    origins = attribute(other, origins_of_revision(revision), text, 0).origins
    found: list[Brought] = []
    start = 0
    for end in range(1, len(origins) + 1):
        if end == len(origins) or (origins[end] == 0) != (origins[start] == 0):
            if origins[start]:
                found.append(Brought(start, origins[start:end]))
            start = end
    return found


@transaction.atomic
def copy_article(*, actor: Actor, article: Article, number: int, page: NewPage) -> Revision:
    """Makes an article that begins with what revision `number` of another says.

    Raises NotAllowed, NotDone (also for a text that is hidden), AddressTaken, SourceRefused,
    Revision.DoesNotExist.
    """
    # Locked, so that a text is not copied while it is hidden.
    locked(article.pk)
    revision = _revision(article, number)
    text = to_use(history.read(article, number)).text
    made = _begin(actor, article, revision, text, page)
    _log(actor, "article.copy", made.article, revision, page.reason)
    return made


@transaction.atomic
def split_article(
    *, actor: Actor, article: Article, base: int, section: int, page: NewPage
) -> Revision:
    """Makes an article of a section, which the other one links to from there on.

    `section` counts those of `history.sections`, from 0, in the text of revision `base`, the
    latest. Raises NotAllowed, NotDone, AddressTaken, SourceRefused.
    """
    require_may_edit(actor, article)
    current = _as_seen(article, base)
    text = current.text
    found = dict(enumerate(sections_of(text))).get(section)
    if found is None or not text[found.body : found.end].strip():
        raise NotDone(_("Choose a section that holds text: an empty one makes no article."))
    assert current.latest is not None
    body = with_its_notes(text[found.body : found.end].strip("\n") + "\n", text)
    made = _begin(actor, current, current.latest, body, page)
    heading = text[found.start : found.body].rstrip("\n")
    rest = text[found.end :]
    current.text = f"{text[: found.start]}{heading}\n\n[[{page.title}]]\n" + (
        f"\n{rest}" if rest else ""
    )
    _say(actor, current, Revision.Kind.SPLIT, page.reason)
    _log(actor, "article.split", made.article, made.sources.get().origin, page.reason)
    return made


@transaction.atomic
def join_articles(
    *, actor: Actor, article: Article, base: int, other: Article, other_base: int, draft: Draft
) -> Revision:
    """Makes `draft` the text of an article, with words of another, which only links to it then.

    Both are as they were at `base` and `other_base`. The same form sent again gives the revision
    it made. What the draft takes from anywhere else is credited as in any edit. Raises NotAllowed,
    NotDone, NothingTaken, SourceRefused, CopyRefused.
    """
    require_may_edit(actor, article, draft.topics)
    require_may_edit(actor, other)
    draft = draft.tidied()
    made = made_before(actor, draft)
    if made is not None:
        return made
    if article.pk == other.pk:
        raise NotDone(_("Choose another article: this one cannot be joined with itself."))
    if article.language != other.language:
        raise NotDone(_("Only articles in one language can be joined: link translations instead."))
    # Locked in one order, so that two who join the same articles wait for each other.
    for pk in sorted([article.pk, other.pk]):
        locked(pk)
    current, second = _as_seen(article, base), _as_seen(other, other_base)
    assert second.latest is not None
    taken = source_here(second.latest, current.licence, Source.Way.VERBATIM, is_exact=True)
    copies = taken_by(
        draft, actor=actor, article=current, licence=current.licence, old=current.text
    )
    further = [
        source
        for source in copies.sources
        if source.origin is None or source.origin.article_id != second.pk
    ]
    current.text = draft.text
    current.topics.set(draft.topics)
    revision = _say(
        actor,
        current,
        Revision.Kind.JOIN,
        draft.summary,
        Change(
            author=Author.of(actor),
            kind=Revision.Kind.JOIN,
            summary=draft.summary,
            key=scoped_key(actor, draft),
            sources=[taken, *further],
            brought=[*brought_from(draft.text, second.latest), *copies.brought],
        ),
    )
    _log(actor, "article.join", current, second.latest, draft.summary)
    second.text = f"[[{current.title}]]\n"
    _say(actor, second, Revision.Kind.JOIN, draft.summary)
    return revision


def _revision(article: Article, number: int) -> Revision:
    rows = Revision.objects.select_related("licence", "article")
    return rows.get(article=article, number=number)


def _as_seen(article: Article, base: int) -> Article:
    current = locked(article.pk)
    if current.is_deleted or current.latest is None or current.latest.number != base:
        raise NotDone(
            _(
                "Nothing was done: the article “%(title)s” has changed since you opened this page. "
                "Look again."
            )
            % {"title": current.title}
        )
    return current


def _begin(
    actor: Actor, article: Article, revision: Revision, text: str, page: NewPage
) -> Revision:
    topics: Sequence[Topic] = list(article.topics.all())
    return begin_article(
        actor=actor,
        language=article.language,
        title=page.title,
        licence=page.licence,
        draft=Draft(text, topics, page.reason, page.key),
        kind=Revision.Kind.COPY,
        sources=[source_here(revision, page.licence, Source.Way.VERBATIM, is_exact=True)],
        brought=brought_from(text, revision),
    )


def _say(
    actor: Actor, article: Article, kind: str, summary: str, change: Change | None = None
) -> Revision:
    """The next revision of an article whose text was set."""
    require_may_save(actor, article)
    judge = own_verdict(actor, article)
    rendered = formatting.render(article.text, article.language)
    article.save(update_fields=["text"])
    change = change or Change(author=Author.of(actor), kind=kind, summary=summary)
    return add_revision(article, replace(change, validated_by=judge), rendered)


def _log(actor: Actor, action: str, article: Article, origin: Revision | None, reason: str) -> None:
    assert origin is not None
    record(
        actor=actor,
        action=action,
        target=article,
        target_label=article.title,
        target_url=article.get_absolute_url(),
        new={"from": f"{origin.title}, {origin.number}"},
        reason=reason,
    )
