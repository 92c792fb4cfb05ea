"""Putting the starter articles into a wiki, once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from commons.log.record import record
from licensing.models import Licence
from wiki import rendering, search
from wiki.actions import links
from wiki.actions.revising import Change, add_revision
from wiki.addresses import slug_of
from wiki.history.versions import Author
from wiki.models import Alias, Article, Link, Revision, Topic
from wiki.models.link import existing_targets
from wiki.rendering import Rendered

# Who the starter articles are credited to and validated by.
STARTER_NAME = "Starter articles"
ORIGINAL_LANGUAGE = "en"
_KEY_PREFIX = "starter:"

Address = tuple[str, str]  # language and slug


@dataclass(frozen=True)
class StarterTopic:
    """A topic that starter articles are filed under."""

    slug: str
    name_en: str
    name_fr: str
    description_en: str
    description_fr: str


@dataclass(frozen=True)
class StarterArticle:
    """A starter article. `translation_of` is the title of the original, or empty."""

    language: str
    title: str
    licence: str
    topics: Sequence[str]
    text: str
    translation_of: str = ""

    @property
    def address(self) -> Address:
        """Where it stands."""
        return self.language, slug_of(self.title)


def starter_loaded() -> set[Address]:
    """The addresses of the starter articles that were ever loaded, whatever became of them."""
    keys = Revision.objects.filter(key__startswith=_KEY_PREFIX).values_list("key", flat=True)
    return {_address(key) for key in keys if key}


def load_starter(
    *, articles: Sequence[StarterArticle], topics: Sequence[StarterTopic]
) -> list[Article]:
    """Makes those of the articles that were never loaded and whose address is free.

    All in one transaction, so that links among them are right from the start; each is validated
    by being made. Nothing that people edited, moved or deleted is touched. Missing topics are
    added. Returns the articles made. Raises Licence.DoesNotExist, Topic.DoesNotExist.
    """
    coming = _those_with_a_place(articles)
    if not coming:
        return []
    rendered = _format(coming)
    with transaction.atomic():
        _add_topics(topics)
        made = _make(_those_with_a_place(coming))
        # What stands there already and links to them is formatted again; they themselves are not.
        waiting = _linked_to([article for article, _starter in made])
        for article, starter in made:
            _write_first_revision(article, starter, rendered[starter.address])
        for language, slug in waiting:
            links.refresh_after_commit(language, slug)
        if made:
            record(actor=STARTER_NAME, action="content.starter", new={"articles": len(made)})
    return [article for article, _starter in made]


def _those_with_a_place(articles: Iterable[StarterArticle]) -> list[StarterArticle]:
    """Those never loaded whose address nothing has or had; originals before translations."""
    taken = starter_loaded()
    taken |= set(Article.objects.values_list("language", "slug"))
    taken |= set(Alias.objects.values_list("language", "slug"))
    free = [article for article in articles if article.address not in taken]
    return sorted(free, key=lambda article: bool(article.translation_of))


def _format(articles: Sequence[StarterArticle]) -> dict[Address, Rendered]:
    coming = {article.address for article in articles}

    def resolve(pairs: Collection[Address]) -> set[Address]:
        return existing_targets(pairs) | coming.intersection(pairs)

    return {
        article.address: rendering.render(article.text, language=article.language, resolve=resolve)
        for article in articles
    }


def _make(articles: Sequence[StarterArticle]) -> list[tuple[Article, StarterArticle]]:
    licences = {licence.spdx: licence for licence in Licence.objects.all()}
    made = []
    for starter in articles:
        original = None
        if starter.translation_of:
            original = Article.objects.filter(
                language=ORIGINAL_LANGUAGE, slug=slug_of(starter.translation_of)
            ).first()
        if starter.licence not in licences:
            raise Licence.DoesNotExist(f"There is no licence {starter.licence}.")
        language, slug = starter.address
        article = Article.objects.create(
            language=language,
            title=starter.title,
            sort_title=search.sort_key(starter.title),
            slug=slug,
            text=starter.text,
            licence=licences[starter.licence],
            translation_of=original,
        )
        made.append((article, starter))
    return made


def _linked_to(articles: Sequence[Article]) -> list[Address]:
    addresses = {(article.language, article.slug) for article in articles}
    linked = Link.objects.filter(slug__in=[slug for _language, slug in addresses])
    return sorted(addresses.intersection(linked.values_list("language", "slug")))


def _write_first_revision(article: Article, starter: StarterArticle, rendered: Rendered) -> None:
    topics = [Topic.objects.get(slug=slug) for slug in starter.topics]
    article.topics.set(topics)
    change = Change(
        author=Author.elsewhere(STARTER_NAME),
        kind=Revision.Kind.CREATION,
        key=_key(article.language, article.slug),
        validated_by=STARTER_NAME,
    )
    add_revision(article, change, rendered)


def _add_topics(topics: Sequence[StarterTopic]) -> None:
    known = set(Topic.objects.values_list("slug", flat=True))
    for position, starter in enumerate(topics, start=1):
        if starter.slug in known:
            continue
        names = {
            "name_en": starter.name_en,
            "name_fr": starter.name_fr,
            "description_en": starter.description_en,
            "description_fr": starter.description_fr,
        }
        topic = Topic.objects.create(slug=starter.slug, position=position, **names)
        record(
            actor=STARTER_NAME,
            action="topic.add",
            target=topic,
            target_label=topic.name_en,
            new={"slug": topic.slug} | names,
        )


def _key(language: str, slug: str) -> str:
    return f"{_KEY_PREFIX}{language}:{slug}"


def _address(key: str) -> Address:
    _prefix, language, slug = key.split(":", 2)
    return language, slug
