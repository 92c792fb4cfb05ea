"""Who wrote what, kept with each revision as it is written, and what it took from elsewhere."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from licensing.models import Licence
from wiki import history
from wiki.actions.errors import NothingTaken
from wiki.history.authorship import Attributed, Brought, Origins, attribute, runs_of
from wiki.models import Article, Authorship, Contributor, EarlierPassage, Revision, Source
from wiki.models.article import ArticleQuerySet
from wiki.models.authorship import packed, unpacked
from wiki.models.source import Survival

# What the matrix answers where a maintainer is asked nothing; of `licensing.compatibility.Cell`.
SETTLED = ("Y", "P")
# Revisions that are caught up on at once.
AT_ONCE = 50


@dataclass(frozen=True)
class NewSource:
    """A text that a revision about to be written takes words from; fields as those of `Source`."""

    way: str
    title: str
    expression: str
    licences: Sequence[Licence]
    taken: dt.date
    answer: str
    address: str = ""
    authors: str = ""
    origin: Revision | None = None
    is_exact: bool = False
    is_noticed: bool = False


class _Origin(NamedTuple):
    """A revision that words of a text are from."""

    name: str
    kind: str
    article_id: int


def keep_credit(
    article: Article,
    revision: Revision,
    *,
    old: str,
    sources: Sequence[NewSource] = (),
    brought: Sequence[Brought] = (),
) -> set[int]:
    """Stores where the words of the revision, the article's latest, are from.

    `old` is the text before. `brought` are words from other articles, each with the source that
    says so among `sources`. What it costs goes by the length of the text, not of the history.
    Saves contributors; the caller saves the article, whose `contributor_count` and
    `leading_contributors` follow. Returns the revisions of which words came back that the text
    before had none of. Raises NothingTaken for a source of which no word is in the text.
    """
    added = [_add_source(revision, source) for source in sources]
    parent = revision.parent
    before = origins_of_revision(parent) if parent else []
    if parent and not brought and parent.sha256 == revision.sha256:
        attributed = Attributed(before)
    else:
        attributed = attribute(
            old,
            before,
            article.text,
            revision.pk,
            recall=lambda digests: _recalled(article, digests),
            brought=brought,
        )
    same = _same_text(article, revision)
    if same is not None and not brought:
        attributed.origins = same.origins
    _store(article, revision, attributed, added, before)
    carried = {key for one in brought for key in one.origins}
    return {*attributed.origins} - {*before, *carried, revision.pk}


def had_before(article: Article, digests: Collection[str]) -> set[str]:
    """The digests of passages that the article had in an earlier text and has no more."""
    rows = EarlierPassage.objects.filter(article=article, digest__in=digests)
    return set(rows.values_list("digest", flat=True))


def catch_up(article: Article, before: int | None = None) -> int:
    """Attributes the words of revisions that were written before this was kept, the oldest first.

    All of them, or those up to the number `before`. Returns how many. The caller holds the
    transaction, with the article locked, and saves it.
    """
    missing = Revision.objects.filter(article=article, authorship=None).order_by("number")
    if before is not None:
        missing = missing.filter(number__lt=before)
    rows = list(missing.select_related("parent"))
    for start in range(0, len(rows), AT_ONCE):
        batch = rows[start : start + AT_ONCE]
        parents = [row.parent for row in batch if row.parent]
        texts = history.texts_to_attribute([*batch, *parents])
        for row in batch:
            parent = Authorship.objects.filter(pk=row.parent_id).first()
            stood = parent.origins if parent else []
            attributed = attribute(
                texts[row.parent_id] if row.parent_id else "",
                stood,
                texts[row.pk],
                row.pk,
                recall=lambda digests: _recalled(article, digests),
            )
            _store(article, row, attributed, [], stood)
    return len(rows)


def without_authorship() -> ArticleQuerySet:
    """The articles with revisions of which nobody kept yet who wrote what."""
    missing = Revision.objects.filter(article=OuterRef("pk"), authorship=None)
    return Article.objects.light().filter(Exists(missing)).order_by("pk")


def leading(article: Article, count: int) -> list[list[str]]:
    """The names that a credit line begins with, and their kinds: of whom most words stand."""
    rows = article.contributors.most_first()[:count]
    return [[row.name, row.kind] for row in rows]


def origins_of_revision(revision: Revision) -> Origins:
    """Where the words of a revision are from; found out now where nobody kept it.

    The caller holds the transaction, with the article locked, unless that was kept.
    """
    stored = Authorship.objects.filter(pk=revision.pk).first()
    if stored is None:
        catch_up(revision.article, before=revision.number + 1)
        stored = Authorship.objects.get(pk=revision.pk)
    return stored.origins


def _same_text(article: Article, revision: Revision) -> Authorship | None:
    """That of a revision known to have said the same: who goes back to it wrote nothing."""
    for other in (revision.reverted_to, article.validated):
        if other is not None and other.sha256 == revision.sha256:
            return Authorship.objects.filter(pk=other.pk).first()
    return None


def _recalled(article: Article, digests: Iterable[str]) -> dict[str, Origins]:
    rows = EarlierPassage.objects.filter(article=article, digest__in=digests)
    return {digest: unpacked(runs) for digest, runs in rows.values_list("digest", "runs")}


def _store(
    article: Article,
    revision: Revision,
    attributed: Attributed,
    added: Sequence[Source],
    before: Origins,
) -> None:
    stored = Authorship.objects.create(revision=revision, runs=packed(runs_of(attributed.origins)))
    # Who wrote a passage first is known already when it goes a second time.
    EarlierPassage.objects.bulk_create(
        (
            EarlierPassage(article=article, digest=digest, runs=packed(runs_of(origins)))
            for digest, origins in attributed.gone.items()
        ),
        ignore_conflicts=True,
    )
    words = Counter(attributed.origins)
    origins = _origins(words)
    _keep_sources(stored, revision, origins, added, {*words} - {*before})
    if revision.pk == article.latest_id:
        _count_words(article, words, origins)


def _origins(keys: Iterable[int]) -> dict[int, _Origin]:
    rows = Revision.objects.filter(pk__in=list(keys)).values_list(
        "pk", "author_name", "author_kind", "article_id"
    )
    return {row[0]: _Origin(*row[1:]) for row in rows}


def _keep_sources(
    stored: Authorship,
    revision: Revision,
    origins: Mapping[int, _Origin],
    added: Sequence[Source],
    new: set[int],
) -> None:
    """A source stands as long as a word of it does.

    Where its words kept their own authors, those are words that some revision elsewhere in the
    wiki brought in and that are in the text which was taken from; else all that came with it.
    It stood in the text before, or is one of the revisions in `new`, of which that had no word.
    """
    known = {source.pk: source for source in added}
    stood = Survival.objects.filter(authorship=revision.parent_id).values("source")
    stands = Q(pk__in=stood) | Q(revision__in=new)
    foreign = {key for key, one in origins.items() if one.article_id != revision.article_id}
    if foreign and (added or foreign & new):
        here = Q(revision__article=revision.article_id, is_exact=True)
        there = Q(survivals__authorship__in=[source.origin_id for source in added])
        stands |= here | there
    found = Source.objects.filter(stands).select_related("origin__authorship")
    known |= {source.pk: source for source in found.distinct()}
    kept = [source for source in known.values() if _stands(source, origins, foreign)]
    for source in added:
        # Words that are an article's here kept their authors and sources from there.
        if source not in kept and not foreign:
            raise NothingTaken(source.title)
    Survival.objects.bulk_create(
        Survival(authorship=stored, source_id=source.pk) for source in kept
    )
    if kept:
        revision.source_count = len(kept)
        revision.asks_licence = revision.asks_licence or _asks_again(revision, kept, added)
        revision.save(update_fields=["source_count", "asks_licence"])


def _asks_again(revision: Revision, kept: Sequence[Source], added: Sequence[Source]) -> bool:
    """Whether a source came along or back whose question of licence nobody has decided.

    One that stood in the text before was asked about then; one that a maintainer validated under
    the same licence is decided.
    """
    open_ones = [one for one in kept if one.answer not in SETTLED and one not in added]
    if not open_ones:
        return False
    asked = Survival.objects.filter(authorship=revision.parent_id, source__in=open_ones)
    stood = set(asked.values_list("source", flat=True))
    validated = Revision.State.VALIDATED
    return any(
        one.pk not in stood
        and not (one.revision.state == validated and one.revision.licence_id == revision.licence_id)
        for one in open_ones
    )


def _stands(source: Source, origins: Mapping[int, _Origin], foreign: set[int]) -> bool:
    """Whether any word of the source is in a text with these origins."""
    if not source.is_exact or source.origin is None:
        return source.revision_id in origins
    return not foreign.isdisjoint(source.origin.authorship.origins)


def _count_words(
    article: Article, words: Mapping[int, int], origins: Mapping[int, _Origin]
) -> None:
    """How many words of each contributor stand in the latest text."""
    now: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for key, count in words.items():
        origin = origins[key]
        now[origin.name, origin.kind] += count
        first.setdefault((origin.name, origin.kind), key)
    rows_here = Contributor.objects.filter(article=article)
    standing = rows_here.filter(words__gt=0).only("name", "kind", "words")
    rows = {(row.name, row.kind): row for row in standing}
    missing = [key for key in now if key not in rows]
    if missing:
        found = rows_here.filter(name__in={name for name, _kind in missing})
        rows |= {(row.name, row.kind): row for row in found}
    changed = [row for key, row in rows.items() if row.words != now.get(key, 0)]
    for row in changed:
        row.words = now.get((row.name, row.kind), 0)
    Contributor.objects.bulk_update(changed, ["words"])
    missing = [key for key in missing if key not in rows]
    brought = Revision.objects.in_bulk([first[key] for key in missing])
    new = [
        Contributor(
            article=article,
            user_id=brought[first[key]].author_id,
            name=key[0],
            kind=key[1],
            words=now[key],
            first=brought[first[key]].created,
            last=brought[first[key]].created,
        )
        for key in missing
    ]
    Contributor.objects.bulk_create(new)
    article.contributor_count += len(new)


def _add_source(revision: Revision, source: NewSource) -> Source:
    row = Source.objects.create(
        revision=revision,
        way=source.way,
        title=source.title,
        address=source.address,
        authors=source.authors,
        expression=source.expression,
        taken=source.taken,
        origin=source.origin,
        is_exact=source.is_exact,
        is_noticed=source.is_noticed,
        answer=source.answer,
    )
    row.licences.set(source.licences)
    return row
