"""A candidacy's page: what is asked, what peers say, and the forms of those whom it concerns."""

import pytest

from tests.factories import make_admin, make_topic, make_user
from tests.wiki.peers import WHY, is_over, make_candidacy, make_candidate, make_peer, make_rules
from wiki.actions.candidacies import answer_peers, open_candidacy, propose_removal, speak
from wiki.actions.counting import count_voices
from wiki.models import Candidacy, Maintainership, User, Voice
from wiki.views import candidacies as view

pytestmark = pytest.mark.django_db


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def read(client, candidacy: Candidacy, **asked: str) -> str:
    answer = client.get(candidacy.get_absolute_url(), asked)
    assert answer.status_code == 200
    return words_of(answer)


def signed_in(client, name: str):
    client.force_login(User.objects.get(username=name))
    return client


def test_everybody_reads_what_is_asked_and_what_peers_say(client):
    candidacy = make_candidacy("peer-1", "peer-2")
    for name, endorses in (("peer-1", True), ("peer-2", False)):
        peer = User.objects.get(username=name)
        speak(actor=peer, candidacy=candidacy, endorses=endorses, reason=f"Says {name}.")
    answer_peers(actor=candidacy.user, candidacy=candidacy, text="Thank you.")
    words = read(client, candidacy)
    for part in ("Open until", "Says peer-1.", "Says peer-2.", "answer of the person concerned"):
        assert part in words
    assert "1 of 1 validated edit" in words and "2 endorsements, and more than objections" in words
    assert "<form" not in words.split("<main")[1].split("</main>")[0]


def test_who_changed_their_mind_is_shown_with_both_words(client):
    candidacy = make_candidacy("peer-1")
    peer = User.objects.get(username="peer-1")
    for endorses in (False, True):
        speak(actor=peer, candidacy=candidacy, endorses=endorses, reason="So.")
    words = read(client, candidacy)
    assert "objected, and spoke again later" in words and ">endorses<" in words


def test_a_peer_speaks_in_public(client):
    candidacy = make_candidacy("peer-1")
    signed_in(client, "peer-1")
    assert "I endorse this" in read(client, candidacy)
    sent = {"act": "voice", "voice": "endorse", "reason": "Good work."}
    answer = client.post(candidacy.get_absolute_url(), sent, follow=True)
    assert "Your voice is public now." in words_of(answer)
    assert Voice.objects.values_list("endorses", "reason").get() == (True, "Good work.")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"voice": "", "reason": "Good work."}, "Choose whether you endorse or object."),
        ({"voice": "yes", "reason": "Good work."}, "Choose whether you endorse or object."),
        ({"voice": "object", "reason": "  "}, "Say why: the reason is public."),
        ({"voice": "object", "reason": "x" * 2001}, "2001"),
    ],
)
def test_what_a_peer_leaves_out_is_asked_for_and_nothing_is_lost(client, sent, said):
    candidacy = make_candidacy("peer-1")
    signed_in(client, "peer-1")
    answer = client.post(candidacy.get_absolute_url(), {"act": "voice", **sent})
    assert answer.status_code == 422
    assert said in words_of(answer) and sent["reason"].strip() in words_of(answer)
    assert not Voice.objects.exists()


@pytest.mark.parametrize("act", ["voice", "answer", "withdraw"])
def test_who_is_not_concerned_does_nothing(client, act):
    candidacy = make_candidacy("peer-1")
    client.force_login(make_user("contributor-9"))
    sent = {"act": act, "voice": "endorse", "reason": WHY, "answer": WHY, "why": WHY}
    assert client.post(candidacy.get_absolute_url(), sent).status_code == 403
    assert not Voice.objects.exists()
    candidacy.refresh_from_db()
    assert candidacy.is_open


def test_words_that_come_too_late_are_shown_to_who_wrote_them(client):
    candidacy = is_over(make_candidacy("peer-1"))
    signed_in(client, "peer-1")
    sent = {"act": "voice", "voice": "endorse", "reason": "What I thought of it."}
    answer = client.post(candidacy.get_absolute_url(), sent)
    assert answer.status_code == 422
    assert "The time for this is over" in words_of(answer)
    assert "What I thought of it." in words_of(answer)


def test_a_proposed_candidate_answers_or_declines(client):
    make_rules()
    make_peer("peer-1", make_topic())
    user, proposer = make_candidate(), make_candidate("candidate-2")
    candidacy = open_candidacy(actor=proposer, user=user, topic=make_topic(), reason=WHY)
    client.force_login(user)
    assert "Decline this: you do not wish" in read(client, candidacy)
    client.post(candidacy.get_absolute_url(), {"act": "answer", "answer": "Thank you, no."})
    client.post(candidacy.get_absolute_url(), {"act": "withdraw", "why": "No time."})
    words = read(client, candidacy)
    assert "Thank you, no." in words and "Withdrawn on" in words and "No time." not in words


