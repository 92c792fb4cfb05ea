"""Second looks: by chance and by objection, taken by a maintainer who had no part in it."""

import pytest

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_measure,
    make_rules,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.actions.test_reviewing import states
from tests.wiki.actions.test_saving_at_once import together
from tests.wiki.actions.test_trusting import maintainer_of
from wiki.actions import looking_again, second_looks
from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.looking_again import may_object, object_to_verdict, overturn, uphold
from wiki.actions.naming import rename_article
from wiki.actions.reverting import revert_to
from wiki.actions.second_looks import may_look_again
from wiki.actions.withdrawing import withdraw
from wiki.models import Article, Notice, Review, SecondLook, Topic, Trust, User
from wiki.models.person import Actor

pytestmark = pytest.mark.django_db
WORDS = "The source is named, on page 9."


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.actions.second_looks.drawn", lambda share: True)


@pytest.fixture
def article() -> Article:
    """Begun by contributor-9 and validated at 1; 2 by contributor-1 and 3 by contributor-2."""
    article = make_article(actor=make_user("contributor-9"), validated=True)
    for name in ("contributor-1", "contributor-2"):
        make_edit(article, f"By {name}.\n", actor=make_user(name))
    return fresh(article)


@pytest.fixture
def review(article: Article) -> Review:
    """What maintainer-1 declined."""
    make_declined(article)
    return Review.objects.filter(verdict="declined").earliest("pk")


@pytest.fixture
def look(review: Review) -> SecondLook:
    return object_to_verdict(actor=make_user("contributor-1"), review=review, words=WORDS)


def told(name: str) -> list[tuple[str, str, int]]:
    rows = Notice.objects.filter(user__username=name, kind="second").order_by("pk")
    return [(row.verdict, row.actor_name, row.changes) for row in rows]


def test_chance_picks_the_share_that_the_rules_say(article, monkeypatch):
    shares: list[int] = []
    make_rules(second_look_share=37)
    monkeypatch.setattr(second_looks, "drawn", shares.append)
    make_declined(article)
    assert shares == [37]
    monkeypatch.undo()
    assert [second_looks.drawn(share) for share in (0, 100)] == [False, True]
    hits = sum(second_looks.drawn(50) for _turn in range(2000))
    assert 800 < hits < 1200


def test_what_chance_picks_opens_with_the_decision_and_goes_with_it(article, always, monkeypatch):
    make_declined(article)
    look = SecondLook.objects.get(article=article)
    declined = Review.objects.filter(verdict="declined").earliest("pk")
    assert (look.decision, look.verdict, look.why) == (declined.decision, "declined", "random")
    assert (look.reviewer, look.reviewer_name) == (make_maintainer(), "maintainer-1")
    make_edit(article, "More.\n")
    monkeypatch.setattr("wiki.actions.reviewing.record_verdict", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_validated(article)
    assert SecondLook.objects.count() == 1


def test_chance_picks_no_requests_and_no_edits_that_validate_themselves(article, always):
    seen = {"seen": 3, "seen_validated": 1}
    ask_for_changes(actor=make_maintainer(), article=article, reason="A source.", **seen)
    make_validated(article)
    make_edit(article, "By the maintainer.\n", actor=make_maintainer())
    assert [look.verdict for look in SecondLook.objects.filter(article=article)] == ["validated"]


def test_whom_it_concerns_objects(review):
    for name in ("contributor-1", "contributor-2", "contributor-9"):
        assert may_object(make_user(name), review), name
    others: list[Actor] = [
        make_user("contributor-8"),
        make_maintainer(),
        make_maintainer("maintainer-2"),
    ]
    others += [make_guest(), make_user("contributor-7", is_active=False)]
    for actor in others:
        assert not may_object(actor, review)
        with pytest.raises(NotAllowed):
            object_to_verdict(actor=actor, review=review, words=WORDS)
    assert SecondLook.objects.count() == 0


def test_an_objection_is_public_and_told_to_who_decided(look):
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.reason) == ("review.object", WORDS)
    assert entry.target_url == f"/review/decisions/{look.decision}"
    assert told("maintainer-1") == [("objected", "contributor-1", 0)]


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_an_objection_needs_words_that_can_be_read(review, words):
    with pytest.raises(NotDone, match="what is wrong"):
        object_to_verdict(actor=make_user("contributor-1"), review=review, words=words)


