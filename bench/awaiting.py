"""A long queue: copies of an article, each with a change that awaits validation."""

import random
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from reversion.models import Revision as StoredRevision

from bench.data import make_article, make_member, prose
from wiki.models import Article, Revision, Topic
from wiki.models.revision import Contributor

AT_ONCE = 2_000
AUTHORS = 5_000
TEXT = 2_000  # characters
# Half of the topics, and so of the articles, stand under one.
ABOVE, BELOW = "commons", ("governance", "licences")


def make_queue(count: int) -> None:
    """Makes so many articles that await; their texts are real, their histories have no text.

    Of two in five as many more a maintainer has asked for changes.
    """
    for slug in BELOW:
        Topic.objects.filter(slug=slug).update(parent=Topic.objects.get(slug=ABOVE))
    model = make_article("What all are copies of", prose(TEXT), actor=make_member("writer"))
    chance = random.Random(7)  # the same data in every run
    asked = count * 2 // 5
    for first in range(0, count + asked, AT_ONCE):
        with transaction.atomic():
            _make(model, range(first, min(first + AT_ONCE, count + asked)), count, chance)
    # A database in use has done so on its own.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _make(model: Article, numbers: range, count: int, chance: random.Random) -> None:
    oldest = timezone.now() - timedelta(minutes=3 * count)
    articles = Article.objects.bulk_create(
        _copy(
            model,
            number,
            oldest + timedelta(minutes=number % count // 2 * 5),
            chance,
            asked=number >= count,
        )
        for number in numbers
    )
    revisions = Revision.objects.bulk_create(
        _change(model, article, stored)
        for article, stored in zip(articles, _stored(len(articles)), strict=True)
    )
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(
        latest=Subquery(Revision.objects.filter(article=OuterRef("pk")).values("pk")[:1])
    )
    topics = list(Topic.objects.values_list("pk", flat=True))
    filed = Article.topics.through
    filed.objects.bulk_create(
        filed(article_id=article.pk, topic_id=chance.choice(topics)) for article in articles
    )
    Contributor.objects.bulk_create(
        Contributor(
            article_id=revision.article_id,
            name=revision.author_name,
            kind=revision.author_kind,
            revisions=1,
            first=revision.created,
            last=revision.created,
        )
        for revision in revisions
    )


def _copy(
    model: Article, number: int, since: datetime, chance: random.Random, *, asked: bool
) -> Article:
    weight = int(chance.lognormvariate(5, 2)) + 1
    change = weight if chance.random() < 0.7 else -weight
    return Article(
        language="fr" if number % 5 < 2 else "en",
        title=f"Article {number}",
        sort_title=f"article {number}",
        slug=f"article-{number}",
        text=model.text,
        licence_id=model.licence_id,
        pending_since=since,
        pending_count=1,
        pending_change=change,
        pending_weight=weight,
        pending_by_guest=chance.random() < 0.4,
        pending_by_newcomer=chance.random() < 0.4,
        pending_first_edit=chance.random() < 0.4,
        pending_licence=chance.random() < 0.4,
        asked_at=since if asked else None,
        reads=int(chance.lognormvariate(3, 2)),
        watchers=0 if chance.random() < 0.6 else chance.randrange(1, 20),
        contributor_count=1,
    )


def _stored(count: int) -> list[StoredRevision]:
    now = timezone.now()
    return StoredRevision.objects.bulk_create(
        StoredRevision(date_created=now) for _number in range(count)
    )


def _change(model: Article, article: Article, stored: StoredRevision) -> Revision:
    assert model.latest is not None
    is_guest = article.pending_by_guest
    since = article.pending_since
    assert since is not None
    return Revision(
        revision=stored,
        article=article,
        number=1,
        author_name=f"contributor-{stored.pk % AUTHORS}",
        author_kind=Revision.AuthorKind.GUEST if is_guest else Revision.AuthorKind.MEMBER,
        created=since,
        recorded=since,
        kind=Revision.Kind.CREATION,
        title=article.title,
        licence_id=article.licence_id,
        sha256=model.latest.sha256,
        size=len(article.text),
        size_change=article.pending_change,
        language=article.language,
        by_newcomer=article.pending_by_newcomer,
    )
