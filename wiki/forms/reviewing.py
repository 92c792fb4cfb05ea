"""The form of a decision on what awaits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LARGEST_NUMBER, LongText, RevisionNumber

VALIDATE = "validate"
ASK = "ask"
DECLINE = "decline"


class DecisionForm(forms.Form):
    """What a maintainer decides, and what of the article they saw when they decided it."""

    decision = forms.ChoiceField(
        choices=[(VALIDATE, VALIDATE), (ASK, ASK), (DECLINE, DECLINE)],
        error_messages={"required": _("Choose what to do: validate, ask for changes or decline.")},
    )
    up_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    comment = LongText(
        label=_("A word to the authors (public)"), rows=3, required=False, max_length=2000
    )
    seen = RevisionNumber()
    seen_validated = RevisionNumber()
    # The newest verdict on what awaits: whether somebody asked for changes meanwhile.
    seen_word = RevisionNumber()
