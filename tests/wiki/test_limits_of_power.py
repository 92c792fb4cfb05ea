"""Nobody gets a say by a side door: by filing, while blocked, or without a second factor."""

import pytest

from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_edit,
    make_maintainer,
    make_measure,
    make_topic,
    make_user,
)
from tests.wiki.peers import is_over, make_candidacy, make_peer
from wiki.actions.answering import answer_verdict
from wiki.actions.candidacies import speak
from wiki.actions.counting import count_voices
from wiki.actions.errors import NotAllowed
from wiki.actions.looking_again import object_to_verdict
from wiki.actions.moderating import delete_article
from wiki.actions.requesting import ask_for_review
from wiki.models import Review, User
from wiki.permissions import can_review

pytestmark = pytest.mark.django_db


def test_topics_chosen_in_a_change_that_awaits_give_nobody_a_say():
    mine, theirs = make_topic("energy"), make_topic("water")
    maintainer = make_peer("of-energy", mine)
    article = make_article(topics=[theirs], validated=True)
    make_edit(article, article.text, actor=maintainer, topics=[mine, theirs])
    article = fresh(article)
    assert not article.is_validated
    assert not can_review(maintainer, article)
    with pytest.raises(NotAllowed):
        delete_article(actor=maintainer, article=article, reason="Mine now.")
    make_edit(article, "Other words.\n", topics=[])
    assert not can_review(maintainer, fresh(article))


def test_whoever_is_blocked_says_nothing_in_public_but_an_appeal():
    article = make_article(topics=[make_topic()], validated=True)
    make_edit(article, "Other words.\n", actor=make_user())
    review = Review.objects.get()
    make_measure("block", actor=make_maintainer("maintainer-2"))
    blocked = User.objects.get(username="contributor-1")
    acts = [
        lambda: ask_for_review(
            actor=blocked, article=fresh(article), topic=make_topic(), words="Look!"
        ),
        lambda: object_to_verdict(actor=blocked, review=review, words="No."),
        lambda: answer_verdict(actor=blocked, review=review, text="No."),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_peer_without_the_second_factor_that_is_required_has_no_voice(client, settings):
    settings.SECOND_FACTOR = "required"
    candidacy = make_candidacy("peer-1", "peer-2")
    client.force_login(User.objects.get(username="peer-1"))
    sent = {"act": "voice", "voice": "endorse", "reason": "Good work."}
    assert client.post(candidacy.get_absolute_url(), sent).status_code == 403
    assert not candidacy.voices.exists()


def test_whoever_was_blocked_while_peers_spoke_is_not_appointed():
    candidacy = make_candidacy("peer-1", "peer-2")
    for name in ("peer-1", "peer-2"):
        speak(
            actor=User.objects.get(username=name),
            candidacy=candidacy,
            endorses=True,
            reason="Good work.",
        )
    make_measure("block", candidacy.user.username, actor=make_admin())
    assert count_voices(candidacy=is_over(candidacy)).outcome == "refused"
    assert not candidacy.user.maintainerships.exists()
