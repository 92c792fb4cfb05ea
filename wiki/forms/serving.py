"""The form that says which version of an article readers see first."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import Reason
from wiki.models.article import VersionFirst


class VersionFirstForm(forms.Form):
    """A version, why, and for how long."""

    version = forms.ChoiceField(
        label=_("Readers see first"),
        choices=[("", _("what the site shows first")), *VersionFirst.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the versions in the list.")},
    )
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        help_text=_("The last day on which it counts. Then the site decides again."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year-month-day, such as 2030-12-31.")},
    )
    reason = Reason()
