"""Forms by which people become maintainers of a topic, are spoken about, and leave."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import OneLine, Reason
from wiki.models import Maintainership, User

ENDORSE, OBJECT = "endorse", "object"


class CandidacyForm(forms.Form):
    """Who is to maintain a topic, and why."""

    name = OneLine(
        label=_("Who is to maintain it"),
        max_length=150,
        help_text=_("Your own name, or that of somebody whom you propose; they may decline."),
        error_messages={"required": _("Write the name of a member: your own or another one.")},
    )
    reason = Reason(label=_("Why"), help_text=_("What they did in this topic, and mean to do."))

    def clean_name(self) -> User:
        """The member of this name. Raises ValidationError when there is none."""
        user = User.objects.filter(username=self.cleaned_data["name"]).first()
        if user is None:
            raise forms.ValidationError(
                _("There is no member of this name: write it as it stands beside their edits.")
            )
        return user


class TermChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """One of the maintainers of a topic."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.public_name)


class RemovalForm(forms.Form):
    """Who is to be a maintainer no more, and why."""

    term = TermChoice(
        Maintainership.objects.none(),
        label=_("Who is to be a maintainer no more"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a maintainer of this topic."),
            "invalid_choice": _("This is no maintainer of this topic now: choose another one."),
        },
    )
    reason = Reason(label=_("Why"))

    def __init__(self, *args: Any, terms: QuerySet[Maintainership], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["term"]
        assert isinstance(field, TermChoice)
        field.queryset = terms


class VoiceForm(forms.Form):
    """What a peer says."""

    voice = forms.ChoiceField(
        label=_("Your voice"),
        choices=[(ENDORSE, _("I endorse this")), (OBJECT, _("I object to this"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether you endorse or object."),
            "invalid_choice": _("Choose whether you endorse or object."),
        },
    )
    reason = Reason(label=_("Why"))


class AnswerPeersForm(forms.Form):
    """What the person concerned says."""

    answer = Reason(label=_("Your answer"))


class WithdrawalForm(forms.Form):
    """Why it is not to be counted."""

    why = Reason(label=_("Why you withdraw or decline it"))


class ResignationForm(forms.Form):
    """Leaving: one need not say why, but one does not leave by a slip of the finger."""

    sure = forms.BooleanField(
        label=_("I resign this maintainership now"),
        error_messages={"required": _("Tick this box if you mean it.")},
    )
    words = Reason(
        label=_("What you wish to say"), required=False, help_text=_("Public, if you say anything.")
    )
