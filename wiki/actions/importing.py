"""Bringing in a history from elsewhere, each revision with its own author, date and licence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from licensing.models import Licence
from wiki import search
from wiki.actions import formatting, links
from wiki.actions.beginning import require_free_address
from wiki.actions.copying import credit_for
from wiki.actions.errors import NotDone
from wiki.actions.revising import Change, add_revision, locked
from wiki.addresses import slug_of
from wiki.history.versions import Author
from wiki.models import Alias, Article, Revision, Topic
from wiki.rendering import Rendered


@dataclass(frozen=True)
class Past:
    """A revision as it was made elsewhere. `key` is its own: no key is imported twice."""

    text: str
    author: str
    created: datetime
    summary: str
    licence: Licence
    key: str


@dataclass(frozen=True)
class Destination:
    """The article that a history becomes, and the ones here that it stands in relation to."""

    language: str
    title: str
    topics: Sequence[Topic] = ()
    translation_of: int | None = None
    translations: Collection[int] = ()


def start_history(*, destination: Destination, past: Sequence[Past], is_whole: bool) -> Article:
    """Makes an article out of the revisions `past`, the oldest first, in one transaction.

    Texts are kept to the letter. The last one is formatted and shown; all await a maintainer.
    `is_whole` says that no more follow, so that the public log tells of it. Raises NotDone and
    AddressTaken, rendering.TooHardToFormat and rendering.TextTooLong; nothing is written then.
    """
    slug = slug_of(destination.title)
    if not slug:
        raise NotDone(_("A title needs at least one letter or digit."))
    require_free_address(destination.language, slug)
    rendered = formatting.render(past[-1].text, destination.language)
    try:
        with transaction.atomic():
            article = Article.objects.create(
                language=destination.language,
                title=destination.title,
                sort_title=search.sort_key(destination.title),
                slug=slug,
                text=past[0].text,
                licence=past[0].licence,
                translation_of_id=destination.translation_of,
                created=past[0].created,
            )
            Alias.objects.filter(language=article.language, slug=slug).delete()
            article.topics.set(destination.topics)
            Article.objects.filter(pk__in=destination.translations, translation_of=None).update(
                translation_of=article, touched=timezone.now()
            )
            _write(article, past, rendered, is_whole=is_whole)
            links.refresh_after_commit(article.language, slug)
            return article
    except IntegrityError:
        require_free_address(destination.language, slug)  # taken in this very moment
        raise


def continue_history(
    *, article_id: int, after: str, past: Sequence[Past], is_whole: bool
) -> Article:
    """Adds the revisions `past` to an article whose latest revision has the key `after`.

    Raises NotDone when it has another by now, or is deleted; otherwise as `start_history`.
    """
    language = Article.objects.values_list("language", flat=True).get(pk=article_id)
    rendered = formatting.render(past[-1].text, language)
    with transaction.atomic():
        article = locked(article_id)
        if article.is_deleted:
            raise NotDone(_("This article was deleted here: a maintainer can restore it."))
        if article.latest is None or article.latest.key != after:
            raise NotDone(
                _("This article changed here since it was imported: what is new was not added.")
            )
        _write(article, past, rendered, is_whole=is_whole)
        return article


def _write(article: Article, past: Sequence[Past], rendered: Rendered, *, is_whole: bool) -> None:
    for revision in past:
        old = article.text if article.latest is not None else ""
        article.text = revision.text
        article.licence = revision.licence
        copies = credit_for(article=article, old=old, new=revision.text)
        article.save(update_fields=["text", "licence"])
        change = Change(
            author=Author.elsewhere(revision.author),
            kind=Revision.Kind.IMPORT,
            summary=revision.summary,
            created=revision.created,
            key=revision.key,
            sources=copies.sources,
            brought=copies.brought,
        )
        add_revision(article, change, rendered if revision is past[-1] else None)
    if is_whole:
        imported = Revision.objects.filter(article=article, kind=Revision.Kind.IMPORT)
        licences = imported.order_by("licence__spdx").values_list("licence__spdx", flat=True)
        record(
            actor=None,
            action="article.import",
            target=article,
            new={
                "revisions": imported.count(),
                "contributors": article.contributor_count,
                "licence": list(licences.distinct()),
            },
        )
