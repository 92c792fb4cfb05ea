"""Two edits of the same lines: theirs, the writer's own, and a proposal that holds both."""

from typing import Any, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wiki import history
from wiki.actions.drafts import tidy
from wiki.actions.errors import EditConflict
from wiki.forms.writing import EditForm, new_key
from wiki.history.diff import Hunk, compare
from wiki.history.merge import END_MARK, MINE_MARK, THEIRS_MARK, Labels, merge3
from wiki.history.versions import Version
from wiki.models import Article

F = TypeVar("F", bound=EditForm)


def to_settle(article: Article, form: F, met: EditConflict) -> tuple[F, dict[str, Any]]:
    """The form with the proposal, to be saved on top of theirs, and what to show beside it."""
    theirs = met.conflict.theirs
    mine = tidy(form.cleaned_data["text"])
    began = _version(article, form.cleaned_data["base"])
    base_text = began.text if began else ""
    proposal = merge3(base_text, met.conflict.their_text, mine, labels=_labels()).text
    first = {
        "text": proposal,
        "topics": _merged_topics(article, form, began),
        "summary": form.cleaned_data["summary"],
        "base": theirs.number,
        "key": new_key(),
        "settling": True,
        "writer": form.cleaned_data["writer"],
    }
    settle = {
        "sentence": met.sentence,
        "theirs": theirs,
        "mine_text": mine,
        "their_text": met.conflict.their_text,
        "their_difference": compare(base_text, met.conflict.their_text),
        "my_difference": compare(base_text, mine),
    }
    kept = {name: form[name].value() for name in form.fields}
    return type(form)(initial=kept | first), {"settle": settle}


def refuse_unsettled(article: Article, form: EditForm) -> None:
    """Adds an error when the proposal's marks still stand in the text.

    Only the marks of a proposal, word for word and new in the text, count: an article may well
    show what such marks look like.
    """
    began = _version(article, form.cleaned_data["base"])
    before = set(began.text.split("\n")) if began else set()
    left = [
        number
        for number, line in enumerate(tidy(form.cleaned_data["text"]).split("\n"), start=1)
        if line in _mark_lines() - before
    ]
    if left:
        form.add_error(
            "text",
            _(
                "The two versions are not settled yet: line %(line)s still has a mark of the "
                "proposal. Keep what should stand, and delete the lines with the marks."
            )
            % {"line": left[0]},
        )


def difference_to_typed(article: Article, form: EditForm) -> list[Hunk]:
    """What the typed text changes in the one that the writer began from."""
    began = _version(article, form.fields["base"].clean(form["base"].value()))
    return compare(began.text if began else article.text, tidy(form.typed_text()))


def _version(article: Article, number: int) -> Version | None:
    """What the writer began from; None where that is hidden by now: nobody is shown any of it."""
    found = history.read_many(article, [number]).get(number) if number else None
    return None if isinstance(found, history.HiddenVersion) else found


def _merged_topics(article: Article, form: EditForm, began: Version | None) -> list[int]:
    """The topics with what both writers added and without what either took away."""
    before = set(began.topic_ids) if began else set()
    now = set(article.topics.values_list("pk", flat=True))
    chosen = {topic.pk for topic in form.cleaned_data["topics"]}
    return sorted((now & chosen) | (now - before) | (chosen - before))


def _labels() -> Labels:
    return Labels(
        theirs=_("saved in the meantime"),
        mine=_("what you wrote"),
        end=_("end of the two versions"),
    )


def _mark_lines() -> set[str]:
    """The lines that proposals mark conflicts with, in each language of the interface."""
    lines = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels = _labels()
        lines |= {
            f"{THEIRS_MARK} {labels.theirs}",
            f"{MINE_MARK} {labels.mine}",
            f"{END_MARK} {labels.end}",
        }
    return lines