def test_one_waits_a_decision_and_nobody_objects_twice(look, review):
    with pytest.raises(NotDone, match="once is enough"):
        object_to_verdict(actor=make_user("contributor-1"), review=review, words=WORDS)
    with pytest.raises(NotDone, match="Somebody objected"):
        object_to_verdict(actor=make_user("contributor-2"), review=review, words=WORDS)
    uphold(actor=make_maintainer("maintainer-2"), look=look, comment="It is not.")
    again = object_to_verdict(actor=make_user("contributor-2"), review=review, words=WORDS)
    assert not may_look_again(make_maintainer("maintainer-2"), again)
    assert may_look_again(make_maintainer("maintainer-3"), again)


def test_there_is_an_end_to_objecting(review, monkeypatch):
    monkeypatch.setattr(looking_again, "MOST_OPEN", 0)
    with pytest.raises(NotDone, match="Several objections"):
        object_to_verdict(actor=make_user("contributor-1"), review=review, words=WORDS)


def test_what_chance_had_picked_becomes_the_objections(article, always):
    make_declined(article)
    review = Review.objects.filter(verdict="declined").earliest("pk")
    first = SecondLook.objects.get(article=article)
    look = object_to_verdict(actor=make_user("contributor-1"), review=review, words=WORDS)
    assert (look.pk, look.why, look.opened) == (first.pk, "objection", first.opened)
    assert SecondLook.objects.filter(article=article).count() == 1


def test_an_edit_that_validated_itself_is_objected_to_where_trust_did_it(article):
    topic = make_topic()
    Topic.objects.update(trusts=True)
    author = make_user("contributor-1")
    Trust.objects.create(user=author, topic=topic, given_by_name="maintainer-1", reason="x")
    make_validated(article)
    article.topics.add(topic)
    make_edit(article, "By trust.\n", actor=author)
    by_trust = Review.objects.get(by_trust=True)
    assert not may_object(author, by_trust)
    look = object_to_verdict(actor=make_user("contributor-9"), review=by_trust, words=WORDS)
    overturn(actor=make_maintainer("maintainer-2"), look=look, reason="Not so.")
    assert states(article)[-1] == "awaiting"


def test_a_maintainers_edit_that_validated_itself_is_objected_to_and_overturned(article):
    article = make_validated(article)
    make_edit(article, "Mine.\n", actor=make_maintainer("maintainer-2"))
    by_edit = Review.objects.get(by_edit=True)
    assert not may_object(make_maintainer("maintainer-2"), by_edit)
    assert not may_object(make_user("contributor-8"), by_edit)
    look = object_to_verdict(actor=make_user("contributor-9"), review=by_edit, words=WORDS)
    assert told("maintainer-2") == [("objected", "contributor-9", 1)]
    assert not may_look_again(make_maintainer("maintainer-2"), look)
    overturn(actor=make_maintainer("maintainer-3"), look=look, reason="Not so.")
    now = fresh(article)
    assert states(now) == ["validated", "validated", "validated", "awaiting"]
    assert (now.validated.number, now.pending_count, now.pending_since is None) == (3, 1, False)
    assert (now.text, now.is_validated) == ("Mine.\n", False)
    make_declined(article, actor=make_maintainer("maintainer-3"), reason="Not so.")
    assert (fresh(article).text, fresh(article).is_validated) == ("By contributor-2.\n", True)


def test_a_maintainers_edit_overturned_under_a_later_one_leaves_that_standing(article):
    make_validated(article)
    for text in ("Mine.\n", "Mine, better.\n"):
        make_edit(article, text, actor=make_maintainer("maintainer-2"))
    first = Review.objects.filter(by_edit=True).earliest("pk")
    look = object_to_verdict(actor=make_user("contributor-9"), review=first, words=WORDS)
    overturn(actor=make_maintainer("maintainer-3"), look=look, reason="Not so.")
    now = fresh(article)
    assert states(now)[3:] == ["withdrawn", "validated"]
    assert (now.validated.number, now.pending_count) == (5, 0)


