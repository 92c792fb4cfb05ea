"""The shingles of each article's latest text, kept as rows: which articles say the same."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Count

from wiki.history.shingles import changed, kept, prose_of
from wiki.models import Article, Shingle
from wiki.models.article import ArticleQuerySet

# What so many articles say one after the other shows nothing, and no more rows of it are kept:
# so a save reads no more rows of a common phrase in a large wiki than in a small one.
ARTICLES_PER_SHINGLE = 20
# Values in one query; every engine takes as many.
AT_ONCE = 2_000


def keep_shingles(article: Article, before: str) -> None:
    """Makes the rows those of the article's text, which was `before`; only what differs is written.

    The caller holds the transaction, with the article locked, and saves it.
    """
    if article.is_compared:
        if before == article.text:
            return
        more, less = changed(before, article.text)
    else:
        Shingle.objects.filter(article=article).delete()
        more, less = kept(prose_of(article.text).known), set()
        article.is_compared = True
    for numbers in _batches(less):
        Shingle.objects.filter(article=article, number__in=numbers).delete()
    for numbers in _batches(more):
        common = _common_among(numbers)
        Shingle.objects.bulk_create(
            (Shingle(number=number, article=article) for number in numbers if number not in common),
            ignore_conflicts=True,  # of those kept already
        )


def forget_shingles(article: Article) -> None:
    """Leaves the rows behind what the article says, until the next revision; does not save."""
    article.is_compared = False


def sharing(numbers: Collection[int], *, apart_from: Article | None) -> dict[int, list[int]]:
    """The keys of other articles that have some of the shingles, with those that they have.

    Deleted articles, too.
    """
    found: defaultdict[int, list[int]] = defaultdict(list)
    for batch in _batches(numbers):
        rows = Shingle.objects.filter(number__in=batch)
        for number, key in rows.values_list("number", "article_id"):
            if apart_from is None or key != apart_from.pk:
                found[key].append(number)
    return dict(found)


def not_compared() -> ArticleQuerySet:
    """The articles of which an earlier version kept no shingles."""
    return Article.objects.light().filter(is_compared=False).order_by("pk")


def _common_among(numbers: Sequence[int]) -> set[int]:
    counted = Shingle.objects.filter(number__in=numbers).values("number")
    common = counted.annotate(articles=Count("article")).filter(articles__gte=ARTICLES_PER_SHINGLE)
    return set(common.values_list("number", flat=True))


def _batches(numbers: Collection[int]) -> Iterator[list[int]]:
    """In the order in which an index has them."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
