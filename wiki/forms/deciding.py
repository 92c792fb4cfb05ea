"""The forms that change an article and decide on what awaits in the same act."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LongText, RevisionNumber
from wiki.forms.writing import EditForm

WORDS_LENGTH = 2000


class DecidingEditForm(EditForm):
    """An edit that decides, too: `base` is also the latest revision that the maintainer saw."""

    comment = LongText(
        label=_("A word to the authors (public)"), rows=2, required=False, max_length=WORDS_LENGTH
    )
    seen_validated = RevisionNumber()
    seen_word = RevisionNumber()


class DeclineOneForm(forms.Form):
    """Declining one change: why, and what the maintainer saw."""

    comment = LongText(
        label=_("Why do you decline it?"),
        rows=3,
        max_length=WORDS_LENGTH,
        help_text=_("Everybody can read it, and its author is told."),
        error_messages={
            "required": _("Say why you decline: the authors and everybody else can read it.")
        },
    )
    seen = RevisionNumber()
    seen_validated = RevisionNumber()
    seen_word = RevisionNumber()
