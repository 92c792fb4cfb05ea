"""Who wrote what, at each step of whole histories, held against what the texts alone say.

Of made-up histories, or with `HISTORY_TO_PLAY` of a real one.
"""

from collections import Counter

import pytest

from tests.play.incoming import NAMED, histories
from tests.wiki.history.remembering import History
from wiki.history.authorship import is_word, passages_of, tokens_of

EDITS = 300
LONG = 3  # words of a passage that says by itself where it came from


@pytest.fixture(scope="module")
def pages() -> list[list[str]]:
    found = list(histories(EDITS).values())
    return found if NAMED else [_with_returns(texts) for texts in found]


def _with_returns(texts: list[str]) -> list[str]:
    """What the made-up edits lack: somebody goes back, somebody moves one half before the other."""
    told: list[str] = []
    for number, text in enumerate(texts):
        told.append(text)
        if number % 4 == 3:
            told += [texts[number - 3], text]
        if number % 4 == 1:
            lines = text.split("\n\n")
            half = len(lines) // 2
            told.append("\n\n".join([*lines[half:], *lines[:half]]))
    return told


def test_a_word_is_of_a_text_that_has_it_and_none_before_has_what_is_new(pages):
    seen_new = 0
    for texts in pages:
        history, said, known = History(), {}, set()
        for text in texts:
            words = [token.text for token in tokens_of(text)]
            history.say(text)
            said[history.revision] = set(words)
            assert len(history.origins) == len(words)
            for word, origin in zip(words, history.origins, strict=True):
                assert word in said[origin]
                if word not in known:  # nobody had written it
                    assert origin == history.revision
                    seen_new += 1
            known.update(words)
    assert seen_new > len(pages)


def test_what_stands_still_or_moves_stays_whose_it_was_and_what_comes_back_too(pages):
    """A passage that is once in each of two texts is the same people's in both, wherever it stands.

    One that was in some earlier text is nothing of who brings it back.
    """
    stood = moved = back = 0
    for texts in pages:
        history = History()
        before: dict[tuple[str, ...], list[int]] = {}
        ever: set[tuple[str, ...]] = set()
        for text in texts:
            history.say(text)
            now, places = _passages(text, history.origins), _places(text)
            order = [places[words] for words in before if words in now]
            for words, origins in now.items():
                if words in before:
                    assert origins == before[words], words
                    stood += 1
                elif words in ever and sum(map(is_word, words)) >= LONG:
                    assert history.revision not in origins, words
                    back += 1
            moved += order != sorted(order)
            before = now
            ever.update(_all_passages(text))
    assert min(stood, moved, back) > len(pages)


def _all_passages(text: str) -> list[tuple[str, ...]]:
    words = [token.text for token in tokens_of(text)]
    return [tuple(words[start:end]) for start, end, _digest in passages_of(text)]


def _passages(text: str, origins: list[int]) -> dict[tuple[str, ...], list[int]]:
    """The passages that stand exactly once in the text, each with the origins of its words."""
    times = Counter(_all_passages(text))
    return {
        words: origins[start:end]
        for (start, end, _digest), words in zip(passages_of(text), _all_passages(text), strict=True)
        if times[words] == 1
    }


def _places(text: str) -> dict[tuple[str, ...], int]:
    return {
        words: start
        for (start, _end, _d), words in zip(passages_of(text), _all_passages(text), strict=True)
    }
