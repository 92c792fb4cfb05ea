"""Hints that help to choose what to look at first: signs in a change, never a word on its worth."""

from collections.abc import Callable, Collection, Sequence

from django.db.models import Max

from wiki import history
from wiki.models import Article, HintRule, Revision
from wiki.views.hint_measures import (
    OF_TEXTS,
    Measured,
    Place,
    Signal,
    declined_before,
    is_short,
    marks,
    reverted_before,
    signals_of,
)


def hints_of(articles: Sequence[Article]) -> dict[int, list[HintRule]]:
    """The hints of each article of a page of the queue, in the order of their rules.

    Only what rules in use need is looked up; seven queries at most for all articles.
    """
    rules = list(HintRule.objects.filter(is_on=True))
    needed = signals_of(rules)
    texts = _texts(articles) if needed & OF_TEXTS else {}
    places = _places(articles) if needed & {*_LOOKED_UP} else []
    before = {
        signal: _most(look_up(places)) if signal in needed else {}
        for signal, look_up in _LOOKED_UP.items()
    }
    found = {
        article.pk: _measured(
            article,
            texts.get(article.pk, (None, None)),
            before[Signal.DECLINED_BEFORE].get(article.pk, 0),
            before[Signal.REVERTED_BEFORE].get(article.pk, 0),
        )
        for article in articles
    }
    return {pk: [rule for rule in rules if marks(rule, one)] for pk, one in found.items()}


_LOOKED_UP: dict[Signal, Callable[[Collection[Place]], dict[Place, int]]] = {
    Signal.DECLINED_BEFORE: declined_before,
    Signal.REVERTED_BEFORE: reverted_before,
}


def _measured(
    article: Article, texts: tuple[str | None, str | None], declined: int, reverted: int
) -> Measured:
    old, new = texts
    return Measured(
        old_size=article.validated.size if article.validated else None,
        new_size=article.latest.size if article.latest else 0,
        old=old,
        new=new,
        first_edits=int(article.pending_first_edit),
        licence_questions=int(article.pending_licence),
        declined_before=declined,
        reverted_before=reverted,
    )


def _places(articles: Sequence[Article]) -> list[Place]:
    """The newest change that awaits of each author in each article: all others are before it."""
    awaiting = (
        Revision.objects.awaiting()
        .filter(article__in=articles)
        .values_list("article_id", "author_name", "author_kind")
        .annotate(newest=Max("number"))
        .order_by()
    )
    return [Place(*row) for row in awaiting]


def _most(found: dict[Place, int]) -> dict[int, int]:
    """The highest number among the authors of an article, by article."""
    most: dict[int, int] = {}
    for place, number in found.items():
        most[place.article] = max(number, most.get(place.article, 0))
    return most


def _texts(articles: Sequence[Article]) -> dict[int, tuple[str | None, str]]:
    """The validated and the latest text of each article where neither is very long."""
    short = [one for one in articles if one.latest and is_short(one.latest, one.validated)]
    old = history.texts_of(one.validated for one in short if one.validated is not None)
    new = dict(Article.objects.filter(pk__in=[one.pk for one in short]).values_list("pk", "text"))
    return {one.pk: (old.get(one.validated_id or 0), new[one.pk]) for one in short if one.pk in new}
