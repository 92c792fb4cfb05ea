"""One spelling for what readers hold to be the same word, whatever engine stands below.

Both engines are given text that has been through here, so that they agree with each other and do
not depend on the locale of a database: lower case, no accents, no punctuation, ligatures undone,
and scripts that leave no space between words cut into overlapping pairs of characters.
"""

import re
import unicodedata

MAX_WORD = 64  # characters; the rest of a longer word is not looked at, on either side

LETTERS = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "ſ": "s",
}  # fmt: skip
# Marks that a reader leaves out when searching: Latin, Greek and Cyrillic accents, Hebrew points,
# Arabic vowels and hamza. The vowel signs of Indian scripts and the voicing marks of kana are
# letters: they stay.
OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
UNSEGMENTED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff]+"
)  # Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them
LONG_WORD = re.compile(rf"(\S{{{MAX_WORD}}})\S+")
MAX_SORTED_TITLE = 200  # characters; a title may be longer without its ligatures


class _Folds(dict[int, str]):
    """A table for str.translate that works out each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = self.fold(chr(code))
        return folded

    def fold(self, character: str) -> str:
        if unicodedata.category(character) == "Cf":
            return ""  # soft hyphens, joiners, marks of direction: not seen, so not typed
        bare = OPTIONAL_MARKS.sub("", unicodedata.normalize("NFKD", character)).casefold()
        return unicodedata.normalize("NFC", "".join(LETTERS.get(c, c) for c in bare))


class _Words(_Folds):
    """The same, with a space for all that is no letter, digit or mark."""

    def fold(self, character: str) -> str:
        folded = super().fold(character)
        return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded)


_FOLDS, _WORDS = _Folds(), _Words()


def clean(text: str) -> str:
    """`text` as both databases can keep it: composed (NFC), without NUL and lone surrogates."""
    return unicodedata.normalize("NFC", UNSTORABLE.sub(" ", text))


def fold(text: str) -> str:
    """`text` without accents, case and ligatures: “Cœur”, “COEUR” and “coeur” come out alike."""
    return clean(text).translate(_FOLDS)


def words(text: str) -> str:
    """The folded words of `text`, between single spaces."""
    return " ".join(clean(text).translate(_WORDS).split())


def title_key(title: str) -> str:
    """What titles share that a reader holds to be the same; the signs, when there are no words."""
    return words(title) or " ".join(fold(title).split())


def sort_key(title: str) -> str:
    """By what lists order titles: É among E, capitals among small letters, signs left out."""
    return title_key(title)[:MAX_SORTED_TITLE]


def aligned_words(text: str) -> tuple[str, list[int]]:
    """The folded words of clean `text`; each character's place in `text`, and one for the end."""
    folded = text.translate(_WORDS)
    if len(folded) == len(text):
        return folded, list(range(len(text) + 1))
    pieces = [character.translate(_WORDS) for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*places, len(text)]


def pairs(run: str) -> list[str]:
    """An unsegmented run as tokens of two characters and a last one of one: 公地 → 516cx5730 5730x.

    The tokens are plain ASCII because each engine's own idea of a letter differs in these scripts.
    """
    codes = [f"{ord(character):x}" for character in run]
    return [f"{one}x{two}" for one, two in zip(codes, [*codes[1:], ""], strict=True)]


def tokens(text: str, max_bytes: int) -> str:
    """What an engine is given to index of `text`: words, and pairs for unsegmented scripts."""
    prepared = UNSEGMENTED.sub(lambda run: f" {' '.join(pairs(run[0]))} ", words(text))
    prepared = LONG_WORD.sub(r"\1", " ".join(prepared.split()))
    return prepared.encode()[:max_bytes].decode(errors="ignore")
