"""The forms of writers: a new article, and an edit of one."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from licensing.in_force import between
from licensing.models import Licence
from wiki.actions.drafts import Draft
from wiki.forms.fields import HiddenLine, LongText, OneLine, RevisionNumber, Rows, one_line
from wiki.forms.sourcing import SourceFields
from wiki.models import Article, Topic
from wiki.models.article import TITLE_LENGTH
from wiki.models.person import Visitor
from wiki.models.revision import SUMMARY_LENGTH
from wiki.permissions import can_read


def new_key() -> str:
    """A key for a form, so that the form sent twice makes one revision."""
    return str(uuid.uuid4())


class WritingForm(SourceFields):
    """What every form for an article's text holds."""

    text = LongText(
        label=_("Text"),
        rows=24,
        error_messages={
            "required": _("There is no text left. To have an article deleted, ask a maintainer.")
        },
    )
    topics = Rows(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of the topics no longer exists: check your choice.")
        },
    )
    summary = OneLine(
        label=_("What did you change, and why?"), required=False, max_length=SUMMARY_LENGTH
    )
    key = HiddenLine(longest=40)
    # Under whose name the form was opened: nobody publishes as somebody else by accident.
    writer = HiddenLine()

    def draft(self) -> Draft:
        """What the writer sends, for an action; the form is valid."""
        data = self.cleaned_data
        return Draft(
            data["text"], list(data["topics"]), data["summary"], data["key"], self.claims()
        )

    def typed_text(self) -> str:
        """The text as it stands in the form, whether it is valid or not."""
        return str(self["text"].value() or "")


class EditForm(WritingForm):
    """An edit: `base` is the number of the revision that the writer began from."""

    base = RevisionNumber()
    # Set while somebody settles two edits of the same lines.
    settling = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ArticleForm(WritingForm):
    """A new article."""

    title = OneLine(label=_("Title"), max_length=TITLE_LENGTH)
    text = LongText(
        label=_("Text"),
        rows=24,
        error_messages={"required": _("There is no text yet: write at least a first sentence.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: list(settings.CONTENT_LANGUAGES.items())
    )
    licence = forms.ModelChoiceField(
        Licence.objects.offered().in_order(),
        label=_("Licence"),
        to_field_name="spdx",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("This licence is not offered here: choose one from the list.")
        },
    )
    # The article that this one translates, as in its address: en/peer-production.
    translation_of = HiddenLine(longest=240)

    def clean(self) -> dict[str, Any]:
        """Refuses a translation whose licence the original does not allow."""
        data = super().clean()
        original = article_named(data.get("translation_of", ""))
        data["original"] = original
        licence = data.get("licence")
        if original is None:
            return data
        if data.get("language") == original.language:
            self.add_error("language", _("A translation is in another language than the original."))
        if licence is not None:
            answer = between(original.licence, licence)
            if answer.cell != "Y":
                self.add_error("licence", str(answer.reason))
        return data


def article_named(path: str) -> Article | None:
    """The live article at `language/slug`, if there is one."""
    language, _slash, slug = one_line(path).partition("/")
    if not slug:
        return None
    found = Article.objects.select_related("licence").filter(language=language, slug=slug).first()
    return found if found is not None and can_read(Visitor(), found) else None
