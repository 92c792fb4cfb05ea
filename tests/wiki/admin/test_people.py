"""People in Django admin: roles and accounts, each act with a reason."""

import pytest

from commons.log.models import LogEntry
from tests.factories import (
    make_admin,
    make_maintainer,
    make_topic,
    make_user,
)
from tests.wiki.admin.pages import REASON, address, person_page
from wiki.models import Maintainership, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("act", "made", "code"),
    [
        ("appoint", make_user, "role.appoint"),
        ("end", make_maintainer, "role.end"),
        ("make_admin", make_user, "role.admin"),
        ("end_admin", make_admin, "role.not_admin"),
        ("close", make_user, "account.close"),
    ],
)
def test_each_act_on_a_person_is_done_once_and_logged(chief, act, made, code):
    person = made("person-1")
    answer = chief.post(person_page(person), {"act": act, "reason": REASON}, follow=True)
    assert "Done, and recorded in the public log." in answer.content.decode()
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == (code, "admin-1", REASON)
    assert REASON in answer.content.decode()
    answer = chief.post(person_page(person), {"act": act, "reason": REASON})
    assert answer.status_code == 200
    assert "This cannot be done now" in answer.content.decode()
    assert LogEntry.objects.latest("pk") == entry


def test_a_closed_account_is_opened_again(chief):
    person = make_user(is_active=False)
    chief.post(person_page(person), {"act": "open", "reason": REASON})
    person.refresh_from_db()
    assert person.is_active
    assert LogEntry.objects.latest("pk").action == "account.open"


def test_ones_own_account_stays_open_and_the_reason_typed(chief):
    me = User.objects.get(username="admin-1")
    answer = chief.post(person_page(me), {"act": "close", "reason": "Enough of it."})
    page = answer.content.decode()
    assert "You cannot close your own account here." in page
    assert "Enough of it." in page


def test_the_last_admin_stays(client):
    client.force_login(make_admin())
    me = User.objects.get(username="admin-1")
    page = client.post(person_page(me), {"act": "end_admin", "reason": REASON}).content.decode()
    assert "The last admin cannot lose the role" in page


def test_names_and_passwords_of_others_cannot_be_written(chief):
    person = make_user()
    before = User.objects.values().get(pk=person.pk)
    sent = {"username": "x", "password": "x", "is_superuser": "on", "is_staff": "on"}
    assert chief.post(person_page(person), sent).status_code == 200
    assert User.objects.values().get(pk=person.pk) == before
    assert "password" not in {name for name, _value in chief.get(person_page(person)).items()}
    assert before["password"] not in chief.get(person_page(person)).content.decode()


def test_a_maintainers_term_leads_to_the_person(chief):
    person = make_maintainer()
    term = person.maintainerships.get()
    page = chief.get(address(Maintainership, "change", term.pk)).content.decode()
    assert person_page(person) in page


def test_somebody_is_made_a_maintainer_of_a_topic_and_then_of_another(chief):
    person, topics = make_user(), [make_topic("water"), make_topic("fire")]
    for topic in topics:
        sent = {"act": "appoint", "topic": topic.pk, "reason": REASON}
        assert chief.post(person_page(person), sent).status_code == 302
    assert User.objects.get(pk=person.pk).maintained == frozenset(topic.pk for topic in topics)
    assert LogEntry.objects.latest("pk").new == {"topic": "Fire"}
    page = chief.get(person_page(person)).content.decode()
    assert "<td>Water</td>" in page and "End the maintainership of Fire" in page


def test_nobody_is_made_a_maintainer_of_one_topic_twice(chief):
    person, topic = make_user(), make_topic("water")
    sent = {"act": "appoint", "topic": topic.pk, "reason": "Knows it well."}
    chief.post(person_page(person), sent)
    page = chief.post(person_page(person), sent).content.decode()
    assert "contributor-1 is already a maintainer of Water." in page and "Knows it well." in page
    assert person.maintainerships.count() == 1


def test_of_several_terms_one_is_ended_or_all(chief):
    person = make_user()
    water = Maintainership.objects.create(user=person, topic=make_topic("water"))
    Maintainership.objects.create(user=person, topic=make_topic("fire"))
    Maintainership.objects.create(user=person, topic=make_topic("earth"))
    chief.post(person_page(person), {"act": f"end:{water.pk}", "reason": REASON})
    assert LogEntry.objects.latest("pk").old == {"topic": "Water"}
    remaining = frozenset(make_topic(slug).pk for slug in ("fire", "earth"))
    assert User.objects.get(pk=person.pk).maintained == remaining
    chief.post(person_page(person), {"act": "end", "reason": REASON})
    assert User.objects.get(pk=person.pk).maintained == frozenset()
    assert LogEntry.objects.latest("pk").old == {"topic": ["Fire", "Earth"]}


def test_the_term_of_somebody_else_is_not_ended_by_its_key(chief):
    person = make_user()
    for slug in ("water", "fire"):
        Maintainership.objects.create(user=person, topic=make_topic(slug))
    other = make_maintainer("maintainer-2").maintainerships.get()
    sent = {"act": f"end:{other.pk}", "reason": REASON}
    assert "This cannot be done now" in chief.post(person_page(person), sent).content.decode()
    assert make_user("maintainer-2").is_maintainer


def test_a_topic_that_is_none_is_refused(chief):
    person = make_user()
    sent = {"act": "appoint", "topic": "9" * 30, "reason": REASON}
    assert "Choose a topic from the list" in chief.post(person_page(person), sent).content.decode()
    assert not person.maintainerships.exists()


def test_the_public_log_says_what_somebody_maintains(chief):
    sent = {"act": "appoint", "topic": make_topic("water").pk, "reason": REASON}
    chief.post(person_page(make_user()), sent)
    chief.post(person_page(make_user("contributor-2")), {"act": "appoint", "reason": REASON})
    words = chief.get("/log?area=role").content.decode()
    assert "<bdi>Water</bdi>" in words and "<bdi>all topics</bdi>" in words
