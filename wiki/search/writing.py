"""Keeping the index in step: called by the actions, in the transaction that changes an article."""

from collections.abc import Iterator

from django.db import transaction

from wiki.search.engine import MAX_KEY, MAX_TEXT, MAX_TOKENS, Document
from wiki.search.engines import engine_at, where_written
from wiki.search.entry import SearchEntry
from wiki.search.folding import clean, title_key, tokens


def index(
    article_id: int, *, language: str, title: str, text: str, is_validated: bool = False
) -> None:
    """Make an article's latest text findable, in place of what was known of it.

    With `is_validated` the validated text instead, which is kept beside the latest as long as they
    are not the same revision. `text` is plain, without markup; its first MAX_TOKENS bytes of words
    are searched.
    """
    _store(-article_id if is_validated else article_id, language, title, text)


def keep_as_validated(article_id: int) -> bool:
    """Keep the latest text as the validated one, before a later one is indexed.

    False where a validated text is kept already: that stays.
    """
    alias = where_written()
    with transaction.atomic(using=alias, savepoint=False):
        return engine_at(alias).copy(article_id, -article_id)


def drop_validated(article_id: int) -> None:
    """Keep one text: the latest is the validated one, or none is."""
    _remove(-article_id)


def remove(article_id: int) -> None:
    """Make an article unfindable; no error when it is not in the index."""
    _remove(article_id, -article_id)


def reindex() -> Iterator[int]:
    """Index every entry anew from what it keeps, yielding ids: for a change of the folding."""
    alias = where_written()
    entries = SearchEntry.objects.using(alias)
    for entry_id in list(entries.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic(using=alias):
            entry = entries.select_for_update().filter(pk=entry_id).first()
            if entry is not None:
                _store(entry_id, entry.language, entry.title, entry.text)
        yield entry_id


def _store(entry_id: int, language: str, title: str, text: str) -> None:
    alias = where_written()
    title, text = clean(title), clean(text[:MAX_TEXT])
    document = Document(
        id=entry_id,
        language=clean(language),
        title=title,
        key=title_key(title)[:MAX_KEY],
        text=text,
        title_tokens=tokens(title, MAX_TOKENS // 10),
        text_tokens=tokens(text, MAX_TOKENS),
    )
    with transaction.atomic(using=alias, savepoint=False):
        engine_at(alias).store(document)


def _remove(*entry_ids: int) -> None:
    alias = where_written()
    with transaction.atomic(using=alias, savepoint=False):
        for entry_id in entry_ids:
            engine_at(alias).remove(entry_id)
