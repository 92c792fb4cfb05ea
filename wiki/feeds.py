"""The recent changes as an Atom feed (RFC 4287), with the filters of their page."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.feeds import EPOCH, PagedAtomFeed, host, send, xml_text
from wiki.actions.hidden_text import in_a_sentence
from wiki.models import Review, Revision, Source, Visitor
from wiki.models.revision import RevisionQuerySet
from wiki.templatetags.reading import how_given, kind_in_words, state_in_words
from wiki.views.changes import chosen_filters, feed_address, filtered
from wiki.views.sources import web_addresses

ENTRIES = 50
# What an entry tells of the last verdict on its change.
_TOLD = ("verdict", "reviewer_name", "created", "comment", "by_edit", "by_trust", "on_own")


class LicensedAtomFeed(PagedAtomFeed):
    """An Atom feed whose entries name the licence of what they tell of (RFC 4946), and what the
    change took from elsewhere."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds the links to licence and sources to what every entry has."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("link", "", {"rel": "license", "href": item["licence_url"]})
        for address in item["sources"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": address})


@vary_on_cookie
@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The newest changes of the articles that everybody may read."""
    form, found = filtered(request.GET, Visitor())
    newest = found.select_related("article", "licence", "hiding", "reverted_to", "undoes").defer(
        "article__text"
    )
    revisions = list(_with_last_verdict(newest).newest_first()[:ENTRIES])
    body = _feed(request, chosen_filters(form), revisions)
    touched = [revision.article.touched for revision in revisions]
    modified = max([*touched, *(revision.recorded for revision in revisions)], default=EPOCH)
    return send(request, body, content_type=LicensedAtomFeed.content_type, modified=modified)


def _with_last_verdict(revisions: RevisionQuerySet) -> RevisionQuerySet:
    """The revisions with the last word on each, in the same query."""
    last = Review.objects.filter(revision=OuterRef("pk")).order_by("-created", "-pk")
    columns = {f"last_{name}": Subquery(last.values(name)[:1]) for name in _TOLD}
    return revisions.annotate(**columns)


def _last_verdict(revision: Revision) -> Review | None:
    """The last word on a revision that came with it."""
    told = {name: getattr(revision, f"last_{name}") for name in _TOLD}
    return None if told["verdict"] is None else Review(**told)


def _sources(request: HttpRequest, revisions: list[Revision]) -> dict[int, list[str]]:
    """Where that stands which the revisions brought in, by their keys. No query where nothing
    is from elsewhere, one otherwise."""
    keys = [revision.pk for revision in revisions if revision.source_count]
    found: dict[int, list[str]] = {key: [] for key in keys}
    if keys:
        rows = Source.objects.filter(revision__in=keys).in_order()
        for source in rows.select_related("origin__article").defer("origin__article__text"):
            for address in web_addresses(request, [source], Visitor()):
                found[source.revision_id].append(iri_to_uri(xml_text(address)))
    return found


def _feed(request: HttpRequest, chosen: dict[str, str], revisions: list[Revision]) -> bytes:
    address = request.build_absolute_uri(feed_address(chosen))
    page = feed_address(chosen).replace(reverse("changes_feed"), reverse("changes"), 1)
    feed = LicensedAtomFeed(
        title=xml_text(_("Recent changes · %(site)s") % {"site": settings.SITE_NAME}),
        link=request.build_absolute_uri(page),
        feed_url=address,
        feed_guid=address,
        description="",
        language=get_language(),
    )
    sources = _sources(request, revisions)
    for revision in revisions:
        _add(feed, request, revision, sources.get(revision.pk, []))
    return feed.writeString("utf-8").encode()


def _add(
    feed: LicensedAtomFeed, request: HttpRequest, revision: Revision, sources: list[str]
) -> None:
    article, number = revision.article, revision.number
    verdict = _last_verdict(revision)
    path = reverse("difference", args=[article.language, article.slug, number - 1, number])
    feed.add_item(
        title=xml_text(f"{revision.title} · {number}"),
        link=request.build_absolute_uri(path),
        description=_hidden_told(revision) + _description(revision) + _verdict_told(verdict),
        author_name=xml_text(revision.author_name),
        pubdate=revision.created,
        # A verdict is news of the change, and so is that its text is hidden: who follows the feed
        # is shown it again.
        updateddate=max(_moments(revision, verdict)),
        # Not the address: that changes when the article is renamed.
        unique_id=f"tag:{host(request)},{revision.created:%Y-%m-%d}:revision:{revision.pk}",
        categories=[revision.state],
        item_copyright=xml_text(revision.licence.name),
        licence_url=iri_to_uri(xml_text(revision.licence.url)),
        sources=sources,
    )


def _moments(revision: Revision, verdict: Review | None) -> list[dt.datetime]:
    """When there was news of the change."""
    news = [verdict, revision.hiding]
    return [revision.created, *(one.created for one in news if one is not None)]


def _hidden_told(revision: Revision) -> str:
    """Since when the text is hidden, by whom and why, as HTML; empty where it is not."""
    if revision.hiding is None:
        return ""
    hiding = revision.hiding
    sentence = in_a_sentence(revision.number, hiding.created, hiding.maintainer_name, hiding.reason)
    return format_html("<p>{}</p>", xml_text(sentence))


def _description(revision: Revision) -> str:
    """Summary, kind, size and state as HTML, in which nothing that was typed is markup."""
    words = ngettext("%(change)s character", "%(change)s characters", abs(revision.size_change)) % {
        "change": f"{revision.size_change:+d}"
    }
    return format_html(
        "<p>{}</p><p>{} · {} · {} · {}</p>",
        xml_text(revision.summary),
        kind_in_words(revision),
        words,
        revision.get_state_display(),
        xml_text(revision.licence.name),
    )


def _verdict_told(verdict: Review | None) -> str:
    """Who decided what about the change, when and how, and what they said in public, as HTML."""
    if verdict is None:
        return ""
    name = verdict.reviewer_name
    words = [
        xml_text(state_in_words(verdict.verdict, name).replace("{name}", name)),
        date_format(localtime(verdict.created), "DATETIME_FORMAT"),
        how_given(verdict),
    ]
    told = format_html("<p>{}</p>", " · ".join(filter(None, words)))
    if not verdict.comment:
        return told
    return told + format_html("<blockquote><p>{}</p></blockquote>", xml_text(verdict.comment))
