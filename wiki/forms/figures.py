"""Which changes the figures of the review are about."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.models import Topic


class FiguresForm(forms.Form):
    """A filter of the figures. What makes no sense is left out, never an error."""

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
