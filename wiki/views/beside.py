"""The queue beside the article that is read: what comes before it, itself, and the next ones."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiki.forms.queue import QueueForm
from wiki.models import Article, Topic
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor
from wiki.views.hints import hints_of
from wiki.views.queue import Row, for_rows, from_here, order_of, rows_of
from wiki.views.queue_tabs import ASKED, FIRST_EDITS, LICENCE, MINE, REQUESTED

BEFORE_SHOWN = 3
NEXT_SHOWN = 8
TABS = {
    MINE: _("My topics"),
    LICENCE: _("Licence questions"),
    FIRST_EDITS: _("First edits"),
    REQUESTED: _("Asked of me"),
    ASKED: _("Asked for changes"),
}


@dataclass(frozen=True)
class Beside:
    """Some rows of the queue around an article, and in words the tab and filters that are set."""

    rows: list[Row]
    filters: list[str]


def beside(
    actor: Actor, tab: str, form: QueueForm, articles: ArticleQuerySet, article: Article
) -> Beside:
    """The rows around the article in the queue as it is filtered, as the actor sees them.

    Whoever skips an article still sees it, above the next one.
    """
    following = list(for_rows(from_here(articles, article))[:NEXT_SHOWN])
    around = [*_before(articles, article), *following]
    words = [str(TABS[tab])] if tab in TABS else []
    return Beside(rows_of(actor, around, hints_of(around)), words + _words_of(form))


def _before(articles: ArticleQuerySet, article: Article) -> list[Article]:
    """The articles just before this one, in the order that they are in."""
    if article.pending_since is None:
        return []
    first = order_of(articles)[0]
    column, ahead = first.lstrip("-"), "gt" if first.startswith("-") else "lt"
    here = getattr(article, column)
    earlier = Q(**{f"{column}__{ahead}": here}) | Q(**{column: here, "pk__lt": article.pk})
    # Said once more on its own, so that an index leads to it.
    found = articles.filter(earlier, **{f"{column}__{ahead}e": here})
    return list(for_rows(found.reverse())[:BEFORE_SHOWN])[::-1]


def _words_of(form: QueueForm) -> list[str]:
    """What each filter that is set lets through, as its field says it."""
    words = []
    for name, value in form.cleaned_data.items():
        named: Any = {} if isinstance(value, Topic) else getattr(form.fields[name], "choices", ())
        if value:
            words.append(str(dict(named).get(value, value)))
    return words
