"""The forms of review: which articles to list, and a decision on one."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LARGEST_NUMBER, LongText, RevisionNumber
from wiki.models import Topic

VALIDATE = "validate"
DECLINE = "decline"
GUESTS = "guests"
NEWCOMERS = "newcomers"


class QueueForm(forms.Form):
    """Which articles of the queue to list. What makes no sense is left out, never an error."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("all"))] + list(settings.CONTENT_LANGUAGES.items()),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        required=False,
        to_field_name="slug",
        empty_label=_("all"),
    )
    by = forms.ChoiceField(
        label=_("Changes by"),
        required=False,
        choices=[("", _("everybody")), (GUESTS, _("guests")), (NEWCOMERS, _("newcomers"))],
    )


class DecisionForm(forms.Form):
    """What a maintainer decides, and what of the article they saw when they decided it."""

    decision = forms.ChoiceField(
        choices=[(VALIDATE, VALIDATE), (DECLINE, DECLINE)],
        error_messages={"required": _("Choose what to do: validate or decline.")},
    )
    up_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    comment = LongText(
        label=_("A word to the authors (public)"), rows=3, required=False, max_length=2000
    )
    seen = RevisionNumber()
    seen_validated = RevisionNumber()
