"""Topics: the groups that articles are filed under, branches of one another."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DEEPEST = 4  # levels of topics below one another


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_order(self) -> "TopicQuerySet":
        return self.order_by("position", "slug")


class Topic(models.Model):
    """A group of articles, named in the languages of the interface."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    description_fr = models.CharField(_("description in French"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Whether edits of its trusted contributors on a validated text validate themselves.
    trusts = models.BooleanField(_("trusts contributors"), default=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    @property
    def name(self) -> str:
        """The name in the language of the interface."""
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en

    @property
    def description(self) -> str:
        """The description in the language of the interface."""
        french = (get_language() or "").startswith("fr")
        return self.description_fr if french else self.description_en


def in_branch(topic: Topic, path: str) -> Q:
    """The condition that the topic reached by `path` is this one or below it. No query."""
    levels = ["__parent" * level for level in range(DEEPEST)]
    return reduce(or_, (Q(**{f"{path}{level}": topic}) for level in levels))


def branches_of(topics: Iterable[int]) -> frozenset[int]:
    """The keys of the topics and of all topics below them; one query."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for child, parent in Topic.objects.exclude(parent=None).values_list("pk", "parent_id"):
        children[parent].append(child)
    found: set[int] = set()
    look_at = list(topics)
    while look_at:
        topic = look_at.pop()
        if topic not in found:
            found.add(topic)
            look_at += children[topic]
    return frozenset(found)


def those_above(topics: Iterable[int]) -> frozenset[int]:
    """The keys of the topics and of all that they are a part of; one query."""
    parents = dict(Topic.objects.exclude(parent=None).values_list("pk", "parent_id"))
    found: set[int] = set()
    for topic in topics:
        above: int | None = topic
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return frozenset(found)
