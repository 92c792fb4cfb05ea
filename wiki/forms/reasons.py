"""The form of a ready-made reason."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.actions.reasons import FIELDS
from wiki.forms.fields import LongText, OneLine
from wiki.models.reason import GIVEN, TEXT_LENGTH, TITLE_LENGTH

LARGEST_POSITION = 999


class ReadyReasonForm(forms.Form):
    """For which verdict, in which language, under which title, in which words and where."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[(verdict.value, verdict.label) for verdict in GIVEN]
    )
    title = OneLine(
        label=_("Title"), max_length=TITLE_LENGTH, help_text=_("What maintainers choose it by.")
    )
    text = LongText(
        label=_("Text"),
        max_length=TEXT_LENGTH,
        help_text=_("What authors read. Whoever uses it can edit it first."),
        error_messages={"required": _("Write what the authors are to read.")},
    )
    position = forms.IntegerField(
        label=_("Place in the list"),
        required=False,
        min_value=1,
        max_value=LARGEST_POSITION,
        help_text=_("A number; the smallest comes first. Empty: the last place."),
    )

    def values(self) -> dict[str, Any]:
        """What was sent, for an action; without a position it is left out."""
        sent = {name: self.cleaned_data[name] for name in FIELDS}
        sent["text"] = sent["text"].replace("\r\n", "\n").strip()
        if sent["position"] is None:
            sent.pop("position")
        return sent
