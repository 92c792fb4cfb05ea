"""What changed between two revisions in the text as its readers see it."""

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wiki.history.formatted import Heard, Passage, compare
from wiki.history.markup import TooMuchToCompare
from wiki.models import Article, Revision
from wiki.rendering.sanitizing import marked_wall
from wiki.views.formatted import formatted


@dataclass(frozen=True)
class FormattedDifference:
    """The passages to show; or, with `trouble`, a sentence that says why there are none."""

    passages: list[Passage]
    trouble: str = ""


def formatted_difference(
    article: Article, old: Revision | None, new: Revision
) -> FormattedDifference:
    """What changed from `old` (None: nothing yet) to `new`."""
    before, after = (formatted(article, old) if old else None), formatted(article, new)
    for side in (before, after):
        if side is not None and side.trouble:
            return FormattedDifference([], side.trouble)
    try:
        passages = compare(str(before.html) if before else "", str(after.html), _heard())
    except TooMuchToCompare:
        sentence = _("The formatted texts are too long to be compared; here is the source.")
        return FormattedDifference([], sentence)
    return FormattedDifference([_safe(passage) for passage in passages])


def _heard() -> Heard:
    """What is said of each mark to those who listen, in the language of the page."""
    said = '<span class="visually-hidden" lang="{}"> [{} </span>'
    language = get_language() or ""
    return Heard(
        removed=format_html(said, language, _("removed:")),
        added=format_html(said, language, _("added:")),
        end='<span class="visually-hidden">] </span>',
    )


def _safe(passage: Passage) -> Passage:
    old, new, both = (_walled(side) for side in (passage.old, passage.new, passage.both))
    return replace(passage, old=old, new=new, both=both)


def _walled(markup: str) -> SafeString:
    # Made of HTML that passed both walls, taken apart and marked; so it passes one once more.
    return mark_safe(marked_wall(markup))  # noqa: S308
