"""The text of an article with its authors at the margin: who wrote which words, and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from wiki import history
from wiki.history.blame import Line, Passage, Piece, lines_of, pages_of, passages_of
from wiki.models import Revision
from wiki.views.heads import Head, head_of
from wiki.views.hiding import hidden_page
from wiki.views.metadata import say_licence
from wiki.views.origins import Origin, in_per_cent, known, origins_in, shares
from wiki.views.people import LONGEST_NAME
from wiki.views.showing import Shown, load_shown, no_such_revision, shown_to
from wiki.views.who import actor_of

# Names that one can choose from; the words of others are reached from the credits.
MOST_NAMES = 200


class Words(NamedTuple):
    """Words of one origin within a line."""

    piece: Piece
    origin: Origin
    # From another revision than the passage that they stand in.
    is_other: bool
    is_chosen: bool


class Row(NamedTuple):
    """A line of the text."""

    line: Line
    words: list[Words]


@dataclass(frozen=True)
class Part:
    """Lines of which most is from one revision, which stands at the margin."""

    origin: Origin | None
    rows: list[Row]


class Chosen(NamedTuple):
    """Whose words are marked: somebody's, or those of a revision of this article."""

    name: str
    number: str

    @classmethod
    def of(cls, query: QueryDict) -> "Chosen":
        """What is asked for; a name or a number that nobody has marks nothing."""
        return cls(
            query.get("by", "")[:LONGEST_NAME].strip(), query.get("revision", "")[:9].strip()
        )

    def has(self, origin: Origin) -> bool:
        """Whether words from there are marked."""
        if not self.is_any:
            return False
        is_theirs = self.name in ("", origin.name)
        return is_theirs and (not self.number or self._is_number_of(origin))

    @property
    def is_any(self) -> bool:
        return bool(self.name or self.number)

    def _is_number_of(self, origin: Origin) -> bool:
        return origin.is_here and str(origin.number) == self.number


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def blame(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The version that the reader is shown first, with its authors."""
    head = head_of(request, language, slug)
    return _page(request, load_shown(head, pk=shown_to(actor_of(request), head)), None)


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def blame_revision(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    """Any revision, with its authors."""
    head: Head = head_of(request, language, slug)
    try:
        shown = load_shown(head, number=number)
    except Revision.DoesNotExist:
        raise no_such_revision(head, request.path.rsplit("/", 3)[0]) from None
    if shown.revision.is_hidden:
        return hidden_page(request, shown.article, shown.revision)
    return _page(request, shown, number)


def _page(request: HttpRequest, shown: Shown, number: int | None) -> HttpResponse:
    context = {
        "article": shown.article,
        "shown": shown,
        "revision": shown.revision,
        "licence": shown.licence,
        "number": number,
        **_text_context(request, shown.revision),
    }
    return say_licence(render(request, "wiki/blame.html", context), shown.licence)


def _text_context(request: HttpRequest, revision: Revision) -> dict[str, object]:
    """The text by its authors; nothing where nobody kept who wrote it. Raises TextHidden."""
    origins = origins_in(revision)
    if origins is None:
        return {"parts": None}
    text = history.read_text(revision.article, revision.number).text
    rows = known(origins, revision, actor_of(request))
    chosen = Chosen.of(request.GET)
    pages = pages_of(lines_of(text, origins))
    at = _page_number(request, pages, rows, chosen)
    names = [
        (share.name, in_per_cent(share.words, len(origins)))
        for share in shares(origins, rows)[:MOST_NAMES]
    ]
    return {
        "parts": _parts(pages[at], rows, chosen),
        "chosen": chosen,
        "found": _what_is_marked(origins, rows, chosen),
        "names": names,
        "is_among_names": chosen.name in dict(names),
        "previous": at if at else None,
        "next": at + 2 if at + 1 < len(pages) else None,
    }


def _page_number(
    request: HttpRequest,
    pages: Sequence[Sequence[Line]],
    rows: Mapping[int, Origin],
    chosen: Chosen,
) -> int:
    """The index of the page that is asked for; otherwise of the first on which words are marked."""
    asked = request.GET.get("page", "")
    if asked.isdecimal() and len(asked) < 9 and 1 <= int(asked) <= len(pages):
        return int(asked) - 1
    marked = {key for key, origin in rows.items() if chosen.has(origin)}
    for at, lines in enumerate(pages):
        if any(piece.origin in marked for line in lines for piece in line.pieces):
            return at
    return 0


def _parts(lines: Sequence[Line], rows: Mapping[int, Origin], chosen: Chosen) -> list[Part]:
    marked = {key for key, origin in rows.items() if chosen.has(origin)}
    return [
        Part(
            None if passage.origin is None else rows[passage.origin],
            [
                Row(line, [_words(piece, passage, rows, marked) for piece in line.pieces])
                for line in passage.lines
            ],
        )
        for passage in passages_of(lines)
    ]


def _words(
    piece: Piece, passage: Passage, rows: Mapping[int, Origin], marked: Collection[int]
) -> Words:
    is_other = piece.words > 0 and piece.origin != passage.origin
    return Words(piece, rows[piece.origin], is_other, piece.origin in marked)


def _what_is_marked(origins: Sequence[int], rows: Mapping[int, Origin], chosen: Chosen) -> str:
    """How many words are marked, in a sentence; empty where nobody's were asked for."""
    if not chosen.is_any:
        return ""
    words = sum(1 for key in origins if chosen.has(rows[key]))
    if not words:
        return _("No word of this text is from there.")
    return _("{words} of {all} words and marks are from there: {share}.").format(
        words=words, all=len(origins), share=in_per_cent(words, len(origins))
    )
