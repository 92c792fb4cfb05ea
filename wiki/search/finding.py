"""The order of results, their pages, completion of titles and titles that are spelled nearly so."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wiki.search.engine import MAX_FOUND, MAX_KEY, MAX_TITLES, Engine, Scope, Title
from wiki.search.engines import engine_at, where_read
from wiki.search.entry import SearchEntry
from wiki.search.excerpt import Segment, excerpt
from wiki.search.folding import clean
from wiki.search.query import Query, parse
from wiki.search.scope import scope

MAX_RESULTS = 1_000  # that can be paged through; who needs more needs another query
MAX_PAGE = 100
MAX_UNFINISHED = 20  # titles in which the last word goes on, listed before texts
NEAR_CANDIDATES = 50
MAX_NEAR_KEY = 60  # characters of a query compared with titles
NEAR_ENOUGH = 0.4  # the share of the query's trigrams a suggested title has


@dataclass(frozen=True)
class Hit:
    """An article that was found by the text that counts for the reader, of which it says the title.

    The excerpt is a list of (text, was this looked for).
    """

    article_id: int
    title: str
    language: str
    excerpt: list[Segment]


@dataclass(frozen=True)
class Results:
    """One page of hits; `next_cursor` is empty on the last one.

    `total` counts what can be paged through, MAX_RESULTS at most; `total_is_at_least` says that
    there is more.
    """

    hits: list[Hit]
    next_cursor: str
    total: int
    total_is_at_least: bool


@dataclass(frozen=True)
class Completion:
    """An article whose title may be the one that is meant."""

    article_id: int
    title: str
    language: str


def search(
    query: str,
    *,
    language: str | None = None,
    limit: int = 20,
    cursor: str = "",
    validated_shown: "QuerySet[Any] | None" = None,
) -> Results:
    """Articles with every word of `query`, in pages of `limit` (1 to MAX_PAGE).

    First the title that is the query, then titles that begin with it, then titles with its words,
    then texts by relevance. When no article has the words as typed, the last one may go on.
    `cursor` is the `next_cursor` of the page before; a wrong one gives the first page. Of the
    articles in `validated_shown` the validated text is searched, of all others the latest.
    """
    parsed = parse(query)
    limit = max(1, min(limit, MAX_PAGE))
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 7 else 0
    ids, more = _ranked(parsed, clean(query).strip(), language, validated_shown)
    page = ids[start : start + limit]
    end = start + limit
    return Results(
        hits=_hits(page, parsed),
        next_cursor=str(end) if end < len(ids) else "",
        total=len(ids),
        total_is_at_least=more,
    )


def complete(
    prefix: str,
    *,
    language: str | None = None,
    limit: int = 10,
    validated_shown: "QuerySet[Any] | None" = None,
) -> list[Completion]:
    """Titles that begin with `prefix`, then titles with its words, the last of which may go on."""
    parsed = parse(prefix)
    if not parsed.key:
        return []
    engine, where = _searched(language, validated_shown)
    found = engine.titles_beginning(parsed.key[:MAX_KEY], where, limit)
    open_ended = parsed.open_ended()
    if len(found) < limit and open_ended.terms:
        known = {title.article_id for title in found}
        others = engine.titles_with(open_ended, where, limit * 2)
        found += [title for title in others if title.article_id not in known]
    return [_completion(title) for title in found[:limit]]


def suggest(
    query: str,
    language: str | None = None,
    limit: int = 5,
    validated_shown: "QuerySet[Any] | None" = None,
) -> list[Completion]:
    """Titles spelled nearly like `query`, the nearest first: for when nothing was found."""
    key = parse(query).key[:MAX_NEAR_KEY]
    if len(key) < 3:
        return []
    wanted = _trigrams(key)
    scores: list[tuple[float, Title]] = []
    engine, where = _searched(language, validated_shown)
    for title in engine.titles_like(key, where, NEAR_CANDIDATES):
        had = _trigrams(title.key)
        common = len(wanted & had)
        if common / len(wanted) >= NEAR_ENOUGH:
            # A long title may hold all that was typed; the one that holds little else is nearer.
            alike = common / len(wanted) + 2 * common / (len(wanted) + len(had))
            scores.append((-alike, title))
    return [_completion(title) for _score, title in sorted(scores)[:limit]]


def _ranked(
    query: Query, typed: str, language: str | None, validated_shown: "QuerySet[Any] | None"
) -> tuple[list[int], bool]:
    """Ids of entries in the order of the results, MAX_RESULTS at most, and whether there are more.

    One entry an article: of its texts, one counts for a reader.
    """
    if not query.key:
        return [], False
    engine, where = _searched(language, validated_shown)
    beginning = engine.titles_beginning(query.key[:MAX_KEY], where, MAX_TITLES)
    exact = [title for title in beginning if title.key == query.key[:MAX_KEY]]
    exact.sort(key=lambda title: title.title != typed)
    whole = [title for title in beginning if title.key.startswith(query.key + " ")]
    in_title, in_text = _with_words(engine, query, where)
    open_ended = query.open_ended()
    if not in_title and not in_text and open_ended != query:
        in_title, in_text = _with_words(engine, open_ended, where)
    titles = [*exact, *whole, *in_title, *_unfinished(beginning, query)]
    ids = dict.fromkeys([*(title.id for title in titles), *in_text])
    more = len(in_text) >= MAX_FOUND or len(ids) > MAX_RESULTS
    return list(ids)[:MAX_RESULTS], more


def _with_words(engine: Engine, query: Query, where: Scope) -> tuple[list[Title], list[int]]:
    if not query.terms:
        return [], []
    return (
        engine.titles_with(query, where, MAX_FOUND),
        engine.texts_with(query, where, MAX_FOUND),
    )


def _unfinished(beginning: list[Title], query: Query) -> list[Title]:
    """Titles that begin with the query in the middle of a word: “econo” for “Économie”."""
    end = len(query.key)
    going_on = [title for title in beginning if len(title.key) > end and title.key[end] != " "]
    return going_on[:MAX_UNFINISHED]


def _hits(ids: list[int], query: Query) -> list[Hit]:
    entries = SearchEntry.objects.using(where_read()).in_bulk(ids)
    return [
        Hit(abs(entry.pk), entry.title, entry.language, excerpt(entry.text, query.marks))
        for entry in (entries[entry_id] for entry_id in ids if entry_id in entries)
    ]


def _completion(title: Title) -> Completion:
    return Completion(title.article_id, title.title, title.language)


def _trigrams(key: str) -> set[str]:
    """Pieces of three characters of each word, its beginning weighing more, as pg_trgm has them."""
    padded = [f"  {word} " for word in key.split()]
    return {word[at : at + 3] for word in padded for at in range(len(word) - 2)}


def _searched(
    language: str | None, validated_shown: "QuerySet[Any] | None"
) -> tuple[Engine, Scope]:
    alias = where_read()
    return engine_at(alias), scope(language, validated_shown, alias=alias)
