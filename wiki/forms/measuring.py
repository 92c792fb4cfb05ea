"""The forms of measures: on a person, to protect an article, appeals and what is answered."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wiki.actions.appealing import LONGEST
from wiki.forms.fields import LongText, Reason
from wiki.models import Measure, Topic
from wiki.models.article import Protection
from wiki.models.rules import current_rules

DAYS = (1, 3, 7, 14, 30, 90, 180, 365)
FIRST = 3

DEGREES = {
    Measure.Kind.NOTICE: _(
        "notice: said in public and where they write, until its end; it restrains nobody"
    ),
    Measure.Kind.SLOWED: _("slowed down: some time has to pass between two changes of theirs"),
    Measure.Kind.TOPIC_BLOCK: _("blocked from a topic: they write nothing in it or below it"),
    Measure.Kind.BLOCK: _("blocked: they write nothing here; they may read, and appeal"),
}


def durations() -> list[tuple[str, str]]:
    """How long a measure may last, in days, as far as the rules go."""
    longest = current_rules().longest_measure
    days = sorted({*(number for number in DAYS if number < longest), longest})
    return [
        (str(number), ngettext("%(days)s day", "%(days)s days", number) % {"days": number})
        for number in days
    ]


class LastingForm(forms.Form):
    """What has an end and a public reason."""

    days = forms.ChoiceField(
        label=_("For how long"),
        choices=durations,
        initial=str(FIRST),
        error_messages={
            "required": _("Choose an end that is still to come: every measure has one."),
            "invalid_choice": _("Choose how long from the list."),
        },
    )
    reason = Reason(help_text=_("What happened, with links, and what would help. All can read it."))

    def until(self) -> dt.datetime | None:
        """The moment when it ends; the form is valid."""
        days = self.cleaned_data.get("days")
        return timezone.now() + dt.timedelta(days=int(days)) if days else None


class MeasureForm(LastingForm):
    """A measure on somebody: only the degrees and topics that the actor may choose."""

    kind = forms.ChoiceField(
        label=_("Measure"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the measures in the list."),
            "invalid_choice": _("Choose one of the measures in the list."),
        },
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Topic"),
        required=False,
        empty_label=_("none"),
        help_text=_("Of a block from a topic alone."),
        error_messages={"invalid_choice": _("Choose one of the topics in the list.")},
    )
    field_order = ("kind", "topic", "days", "reason")

    def __init__(
        self, *args: Any, kinds: Iterable[str], topics: Iterable[int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        kind, topic = self.fields["kind"], self.fields["topic"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(topic, forms.ModelChoiceField)
        allowed = set(kinds)
        kind.choices = [(code, words) for code, words in DEGREES.items() if code in allowed]
        topic.queryset = Topic.objects.filter(pk__in=list(topics)).in_order()
        if Measure.Kind.TOPIC_BLOCK not in allowed:
            del self.fields["topic"]


class ProtectionForm(LastingForm):
    """Who may not edit an article, for how long, and why."""

    level = forms.ChoiceField(
        label=_("Who may not edit"),
        choices=[(code, words) for code, words in Protection.choices if code],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who may edit the article."),
            "invalid_choice": _("Choose who may edit the article."),
        },
    )
    field_order = ("level", "days", "reason")


class AppealForm(forms.Form):
    """Why a measure should be looked at again."""

    text = LongText(
        label=_("Why should it be looked at again?"),
        max_length=LONGEST,
        error_messages={"required": _("Say why in no more than 2,000 characters.")},
    )


class AnswerAppealForm(forms.Form):
    """What is answered to an appeal."""

    answer = Reason(
        label=_("Answer"), error_messages={"required": _("Say why: the answer is public.")}
    )


class LiftForm(forms.Form):
    """Why a measure ends before its time."""

    reason = Reason()
