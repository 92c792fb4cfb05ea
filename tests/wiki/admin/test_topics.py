"""Topics, articles and licences in Django admin."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    make_admin,
    make_article,
    make_deleted,
    make_maintainer,
    make_measure,
    make_topic,
    make_user,
)
from tests.wiki.admin.pages import REASON, address
from wiki.actions import topics
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.measuring import lift_measure
from wiki.models import Article, Candidacy, Maintainership, Measure, Topic

pytestmark = pytest.mark.django_db


NEW_TOPIC = {"slug": "water", "name_en": "Water", "name_fr": "Eau", "reason": REASON}


def test_a_topic_is_added_changed_and_deleted_each_with_a_row(chief):
    chief.post(address(Topic, "add"), NEW_TOPIC)
    topic = Topic.objects.get()
    changed = {**NEW_TOPIC, "name_en": "Waters", "slug": "other"}
    chief.post(address(Topic, "change", topic.pk), changed)
    topic.refresh_from_db()
    assert (topic.name_en, topic.slug) == ("Waters", "water")
    assert LogEntry.objects.latest("pk").old == {"name_en": "Water"}
    chief.post(address(Topic, "delete", topic.pk), {"reason": REASON})
    assert not Topic.objects.exists()
    codes = [entry.action for entry in LogEntry.objects.filter(area="topic").order_by("pk")]
    assert codes == ["topic.add", "topic.change", "topic.delete"]


def test_topics_are_ordered_in_the_list(chief):
    first, second = make_topic("water"), make_topic("fire")
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    shown = [second, first]
    for number, (topic, position) in enumerate(zip(shown, (0, 3), strict=True)):
        rows |= {f"form-{number}-id": topic.pk, f"form-{number}-position": position}
    chief.post(address(Topic, "changelist"), rows)
    first.refresh_from_db()
    assert first.position == 3
    entry = LogEntry.objects.get(area="topic")
    assert (entry.old, entry.new) == ({"position": 0}, {"position": 3})


def test_a_topic_with_articles_is_kept(chief):
    topic = make_topic()
    make_article(topics=[topic])
    answer = chief.post(address(Topic, "delete", topic.pk), {"reason": "Not needed."})
    page = answer.content.decode()
    assert "There are articles under this topic" in page
    assert "Not needed." in page
    assert Topic.objects.filter(pk=topic.pk).exists()


@pytest.mark.parametrize(
    "wrong", [{"slug": "production"}, {"slug": "no spaces"}, {"name_en": ""}, {"reason": " "}]
)
def test_a_topic_that_cannot_be_is_refused_with_what_was_typed(chief, wrong):
    make_topic("production")
    answer = chief.post(address(Topic, "add"), {**NEW_TOPIC, **wrong})
    assert answer.status_code == 200
    assert "Eau" in answer.content.decode()
    assert Topic.objects.count() == 1
    assert not LogEntry.objects.filter(area="topic").exists()


def test_only_admins_change_topics_whatever_way_they_come():
    user, topic = make_maintainer(), make_topic()
    with pytest.raises(NotAllowed):
        topics.add_topic(actor=user, values=NEW_TOPIC, reason=REASON)
    with pytest.raises(NotAllowed):
        topics.change_topic(actor=user, topic=topic, changes={"name_en": "X"}, reason=REASON)
    with pytest.raises(NotAllowed):
        topics.place_topic(actor=user, topic=topic, position=4)
    with pytest.raises(NotAllowed):
        topics.delete_topic(actor=user, topic=topic, reason=REASON)


def test_topics_are_changed_with_a_reason_and_valid_values_only():
    chief, topic = make_admin(), make_topic()
    with pytest.raises(NotDone):
        topics.change_topic(actor=chief, topic=topic, changes={"name_en": "X"}, reason=" ")
    with pytest.raises(ValidationError):
        topics.change_topic(actor=chief, topic=topic, changes={"name_en": ""}, reason=REASON)
    topics.change_topic(actor=chief, topic=topic, changes={"name_en": topic.name_en}, reason=REASON)
    assert not LogEntry.objects.filter(area="topic").exists()


def branch_of(*slugs: str) -> list[Topic]:
    """Topics, each a part of the one before."""
    made: list[Topic] = []
    for slug in slugs:
        topic = make_topic(slug)
        topic.parent = made[-1] if made else None
        topic.save()
        made.append(topic)
    return made


def test_a_topic_becomes_a_part_of_another_and_the_log_names_it(chief):
    water, topic = make_topic("water"), make_topic("rivers")
    sent = {"name_en": "Rivers", "name_fr": "Rivers", "parent": water.pk, "reason": REASON}
    chief.post(address(Topic, "change", topic.pk), sent)
    topic.refresh_from_db()
    assert topic.parent == water
    entry = LogEntry.objects.get(area="topic")
    assert (entry.old, entry.new) == ({"parent": None}, {"parent": "Water"})
    chief.post(address(Topic, "change", topic.pk), {**sent, "parent": ""})
    topic.refresh_from_db()
    assert topic.parent is None
    assert LogEntry.objects.latest("pk").old == {"parent": "Water"}


def test_a_topic_is_added_as_a_part_of_another(chief):
    water = make_topic("earth")
    chief.post(address(Topic, "add"), {**NEW_TOPIC, "parent": water.pk})
    assert Topic.objects.get(slug="water").parent == water
    assert LogEntry.objects.get(area="topic").new["parent"] == "Earth"


def test_topics_go_round_in_no_circle(chief):
    first, second, third = branch_of("one", "two", "three")
    for parent in (first, second, third):
        sent = {"name_en": "Typed", "name_fr": "Un", "parent": parent.pk, "reason": REASON}
        words = chief.post(address(Topic, "change", first.pk), sent).content.decode()
        assert "cannot be a part of itself or of what is below it" in words and "Typed" in words
    first.refresh_from_db()
    assert first.parent is None and not LogEntry.objects.filter(area="topic").exists()


def test_the_tree_is_no_deeper_than_four_levels(chief):
    *_others, fourth = branch_of("one", "two", "three", "four")
    words = chief.post(address(Topic, "add"), {**NEW_TOPIC, "parent": fourth.pk}).content.decode()
    assert "in 4 levels at most, and this would make 5" in words and "Eau" in words
    top, _below = branch_of("five", "six")
    sent = {"name_en": "Five", "name_fr": "Cinq", "reason": REASON}
    third = Topic.objects.get(slug="three")
    words = chief.post(
        address(Topic, "change", top.pk), {**sent, "parent": third.pk}
    ).content.decode()
    assert "this would make 5" in words
    second = Topic.objects.get(slug="two")
    chief.post(address(Topic, "change", top.pk), {**sent, "parent": second.pk})
    top.refresh_from_db()
    assert top.parent == second


def test_the_action_refuses_circles_whatever_way_they_come():
    first, second = branch_of("one", "two")
    with pytest.raises(NotDone):
        topics.change_topic(
            actor=make_admin(), topic=first, changes={"parent": second}, reason=REASON
        )


@pytest.mark.parametrize(
    ("hang", "said"),
    [
        (lambda topic: branch_of("water", "rivers"), "There are topics below this one"),
        (
            lambda topic: Maintainership.objects.create(user=make_user(), topic=topic),
            "Somebody maintains this topic",
        ),
        (
            lambda topic: Candidacy.objects.create(
                user=make_user(), topic=topic, kind="appointment", closes=timezone.now()
            ),
            "A candidacy for this topic is open",
        ),
    ],
    ids=["subtopics", "maintainers", "candidacies"],
)
def test_a_topic_on_which_something_hangs_is_kept(chief, hang, said):
    topic = make_topic("water")
    hang(topic)
    answer = chief.post(address(Topic, "delete", topic.pk), {"reason": REASON})
    assert said in answer.content.decode()
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_topic_that_somebody_is_blocked_from_stays_and_what_is_over_outlives_it(chief):
    topic = make_topic("quarrels")
    measure = make_measure("topic_block", topic=topic)
    answer = chief.post(address(Topic, "delete", topic.pk), {"reason": REASON})
    assert "Somebody is blocked from this topic" in answer.content.decode()
    lift_measure(actor=make_admin(), measure=measure, reason=REASON)
    chief.post(address(Topic, "delete", topic.pk), {"reason": REASON})
    assert not Topic.objects.filter(slug="quarrels").exists()
    assert Measure.objects.get().topic is None


def test_a_topic_that_somebody_maintained_once_can_be_deleted(chief):
    topic = make_topic("water")
    ended = timezone.now()
    Maintainership.objects.create(user=make_user(), topic=topic, since=ended, until=ended)
    chief.post(address(Topic, "delete", topic.pk), {"reason": REASON})
    assert not Topic.objects.filter(pk=topic.pk).exists()


def test_an_article_shows_the_way_to_what_can_be_done_with_it(chief):
    article = make_article()
    page = chief.get(address(Article, "change", article.pk)).content.decode()
    for link in ("", "/history", "/delete"):
        assert f'href="/en/peer-production{link}"' in page
    make_deleted(article)
    page = chief.get(address(Article, "change", article.pk)).content.decode()
    assert 'href="/en/peer-production/restore"' in page


def test_titles_and_names_are_shown_as_text(chief):
    evil = "<script>alert(1)</script>"
    article = make_article(evil)
    for page in (address(Article, "changelist"), address(Article, "change", article.pk)):
        assert evil not in chief.get(page).content.decode()


# Licences ------------------------------------------------------------------------------------


def test_every_act_on_a_licence_leaves_a_row(chief):
    licence = Licence.objects.offered().exclude(is_default=True).first()
    sent = {"action": "withdraw", "_selected_action": [licence.pk], "reason": REASON}
    chief.post(address(Licence, "changelist"), sent)
    licence.refresh_from_db()
    assert licence.role != "offered"
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == ("licence.withdraw", "admin-1", REASON)
    assert json.dumps(entry.old)
