"""Trusted contributors of a topic: given by its maintainers, for the text alone, always shown."""

import datetime as dt

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_rules,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import get
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.naming import rename_article
from wiki.actions.relicensing import change_licence
from wiki.actions.reverting import revert_to
from wiki.actions.trusting import end_trust, give_trust, set_topic_trust, validated_edits
from wiki.models import Article, Maintainership, Review, Topic, Trust, User

pytestmark = pytest.mark.django_db
WHY = "Ten good edits."


@pytest.fixture
def topic() -> Topic:
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(trusts=True)
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def trusted(topic: Topic) -> User:
    user = make_user("contributor-2")
    Trust.objects.create(user=user, topic=topic, given_by_name="maintainer-1", reason=WHY)
    return user


@pytest.fixture
def article(topic: Topic) -> Article:
    return make_article(topics=[topic], licence="CC0-1.0", validated=True)


def state_after(article: Article, user: User) -> str:
    return make_edit(article, "Better.\n", actor=user).state


def maintainer_of(topic: Topic, name: str = "maintainer-2") -> User:
    user = make_user(name)
    Maintainership.objects.create(user=user, topic=topic, reason=WHY)
    return User.objects.get(pk=user.pk)


def test_a_trusted_contributors_edit_on_a_validated_text_is_validated_by_itself(article, trusted):
    revision = make_edit(article, "Better.\n", actor=trusted)
    review = revision.reviews.get()
    assert (review.verdict, review.by_edit, review.by_trust) == ("validated", True, True)
    assert (review.reviewer, review.reviewer_name) == (trusted, "contributor-2")
    now = fresh(article)
    assert now.validated == revision and now.pending_count == 0 and now.pending_since is None


def test_it_is_shown_as_such_wherever_the_verdict_is(article, trusted, client):
    revision = make_edit(article, "Better.\n", actor=trusted)
    words = "validated by the edit of a trusted contributor"
    decision = f"/review/decisions/{revision.reviews.get().decision}"
    at = article.get_absolute_url()
    for path in (at, f"{at}/history", f"{at}/revisions/2", f"/review/{article.pk}", decision):
        assert words in get(client, path), path
    assert f'href="{decision}"' in get(client, f"{at}/history")
    newest = client.get(f"{at}/history.json").json()["revisions"][0]
    assert newest["verdicts"][0]["by_trust"] is True


def test_an_edit_in_a_topic_below_counts_and_in_another_does_not(topic, trusted):
    below = make_topic("peering")
    Topic.objects.filter(pk=below.pk).update(parent=topic)
    inside = make_article("Inside", topics=[below, make_topic("water")], validated=True)
    outside = make_article("Outside", topics=[make_topic("water")], validated=True)
    nowhere = make_article("Nowhere", validated=True)
    assert state_after(inside, trusted) == "validated"
    assert state_after(outside, trusted) == "awaiting"
    assert state_after(nowhere, trusted) == "awaiting"


def test_on_changes_that_await_a_trusted_edit_awaits_too(article, trusted):
    make_edit(article, "By a guest.\n", actor=make_guest())
    assert state_after(article, trusted) == "awaiting"
    assert fresh(article).pending_count == 2


def test_what_was_never_validated_awaits_somebodys_look(topic, trusted):
    article = make_article(topics=[topic], actor=trusted)
    assert state_after(article, trusted) == "awaiting"


def test_a_topic_that_does_not_trust_a_trust_that_ended_and_a_restrained_member(
    article, topic, trusted
):
    Topic.objects.update(trusts=False)
    assert state_after(article, trusted) == "awaiting"
    Topic.objects.update(trusts=True)
    make_validated(article)
    User.objects.filter(pk=trusted.pk).update(
        restrained_until=timezone.now() + dt.timedelta(days=1)
    )
    assert make_edit(article, "2.\n", actor=User.objects.get(pk=trusted.pk)).state == "awaiting"
    User.objects.update(restrained_until=timezone.now() - dt.timedelta(days=1))
    make_validated(article)
    again = User.objects.get(pk=trusted.pk)
    assert make_edit(article, "3.\n", actor=again).state == "validated"
    Trust.objects.update(until=timezone.now())
    assert make_edit(article, "4.\n", actor=again).state == "awaiting"


def test_never_for_another_title_licence_or_topic(article, topic, trusted):
    seen = fresh(article)
    renamed = rename_article(actor=trusted, article=seen, title="Other", reason="", base=1)
    assert renamed.state == "awaiting"
    make_validated(article)
    other = Licence.objects.get(spdx="CC-BY-SA-4.0")
    put = change_licence(actor=trusted, article=fresh(article), licence=other, reason="", base=2)
    assert put.state == "awaiting"
    make_validated(article)
    filed = make_edit(article, "More.\n", actor=trusted, topics=[topic, make_topic("water")])
    assert filed.state == "awaiting"


