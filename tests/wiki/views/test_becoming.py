"""Asking to maintain a topic, proposing that somebody does or does no more, resigning."""

import pytest

from commons.log.models import LogEntry
from tests.factories import make_admin, make_article, make_maintainer, make_topic, make_user
from tests.wiki.peers import make_candidacy, make_candidate, make_peer, make_rules
from wiki.actions.candidacies import propose_removal
from wiki.models import Candidacy, Maintainership, User

pytestmark = pytest.mark.django_db

NEW, REMOVAL = "/topics/production/candidacies/new", "/topics/production/candidacies/removal"
OF_ALL = "/candidacies/removal"


@pytest.fixture(autouse=True)
def _easy_rules():
    make_rules()
    make_peer("peer-1", make_topic("production", "Production"))


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def resigning(term: Maintainership) -> str:
    return f"/maintainerships/{term.pk}/resign"


def test_a_member_sees_on_the_topic_how_far_they_have_come(client):
    make_rules(validated_edits=20, days_active=10)
    client.force_login(make_candidate())
    words = words_of(client.get("/topics/production"))
    assert "Your way to maintaining this topic" in words
    assert "1 of 20 validated edits" in words and "edits on 1 of 10 days" in words
    assert "0 % declined or undone, 10 % at most" in words
    assert "Ask to maintain this topic" not in words and "not yet" in words
    make_rules()
    assert "Ask to maintain this topic" in words_of(client.get("/topics/production"))


def test_visitors_and_maintainers_have_no_way_to_go(client):
    assert "Your way" not in words_of(client.get("/topics/production"))
    client.force_login(User.objects.get(username="peer-1"))
    assert "Your way" not in words_of(client.get("/topics/production"))


def test_what_is_open_stands_on_the_topic(client):
    candidacy = make_candidacy()
    assert candidacy.get_absolute_url() in words_of(client.get("/topics/production"))
    Candidacy.objects.update(outcome="refused")
    assert candidacy.get_absolute_url() not in words_of(client.get("/topics/production"))


def test_a_contributor_asks_for_themselves(client):
    user = make_candidate()
    client.force_login(user)
    assert 'value="candidate-1"' in words_of(client.get(NEW))
    answer = client.post(NEW, {"name": "candidate-1", "reason": "I know tools."}, follow=True)
    assert "It is public now" in words_of(answer) and "I know tools." in words_of(answer)
    assert Candidacy.objects.get().user == user


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("nobody", "Knows it.", "There is no member of this name"),
        ("", "Knows it.", "Write the name of a member"),
        ("candidate-1", " ", "Say why"),
        ("contributor-9", "Knows it.", "does not meet yet what the rules ask"),
        ("peer-1", "Knows it.", "looks after this topic already"),
        ("a" * 200, "Knows it.", "150"),
        ("a\0b", "Knows it.", "There is no member of this name"),
    ],
)
def test_what_cannot_be_asked_is_said_with_all_that_was_typed(client, name, reason, said):
    make_user("contributor-9")
    client.force_login(make_candidate())
    answer = client.post(NEW, {"name": name, "reason": reason})
    assert answer.status_code == 422
    assert said in words_of(answer) and reason.strip() in words_of(answer)
    assert not Candidacy.objects.exists()


def test_who_has_no_validated_edit_is_told_when_proposing(client):
    make_candidate()
    client.force_login(make_user("contributor-9"))
    answer = client.post(NEW, {"name": "candidate-1", "reason": "Knows it."})
    assert answer.status_code == 422
    assert "at least one validated edit may propose" in words_of(answer)


def test_a_peer_proposes_that_another_is_a_maintainer_no_more(client):
    topic = make_topic()
    peer, concerned = make_peer("peer-2", topic), make_peer("peer-3", topic)
    other = make_peer("of-water", make_topic("water")).maintainerships.get()
    client.force_login(peer)
    words = words_of(client.get(REMOVAL))
    assert "peer-3" in words and "of-water" not in words
    bad = client.post(REMOVAL, {"term": other.pk, "reason": "Absent."})
    assert bad.status_code == 422 and "This is no maintainer of this topic now" in words_of(bad)
    term = concerned.maintainerships.get()
    answer = client.post(REMOVAL, {"term": term.pk, "reason": "Absent."}, follow=True)
    assert "peer-3 no more a maintainer of Production</bdi>?" in words_of(answer)
    assert Candidacy.objects.get().kind == "removal"