def test_a_revert_to_an_older_text_is_objected_to_and_what_it_passed_over_stays_undone(article):
    make_validated(article, up_to=2)
    revert_to(actor=make_maintainer("maintainer-2"), article=article, number=1, base=3)
    by_edit = Review.objects.get(by_edit=True)
    look = object_to_verdict(actor=make_user("contributor-9"), review=by_edit, words=WORDS)
    overturn(actor=make_maintainer("maintainer-3"), look=look, reason="Not so.")
    now = fresh(article)
    assert states(now) == ["validated", "validated", "undone", "awaiting"]
    assert (now.validated.number, now.pending_count) == (2, 1)


def test_one_objects_to_a_decline_and_not_to_the_edit_that_gives_back_what_was_validated(article):
    make_declined(article)
    by_edit = Review.objects.get(by_edit=True)
    make_edit(article, "More.\n", actor=make_user("contributor-1"))
    revert_to(actor=make_user("contributor-9"), article=article, number=1, base=5)
    by_member = Review.objects.filter(by_edit=True).latest("pk")
    assert by_edit != by_member
    for review in (by_edit, by_member):
        for name in ("contributor-1", "contributor-9"):
            assert not may_object(make_user(name), review)
        with pytest.raises(NotDone, match="only gave back"):
            object_to_verdict(actor=make_user("contributor-9"), review=review, words=WORDS)


def test_a_revert_that_lets_another_title_through_is_objected_to(article):
    make_validated(article)
    rename_article(
        actor=make_user("contributor-1"), article=article, title="Renamed", reason="x", base=3
    )
    make_edit(article, "More.\n")
    revert_to(actor=make_maintainer("maintainer-2"), article=article, number=3, base=5)
    by_edit = Review.objects.get(by_edit=True)
    assert may_object(make_user("contributor-9"), by_edit)


def test_nobody_objects_to_what_was_brought_from_elsewhere(article):
    make_edit(make_validated(article), "Mine.\n", actor=make_maintainer("maintainer-2"))
    by_edit = Review.objects.get(by_edit=True)
    by_edit.reviewer = None
    assert not may_object(make_user("contributor-9"), by_edit)


def test_a_maintainer_who_had_no_part_in_it_looks_and_list_and_rule_agree(article):
    topic = make_topic()
    article.topics.add(topic)
    both = maintainer_of(topic, "contributor-2")  # wrote one of the changes
    make_validated(article)
    review = Review.objects.filter(revision__number=2).latest("pk")
    look = object_to_verdict(actor=make_user("contributor-1"), review=review, words=WORDS)
    objector = maintainer_of(topic, "contributor-1")
    elsewhere = maintainer_of(make_topic("water"), "maintainer-4")
    admin = make_admin()
    for name, kind in (("maintainer-5", "block"), ("maintainer-6", "topic_block")):
        make_maintainer(name)
        make_measure(kind, name, actor=admin, topic=topic)
    may = {
        User.objects.get(username="maintainer-5"): False,
        User.objects.get(username="maintainer-6"): False,
        make_maintainer("maintainer-2"): True,
        maintainer_of(topic, "maintainer-3"): True,
        admin: True,
        User.objects.get(username="maintainer-1"): False,
        both: False,
        objector: False,
        elsewhere: False,
        make_user("contributor-9"): False,
    }
    for actor, expected in may.items():
        assert may_look_again(actor, look) is expected, actor
        listed = SecondLook.objects.open_to(actor).filter(pk=look.pk).exists()
        assert listed is expected, actor
        if not expected:
            with pytest.raises(NotAllowed):
                uphold(actor=actor, look=look, comment="x")
            with pytest.raises(NotAllowed):
                overturn(actor=actor, look=look, reason="x")
    assert SecondLook.objects.get().outcome == ""


def test_upholding_lets_the_verdict_stand_and_tells_all(look, article):
    before = states(article)
    with pytest.raises(NotDone, match="somebody objected"):
        uphold(actor=make_maintainer("maintainer-2"), look=look, comment=" ")
    uphold(actor=make_maintainer("maintainer-2"), look=look, comment="It is not there.")
    now = SecondLook.objects.get()
    assert (now.outcome, now.closed_by_name, now.comment) == (
        "upheld", "maintainer-2", "It is not there.",
    )  # fmt: skip
    assert now.closed is not None and states(article) == before
    assert told("maintainer-1")[-1] == ("upheld", "maintainer-2", 0)
    assert told("contributor-1") == told("contributor-2") == [("upheld", "maintainer-2", 1)]
    assert told("contributor-9") == told("maintainer-2") == []
    assert LogEntry.objects.latest("pk").action == "review.uphold"


