"""The form of one's own settings."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from wiki.models.person import NoticeMail


class InterfaceLanguageForm(forms.Form):
    """The language that menus, buttons and messages are in."""

    interface_language = forms.ChoiceField(
        label=_("Language of menus and messages"),
        required=False,
        choices=lambda: [("", _("The language of what I read")), *_own_names()],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the languages in the list.")},
    )


class SettingsForm(InterfaceLanguageForm):
    """All that a member may set: the language of menus, and how often notices are mailed."""

    # When nothing is sent, what was chosen before stays.
    notice_mail = forms.ChoiceField(
        label=_("Notices by e-mail"),
        help_text=_("What maintainers decide about your changes."),
        required=False,
        choices=NoticeMail.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose how often you want notices by e-mail.")},
    )

    def __init__(self, *args: Any, can_be_mailed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_be_mailed:
            del self.fields["notice_mail"]


def _own_names() -> list[tuple[str, str]]:
    """The interface's languages, each by its own name: to be found by who reads only that one."""
    return [
        (code, str(get_language_info(code)["name_local"]).capitalize())
        for code, _name in settings.LANGUAGES
    ]
