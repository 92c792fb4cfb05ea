"""What a page says of itself to machines: licence, authors, dates, other languages."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from licensing.attribution import Credit
from licensing.models import Licence
from licensing.notices import copyright_notice
from wiki.models import Revision, Source
from wiki.views.crediting import Authors
from wiki.views.showing import Shown
from wiki.views.sources import web_addresses
from wiki.views.who import actor_of

# Names in the data of a page; all of them stand in the credits.
MOST_PEOPLE = 20
# Characters of a header with addresses of sources, and how many sources the data of a page names:
# proxies refuse long headers, and all sources stand in the credits.
LONGEST_LINKS = 3_000
MOST_SOURCES = 50
# The characters that could end the script element or the string, or turn the direction of what
# follows, written so that they cannot.
_ESCAPES = str.maketrans(
    {
        char: f"\\u{ord(char):04x}"
        for char in "<>&'\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    }
)


def say_licence(
    response: HttpResponse, licence: Licence, sources: Iterable[str] = ()
) -> HttpResponse:
    """Adds the header by which machines learn the licence of what they get (RFC 8288), and where
    the text is from that it took over (the relation "derivedfrom", as IANA registers it)."""
    links = f'<{iri_to_uri(licence.url)}>; rel="license"'
    for address in sources:
        link = f', <{iri_to_uri(address)}>; rel="derivedfrom"'
        if len(links) + len(link) <= LONGEST_LINKS:
            links += link
    response["Link"] = links
    return response


def linked_data(
    request: HttpRequest,
    shown: Shown,
    authors: Authors,
    credit: Credit,
    excerpt: str,
    *,
    source_credits: Sequence[Credit] = (),
    number: int | None = None,
) -> SafeString:
    """The page as schema.org's `Article`, ready to stand in a script element."""
    people = [_person(request, *person) for person in authors.people[:MOST_PEOPLE]]
    article, revision = shown.article, shown.revision
    path = article.get_absolute_url() if number is None else revision.get_absolute_url()
    address = request.build_absolute_uri(path)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": revision.title,
        "inLanguage": article.language,
        "version": revision.number,
        # The code of its state of review, the same in every language.
        "creativeWorkStatus": revision.state,
        "dateCreated": article.created.isoformat(),
        "datePublished": article.created.isoformat(),
        "dateModified": revision.created.isoformat(),
        "license": shown.licence.url,
        "creditText": credit.text,
        "copyrightNotice": copyright_notice(
            authors=authors.names,
            licence=shown.licence,
            more_authors=authors.others,
            has_sources=bool(shown.sources),
        ),
        "author": people,
        "contributor": people,
        "isAccessibleForFree": True,
        "isPartOf": {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": request.build_absolute_uri("/"),
        },
    }
    if shown.sources:
        data["isBasedOn"] = [
            _source(request, source, line)
            for source, line in zip(shown.sources, source_credits, strict=True)
        ][:MOST_SOURCES]
    if shown.validated_on is not None and (number is None or shown.is_validated):
        data["review"] = _review(request, shown, shown.validated_on)
    if excerpt:
        data["description"] = excerpt
    if shown.original is not None:
        data["translationOfWork"] = request.build_absolute_uri(shown.original.path)
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    # Safe: JSON in which no character can end the element that it stands in.
    return mark_safe(text)  # noqa: S308


def _source(request: HttpRequest, source: Source, credit: Credit) -> dict[str, Any]:
    """What a text took from elsewhere: of this wiki, the very revision."""
    addresses = web_addresses(request, [source], actor_of(request))
    data: dict[str, Any] = {
        "@type": "CreativeWork" if source.origin is None else "Article",
        "name": source.title,
        "creditText": credit.text,
    }
    if addresses:
        data |= {"@id": addresses[0], "url": addresses[0]}
    licences = [licence.url for licence in source.licences.all()]
    if licences:
        data["license"] = licences[0] if len(licences) == 1 else licences
    return data


def _review(request: HttpRequest, shown: Shown, on: dt.datetime) -> dict[str, Any]:
    """Who validated the version that counts as validated, which is not always the one shown."""
    article, validated = shown.article, shown.article.validated
    assert validated is not None  # it was validated on some day
    path = f"{article.get_absolute_url()}/revisions/{validated.number}"
    review = {
        "@type": "Review",
        # By its address: its title may be another than that of the version that is shown.
        "itemReviewed": {
            "@type": "Article",
            "url": request.build_absolute_uri(path),
            "version": validated.number,
        },
        "author": _person(request, shown.validated_by, shown.validator_kind),
        "datePublished": on.isoformat(),
    }
    if shown.validated_comment:
        review["reviewBody"] = shown.validated_comment
    if shown.how_validated:
        review["description"] = shown.how_validated
    return review


def _person(request: HttpRequest, name: str, kind: str) -> dict[str, str]:
    """Somebody by their public name; who wrote elsewhere has no page here."""
    person = {"@type": "Person", "name": name}
    address = person_address(request, name, kind)
    if address is not None:
        person["url"] = address
    return person


def person_address(request: HttpRequest, name: str, kind: str) -> str | None:
    """Where an author is told of; None for who wrote elsewhere."""
    if kind == Revision.AuthorKind.ELSEWHERE:
        return None
    return request.build_absolute_uri(f"/people/{quote(name, safe='')}")
