"""What a rule for hints may say, and the sentences for what it may not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from wiki.models import HintRule
from wiki.search.folding import MAX_WORD, words

Signal = HintRule.Signal

MOST_WORDS = 200
# Of each measure: from which value on it says anything, and up to which it can.
FROM_TO = {
    Signal.SHARE_REMOVED: (1, 100),
    Signal.LINKS_ADDED: (1, 1_000),
    Signal.REPEATED: (3, 1_000),
    Signal.CAPITALS: (2, 1_000),
    Signal.WORDS: (1, 1_000),
    Signal.DECLINED_BEFORE: (1, 1_000),
    Signal.REVERTED_BEFORE: (1, 1_000),
}
CHARACTERS = (1, 1_000_000)
# There or not there: nothing to count.
YES_OR_NO = frozenset({Signal.FIRST_EDIT, Signal.LICENCE_QUESTION})


def sound(values: Mapping[str, Any], others: Iterable[HintRule]) -> dict[str, Any]:
    """The values with the words tidied. Raises ValidationError, its sentences by field."""
    wrong: dict[str, str] = {}
    others = list(others)
    for field in ("name_en", "name_fr"):
        taken = {getattr(other, field).casefold() for other in others}
        if str(values[field]).casefold() in taken:
            wrong[field] = _("Another rule has this name: choose one that tells them apart.")
    try:
        measured = sound_measure(values)
    except ValidationError as error:
        raise ValidationError({**wrong, **error.error_dict}) from error
    if wrong:
        raise ValidationError(wrong)
    return {**values, **measured}


def sound_measure(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a rule measures, all that is needed to try it. Raises ValidationError, by field."""
    signal, threshold, lines = values["signal"], values["threshold"], _tidy(values["words"])
    sentences = {
        "threshold": _wrong_threshold(signal, threshold),
        "words": _wrong_words(signal, lines),
    }
    wrong = {field: sentence for field, sentence in sentences.items() if sentence}
    if wrong:
        raise ValidationError(wrong)
    return {"signal": signal, "threshold": threshold, "words": "\n".join(lines)}


def _tidy(text: str) -> list[str]:
    """One word or phrase a line, each once however it is spelt, as it was written first."""
    by_spelling: dict[str, str] = {}
    for line in text.splitlines():
        word = " ".join(line.split())
        if word:
            by_spelling.setdefault(words(word) or word, word)
    return list(by_spelling.values())


def _wrong_threshold(signal: str, threshold: int) -> str:
    if signal in YES_OR_NO:
        return "" if threshold == 1 else _("This is there or it is not: write 1.")
    least, most = FROM_TO.get(Signal(signal), CHARACTERS)
    if least <= threshold <= most:
        return ""
    return _("For what this rule measures, write a number from %(least)s to %(most)s.") % {
        "least": number_format(least, force_grouping=True),
        "most": number_format(most, force_grouping=True),
    }


def _wrong_words(signal: str, lines: list[str]) -> str:
    if signal != Signal.WORDS:
        if not lines:
            return ""
        return _("This rule looks for no words: choose a rule that does, or empty the list.")
    if not lines:
        return _("Write the words to look for, one on each line.")
    if len(lines) > MOST_WORDS:
        return _("These are %(number)s words: leave no more than %(most)s.") % {
            "number": number_format(len(lines), force_grouping=True),
            "most": MOST_WORDS,
        }
    for line in lines:
        if len(line) > MAX_WORD:
            return _("“%(word)s…” is longer than %(most)s characters: shorten it.") % {
                "word": line[:20],
                "most": MAX_WORD,
            }
        if not words(line):
            return _("“%(word)s” has neither letters nor digits: take it out.") % {"word": line}
    return ""
