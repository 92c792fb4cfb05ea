"""What somebody cites of an article: the page, one revision, or a passage; and in which forms."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from licensing.attribution import Credit
from licensing.citing import Citation, as_bibtex, as_csl_json
from wiki import history
from wiki.history.quoting import Place, places_of, read_at, words_at, written_at
from wiki.models import Source
from wiki.models.person import Actor
from wiki.views.crediting import (
    Authors,
    authors_of,
    authors_until,
    credit_of,
    credits_of_sources,
)
from wiki.views.origins import known, origins_in, shares
from wiki.views.showing import Shown
from wiki.views.sources import sources_of
from wiki.views.who import actor_of

_PLACE = re.compile(r"([1-9]\d{0,6})-([1-9]\d{0,6})")
# Characters of a passage by which a citation names it, and that its page shows.
LONGEST_NAME = 80
LONGEST_SHOWN = 2_000


@dataclass(frozen=True)
class Passage:
    """Words of a revision: where they stand, who wrote them, and what they were taken from."""

    text: str
    # The same as readers see it, to name it by.
    words: str
    place: Place
    authors: Authors
    sources: list[Source]
    # Where the same words stand in the revision, this place among them.
    places: list[Place]

    @property
    def number(self) -> int:
        """Which of these places it is, from 1."""
        return self.places.index(self.place) + 1

    @property
    def others(self) -> list[str]:
        """The other places, as addresses name them."""
        return [named(place) for place in self.places if place != self.place]

    @property
    def shown(self) -> str:
        """The passage as a page shows it."""
        cut = self.text[:LONGEST_SHOWN]
        return cut if cut == self.text else f"{cut}…"


@dataclass(frozen=True)
class Cited:
    """The page, or with `number` that revision, or with `passage` words of it."""

    shown: Shown
    number: int | None
    passage: Passage | None
    authors: Authors
    credit: Credit
    address: str
    # The lines that credit what the text took from elsewhere; `credit` has them, too.
    sources: Sequence[Credit] = ()

    @property
    def citation(self) -> Citation:
        """The same for programs that keep references."""
        revision, licence = self.shown.revision, self.shown.licence
        return Citation(
            title=revision.title,
            authors=self.authors.names,
            more_authors=self.authors.others,
            address=self.address,
            site=settings.SITE_NAME,
            date=timezone.localdate(revision.created),
            licence=licence.name,
            licence_url=licence.url,
            revision=self.number,
            language=revision.language,
            passage=_beginning(self.passage.words) if self.passage else "",
            accessed=timezone.localdate(),
            sources=[line.text for line in self.sources],
        )

    @property
    def bibtex(self) -> str:
        return as_bibtex(self.citation)

    @property
    def csl_json(self) -> str:
        """A list of one item, as programs take it from a file."""
        return json.dumps([as_csl_json(self.citation)], ensure_ascii=False, indent=2)


def named(place: Place) -> str:
    """A place as addresses name it: the numbers of the first and the last word or mark."""
    return f"{place.start + 1}-{place.end}"


def place_named(words: str) -> Place | None:
    """The place that an address names; None where it names none."""
    found = _PLACE.fullmatch(words)
    if found is None or int(found[1]) > int(found[2]):
        return None
    return Place(int(found[1]) - 1, int(found[2]))


def places_in(shown: Shown, passage: str) -> list[Place]:
    """Where the passage stands in the revision, the first place first."""
    return places_of(_text(shown), passage)


def passage_at(shown: Shown, place: Place, actor: Actor) -> Passage | None:
    """The passage at a place of the revision, with exactly those as authors whose words it has.

    None where no word stands, or where nobody kept who wrote it.
    """
    text = _text(shown)
    origins = origins_in(shown.revision) or []
    words = words_at(text, place)
    if not words or words[-1] >= len(origins):
        return None
    keys = [origins[index] for index in words]
    rows = known(keys, shown.revision, actor)
    people = [(share.name, share.kind) for share in shares(keys, rows)]
    written = written_at(text, place)
    sources = sources_of(shown.sources, keys)
    places = places_of(text, written)
    return Passage(
        written,
        read_at(text, place),
        place,
        Authors(people, 0),
        sources,
        places if place in places else [place],
    )


def cited_as(
    request: HttpRequest, shown: Shown, number: int | None, passage: Passage | None = None
) -> Cited:
    """What is cited, with the line that credits it. Raises history.TextHidden."""
    if shown.revision.is_hidden:
        history.read_text(shown.article, shown.revision.number)
    sources: Sequence[Source] = shown.sources
    if passage is not None:
        authors, sources = passage.authors, passage.sources
    elif number is not None:
        authors = authors_until(shown)
    else:
        authors = authors_of(shown.article, shown.licence)
    lines = credits_of_sources(request, sources, actor_of(request))
    credit = credit_of(request, shown.revision, authors, lines, number=number)
    of = shown.article if number is None else shown.revision
    address = request.build_absolute_uri(of.get_absolute_url())
    return Cited(shown, number, passage, authors, credit, address, lines)


def _text(shown: Shown) -> str:
    """The text that is cited; of one that is hidden the answer is that (TextHidden)."""
    return history.read_text(shown.article, shown.revision.number).text


def _beginning(words: str) -> str:
    if len(words) <= LONGEST_NAME:
        return words
    return f"{words[:LONGEST_NAME].rpartition(' ')[0] or words[:LONGEST_NAME]}…"
