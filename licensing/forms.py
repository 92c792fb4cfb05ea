"""Forms about licences: the question that everybody may ask, and those in Django admin.

Each of the latter asks why, because the log is public.
"""

from typing import Any

from django import forms
from django.contrib.admin import helpers
from django.utils.translation import gettext_lazy as _

from licensing import rules
from licensing.actions import EDITABLE
from licensing.compatibility import Answer, LicenceUnreadable, answer
from licensing.expressions import LONGEST, Expression, read
from licensing.matrix import LETTERS
from licensing.models import Cell, Licence, Role
from licensing.ruling import Matrix


def _reason(**kwargs: Any) -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=2000, **kwargs)


class AddressField(forms.URLField):
    """A web address; one without a scheme is taken as https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class LicenceForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic at run time
    """A licence and the reason for adding or changing it."""

    reason = _reason(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in the public log, with what was there before."),
    )

    class Meta:
        model = Licence
        fields = EDITABLE
        field_classes = {"url": AddressField, "legal_url": AddressField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields.get("role")
        if isinstance(role, forms.ChoiceField):
            # Offering and withdrawing are acts of their own.
            role.choices = [(code, name) for code, name in Role.choices if code != Role.OFFERED]

    def clean(self) -> dict[str, Any]:
        """Say what the action would refuse while everything typed is still in the form."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.instance.pk:
            try:
                rules.refuse_change(self.instance, self.changes(), data["reason"])
            except rules.LicenceRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return data

    def changes(self) -> dict[str, Any]:
        """Return the properties that were changed, with their new values."""
        return {field: self.cleaned_data[field] for field in self.changed_data if field in EDITABLE}

    def values(self) -> dict[str, Any]:
        """Return all properties, for a licence that is being added."""
        return {field: self.cleaned_data[field] for field in EDITABLE}


class ReasonActionForm(helpers.ActionForm):
    """The choice of an act on the list of licences, with the reason for it."""

    reason = _reason(required=False)


class DeletionForm(forms.Form):
    """Why a licence goes."""

    reason = _reason(
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Shown in the public log.")
    )


class CellForm(forms.Form):
    """A cell of the matrix, where it is written, and the reason for changing or adding it."""

    source = forms.ModelChoiceField(
        Licence.objects.in_order(), to_field_name="spdx", label=_("Text under")
    )
    target = forms.ModelChoiceField(
        Licence.objects.in_order(), to_field_name="spdx", label=_("into a page under")
    )
    letter = forms.ChoiceField(
        choices=list(LETTERS.items()), label=_("May it be adapted?"), widget=forms.RadioSelect
    )
    rule = forms.CharField(
        label=_("Source of the rule"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=Cell._meta.get_field("rule").help_text,
        error_messages={"required": rules.RuleMissing().message},
    )
    reason = _reason(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in the public log, with what was there before."),
    )

    def clean(self) -> dict[str, Any]:
        """Say what the action would refuse while everything typed is still in the form."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                rules.refuse_cell(data["source"], data["target"], data["letter"], data["rule"])
            except rules.LicenceRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return data


class AskForm(forms.Form):
    """May text `from` one licence be adapted into a page under the licence `to`?"""

    NAMES = ("from", "to")

    def __init__(self, data: Any, *, matrix: Matrix) -> None:
        super().__init__(data)
        self.matrix = matrix
        self.expressions: dict[str, Expression] = {}
        self.suggestions: dict[str, tuple[str, ...]] = {}
        labels = (_("Text under"), _("into a page under"))
        for name, label in zip(self.NAMES, labels, strict=True):
            self.fields[name] = forms.CharField(
                label=label,
                error_messages={"required": _("Name a licence, such as CC-BY-SA-4.0.")},
                widget=forms.TextInput(
                    attrs={
                        "list": "licences",
                        "maxlength": LONGEST,
                        "autocapitalize": "none",
                        "spellcheck": "false",
                    }
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Read both; what names no licence stays in its field, with what is wrong with it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.NAMES:
            if name in data:
                self._read(name, data[name])
        return data

    def answer(self) -> Answer:
        """What the licences say; for a form that is valid."""
        return answer(self.expressions["from"], self.expressions["to"], self.matrix)

    def _read(self, name: str, typed: str) -> None:
        try:
            found = read(typed, self.matrix.canonical, of_page=name == "to")
        except LicenceUnreadable as refusal:
            self.add_error(name, str(refusal))
            self.suggestions[name] = refusal.suggestions
        else:
            self.expressions[name] = found
