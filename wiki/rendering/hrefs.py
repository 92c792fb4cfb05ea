"""Which addresses an article may carry: http, https, mailto, and our own paths."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

MAX_HREF = 4_000

# Browsers drop tabs and line ends from an address and read a backslash as a slash, so an
# address with any of them is another one than it seems.
_DECEIVING = re.compile(r"[\\\x00-\x1f\x7f-\x9f]")
_WEB = re.compile(r"https?://[^/?#@\s\"'<>`{}|^%]+(?:[/?#]|$)", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s?&#/:@]+@[^\s?&#/:@]+(?:\?[^\s#]*)?$", re.IGNORECASE)
_ENCODED = frozenset("\"'<>`{}|^ ")


def safe_href(address: str) -> str | None:
    """Return the address as it may stand in `href`, or None if it may not.

    `address` is what the browser would see, with entities already resolved. What comes back is
    a fixed point: `safe_href(safe_href(x)) == safe_href(x)`.
    """
    address = address.strip()
    if not address or len(address) > MAX_HREF or _DECEIVING.search(address):
        return None
    if address[0] in "#?" or (address[0] == "/" and not address.startswith("//")):
        return _encoded(address)
    if _MAIL.match(address):
        return _encoded("mailto" + address[6:])
    if _WEB.match(address) and _has_host(address):
        scheme, _, rest = address.partition("://")
        return _encoded(f"{scheme.lower()}://{rest}")
    return None


def is_external(href: str) -> bool:
    """Whether an address that `safe_href` returned leads out of the site."""
    return href.startswith(("http://", "https://"))


def own_file(address: str) -> str | None:
    """Return the address of one of our files (`/files/…`), or None for anything else."""
    href = safe_href(address)
    if href is None or not href.startswith("/files/"):
        return None
    # `..`, written plainly or percent-encoded, would lead the browser out of the folder.
    segments = unquote(urlsplit(href).path).split("/")
    return None if {".", ".."} & set(segments) else href


def _has_host(address: str) -> bool:
    """Whether the standard library finds a host and a valid port in a web address."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _encoded(address: str) -> str:
    """Percent-encode what could end the attribute, hide, or be changed by a browser."""
    return "".join(
        quote(char, safe="") if char in _ENCODED or _is_invisible(char) else char
        for char in address
    )


def _is_invisible(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char)[0] in "CZ"
