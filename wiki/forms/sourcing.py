"""What a writer says of text from elsewhere, in the form in which they write."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from licensing.models import Licence
from wiki.actions.sourcing import Claim
from wiki.forms.fields import LongText, OneLine
from wiki.models import Source
from wiki.models.source import EXPRESSION_LENGTH

LONGEST_AUTHORS = 2000
# The fields that say there is a source; the others hold something from the start.
TELLING = ("source_title", "source_address", "source_authors", "source_expression")


class SourceFields(forms.Form):
    """Where the added text is from. All empty: from the writer."""

    source_title = OneLine(label=_("Title of the text"), required=False, max_length=300)
    source_address = OneLine(
        label=_("Its address"),
        required=False,
        max_length=500,
        help_text=_("A permanent one, if there is any."),
    )
    source_authors = LongText(
        label=_("Its authors"),
        rows=1,
        required=False,
        max_length=LONGEST_AUTHORS,
        help_text=_("Names as they are given there; empty if its history names them."),
    )
    source_expression = OneLine(
        label=_("Its licence"),
        required=False,
        max_length=EXPRESSION_LENGTH,
        help_text=_("As an SPDX identifier, such as CC-BY-4.0; two to choose from: A OR B."),
        widget=forms.TextInput(
            attrs={"list": "known-licences", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    source_way = forms.ChoiceField(
        label=_("How you took it"),
        required=False,
        choices=Source.Way.choices,
        initial=Source.Way.VERBATIM,
    )
    source_taken = forms.DateField(
        label=_("Taken on"),
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give the day as 2026-05-01.")},
    )

    def clean(self) -> dict[str, Any]:
        """Asks for what a source cannot do without."""
        data = super().clean() or self.cleaned_data
        if not self.names_a_source():
            return data
        if not data.get("source_title") and "source_title" not in self.errors:
            self.add_error("source_title", _("Give the title of the text that you take from."))
        if not data.get("source_expression") and "source_expression" not in self.errors:
            self.add_error(
                "source_expression",
                _(
                    "Say under which licence the text is. If it names none, all rights are "
                    "reserved: quote a short passage, write it in your own words, or ask its "
                    "authors."
                ),
            )
        if not (data.get("source_address") or data.get("source_authors")):
            self.add_error(
                "source_authors", _("Name its authors, or give an address where they are named.")
            )
        address = data.get("source_address", "")
        if address and not re.match(r"https?://[^\s/]+|/[^/\\]", address):
            self.add_error(
                "source_address", _("Give a whole address, such as https://example.org/page.")
            )
        taken = data.get("source_taken")
        if taken is not None and taken > timezone.localdate():
            self.add_error("source_taken", _("This day is still to come."))
        return data

    def names_a_source(self) -> bool:
        """Whether the writer said that text is from elsewhere; the form need not be valid."""
        return any(str(self[name].value() or "").strip() for name in TELLING)

    def claims(self) -> list[Claim]:
        """What is said, for an action; the form is valid."""
        if not self.names_a_source():
            return []
        data = self.cleaned_data
        return [
            Claim(
                way=data["source_way"] or Source.Way.VERBATIM,
                title=data["source_title"],
                expression=data["source_expression"],
                address=data["source_address"],
                authors=" ".join(data["source_authors"].split()),
                taken=data["source_taken"],
            )
        ]

    @staticmethod
    def known_licences() -> list[Licence]:
        """Those that are offered while one types."""
        return list(Licence.objects.in_order())
