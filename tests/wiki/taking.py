"""Text from elsewhere, as the actions write it that know where it is from."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from licensing.models import Licence
from tests.factories import fresh, make_user
from wiki.actions.crediting import NewSource
from wiki.actions.revising import Change, add_revision, locked
from wiki.history.authorship import Brought, tokens_of
from wiki.history.versions import Author
from wiki.models import Article, Authorship, Revision, Source
from wiki.models.person import Actor
from wiki.rendering import Rendered


def take(
    article: Article,
    text: str,
    *,
    actor: Actor | None = None,
    licence: str = "CC-BY-4.0",
    **fields: Any,
) -> Revision:
    """The revision that writes `text`, with a source that its new words are from."""
    values = {
        "way": Source.Way.ADAPTED,
        "title": "A page elsewhere",
        "address": "https://example.org/page",
        "authors": "Somebody Else",
        "expression": licence,
        "licences": [Licence.objects.get(spdx=licence)],
        "taken": dt.date(2026, 5, 1),
        "answer": "Y",
    }
    return _write(article, text, actor or make_user(), NewSource(**(values | fields)))


def bring(article: Article, other: Article, words: str, *, actor: Actor | None = None) -> Revision:
    """The revision that adds `words`, which stand at the end of `other`, with their authors."""
    article, other = fresh(article), fresh(other)
    assert other.latest is not None
    count = len(tokens_of(words))
    origins = Authorship.objects.get(pk=other.latest.pk).origins[-count:]
    source = NewSource(
        way=Source.Way.VERBATIM,
        title=other.title,
        address=other.latest.get_absolute_url(),
        authors="",
        expression=other.latest.licence.spdx,
        licences=[other.latest.licence],
        taken=dt.date(2026, 5, 1),
        answer="Y",
        origin=other.latest,
        is_exact=True,
        is_noticed=True,
    )
    brought = Brought(len(tokens_of(article.text)), origins)
    return _write(article, f"{article.text}{words}\n", actor or make_user(), source, [brought])


def _write(
    article: Article,
    text: str,
    actor: Actor,
    source: NewSource,
    brought: Sequence[Brought] = (),
) -> Revision:
    with transaction.atomic():
        current = locked(article.pk)
        current.text = text
        current.save(update_fields=["text"])
        change = Change(Author.of(actor), Revision.Kind.EDIT, sources=[source], brought=brought)
        return add_revision(current, change, Rendered(f"<p>{len(text)}</p>", [], [], text))
