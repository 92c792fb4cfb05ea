"""The forms of acts on an article: revert, rename, change its licence, delete, restore."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.models import Licence
from wiki.forms.fields import HiddenLine, OneLine, Reason, RevisionNumber
from wiki.models.article import TITLE_LENGTH
from wiki.models.revision import SUMMARY_LENGTH


class ReasonForm(forms.Form):
    """An act whose reason everybody can read."""

    reason = Reason()


class RevertForm(forms.Form):
    """Going back to an old revision."""

    summary = OneLine(label=_("Why do you go back?"), required=False, max_length=SUMMARY_LENGTH)
    base = RevisionNumber()
    key = HiddenLine(longest=40)


class RenameForm(forms.Form):
    """Another title for an article."""

    title = OneLine(label=_("New title"), max_length=TITLE_LENGTH)
    reason = OneLine(label=_("Reason"), required=False, max_length=SUMMARY_LENGTH)
    base = RevisionNumber()


class LicenceForm(forms.Form):
    """Another licence for an article."""

    licence = forms.ModelChoiceField(
        Licence.objects.offered().in_order(),
        label=_("New licence"),
        to_field_name="spdx",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a licence."),
            "invalid_choice": _("This licence is not offered here: choose one from the list."),
        },
    )
    reason = OneLine(label=_("Reason"), required=False, max_length=SUMMARY_LENGTH)
    base = RevisionNumber()