def test_who_maintains_all_topics_is_spoken_about_by_the_others_of_them(client):
    peer, concerned = make_peer("of-all-1", None), make_peer("of-all-2", None)
    make_admin()
    client.force_login(peer)
    assert f'href="{OF_ALL}"' in words_of(client.get("/topics/production"))
    words = words_of(client.get(OF_ALL))
    assert "of-all-2" in words and "peer-1" not in words
    sent = {"term": concerned.maintainerships.get().pk, "reason": "Absent."}
    answer = client.post(OF_ALL, sent, follow=True)
    assert "of-all-2 no more a maintainer of all topics</bdi>?" in words_of(answer)
    candidacy = Candidacy.objects.get()
    for page in ("/review", "/topics/production"):
        words = words_of(client.get(page))
        assert f'href="{candidacy.get_absolute_url()}"' in words and "all topics" in words
    client.logout()
    assert candidacy.get_absolute_url() in words_of(client.get("/topics/production"))


def test_where_nobody_else_maintains_all_topics_the_page_says_so(client):
    client.force_login(make_peer("of-all-1", None))
    assert "Nobody else is a maintainer of all topics." in words_of(client.get(OF_ALL))


def test_maintainers_of_a_topic_do_not_speak_about_who_maintains_all(client):
    client.force_login(User.objects.get(username="peer-1"))
    assert f'href="{OF_ALL}"' not in words_of(client.get("/topics/production"))
    answer = client.get(OF_ALL)
    assert answer.status_code == 403
    assert "Only those who look after all topics propose this." in words_of(answer)
    concerned = make_peer("of-all-1", None)
    make_peer("of-all-2", None)
    propose_removal(actor=make_admin(), user=concerned, topic=None, reason="Absent.")
    assert "of-all-1" not in words_of(client.get("/review"))


@pytest.mark.parametrize("key", ["9" * 30, "x", "-1", ""])
def test_a_maintainer_that_is_none_is_refused(client, key):
    make_peer("peer-2", make_topic())
    client.force_login(User.objects.get(username="peer-1"))
    assert client.post(REMOVAL, {"term": key, "reason": "Absent."}).status_code == 422


def test_a_maintainer_resigns_from_the_topic_or_from_their_own_page(client):
    user = User.objects.get(username="peer-1")
    term = user.maintainerships.get()
    client.force_login(user)
    for page in ("/topics/production", "/people/peer-1"):
        assert f'href="{resigning(term)}"' in words_of(client.get(page))
    sent = {"words": "Time for others."}
    unsure = client.post(resigning(term), sent)
    assert unsure.status_code == 422 and "Tick this box if you mean it." in words_of(unsure)
    assert "Time for others." in words_of(unsure)
    answer = client.post(resigning(term), {**sent, "sure": "on"}, follow=True)
    assert "You resigned." in words_of(answer)
    assert not Maintainership.objects.in_force().exists()
    assert LogEntry.objects.latest("pk").reason == "Time for others."
    assert client.get(resigning(term)).status_code == 404


def test_a_maintainer_of_all_topics_resigns_too(client):
    user = make_maintainer()
    client.force_login(user)
    term = user.maintainerships.get()
    assert "of all topics" in words_of(client.get(resigning(term)))
    assert client.post(resigning(term), {"sure": "on"}).status_code == 302
    assert not User.objects.get(pk=user.pk).is_maintainer


def test_nobody_sees_the_way_to_resign_for_others(client):
    term = User.objects.get(username="peer-1").maintainerships.get()
    client.force_login(make_user("contributor-9"))
    assert resigning(term) not in words_of(client.get("/people/peer-1"))
    assert client.post(resigning(term), {"sure": "on"}).status_code == 403


def test_a_topics_page_costs_a_member_as_many_queries_however_much_they_wrote(
    client, django_assert_max_num_queries
):
    user = make_candidate()
    for number in range(5):
        make_article(f"Article {number}", actor=user, topics=[make_topic()], validated=True)
    client.force_login(user)
    with django_assert_max_num_queries(20):
        client.get("/topics/production")
