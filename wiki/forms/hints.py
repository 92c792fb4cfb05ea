"""The forms in which maintainers write and delete rules for hints."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wiki.actions.hint_values import sound, sound_measure
from wiki.actions.hinting import FIELDS, fingerprint
from wiki.forms.fields import LARGEST_NUMBER, HiddenLine, LongText, OneLine, Reason, one_line
from wiki.models import HintRule

FIRST = 0
MEASURED = ("signal", "threshold", "words")
_NO_BREAK = re.compile("([\u00a0\u202f])")
NAME_LENGTH, MEANING_LENGTH, WORDS_LENGTH = 60, 300, 20_000


class Sentence(OneLine):
    """One line that keeps the spaces where no line may break, as French has before : and ;."""

    def to_python(self, value: Any) -> str:
        """The words with single spaces between them."""
        pieces = _NO_BREAK.split(str(value or ""))
        tidied = (piece if _NO_BREAK.fullmatch(piece) else one_line(piece) for piece in pieces)
        return forms.CharField.to_python(self, "".join(tidied)) or ""


def _name(label: Any) -> Sentence:
    return Sentence(
        label=label,
        max_length=NAME_LENGTH,
        error_messages={"required": _("Name it in both languages: people read it in theirs.")},
    )


def _meaning(label: Any) -> Sentence:
    return Sentence(
        label=label,
        max_length=MEANING_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "cols": None}),
        error_messages={"required": _("Say in both languages what the hint means.")},
    )


class HintForm(forms.Form):
    """A rule, and why it is added or changed. To try it, what it measures is enough."""

    name_en = _name(_("Name in English"))
    name_fr = _name(_("Name in French"))
    meaning_en = _meaning(_("Meaning in English"))
    meaning_fr = _meaning(_("Meaning in French"))
    signal = forms.ChoiceField(
        label=_("What is measured"),
        choices=HintRule.Signal.choices,
        error_messages={
            "required": _("Choose what is measured."),
            "invalid_choice": _("Choose what is measured from the list."),
        },
    )
    threshold = forms.IntegerField(
        label=_("Shown from"),
        min_value=1,
        max_value=LARGEST_NUMBER,
        initial=1,
        help_text=_("The hint shows where the number measured is this one or higher."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write a whole number, such as 5."),
            "min_value": _("Write 1 or a higher number."),
            "max_value": _("Write a smaller number."),
        },
    )
    words = LongText(
        label=_("Words"),
        required=False,
        max_length=WORDS_LENGTH,
        help_text=_(
            "Only for a rule that looks for words: one word or phrase on each line. Capitals and "
            "accents make no difference, and parts of longer words are not found."
        ),
    )
    after = forms.TypedChoiceField(
        label=_("Place in the list"),
        coerce=int,
        error_messages={"invalid_choice": _("This rule is gone: choose another place.")},
    )
    is_on = forms.BooleanField(label=_("In use: the queue shows this hint"), required=False)
    reason = Reason(label=_("Why?"))
    seen = HiddenLine(longest=40)

    def __init__(
        self,
        *args: Any,
        rules: Iterable[HintRule],
        rule: HintRule | None = None,
        trying: bool = False,
        **options: Any,
    ) -> None:
        self.others = [one for one in rules if one != rule]
        self.trying = trying
        super().__init__(*args, **options)
        after = self.fields["after"]
        assert isinstance(after, forms.ChoiceField)
        after.choices = [(FIRST, _("first"))] + [
            (one.pk, _("after “%(name)s”") % {"name": one.name}) for one in self.others
        ]
        self.needed_to_save = [name for name, field in self.fields.items() if field.required]
        if trying:
            self._require(MEASURED)

    def _require(self, names: Iterable[str]) -> None:
        for name in self.needed_to_save:
            self.fields[name].required = name in names

    def clean(self) -> dict[str, Any]:
        """What the fields hold, with the words tidied; more is checked when nothing is missing."""
        values = self.cleaned_data
        needed = MEASURED if self.trying else FIELDS
        if all(name in values for name in needed):
            try:
                values |= sound_measure(values) if self.trying else sound(values, self.others)
            except ValidationError as error:
                self.add_error(None, error)
        # What a trial can do without is still to be written before the rule is saved.
        self._require(self.needed_to_save)
        return values

    def values(self) -> dict[str, Any]:
        """What the rule is to say."""
        return {field: self.cleaned_data[field] for field in FIELDS}

    def tried(self) -> HintRule:
        """The rule, not saved, as far as it measures anything."""
        return HintRule(**{field: self.cleaned_data[field] for field in MEASURED})


class HintDeletionForm(forms.Form):
    """Why a rule goes."""

    reason = Reason(label=_("Why?"))
    seen = HiddenLine(longest=40)


def as_it_is(rule: HintRule, rules: Iterable[HintRule]) -> Mapping[str, Any]:
    """What the form of a rule begins with."""
    ordered = list(rules)
    place = ordered.index(rule)
    return {field: getattr(rule, field) for field in FIELDS} | {
        "after": ordered[place - 1].pk if place else FIRST,
        "seen": fingerprint(rule),
    }
