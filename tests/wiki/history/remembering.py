"""A history that keeps who wrote what as the rows of an article do, without a database."""

from collections.abc import Sequence
from typing import Self

from wiki.history.authorship import Brought, attribute, tokens_of


class History:
    """Texts one after the other, as the rows of an article keep them."""

    def __init__(self) -> None:
        self.text, self.revision = "", 0
        self.origins: list[int] = []
        self.earlier: dict[str, list[int]] = {}

    def say(self, text: str, brought: Sequence[Brought] = ()) -> Self:
        self.revision += 1
        found = attribute(
            self.text,
            self.origins,
            text,
            self.revision,
            recall=lambda digests: {d: self.earlier[d] for d in digests if d in self.earlier},
            brought=brought,
        )
        for digest, origins in found.gone.items():
            self.earlier.setdefault(digest, origins)
        self.text, self.origins = text, found.origins
        return self

    def by(self) -> dict[int, str]:
        """The words of each revision, in the order of the text."""
        found: dict[int, list[str]] = {}
        for token, origin in zip(tokens_of(self.text), self.origins, strict=True):
            found.setdefault(origin, []).append(token.text)
        return {origin: " ".join(words) for origin, words in found.items()}
