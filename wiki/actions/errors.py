"""Why an action was not done. Each says so in a sentence for the person who asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wiki.history.merge import Merge
from wiki.models import Article, Measure, Revision


class NotDone(Exception):
    """An action that was refused; `sentence` says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(NotDone):
    """The actor may not do this."""


class Restrained(NotAllowed):
    """A measure keeps the actor from it; its page says by whom and how to appeal."""

    def __init__(self, sentence: str, measure: Measure) -> None:
        super().__init__(sentence)
        self.measure = measure


class AddressTaken(NotDone):
    """Another article stands at the address that the title would have."""

    def __init__(self, sentence: str, article: Article) -> None:
        super().__init__(sentence)
        self.article = article


class NothingChanged(NotDone):
    """The text sent is the text that stands there."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was saved: the text is the same as before."))


class NothingTaken(NotDone):
    """A source was named, but the text that was saved has no word that could be from it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _(
                "You named “%(title)s” as a source, but added no words that could be from there. "
                "Add its text, or empty the fields for text from elsewhere."
            )
            % {"title": title}
        )


@dataclass
class Conflict:
    """Everything a writer needs to settle two edits of the same lines."""

    theirs: Revision
    their_text: str
    merge: Merge


class EditConflict(NotDone):
    """Somebody else changed the same lines meanwhile; nothing typed is lost."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(
            _(
                "Somebody else changed the same lines while you were writing. Nothing is saved "
                "yet; your text is below, beside theirs and a proposal that holds both."
            )
        )
        self.conflict = conflict


class ChangedMeanwhile(NotDone):
    """The article is not as it was when the maintainer opened it; nothing was decided."""

    def __init__(self, article: Article, seen: int) -> None:
        super().__init__(
            _(
                "Nothing was decided: the article has changed since you opened this page. What "
                "is new is shown below; your comment is kept."
            )
        )
        self.article = article
        self.seen = seen
