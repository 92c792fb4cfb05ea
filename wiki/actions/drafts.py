"""What a writer sends for an article, and the revision that it made already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wiki.actions.sourcing import Claim
from wiki.history.versions import digest
from wiki.models import Revision, Topic
from wiki.models.person import Actor


@dataclass(frozen=True)
class Draft:
    """What a writer sends for an article: text, topics, why, the form's key, and what of the text
    is from elsewhere."""

    text: str
    topics: Sequence[Topic] = ()
    summary: str = ""
    key: str = ""
    sources: Sequence[Claim] = ()

    def tidied(self) -> "Draft":
        """The same with a text as it is kept."""
        return replace(self, text=tidy(self.text), topics=list(self.topics))


def tidy(text: str) -> str:
    """The text with plain line ends and without what no database keeps (NUL)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def scoped_key(actor: Actor, draft: Draft) -> str | None:
    """The form's key, made the actor's own and the text's.

    Nobody answers for somebody else's form, and a form sent again with another text (back in
    the browser, then more typing) is a new one.
    """
    if not draft.key:
        return None
    who = f"{actor.pk or ''}:{actor.public_name}"
    return f"{who[:160]}:{draft.key[:40]}:{digest(draft.text)[:32]}"


def made_before(actor: Actor, draft: Draft) -> Revision | None:
    """The revision that this very form made already."""
    key = scoped_key(actor, draft)
    if key is None:
        return None
    return Revision.objects.select_related("article").filter(key=key).first()
