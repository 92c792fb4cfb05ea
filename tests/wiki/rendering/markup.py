"""What published HTML may consist of, said a second time and checked by another parser.

Nothing of `wiki.rendering` is used here: a hole in its lists must not be a hole in these.
"""

import re
from html.parser import HTMLParser

VOID = {"br", "hr", "img"}
LINK_CLASSES = "new|external|heading-link|footnote-ref|footnote-back"
HEADING = {"id": r"s-[^\s\"'<>&]+"}
CELL = {"class": "align-(left|center|right)"}
ANY = r"(?s).*"

# tag → attribute → what its value must match as a whole
ALLOWED: dict[str, dict[str, str]] = {
    "a": {
        "href": ANY,  # see `address_problem`
        "class": LINK_CLASSES,
        "rel": "nofollow ugc noopener",
        "title": ANY,
        "aria-label": ANY,
        "hreflang": r"[a-z]{2,3}",
        "lang": r"[a-z]{2,3}",
    },
    "img": {
        "src": r"/files/.*",
        "alt": ANY,
        "title": ANY,
        "loading": "lazy",
        "decoding": "async",
    },
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), HEADING),
    "sup": {"id": r"fnref-\d+-\d+"},
    "li": {"id": r"fn-\d+"},
    "ol": {"start": r"\d+"},
    "pre": {"tabindex": "0"},
    "th": {"scope": "col", **CELL},
    "td": CELL,
    "div": {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": ANY},
    "section": {"class": "footnotes", "aria-label": ANY},
    "span": {"class": "visually-hidden"},
    **{tag: {} for tag in ("p", "br", "hr", "em", "strong", "code", "blockquote")},
    **{tag: {} for tag in ("ul", "dl", "dt", "dd", "table", "thead", "tbody", "tr")},
}


def address_problem(address: str) -> str | None:
    """Say what is wrong with an address, read as browsers read it (WHATWG URL)."""
    seen = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    if seen != address:
        return "a browser reads another address"
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", seen)
    if scheme:
        return None if scheme[1] in ("http", "https", "mailto") else f"scheme {scheme[1]}"
    if re.match(r"[#?]|/(?![/\\])", seen):
        return None
    return "neither one of our paths nor a whole address"


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.problems.append(f"tag {tag}")
        if tag == "a" and "a" in self.open:
            self.problems.append("a link in a link")
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self._check(tag, name, value or "")
        if dict(attrs).get("class") == "external" and "rel" not in dict(attrs):
            self.problems.append("an external link without rel")

    def _check(self, tag: str, name: str, value: str) -> None:
        pattern = ALLOWED.get(tag, {}).get(name)
        if pattern is None or not re.fullmatch(pattern, value):
            self.problems.append(f"{tag} {name}={value!r}")
        if name == "id":
            self.ids.append(value)
        if name in ("href", "src"):
            self.addresses.append(value)
            problem = address_problem(value)
            if problem:
                self.problems.append(f"{value!r}: {problem}")
            if name == "src" and ".." in value.lower().replace("%2e", "."):
                self.problems.append(f"{value!r} leaves its folder")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.problems.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.problems.append(f"section {data!r}")


def problems(html: str) -> list[str]:
    """Return everything in the HTML that may not be published; empty if all is well."""
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    found = inspector.problems
    found += [f"<{tag}> is left open" for tag in inspector.open]
    found += [f"id {name} twice" for name in {*inspector.ids} if inspector.ids.count(name) > 1]
    return found


def addresses(html: str) -> list[str]:
    """Return all values of href and src, in order."""
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.addresses
