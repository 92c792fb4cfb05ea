"""The form of one's own settings."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


class InterfaceLanguageForm(forms.Form):
    """The language that menus, buttons and messages are in."""

    interface_language = forms.ChoiceField(
        label=_("Language of menus and messages"),
        required=False,
        choices=lambda: [("", _("The language of what I read")), *_own_names()],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the languages of the list.")},
    )


def _own_names() -> list[tuple[str, str]]:
    """The interface's languages, each by its own name: to be found by who reads only that one."""
    return [
        (code, str(get_language_info(code)["name_local"]).capitalize())
        for code, _name in settings.LANGUAGES
    ]
