"""Says what an import would do before it does anything: which lines, into which articles.

Of each line only its number and key are kept, so that a history of any size can be planned.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import islice

from django.conf import settings

from licensing.models import Licence
from wiki.addresses import article_path, slug_of
from wiki.exchange.formats import BrokenLine, PastRevision
from wiki.exchange.titles import HEAD, language_of, title_of
from wiki.models import Article, Revision

KEYS_AT_ONCE = 500  # in one query; SQLite takes some thousands of parameters


class Outcome(Enum):
    """What an import does with a page."""

    NEW = "new"
    CONTINUED = "continued"
    THERE = "there already"
    REFUSED = "refused"


@dataclass
class PagePlan:
    """What becomes of one page: the article, the lines to write, or why none is written."""

    page: str
    language: str
    translates: str = ""  # the path of the page that it is a translation of
    title: str = ""
    slug: str = ""
    outcome: Outcome = Outcome.NEW
    reason: str = ""
    article_id: int | None = None
    after: str = ""  # the key of the revision that the first written one follows
    lines: dict[str, int] = field(default_factory=dict)  # of all revisions: number by key, in order
    pending: list[str] = field(default_factory=list)  # the keys to write
    authors: set[str] = field(default_factory=set)
    licences: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None
    head: str = ""  # the beginning of the last text

    @property
    def path(self) -> str:
        """The address of the article, without the site."""
        return article_path(self.language, self.slug) if self.slug else ""

    def refuse(self, reason: str) -> None:
        """Nothing of the page is written, and the reason is told."""
        self.outcome, self.reason, self.pending = Outcome.REFUSED, reason, []


@dataclass
class Plan:
    """The pages of a history, by path in the order of the file, and the lines to leave out."""

    pages: dict[str, PagePlan] = field(default_factory=dict)
    broken: list[BrokenLine] = field(default_factory=list)

    def having(self, outcome: Outcome) -> list[PagePlan]:
        """The pages that something becomes of."""
        return [page for page in self.pages.values() if page.outcome is outcome]

    @property
    def to_write(self) -> int:
        """How many revisions are to be written."""
        return sum(len(page.pending) for page in self.pages.values())

    @property
    def is_clean(self) -> bool:
        """Whether every line is understood and every page accepted."""
        return not self.broken and not self.having(Outcome.REFUSED)


class Licences:
    """Which licence each line is under: its own, else the one given for the whole file."""

    def __init__(self, default: Licence) -> None:
        self.default = default
        self._known = {licence.spdx.upper(): licence for licence in Licence.objects.all()}
        self._importable = set(Licence.objects.importable().values_list("pk", flat=True))

    def of(self, revision: PastRevision) -> Licence:
        """Raises BrokenLine when the line's licence is unknown or not one to import under."""
        if not revision.licence:
            return self.default
        licence = self._known.get(revision.licence.upper())
        if licence is None:
            raise BrokenLine(
                revision.line,
                f"Its licence, “{revision.licence[:60]}”, is unknown here: an admin can add it.",
            )
        if licence.pk not in self._importable:
            raise BrokenLine(
                revision.line, f"Text under {licence.spdx} may not be imported into this wiki."
            )
        return licence


def make_plan(
    items: Iterable[PastRevision | BrokenLine], *, language: str, licences: Licences
) -> Plan:
    """Plans the import of `items` (see `formats.read_revisions`); writes nothing.

    `language` is that of pages whose path names no other.
    """
    plan = Plan()
    for item in items:
        try:
            if isinstance(item, BrokenLine):
                raise item
            _take_in(plan, item, language, licences.of(item))
        except BrokenLine as broken:
            plan.broken.append(broken)
    known = dict(_known_keys([key for page in plan.pages.values() for key in page.lines]))
    articles = Article.objects.select_related("latest").in_bulk(set(known.values()))
    for page in plan.pages.values():
        page.title = title_of(page.page, page.head)
        page.slug = slug_of(page.title)
        there = [key for key in page.lines if key in known]
        if there:
            _decide_on_known(page, there, {known[key] for key in there}, articles)
        else:
            page.pending = list(page.lines)
            if page.first and page.last and page.first > page.last:
                page.refuse("Its revisions run from the newest to the oldest: turn them round.")
    _refuse_taken_addresses(plan)
    return plan


def _take_in(plan: Plan, revision: PastRevision, default: str, licence: Licence) -> None:
    page = plan.pages.get(revision.page)
    if page is None:
        language, translates = language_of(revision.page, default, settings.CONTENT_LANGUAGES)
        page = plan.pages[revision.page] = PagePlan(revision.page, language, translates)
    page.lines.setdefault(revision.key, revision.line)  # the same line twice counts once
    page.authors.add(revision.author)
    page.licences.add(licence.spdx)
    page.first = page.first or revision.created
    page.last = revision.created
    page.head = revision.text[:HEAD]


def _known_keys(keys: list[str]) -> Iterator[tuple[str, int]]:
    """Those of the keys that were imported before, each with its article's id."""
    rest = iter(keys)
    while some := list(islice(rest, KEYS_AT_ONCE)):
        for key, article_id in Revision.objects.filter(key__in=some).values_list(
            "key", "article_id"
        ):
            yield str(key), article_id


def _decide_on_known(
    page: PagePlan, there: list[str], article_ids: set[int], articles: dict[int, Article]
) -> None:
    """What becomes of a page some of whose revisions were imported before."""
    article = articles[min(article_ids)]
    page.title, page.slug, page.language = article.title, article.slug, article.language
    page.article_id, page.after = article.pk, there[-1]
    missing = [key for key in page.lines if key not in set(there)]
    page.pending = missing
    if not missing:
        page.outcome = Outcome.THERE
    elif len(article_ids) > 1:
        page.refuse("Its revisions stand in several articles here.")
    elif page.lines[missing[0]] < page.lines[there[-1]]:
        page.refuse(
            f"Line {page.lines[missing[0]]} comes before revisions that were imported earlier, "
            "and a history is never rewritten."
        )
    elif article.is_deleted:
        page.refuse("The article was deleted here: a maintainer can restore it.")
    elif article.latest is None or article.latest.key != page.after:
        page.refuse("The article changed here since it was imported: what is new is not added.")
    else:
        page.outcome = Outcome.CONTINUED


def _refuse_taken_addresses(plan: Plan) -> None:
    """Two articles cannot stand at one address; the one that is there, or comes first, has it."""
    claimed: dict[tuple[str, str], str] = {}
    for page in plan.having(Outcome.NEW):
        address = (page.language, page.slug)
        if not page.slug:
            page.refuse("It has no title with a letter or a digit.")
        elif Article.objects.filter(language=page.language, slug=page.slug).exists():
            page.refuse(f"Another article stands at {page.path}: rename it, or leave it so.")
        elif address in claimed:
            page.refuse(f"The page {claimed[address]} has the same title.")
        else:
            claimed[address] = page.page
