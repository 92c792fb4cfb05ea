"""The form of one's own settings."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class InterfaceLanguageForm(forms.Form):
    """The language that menus, buttons and messages are in."""

    interface_language = forms.ChoiceField(
        label=_("Language of menus and messages"),
        required=False,
        choices=lambda: [("", _("the language of what I read")), *settings.LANGUAGES],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the languages of the list.")},
    )
