"""The form that takes the passage that somebody wants to cite."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import HiddenLine, LongText
from wiki.rendering.errors import MAX_TEXT


class PassageForm(forms.Form):
    """Words of an article as they were copied, and the number of the revision that has them."""

    passage = LongText(
        label=_("The passage"),
        max_length=MAX_TEXT,
        help_text=_("Copy it from the article; links, emphasis and spaces do not matter."),
        error_messages={"required": _("Paste the passage that you want to cite.")},
    )
    revision = HiddenLine(longest=9)
