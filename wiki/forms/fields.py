"""Fields that take what people type as it is, and only drop what no page can show."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Turn the direction of what follows on a page, other people's words included.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What a database holds in an integer column.
LARGEST_NUMBER = 2_147_483_647


class LongText(forms.CharField):
    """Text of several lines, spaces at both ends included; NUL goes, which no database keeps."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.setdefault(
            "widget", forms.Textarea(attrs={"rows": rows, "cols": None, "dir": "auto"})
        )
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        """The text without NUL."""
        return super().to_python(str(value).replace("\0", "") if value else value) or ""

    def validate(self, value: Any) -> None:
        """Refuses a required text that holds nothing but white space."""
        super().validate(value if not self.required or value.strip() else "")


class OneLine(forms.CharField):
    """A title, a summary: one line, without control characters and turned writing."""

    def to_python(self, value: Any) -> str:
        """The words with single spaces between them."""
        return super().to_python(one_line(str(value)) if value else value) or ""


class RevisionNumber(forms.IntegerField):
    """The number of a revision in a hidden field; what is no number counts as 0, "none"."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=LARGEST_NUMBER, **options)

    def clean(self, value: Any) -> int:
        """The number. A damaged one is no reason to lose what was typed beside it."""
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


class Rows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rows of a table by their keys; a key that no column holds is no choice, and no error."""

    def clean(self, value: Any) -> Any:
        """The rows. Raises ValidationError for keys of none."""
        keys = [str(key) for key in value or ()] if isinstance(value, list | tuple) else []
        if not all(key.isdecimal() and int(key[:20]) <= LARGEST_NUMBER for key in keys):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class HiddenLine(forms.CharField):
    """A short hidden value; longer ones are cut."""

    widget = forms.HiddenInput

    def __init__(self, *, longest: int = 200, **options: Any) -> None:
        self.longest = longest
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        """The value, cut."""
        return super().to_python(one_line(str(value))[: self.longest] if value else value) or ""


class Reason(LongText):
    """Words that everybody can read in the log or beside the change."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        options.setdefault("max_length", 2000)
        options.setdefault("error_messages", {"required": _("Say why: the reason is public.")})
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """The words without the spaces around them."""
        return super().to_python(value).strip()


def one_line(text: str) -> str:
    """The text in one line: runs of white space are one space; control characters go."""
    kept = (
        char
        for char in " ".join(text.split())
        if unicodedata.category(char) not in {"Cc", "Cs"} and char not in _TURNING
    )
    return "".join(kept).strip()
