"""Forms by which a licence is proposed, answered to, and pledged."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.models import Licence
from wiki.forms.fields import OneLine, Reason, RevisionNumber
from wiki.models.proposal import ADDRESS_LENGTH


class ProposalForm(forms.Form):
    """Another licence that authors have to agree to, and why."""

    licence = forms.ModelChoiceField(
        Licence.objects.offered().in_order(),
        label=_("Licence to propose"),
        to_field_name="spdx",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a licence."),
            "invalid_choice": _("This licence is not offered here: choose one from the list."),
        },
    )
    reason = Reason(
        label=_("Why"),
        help_text=_("The authors decide by that: say what it would make possible."),
        error_messages={"required": _("Say why: the authors decide by that.")},
    )


class AnswerForm(forms.Form):
    """One click is enough to answer; who wants to says more."""

    words = Reason(
        label=_("What you wish to say"),
        required=False,
        help_text=_("Public, if you say anything."),
        rows=2,
    )


class WithdrawProposalForm(forms.Form):
    """Why a proposal ends without being carried out."""

    why = Reason(label=_("Why it is withdrawn"))


class PermissionForm(forms.Form):
    """Where it can be read that the authors of a source allow it, and in which words."""

    # The key of the source, not a revision; any whole number.
    source = RevisionNumber()
    address = OneLine(
        label=_("Where they wrote it"),
        max_length=ADDRESS_LENGTH,
        help_text=_("A public address that everybody can check."),
        error_messages={"required": _("Give a whole address, such as https://example.org/page.")},
    )
    permission = Reason(
        label=_("Their words"),
        error_messages={"required": _("Copy the words by which the authors allow it.")},
    )


class StrikeForm(forms.Form):
    """Why what was recorded of a source does not hold."""

    source = RevisionNumber()
    mistake = Reason(label=_("Why it does not hold"))


class PledgeForm(forms.Form):
    """A promise that binds: nobody makes it by a slip of the finger."""

    sure = forms.BooleanField(
        label=_("I mean it, and I know that what I give so I cannot take back"),
        error_messages={"required": _("Tick this box if you mean it.")},
    )
