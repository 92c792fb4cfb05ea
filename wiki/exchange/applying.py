"""Carries out a plan: reads the file again and hands each history to the actions.

An article is written in transactions of so many revisions, the last of which is formatted, so
that what stands after a crash is whole, and the next run goes on where this one ended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wiki.actions.errors import NotDone
from wiki.actions.importing import Destination, Past, continue_history, start_history
from wiki.exchange.formats import BrokenLine, PastRevision
from wiki.exchange.planning import Licences, PagePlan, Plan
from wiki.models import Topic
from wiki.rendering import RenderingError

REVISIONS_AT_ONCE = 100  # in one transaction; other writers wait for about a second
CHARACTERS_AT_ONCE = 50_000_000  # held in memory, of all articles together


@dataclass
class Progress:
    """What has been done so far."""

    line: int = 0
    revisions: int = 0
    articles: int = 0
    refused: list[PagePlan] = field(default_factory=list)


@dataclass
class _Batch:
    """Revisions of a page that are read and not yet written."""

    page: PagePlan
    size: int  # with so many it is written
    past: list[Past] = field(default_factory=list)
    characters: int = 0
    written: int = 0

    @property
    def is_last(self) -> bool:
        return self.written + len(self.past) == len(self.page.pending)


def apply_plan(
    plan: Plan,
    items: Iterable[PastRevision | BrokenLine],
    *,
    licences: Licences,
    topics: Sequence[Topic] = (),
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Imports what the plan says from `items`, the file that was planned, read once more.

    A page that is refused on the way (its address taken meanwhile, a text too hard to format)
    stops no other; it is in the progress returned, with the reason. `tell` is called after
    each line and each transaction.
    """
    return _Import(plan, licences, topics, tell).run(items)


class _Import:
    def __init__(
        self,
        plan: Plan,
        licences: Licences,
        topics: Sequence[Topic],
        tell: Callable[[Progress], None],
    ) -> None:
        self.plan, self.licences, self.topics, self.tell = plan, licences, topics, tell
        self.progress = Progress()
        self.held = 0  # characters
        self.batches = {
            page.page: _Batch(page, REVISIONS_AT_ONCE)
            for page in plan.pages.values()
            if page.pending
        }
        # A key goes when its line is read: the same line twice counts once.
        self.pending = {
            (page.lines[key], key) for page in plan.pages.values() for key in page.pending
        }

    def run(self, items: Iterable[PastRevision | BrokenLine]) -> Progress:
        for item in items:
            if isinstance(item, BrokenLine):
                continue
            self.progress.line = item.line
            batch = self.batches.get(item.page)
            if batch is not None and (item.line, item.key) in self.pending:
                self._take_in(batch, item)
            self.tell(self.progress)
        return self.progress

    def _take_in(self, batch: _Batch, revision: PastRevision) -> None:
        batch.past.append(
            Past(
                text=revision.text,
                author=revision.author,
                created=revision.created,
                summary=revision.summary,
                licence=self.licences.of(revision),
                key=revision.key,
            )
        )
        batch.characters += len(revision.text)
        self.held += len(revision.text)
        if len(batch.past) >= batch.size or batch.is_last:
            self._write(batch)
        elif self.held > CHARACTERS_AT_ONCE:
            self._write(max(self.batches.values(), key=lambda other: other.characters))

    def _write(self, batch: _Batch) -> None:
        """Writes what is held of a page, or learns that this page cannot be written."""
        is_last = batch.is_last
        try:
            self._hand_over(batch, is_last)
        except RenderingError as error:
            if not is_last and self.held <= CHARACTERS_AT_ONCE:
                # Readers see the last text of a batch alone; try again with a later one.
                batch.size += REVISIONS_AT_ONCE // 10
                return
            self._refuse(batch, f"Line {batch.page.lines[batch.past[-1].key]}: {error}")
            return
        except NotDone as refusal:
            self._refuse(batch, refusal.sentence)
            return
        self.progress.revisions += len(batch.past)
        self.progress.articles += is_last
        batch.written += len(batch.past)
        batch.page.after = batch.past[-1].key
        self._empty(batch)
        batch.size = REVISIONS_AT_ONCE
        self.tell(self.progress)

    def _hand_over(self, batch: _Batch, is_last: bool) -> None:
        page = batch.page
        if page.article_id is not None:
            continue_history(
                article_id=page.article_id, after=page.after, past=batch.past, is_whole=is_last
            )
            return
        original = self.plan.pages.get(page.translates)
        destination = Destination(
            language=page.language,
            title=page.title,
            topics=self.topics,
            translation_of=original.article_id if original else None,
            translations=[
                other.article_id
                for other in self.plan.pages.values()
                if other.translates == page.page and other.article_id is not None
            ],
        )
        article = start_history(destination=destination, past=batch.past, is_whole=is_last)
        page.article_id = article.pk

    def _refuse(self, batch: _Batch, reason: str) -> None:
        batch.page.refuse(reason)
        self.progress.refused.append(batch.page)
        self._empty(batch)
        del self.batches[batch.page.page]

    def _empty(self, batch: _Batch) -> None:
        self.held -= batch.characters
        batch.past, batch.characters = [], 0
