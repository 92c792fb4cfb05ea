"""The forms that carry text from one article to another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wiki.addresses import parse_link
from wiki.forms.acting import LicenceForm
from wiki.forms.fields import HiddenLine, OneLine, RevisionNumber
from wiki.forms.writing import EditForm
from wiki.history.sections import Section
from wiki.models import Article
from wiki.models.article import TITLE_LENGTH
from wiki.models.revision import SUMMARY_LENGTH


class CopyForm(LicenceForm):
    """A copy of an article: how it is called, and its licence."""

    title = OneLine(label=_("Title of the copy"), max_length=TITLE_LENGTH)
    key = HiddenLine(longest=40)

    field_order = ("title", "licence", "reason")


class SplitForm(forms.Form):
    """A section that becomes an article."""

    section = forms.TypedChoiceField(
        label=_("Section"),
        coerce=int,
        error_messages={
            "required": _("Choose the section that becomes an article."),
            "invalid_choice": _("Choose the section that becomes an article."),
        },
    )
    title = OneLine(
        label=_("Title of the new article"),
        max_length=TITLE_LENGTH,
        help_text=_("The section keeps its heading and a link to it."),
    )
    reason = OneLine(label=_("Reason"), required=False, max_length=SUMMARY_LENGTH)
    base = RevisionNumber()
    key = HiddenLine(longest=40)

    def __init__(self, *args: Any, sections: list[Section], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [
            (number, "\u2003" * (section.level - 1) + section.title)
            for number, section in enumerate(sections)
        ]
        self.fields["section"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class OtherForm(forms.Form):
    """Which article is joined with this one."""

    other = OneLine(
        label=pgettext_lazy("joining articles", "Title of the other article"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Give the title of the article to join with this one.")},
    )

    def __init__(self, *args: Any, article: Article, **options: Any) -> None:
        super().__init__(*args, **options)
        self.article = article
        self.found: Article | None = None

    def clean_other(self) -> str:
        """The title, which an article in the same language must have."""
        title = str(self.cleaned_data["other"])
        slug = parse_link(title, self.article.language).slug
        rows = Article.objects.live().select_related("latest", "licence")
        self.found = rows.filter(language=self.article.language, slug=slug).first()
        if self.found is None:
            raise forms.ValidationError(
                _("There is no article of this title in this language: check how it is spelled.")
            )
        if self.found.pk == self.article.pk:
            raise forms.ValidationError(
                _("Choose another article: this one cannot be joined with itself.")
            )
        return title


class JoinForm(EditForm):
    """The text of both articles in one, on top of both as they were seen."""

    other = HiddenLine(longest=TITLE_LENGTH)
    other_base = RevisionNumber()
