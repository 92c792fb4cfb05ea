"""The two walls behind Markdown: bleach, then nh3, with one allow-list.

Everything here is about HTML that our own code generated. What a writer typed as HTML has
become text before it gets here; the walls are for what that step might have missed.
"""

import html
import re
from collections.abc import Callable, Mapping

import bleach
import nh3

from wiki.rendering.hrefs import own_file, safe_href

Check = Callable[[str], bool]

REL_EXTERNAL = "nofollow ugc noopener"
HEADING_ID = re.compile(r"s-[^\s\"'<>&]{1,120}")
NOTE_ID = re.compile(r"fn-\d{1,7}")
MENTION_ID = re.compile(r"fnref-\d{1,7}-\d{1,7}")


def _one_of(*values: str) -> Check:
    return frozenset(values).__contains__


def _like(pattern: str | re.Pattern[str]) -> Check:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _any(_value: str) -> bool:
    return True


_LANGUAGE = _like(r"[a-z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_HEADING: Mapping[str, Check] = {"id": _like(HEADING_ID)}
_CELL: Mapping[str, Check] = {"class": _one_of("align-left", "align-center", "align-right")}

ALLOWED: Mapping[str, Mapping[str, Check]] = {
    "a": {
        "href": lambda value: safe_href(value) == value,
        "class": _one_of("new", "external", "heading-link", "footnote-ref", "footnote-back"),
        "rel": _one_of(REL_EXTERNAL),
        "title": _any,
        "aria-label": _any,
        "hreflang": _LANGUAGE,
        "lang": _LANGUAGE,
    },
    "img": {
        "src": lambda value: own_file(value) == value,
        "alt": _any,
        "title": _any,
        "loading": _one_of("lazy"),
        "decoding": _one_of("async"),
    },
    "h2": _HEADING,
    "h3": _HEADING,
    "h4": _HEADING,
    "h5": _HEADING,
    "h6": _HEADING,
    "sup": {"id": _like(MENTION_ID)},
    "li": {"id": _like(NOTE_ID)},
    "ol": {"start": _like(r"\d{1,9}")},
    "pre": {"tabindex": _one_of("0")},
    "th": {"scope": _one_of("col"), **_CELL},
    "td": _CELL,
    "div": {
        "class": _one_of("table-scroll"),
        "role": _one_of("region"),
        "tabindex": _one_of("0"),
        "aria-label": _any,
    },
    "section": {"class": _one_of("footnotes"), "aria-label": _any},
    "span": {"class": _one_of("visually-hidden")},
    **{
        tag: {}
        for tag in (
            *("p", "br", "hr", "em", "strong", "code", "blockquote", "ul", "dl", "dt", "dd"),
            *("table", "thead", "tbody", "tr"),
        )
    },
}
SCHEMES = frozenset({"http", "https", "mailto"})


# A difference holds the marks of what came and went besides, and words to be heard with them.
MARKED: Mapping[str, Mapping[str, Check]] = {
    **ALLOWED,
    "ins": {},
    "del": {},
    "p": {"class": _like(r"was-h[2-6]")},
    "span": {**ALLOWED["span"], "lang": _LANGUAGE},
}


def is_allowed(tag: str, attribute: str, value: str) -> bool:
    """Whether an attribute, its entities resolved, may stay on a tag."""
    check = ALLOWED.get(tag, {}).get(attribute)
    return check is not None and check(value)


def _bleach_filter(tag: str, attribute: str, value: str) -> bool:
    # bleach hands over the source of the value, entities and all.
    return is_allowed(tag, attribute, html.unescape(value))


def _nh3_filter(tag: str, attribute: str, value: str) -> str | None:
    return value if is_allowed(tag, attribute, value) else None


_nh3_cleaner = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={**{tag: set(checks) for tag, checks in ALLOWED.items()}, "*": set()},
    attribute_filter=_nh3_filter,
    url_schemes=set(SCHEMES),
    link_rel=None,  # ours is set where the link is made, and checked above
)


def first_wall(markup: str) -> str:
    """Return the HTML with nothing in it but `ALLOWED`, according to bleach."""
    # Made anew each time: it holds a parser, which an alarm may have interrupted.
    cleaner = bleach.Cleaner(
        tags=frozenset(ALLOWED), attributes=_bleach_filter, protocols=SCHEMES, strip=True
    )
    return cleaner.clean(markup)


def second_wall(markup: str) -> str:
    """Return the HTML with nothing in it but `ALLOWED`, according to nh3."""
    return _nh3_cleaner.clean(markup)


def _marked_filter(tag: str, attribute: str, value: str) -> str | None:
    check = MARKED.get(tag, {}).get(attribute)
    return value if check is not None and check(value) else None


_marked_cleaner = nh3.Cleaner(
    tags=set(MARKED),
    attributes={**{tag: set(checks) for tag, checks in MARKED.items()}, "*": set()},
    attribute_filter=_marked_filter,
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def marked_wall(markup: str) -> str:
    """Return the HTML of a difference with nothing in it but `MARKED`.

    Both texts have passed `clean` before they were compared; this is for what comparing missed.
    """
    return _marked_cleaner.clean(markup)


def clean(markup: str) -> str:
    """Return the HTML with nothing in it but `ALLOWED`."""
    return second_wall(first_wall(markup))