def test_never_on_a_question_of_licence(article, trusted, monkeypatch):
    monkeypatch.setattr("wiki.actions.pending.asks_about_licence", lambda revision: True)
    assert state_after(article, trusted) == "awaiting"
    assert fresh(article).pending_licence
    monkeypatch.undo()


def test_never_for_a_text_that_stood_under_another_licence(article, trusted):
    other = Licence.objects.get(spdx="CC-BY-SA-4.0")
    make_edit(article, "Second.\n", actor=make_maintainer())
    change_licence(actor=make_maintainer(), article=article, licence=other, reason="", base=2)
    make_edit(article, "Fourth.\n", actor=make_maintainer())
    back = revert_to(actor=trusted, article=fresh(article), number=1, base=4)
    assert back.state == "awaiting"


def test_never_for_a_merge_with_what_others_wrote(article, trusted):
    text = article.text
    make_edit(article, text.replace("Three traits", "Four traits"), actor=make_maintainer())
    assert fresh(article).is_validated
    mine = Draft(text + "\nA last line.\n", list(article.topics.all()))
    saved = save_edit(actor=trusted, article=article, base=1, draft=mine)
    assert saved.merged and saved.revision.state == "awaiting"


def test_maintainers_of_the_topic_alone_decide_and_say_why(topic):
    stranger = maintainer_of(make_topic("water"), "maintainer-3")
    trust = Trust.objects.create(
        user=make_user(), topic=topic, given_by_name="maintainer-1", reason=WHY
    )
    for actor in (stranger, make_user("contributor-8"), make_guest()):
        for act in (
            lambda actor: set_topic_trust(actor=actor, topic=topic, trusts=False, reason=WHY),
            lambda actor: give_trust(actor=actor, topic=topic, user=make_user("a"), reason=WHY),
            lambda actor: end_trust(actor=actor, trust=trust, reason=WHY),
        ):
            with pytest.raises(NotAllowed, match="maintainers of this topic"):
                act(actor)
    with pytest.raises(NotDone, match="public"):
        end_trust(actor=maintainer_of(topic), trust=trust, reason=" ")
    assert LogEntry.objects.filter(area="trust").count() == 0
    assert Trust.objects.in_force().count() == 1


def test_trust_needs_validated_edits_in_the_branch_that_somebody_else_validated(topic):
    make_rules(trusted_edits=2)
    below = make_topic("peering")
    Topic.objects.filter(pk=below.pk).update(parent=topic)
    chief, user = maintainer_of(topic), make_user("contributor-5")
    make_article("One", topics=[below], actor=user, validated=True)
    make_article("Elsewhere", topics=[make_topic("water")], actor=user, validated=True)
    make_article("Awaiting", topics=[topic], actor=user)
    with pytest.raises(NotDone, match=r"has 1 validated edits.*2 are needed"):
        give_trust(actor=chief, topic=topic, user=user, reason=WHY)
    make_article("Two", topics=[topic, below], actor=user, validated=True)
    assert validated_edits(user, topic) == 2
    trust = give_trust(actor=chief, topic=topic, user=user, reason=f" {WHY} ")
    assert (trust.given_by_name, trust.reason, trust.until) == ("maintainer-2", WHY, None)
    with pytest.raises(NotDone, match="already"):
        give_trust(actor=chief, topic=topic, user=user, reason=WHY)
    make_edit(Article.objects.get(title="Two"), "Itself.\n", actor=user)
    assert Review.objects.filter(by_trust=True).count() == 1
    assert validated_edits(user, topic) == 2


def test_who_maintains_the_topic_or_left_is_not_trusted_and_a_topic_trusts_first(topic):
    chief = maintainer_of(topic)
    with pytest.raises(NotDone, match="maintains this topic"):
        give_trust(actor=chief, topic=topic, user=make_maintainer(), reason=WHY)
    gone = make_user("contributor-6", is_active=False)
    with pytest.raises(NotDone, match="closed"):
        give_trust(actor=chief, topic=topic, user=gone, reason=WHY)
    set_topic_trust(actor=chief, topic=topic, trusts=False, reason=WHY)
    with pytest.raises(NotDone, match="turn that on first"):
        give_trust(actor=chief, topic=topic, user=make_user(), reason=WHY)


def test_it_is_turned_off_once_and_ended_once(topic, trusted):
    chief = maintainer_of(topic)
    set_topic_trust(actor=chief, topic=topic, trusts=False, reason=WHY)
    with pytest.raises(NotDone):
        set_topic_trust(actor=chief, topic=topic, trusts=False, reason=WHY)
    trust = Trust.objects.get()
    end_trust(actor=chief, trust=trust, reason="Careless of late.")
    with pytest.raises(NotDone, match="ended already"):
        end_trust(actor=chief, trust=trust, reason="Careless of late.")
    rows = LogEntry.objects.filter(area="trust").order_by("pk").values_list("action", "old", "new")
    assert list(rows) == [
        ("trust.topic", {"trusts": True}, {"trusts": False}),
        ("trust.end", {"name": "contributor-2"}, None),
    ]