def test_what_chance_picked_is_upheld_without_a_word(article, always):
    make_declined(article)
    look = SecondLook.objects.get(article=article)
    assert uphold(actor=make_maintainer("maintainer-2"), look=look).outcome == "upheld"


def test_overturning_withdraws_the_verdict_and_what_it_validated_awaits_again(article):
    make_validated(article)
    review = Review.objects.filter(revision__number=2).latest("pk")
    look = object_to_verdict(actor=make_user("contributor-9"), review=review, words=WORDS)
    with pytest.raises(NotDone, match="public"):
        overturn(actor=make_maintainer("maintainer-2"), look=look, reason=" ")
    overturn(actor=make_maintainer("maintainer-2"), look=look, reason="Not in the source.")
    now = fresh(article)
    assert states(now) == ["validated", "awaiting", "awaiting"]
    assert (now.validated.number, now.pending_count) == (1, 2)
    rows = Review.objects.filter(withdraws=review.decision)
    assert {row.comment for row in rows} == {"Not in the source."} and rows.count() == 2
    assert SecondLook.objects.get().outcome == "overturned"
    assert told("maintainer-1")[-1] == ("overturned", "maintainer-2", 0)
    for name in ("contributor-1", "contributor-2"):
        assert told(name) == [("overturned", "maintainer-2", 1)]
    assert told("contributor-9") == [("overturned", "maintainer-2", 0)]
    assert not Notice.objects.filter(verdict="withdrawn").exists()
    codes = list(LogEntry.objects.order_by("pk").values_list("action", flat=True))
    assert codes[-2:] == ["review.withdraw", "review.overturn"]


def test_a_verdict_withdrawn_otherwise_did_not_stand_and_nobody_looks_any_more(look, review):
    withdraw(actor=make_maintainer(), decision=review.decision, reason="I was wrong.")
    now = SecondLook.objects.get()
    assert (now.outcome, now.closed_by_name) == ("overturned", "maintainer-1")
    for act in (
        lambda: uphold(actor=make_maintainer("maintainer-2"), look=look, comment="x"),
        lambda: overturn(actor=make_maintainer("maintainer-2"), look=look, reason="x"),
    ):
        with pytest.raises(NotDone, match="maintainer-1 has closed"):
            act()
    with pytest.raises(NotDone, match="withdrawn"):
        object_to_verdict(actor=make_user("contributor-2"), review=review, words=WORDS)


def test_of_a_deleted_article_nothing_is_looked_at(look, article, review):
    make_deleted(article)
    with pytest.raises(NotDone, match="restore"):
        uphold(actor=make_maintainer("maintainer-2"), look=look, comment="x")
    with pytest.raises(NotDone, match="restore"):
        object_to_verdict(actor=make_user("contributor-2"), review=review, words=WORDS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acts", [("uphold", "overturn"), ("overturn", "overturn")])
def test_of_two_who_close_it_at_once_one_does(look, acts):
    people = [make_maintainer(f"maintainer-{number}") for number in (2, 3)]
    refused: list[str] = []

    def close(index: int) -> None:
        act, reason = (uphold, "comment") if acts[index] == "uphold" else (overturn, "reason")
        try:
            act(actor=people[index], look=look, **{reason: f"By {index}."})
        except NotDone as error:
            refused.append(error.sentence)

    assert together(2, close) == []
    assert len(refused) == 1 and "has closed this second look" in refused[0]
    now = SecondLook.objects.get()
    assert now.closed_by in people and now.comment == f"By {people.index(now.closed_by)}."
    withdrawn = Review.objects.filter(withdraws=look.decision)
    assert withdrawn.count() == (2 if now.outcome == "overturned" else 0)
    assert LogEntry.objects.filter(action__in=["review.uphold", "review.overturn"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_object_at_once_one_does(review):
    people = [make_user(f"contributor-{number}") for number in (1, 2)]
    refused: list[str] = []

    def object_now(index: int) -> None:
        try:
            object_to_verdict(actor=people[index], review=review, words=WORDS)
        except NotDone as error:
            refused.append(error.sentence)

    assert together(2, object_now) == []
    assert len(refused) == 1 and SecondLook.objects.count() == 1
