"""What a page says of itself to machines: licence, authors, dates, other languages."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from licensing.attribution import Credit, credit_line
from licensing.models import Licence
from wiki.models import Revision
from wiki.views.showing import Shown

# The characters that could end the script element or the string, written so that they cannot.
_ESCAPES = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in "<>&'\u2028\u2029\u202a\u202b\u202d\u202e"}
)


def say_licence(response: HttpResponse, licence: Licence) -> HttpResponse:
    """Adds the header by which machines learn the licence of what they get (RFC 8288)."""
    response["Link"] = f'<{iri_to_uri(licence.url)}>; rel="license"'
    return response


def credit_of(request: HttpRequest, revision: Revision, *, number: int | None = None) -> Credit:
    """The line that credits the revision's article; with `number`, that revision of it."""
    article = revision.article
    authors = [name for name, _kind in article.leading_contributors]
    path = article.get_absolute_url() if number is None else revision.get_absolute_url()
    return credit_line(
        title=revision.title,
        authors=authors,
        address=request.build_absolute_uri(path),
        licence=revision.licence,
        revision=number,
        more_authors=max(0, article.contributor_count - len(authors)),
        credits_address=request.build_absolute_uri(f"{article.get_absolute_url()}/credits"),
        updated=revision.created.date(),
    )


def linked_data(request: HttpRequest, shown: Shown, credit: Credit, excerpt: str) -> SafeString:
    """The page as schema.org's `Article`, ready to stand in a script element."""
    article, revision = shown.article, shown.revision
    address = request.build_absolute_uri(article.get_absolute_url())
    people = [{"@type": "Person", "name": name} for name, _kind in article.leading_contributors]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": revision.title,
        "inLanguage": article.language,
        "version": revision.number,
        "dateCreated": article.created.isoformat(),
        "dateModified": revision.created.isoformat(),
        "license": shown.licence.url,
        "creditText": credit.text,
        "copyrightNotice": credit.text,
        "contributor": people,
        "author": people,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
    }
    if excerpt:
        data["description"] = excerpt
    if shown.original is not None:
        data["translationOfWork"] = request.build_absolute_uri(shown.original.path)
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    # Safe: JSON in which no character can end the element that it stands in.
    return mark_safe(text)  # noqa: S308
