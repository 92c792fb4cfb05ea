"""What can keep a text from being formatted, each said in a sentence that helps its writer.

The sentences are translated when they are shown. Django is imported only then: the worker
process imports this package, too, and has to start fast and without settings.
"""

MAX_TEXT = 400_000


class RenderingError(Exception):
    """A text that cannot be formatted; `str()` says why, in the language of the request."""


class TextTooLong(RenderingError):
    """A text of more than `MAX_TEXT` characters."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def __str__(self) -> str:
        from django.utils.translation import gettext

        return gettext(
            "This text has %(length)s characters and an article can have %(limit)s at most. "
            "Divide it into several articles that link to each other."
        ) % {"length": self.length, "limit": MAX_TEXT}


class TooHardToFormat(RenderingError):
    """A text that takes longer to format, or nests deeper, than the machine can bear.

    `line` (from 1) and `start` (its first words) name the part that is too hard; both are None
    when no single part is.
    """

    def __init__(self, line: int | None = None, start: str | None = None) -> None:
        super().__init__(line, start)
        self.line = line
        self.start = start

    def __str__(self) -> str:
        from django.utils.translation import gettext

        if self.line is None:
            return gettext(
                "This text as a whole is too hard to format. Divide it into several articles, or "
                "use fewer brackets, tables, notes and nested lists. Nothing you typed is lost."
            )
        return gettext(
            "The part that begins with “%(start)s” (line %(line)s) is too hard to format. Use "
            "fewer brackets and other marks in it, and nest its lists and quotations less "
            "deeply. Nothing you typed is lost."
        ) % {"start": self.start, "line": self.line}
