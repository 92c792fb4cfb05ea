"""The form by which maintainers hide the text of old revisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LARGEST_NUMBER, Reason, RevisionNumber


class Number(forms.IntegerField):
    """The number of a revision, typed by somebody."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {})
        sentence = _("Write the number of a revision, such as 12.")
        for why in ("invalid", "required", "min_value", "max_value"):
            options["error_messages"].setdefault(why, sentence)
        options.setdefault(
            "widget", forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(min_value=1, max_value=LARGEST_NUMBER, **options)


class HidingForm(forms.Form):
    """Which revisions to hide, and why."""

    first = Number(label=_("First revision to hide"))
    last = Number(label=_("Last revision to hide"))
    reason = Reason(
        help_text=_(
            "What has no right to be here, and where it is from. Do not quote it at length."
        )
    )
    # The report that it is because of; 0 for none.
    report = RevisionNumber()
