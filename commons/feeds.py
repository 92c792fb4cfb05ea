"""What machines follow: Atom feeds (RFC 4287) and lists in JSON (RFC 8259)."""

import datetime as dt
import hashlib
import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# What XML 1.0 cannot hold, not even as a reference (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class PagedAtomFeed(Atom1Feed):
    """An Atom feed as old as its newest entry; `next_url` leads to older ones (RFC 5005)."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Adds the way to the next page to what every feed has."""
        super().add_root_elements(handler)
        if self.feed.get("next_url"):
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})

    def latest_post_date(self) -> dt.datetime:
        """When the newest entry was written; an empty feed is as old as can be, not of now."""
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def xml_text(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _NOT_XML.sub("", text)


def json_bytes(data: dict[str, Any]) -> bytes:
    """The data as JSON that people can read, too: dates by ISO 8601, letters as they are."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    # A lone surrogate is no text; JSON names it all the same.
    return text.encode("utf-8", "backslashreplace")


def host(request: HttpRequest) -> str:
    """The site's name in the identifiers of entries (RFC 4151)."""
    return request.get_host().partition(":")[0]


def send(
    request: HttpRequest, body: bytes, *, content_type: str, modified: dt.datetime
) -> HttpResponse:
    """The body with what names this state of it, or 304 for who has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified.timestamp())
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    known: Any = get_conditional_response(request, etag, int(modified.timestamp()), response)
    return known or response
