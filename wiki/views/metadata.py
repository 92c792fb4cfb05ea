"""What a page says of itself to machines: licence, authors, dates, other languages."""

import datetime as dt
import json
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from licensing.attribution import Credit, credit_line, names_needed
from licensing.models import Licence
from wiki.models import Article, Contributor, Revision
from wiki.views.showing import Shown

# Names in the data of a page; all of them stand in the credits.
MOST_PEOPLE = 20
# The characters that could end the script element or the string, or turn the direction of what
# follows, written so that they cannot.
_ESCAPES = str.maketrans(
    {
        char: f"\\u{ord(char):04x}"
        for char in "<>&'\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    }
)


class Authors(NamedTuple):
    """Public names and what kind of author each is, the first one to name first, and how many more
    there are."""

    people: list[tuple[str, str]]
    others: int


def say_licence(response: HttpResponse, licence: Licence) -> HttpResponse:
    """Adds the header by which machines learn the licence of what they get (RFC 8288)."""
    response["Link"] = f'<{iri_to_uri(licence.url)}>; rel="license"'
    return response


def authors_of(article: Article, licence: Licence) -> Authors:
    """Who the article is credited to; no query, unless the licence asks for every single name."""
    leading = [(name, kind) for name, kind in article.leading_contributors]
    others = max(0, article.contributor_count - len(leading))
    if others and names_needed(licence) is None:
        rows = Contributor.objects.filter(article=article).most_first()
        return Authors(list(rows.values_list("name", "kind")), 0)
    return Authors(leading, others)


def authors_until(article: Article, number: int) -> Authors:
    """Who wrote the article up to a revision: nobody who came later."""
    rows = (
        Revision.objects.filter(article=article, number__lte=number)
        .values_list("author_name", "author_kind")
        .annotate(revisions=Count("pk"), first=Min("number"))
        .order_by("-revisions", "first")
    )
    return Authors([(name, kind) for name, kind, _revisions, _first in rows], 0)


def credit_of(
    request: HttpRequest, revision: Revision, authors: Authors, *, number: int | None = None
) -> Credit:
    """The line that credits the revision's article; with `number`, that revision of it."""
    article = revision.article
    path = article.get_absolute_url()
    credits = f"{path}/credits" if number is None else f"{path}/credits?revision={number}"
    return credit_line(
        title=revision.title,
        authors=[name for name, _kind in authors.people],
        address=request.build_absolute_uri(path if number is None else revision.get_absolute_url()),
        licence=revision.licence,
        revision=number,
        more_authors=authors.others,
        credits_address=request.build_absolute_uri(credits),
        updated=revision.created.date(),
    )


def linked_data(
    request: HttpRequest,
    shown: Shown,
    authors: Authors,
    credit: Credit,
    excerpt: str,
    *,
    number: int | None = None,
) -> SafeString:
    """The page as schema.org's `Article`, ready to stand in a script element."""
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
        "author": [_person(request, *person) for person in authors.people[:MOST_PEOPLE]],
        "isAccessibleForFree": True,
        "isPartOf": {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": request.build_absolute_uri("/"),
        },
    }
    if shown.validated_on is not None and (number is None or shown.is_validated):
        data["review"] = _review(request, shown, shown.validated_on)
    if excerpt:
        data["description"] = excerpt
    if shown.original is not None:
        data["translationOfWork"] = request.build_absolute_uri(shown.original.path)
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    # Safe: JSON in which no character can end the element that it stands in.
    return mark_safe(text)  # noqa: S308


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
