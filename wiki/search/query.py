"""What a reader typed, as words to look for: no syntax but quotation marks, no wrong input."""

import re
from dataclasses import dataclass

from wiki.search.folding import MAX_WORD, UNSEGMENTED, clean, pairs, title_key, words

MAX_QUERY = 400  # characters read of a query
MAX_TERMS = 12  # looked for; more would only cost time

QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
# “l'” before a word and “'s” after one.
ATTACHED = re.compile(
    r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|quoiqu|jusqu)['’](?=\w)|(?<=\w)['’]s\b", re.IGNORECASE
)
# Words of both languages that say too little to insist on when the query holds any other word.
COMMON_WORDS = frozenset(
    """
    a an and are as at be by for from how in is it its of on or that the this to was what when where
    which who why with
    au aux ce ces cette comment dans de des du elle en est et il ils je la le les leur ne nous ou
    par pas pour qu que quel quelle qui sa se ses son sur un une vous
    """.split()  # noqa: SIM905 - a paragraph is easier to read than sixty strings
)


@dataclass(frozen=True)
class Term:
    """One thing every result must have: a word, or several in a row."""

    words: tuple[str, ...]
    literal: bool = False  # neither plural nor stem is tried
    prefix: bool = False  # the last word may go on

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Query:
    """A query: `key` to compare with titles, `terms` to look for, `marks` to show in excerpts."""

    key: str
    terms: tuple[Term, ...]
    marks: tuple[str, ...]

    def open_ended(self) -> "Query":
        """The same, with a last word that may go on, as it does while somebody types."""
        if not self.terms or self.terms[-1].literal:
            return self
        last = Term(self.terms[-1].words, literal=True, prefix=True)
        return Query(self.key, (*self.terms[:-1], last), self.marks)


def parse(typed: str) -> Query:
    """`typed`, whatever it is, as a Query; one without words has no terms."""
    typed = clean(typed[:MAX_QUERY])
    terms: list[Term] = []
    phrases = [words(phrase) for phrase in QUOTED.findall(typed)]
    for phrase in phrases:
        terms += _terms(phrase.split(), phrase=True)
    loose = words(QUOTED.sub(" ", typed)).split()
    telling = words(ATTACHED.sub(" ", QUOTED.sub(" ", typed))).split()
    telling = [word for word in telling if word not in COMMON_WORDS]
    terms += _terms(telling if telling or terms else loose, phrase=False)
    marks = [word for phrase in phrases for word in phrase.split()] + (telling or loose)
    return Query(
        key=title_key(typed),
        terms=tuple(dict.fromkeys(terms))[:MAX_TERMS],
        marks=tuple(dict.fromkeys(_shown(marks)))[:MAX_TERMS],
    )


def _terms(found: list[str], *, phrase: bool) -> list[Term]:
    """The terms for `found` words: unsegmented runs as pairs, the rest a phrase or single words."""
    terms: list[Term] = []
    plain: list[str] = []
    for word in found:
        for run in UNSEGMENTED.findall(word):
            tokens = pairs(run)
            # The last token stands for the run's end, where a text may well go on.
            terms += [Term((token,), literal=True) for token in tokens[:-1]] or [
                Term((tokens[0],), literal=True, prefix=True)
            ]
        plain += [
            rest[:MAX_WORD]
            for rest in UNSEGMENTED.sub(" ", word).split()
            if any(character.isalnum() for character in rest)
        ]
    if phrase and len(plain) > 1:
        return [*terms, Term(tuple(plain[:MAX_TERMS]), literal=True)]
    return terms + [Term((word,), literal=phrase) for word in plain]


def _shown(found: list[str]) -> list[str]:
    """The words as an excerpt can find them: unsegmented runs apart from what they are glued to."""
    return [
        piece[:MAX_WORD]
        for word in found
        for piece in UNSEGMENTED.findall(word) + UNSEGMENTED.sub(" ", word).split()
        if any(character.isalnum() for character in piece)
    ]


ENDINGS = (
    ("ies", "y"), ("y", "ies"), ("aux", "al"), ("al", "aux"), ("eaux", "eau"), ("eau", "eaux"),
    ("eux", "eu"), ("eu", "eux"), ("es", ""), ("s", ""),
)  # fmt: skip


def forms(word: str) -> list[str]:
    """`word` and the plurals and singulars it may have in English and French, itself first."""
    found = [word]
    if len(word) > 2 and not word.isdigit():
        found.append(word + "s")
        for ending, other in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) + len(other) > 2:
                found.append(word.removesuffix(ending) + other)
    return list(dict.fromkeys(found))
