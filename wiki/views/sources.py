"""What a text took from elsewhere, as pages and machines are told of it."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest

from licensing.attribution import licence_json
from licensing.credit_forms import can_be_linked
from wiki.actions.crediting import SETTLED
from wiki.models import Authorship, Revision, Source
from wiki.models.authorship import unpacked
from wiki.models.person import Actor
from wiki.permissions import can_read


class ShownSource(NamedTuple):
    """A source as a page shows it: `link` leads to it, `address` says where it is if none can."""

    source: Source
    link: str
    address: str


def sources_in(revision: Revision) -> list[Source]:
    """The sources of which words stand in the revision, as they were brought in, with all that is
    said of them. No query where there are none, two otherwise."""
    if not revision.source_count:
        return []
    rows = Source.objects.surviving_in(revision).in_order()
    return list(
        rows.select_related("revision__article", "origin__article")
        .defer("revision__article__text", "origin__article__text")
        .prefetch_related("licences")
    )


def sources_of(sources: Sequence[Source], origins: Iterable[int]) -> list[Source]:
    """Those of a text's sources that words with these origins may be from; one query at most.

    Where words kept their authors from another article here, it is known which they are;
    otherwise they are among those that the revision brought in which took them.
    """
    keys = set(origins)
    exact = [source.origin_id for source in sources if source.is_exact and source.origin_id]
    there = dict(Authorship.objects.filter(pk__in=exact).values_list("pk", "runs")) if exact else {}
    found = []
    for source in sources:
        if source.is_exact and source.origin_id:
            is_from = not keys.isdisjoint(unpacked(there.get(source.origin_id, "")))
        else:
            is_from = source.revision_id in keys
        if is_from:
            found.append(source)
    return found


def address_of(source: Source, actor: Actor) -> str:
    """Where the source stands: a path for the exact revision in this wiki; empty where nobody
    knows, or where the reader may not see it."""
    if source.origin is None:
        return source.address
    return source.origin.get_absolute_url() if can_read(actor, source.origin.article) else ""


def shown_sources(sources: Iterable[Source], actor: Actor) -> list[ShownSource]:
    """The sources as a page shows them to the actor."""
    return [_shown(source, address_of(source, actor)) for source in sources]


def web_addresses(request: HttpRequest, sources: Iterable[Source], actor: Actor) -> list[str]:
    """Where on the web the sources of a text stand, as whole addresses."""
    shown = shown_sources(sources, actor)
    return [absolute(request, one.link) for one in shown if one.link]


def absolute(request: HttpRequest, address: str) -> str:
    """A whole address, for machines and for texts that leave the site."""
    return request.build_absolute_uri(address) if address.startswith("/") else address


def source_json(request: HttpRequest, source: Source, actor: Actor) -> dict[str, Any]:
    """A source for machines."""
    return {
        "title": source.title,
        "url": absolute(request, address_of(source, actor)) or None,
        "authors": source.authors,
        "license": source.expression,
        "licenses": [licence_json(licence) for licence in source.licences.all()],
        "taken": source.taken,
        "way": source.way,
        "is_from_this_wiki": source.origin is not None,
        "is_noticed": source.is_noticed,
        "raised_a_question": source.answer not in SETTLED,
        "brought_by": source.revision.author_name,
        "brought_in": _brought_in(request, source, actor),
    }


def _shown(source: Source, address: str) -> ShownSource:
    if can_be_linked(address):
        return ShownSource(source, address, "")
    return ShownSource(source, "", address)


def _brought_in(request: HttpRequest, source: Source, actor: Actor) -> str | None:
    """The revision that brought it in, of this article or of one that passed the text on."""
    if not can_read(actor, source.revision.article):
        return None
    return request.build_absolute_uri(source.revision.get_absolute_url())
