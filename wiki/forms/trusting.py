"""The forms by which maintainers of a topic say whom it trusts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import OneLine, Reason
from wiki.models import User

ON = "on"
OFF = "off"
GIVE = "give"
END = "end"


class Member(OneLine):
    """A member by their public name."""

    def clean(self, value: Any) -> Any:
        """The member. Raises ValidationError for a name that nobody has."""
        name = super().clean(value)
        user = User.objects.filter(username=name).first()
        if user is None:
            raise ValidationError(
                _("There is no member of this name: write it as the history shows it.")
            )
        return user


class GiveForm(forms.Form):
    """Whom to trust, and why."""

    user = Member(
        label=_("Name of the member"),
        max_length=150,
        error_messages={"required": _("Write the name of a member.")},
    )
    reason = Reason()
