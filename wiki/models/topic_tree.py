"""The tree that topics form: what is above and what is below each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from wiki.models.topic import Topic


class TopicTree:
    """All topics of the site, each list in the site's order. One query: see `topic_tree`."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = {topic.pk: topic for topic in topics}
        self._children: defaultdict[int | None, list[Topic]] = defaultdict(list)
        for topic in self._topics.values():
            self._children[topic.parent_id].append(topic)

    def above(self, topic: Topic) -> list[Topic]:
        """What the topic is a part of, the outermost first."""
        found: list[Topic] = []
        # Bounded, so that a circle that somebody wrote past the actions ends, too.
        parent = self._topics.get(topic.parent_id or 0)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self._topics.get(parent.parent_id or 0)
        return found[::-1]

    def children(self, topic: Topic) -> list[Topic]:
        """The topics that are a part of this one, directly."""
        return self._children[topic.pk]

    def branch(self, topic: Topic) -> frozenset[int]:
        """The keys of the topic and of all topics below it."""
        return frozenset(one.pk for _level, one in self.walk(topic))

    def height(self, topic: Topic) -> int:
        """How many levels the topic and those below it take up; 1 for one without subtopics."""
        return max(level for level, _one in self.walk(topic)) + 1

    def walk(self, topic: Topic | None = None) -> Iterator[tuple[int, Topic]]:
        """All topics, or one and those below it, each before its own, with its level from 0."""
        waiting = [(0, one) for one in reversed([topic] if topic else self._children[None])]
        seen = set()
        while waiting:
            level, one = waiting.pop()
            if one.pk not in seen:
                seen.add(one.pk)
                yield level, one
                waiting += [(level + 1, child) for child in reversed(self.children(one))]


def topic_tree() -> TopicTree:
    """The tree as it is now."""
    return TopicTree(Topic.objects.in_order())
