"""The forms of reports: what is wrong, what is decided, and what somebody says against it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.actions.deciding_reports import Ruling
from wiki.actions.reporting import Told
from wiki.forms.fields import HiddenLine, LongText, OneLine, Reason, RevisionNumber
from wiki.forms.hiding import Number
from wiki.models import LicenceReport, User
from wiki.models.person import Actor
from wiki.models.report import (
    ORIGINAL_LENGTH,
    PASSAGE_LENGTH,
    REASON_LENGTH,
    WORDS_LENGTH,
    Outcome,
)

DECIDE, OBJECT, ANSWER = "decide", "object", "answer"
TO_DECIDE = [(code, words) for code, words in Outcome.choices if code]


class ReportForm(forms.Form):
    """A licence problem, as somebody sees it."""

    problem = forms.ChoiceField(
        label=_("What is the problem?"),
        choices=[
            (LicenceReport.Problem.COPIED, _("It is copied from elsewhere without permission")),
            (LicenceReport.Problem.LICENCE, _("It is under the wrong licence")),
            (LicenceReport.Problem.CREDIT, _("An author is not credited")),
            (LicenceReport.Problem.OTHER, _("Another problem")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what the problem is."),
            "invalid_choice": _("Choose one of the problems in the list."),
        },
    )
    words = LongText(
        label=_("In your own words (public)"),
        rows=5,
        max_length=WORDS_LENGTH,
        help_text=_("What is wrong, and what should be done about it."),
        error_messages={"required": _("Say in your own words what is wrong.")},
    )
    passage = LongText(
        label=_("Which passage, if not all of it"),
        rows=3,
        required=False,
        max_length=PASSAGE_LENGTH,
        help_text=_("Copy it from the page; if the text is hidden, so is this."),
    )
    original = OneLine(
        label=_("Where the original is"),
        required=False,
        max_length=ORIGINAL_LENGTH,
        help_text=_("Its address, or the title and page of a book."),
    )
    signed = OneLine(
        label=_("Your name (public)"),
        required=False,
        max_length=150,
        help_text=_("Not needed. Without it you are known by a pseudonym."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "Not needed. Nobody is shown it: you get a receipt and the decision, then it is "
            "forgotten."
        ),
        error_messages={"invalid": _("This is no e-mail address: correct it, or leave it out.")},
    )
    # The revision that it is about; 0 for the page as it stands.
    number = RevisionNumber()
    key = HiddenLine(longest=40)

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(actor, User):
            # Known by name, and told by notice.
            del self.fields["signed"], self.fields["email"]
        elif not settings.EMAIL:
            del self.fields["email"]

    def told(self) -> Told:
        """What was sent, for the action; the form is valid."""
        return Told(**self.cleaned_data)


class RulingForm(forms.Form):
    """What a maintainer decides about a report, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=TO_DECIDE,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a decision."),
            "invalid_choice": _("Choose one of the decisions in the list."),
        },
    )
    first = Number(
        label=_("First revision to hide"),
        required=False,
        help_text=_("Only for text that is hidden, and not again what is hidden already."),
    )
    last = Number(label=_("Last revision to hide"), required=False)
    fixed_in = Number(
        label=_("Revision that set it right"),
        required=False,
        help_text=_("Only where the article was corrected or credit was added by an edit."),
    )
    hides_words = forms.BooleanField(
        label=_("Hide what the reporter wrote: it quotes what is hidden, or insults"),
        required=False,
    )
    reason = Reason(help_text=_("For everybody to read. Do not quote what is hidden."))

    def ruling(self) -> Ruling:
        """What is decided, for the action; the form is valid."""
        data = self.cleaned_data
        numbers = {name: data[name] or 0 for name in ("first", "last", "fixed_in")}
        return Ruling(data["outcome"], data["reason"], hides_words=data["hides_words"], **numbers)


class ReportObjectionForm(forms.Form):
    """What is wrong with a decision."""

    text = LongText(
        label=_("What is wrong with this decision? (public)"),
        rows=4,
        max_length=REASON_LENGTH,
        error_messages={"required": _("Say what is wrong with the decision.")},
    )
