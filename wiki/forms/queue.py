"""The form above the queue: which articles to list, and in which order."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wiki.models import Topic

GUESTS = "guests"
NEWCOMERS = "newcomers"
REMOVED = "removed"
ADDED = "added"
SMALL = "small"
LARGEST = "largest"
MOST_READ = "read"
BY_NOBODY = "nobody"
# Waiting for at least so many days.
AGES = {"day": 1, "week": 7, "month": 30}


class LanguageForm(forms.Form):
    """In which language. What makes no sense is left out, never an error."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("all languages"))] + list(settings.CONTENT_LANGUAGES.items()),
    )


class DecidedForm(LanguageForm):
    """Which decisions to list."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[
            ("", _("all decisions")),
            ("validate", _("validated")),
            ("ask", _("changes asked for")),
            ("decline", _("declined")),
            ("decline_one", _("one change declined, others kept")),
            ("withdraw", _("verdict withdrawn")),
        ],
    )


class QueueForm(LanguageForm):
    """Which articles of the queue to list."""

    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        required=False,
        to_field_name="slug",
        empty_label=_("all topics"),
    )
    by = forms.ChoiceField(
        label=_("Changes by"),
        required=False,
        choices=[("", _("everybody")), (GUESTS, _("guests")), (NEWCOMERS, _("newcomers"))],
    )
    size = forms.ChoiceField(
        label=_("Size of the change"),
        required=False,
        choices=[
            ("", _("any")),
            (REMOVED, _("1,000 characters or more removed")),
            (ADDED, _("1,000 characters or more added")),
            (SMALL, _("fewer than 1,000 characters")),
        ],
    )
    older = forms.ChoiceField(
        label=pgettext_lazy("how long changes have waited", "Waiting"),
        required=False,
        choices=[
            ("", pgettext_lazy("how long changes have waited", "for any time")),
            ("day", _("for a day or more")),
            ("week", _("for a week or more")),
            ("month", _("for 30 days or more")),
        ],
    )
    watched = forms.ChoiceField(
        label=_("Watched"),
        required=False,
        choices=[("", _("by anybody or nobody")), (BY_NOBODY, _("by nobody"))],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("longest waiting first")),
            (MOST_READ, _("most read first")),
            (LARGEST, _("largest change first")),
        ],
    )
