"""Two admins move topics in the same moment."""

import pytest

from tests.factories import make_admin, make_topic
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions.errors import NotDone
from wiki.actions.topics import change_topic
from wiki.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_topics_that_become_parts_of_each_other_at_once_make_no_circle():
    admins = [make_admin("admin-1"), make_admin("admin-2")]
    pairs = [(make_topic("one"), make_topic("two")), (make_topic("two"), make_topic("one"))]

    def move(index: int) -> None:
        topic, parent = pairs[index]
        change_topic(actor=admins[index], topic=topic, changes={"parent": parent}, reason="So.")

    (refused,) = together(2, move)
    assert isinstance(refused, NotDone)
    assert Topic.objects.exclude(parent=None).count() == 1
