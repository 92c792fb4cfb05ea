"""Which of the recent changes to list."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.models import Topic

GUESTS = "guests"
NEWCOMERS = "newcomers"
MEMBERS = "members"
YES = "on"


class ChangesForm(forms.Form):
    """A filter of the recent changes. What makes no sense is left out, never an error."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("all languages"))] + list(settings.CONTENT_LANGUAGES.items()),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        required=False,
        to_field_name="slug",
        empty_label=_("all topics"),
    )
    by = forms.ChoiceField(
        label=_("By"),
        required=False,
        choices=[
            ("", _("everybody")),
            (GUESTS, _("guests")),
            (NEWCOMERS, _("newcomers")),
            (MEMBERS, _("members")),
        ],
    )
    awaiting = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all states")), (YES, _("awaiting validation"))],
    )