def test_a_maintainer_spoken_about_answers_and_does_not_end_it(client):
    make_rules()
    topic = make_topic()
    concerned = make_peer("peer-1", topic)
    make_peer("peer-2", topic)
    candidacy = propose_removal(actor=make_admin(), user=concerned, topic=topic, reason="Absent.")
    client.force_login(concerned)
    words = read(client, candidacy)
    assert "Answer in public" in words and "Withdraw this" not in words
    sent = {"act": "withdraw", "why": "I say no."}
    assert client.post(candidacy.get_absolute_url(), sent).status_code == 403


def test_anybody_signed_in_has_the_voices_counted_when_the_time_is_over(client):
    candidacy = make_candidacy("peer-1")
    peer = User.objects.get(username="peer-1")
    speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    client.force_login(make_user("contributor-9"))
    early = client.post(candidacy.get_absolute_url(), {"act": "count"})
    assert early.status_code == 422 and "Peers may still speak" in words_of(early)
    is_over(candidacy)
    assert "Count the voices" in read(client, candidacy)
    answer = client.post(candidacy.get_absolute_url(), {"act": "count"}, follow=True)
    assert "Accepted on" in words_of(answer)
    assert Maintainership.objects.in_force().filter(user=candidacy.user).exists()
    again = client.post(candidacy.get_absolute_url(), {"act": "count"})
    assert again.status_code == 422 and "counted already" in words_of(again)


def test_a_visitor_counts_nothing(client):
    candidacy = make_candidacy("peer-1", closed=True)
    assert "Count the voices" not in read(client, candidacy)
    assert client.post(candidacy.get_absolute_url(), {"act": "count"}).status_code == 403


def test_what_was_not_accepted_says_so(client):
    candidacy = count_voices(candidacy=make_candidacy("peer-1", closed=True))
    assert "Not accepted, counted on" in read(client, candidacy)


def test_what_people_write_is_text(client):
    candidacy = make_candidacy("peer-1")
    peer = User.objects.get(username="peer-1")
    speak(actor=peer, candidacy=candidacy, endorses=True, reason="<script>alert(1)</script>")
    assert "<script>alert" not in read(client, candidacy)


def test_many_voices_are_turned_page_by_page_with_as_many_queries(
    client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(view, "VOICES_PER_PAGE", 3)
    candidacy = make_candidacy(*(f"peer-{number}" for number in range(8)))
    for number in range(8):
        peer = User.objects.get(username=f"peer-{number}")
        speak(actor=peer, candidacy=candidacy, endorses=True, reason=f"Number {number}.")
    with django_assert_max_num_queries(12):
        answer = client.get(candidacy.get_absolute_url())
    cursor = answer.context["page"].next_cursor
    assert "Number 3." in read(client, candidacy, cursor=cursor)


@pytest.mark.parametrize("path", ["/candidacies/99999999", "/candidacies/x", "/candidacies/-1"])
def test_there_is_no_page_for_no_candidacy(client, path):
    assert client.get(path).status_code == 404


def test_a_maintainer_finds_what_peers_are_asked_about_above_the_queue(client):
    candidacy = make_candidacy("peer-1")
    make_peer("of-water", make_topic("water"))
    address = candidacy.get_absolute_url()
    assert address not in client.get("/review").content.decode()
    assert address in signed_in(client, "peer-1").get("/review").content.decode()
    assert address not in signed_in(client, "of-water").get("/review").content.decode()
    count_voices(candidacy=is_over(candidacy))
    assert address not in signed_in(client, "peer-1").get("/review").content.decode()


def test_who_was_not_accepted_reads_from_when_on_they_may_ask_again(client):
    candidacy = make_candidacy("peer-1")
    count_voices(candidacy=is_over(candidacy))
    signed_in(client, "candidate-1")
    for page in ("/topics/production", "/topics/production/candidacies/new"):
        assert "The peers did not accept it. You may ask again from" in words_of(client.get(page))
    sent = {"name": "candidate-1", "reason": "Kept words."}
    answer = client.post("/topics/production/candidacies/new", sent)
    assert answer.status_code == 422
    assert "ask again from" in words_of(answer) and "Kept words." in words_of(answer)
    make_rules(waiting_days=0)
    assert "You may ask again from" not in words_of(client.get("/topics/production"))
