"""The forms of objections and second looks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LongText
from wiki.models.answer import ANSWER_LENGTH

OBJECT = "object"
UPHOLD = "uphold"
OVERTURN = "overturn"


class ObjectionForm(forms.Form):
    """What is wrong with a verdict."""

    words = LongText(
        label=_("What is wrong with this verdict? (public)"),
        rows=4,
        max_length=ANSWER_LENGTH,
        error_messages={"required": _("Say what is wrong with the verdict.")},
    )


class SecondLookForm(forms.Form):
    """What another maintainer says of it."""

    comment = LongText(
        label=_("Your reason (public)"), rows=4, required=False, max_length=ANSWER_LENGTH
    )
