"""The form of an answer to a verdict."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LongText
from wiki.models.answer import ANSWER_LENGTH


class AnswerForm(forms.Form):
    """What somebody answers."""

    text = LongText(
        label=_("Your answer (public)"),
        rows=4,
        max_length=ANSWER_LENGTH,
        error_messages={"required": _("Write an answer first.")},
    )
