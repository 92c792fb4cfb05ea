"""What authors answer to a proposal, and what is recorded of authors who are not here."""

import pytest

from commons.log.append_only import AppendOnly
from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_measure,
    make_user,
)
from tests.wiki.proposals import (
    FIRST,
    SECOND,
    THIRD,
    again,
    agree,
    make_proposal,
    make_shared,
    spdx,
    taken,
    write,
)
from wiki.actions import consenting
from wiki.actions.consenting import answer_proposal, record_permission, strike_permission
from wiki.actions.consents import agreement_on
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.pledging import give_pledge
from wiki.actions.proposing import withdraw_proposal
from wiki.models import Article, Consent, Source, User, Visitor

pytestmark = pytest.mark.django_db

PAGE = "https://example.org/talk"
WORDS = "We allow it under CC0."


def answers():
    return list(Consent.objects.order_by("pk").values_list("author_name", "answer", "words"))


def test_an_answer_is_public_and_logged():
    proposal = make_proposal()
    agree(proposal, "contributor-1", words="Gladly.")
    agree(proposal, "contributor-2", answer="refuses")
    assert answers() == [
        ("contributor-1", "agrees", "Gladly."),
        ("contributor-2", "refuses", ""),
    ]
    logged = LogEntry.objects.filter(area="proposal").order_by("pk")
    assert [row.action for row in logged][1:] == ["proposal.agree", "proposal.refuse"]
    assert logged[1].reason == "Gladly."


def test_an_answer_is_never_rewritten():
    proposal = make_proposal()
    agree(proposal, "contributor-1")
    consent = Consent.objects.get()
    consent.answer = "refuses"
    with pytest.raises(AppendOnly):
        consent.save()
    with pytest.raises(AppendOnly):
        Consent.objects.all().delete()


def test_the_same_click_twice_is_one_answer():
    proposal = make_proposal()
    agree(proposal, "contributor-1")
    agree(proposal, "contributor-1")
    agree(proposal, "contributor-1", words="Gladly.")
    assert [words for _name, _answer, words in answers()] == ["", "Gladly."]


def test_one_changes_ones_mind_and_not_without_end(monkeypatch):
    monkeypatch.setattr(consenting, "MOST", 2)
    proposal = make_proposal()
    agree(proposal, "contributor-1")
    agree(proposal, "contributor-1", answer="taken_back")
    with pytest.raises(NotDone, match="changed your mind often enough"):
        agree(proposal, "contributor-1")


@pytest.mark.parametrize("answer", ["agrees", "refuses"])
def test_who_wrote_nothing_of_the_text_is_told_so(answer):
    article = make_shared()
    proposal = make_proposal(article)
    make_edit(article, FIRST, actor=make_user("contributor-3"))
    for name in ("contributor-2", "contributor-3", "contributor-8", "contributor-9"):
        with pytest.raises(NotDone, match="No word of the text as it stands is from you"):
            agree(proposal, name, answer=answer)
    assert answers() == []


def test_whose_words_go_along_already_is_told_so():
    give_pledge(actor=make_user(), licence=spdx("CC0-1.0"))
    with pytest.raises(NotDone, match=r"may go under .* already"):
        agree(make_proposal(), "contributor-1", answer="refuses")


def test_there_is_nothing_to_take_back_before_one_answered():
    with pytest.raises(NotDone, match="You have not answered yet"):
        agree(make_proposal(), "contributor-1", answer="taken_back")


@pytest.mark.parametrize("answer", ["", "maybe", "AGREES", "\0"])
def test_an_answer_that_is_none_is_refused(answer):
    with pytest.raises(NotDone, match="Choose whether you agree or refuse"):
        agree(make_proposal(), "contributor-1", answer=answer)


def test_words_without_end_are_refused():
    with pytest.raises(NotDone, match="2,000 characters"):
        agree(make_proposal(), "contributor-1", words="x" * 2001)


@pytest.mark.parametrize("who", ["visitor", "guest", "closed"])
def test_only_members_answer(who):
    proposal = make_proposal(make_shared(guest=True))
    User.objects.filter(username="contributor-1").update(is_active=False)
    actor = {"visitor": Visitor(), "guest": make_guest(), "closed": make_user()}[who]
    with pytest.raises(NotAllowed, match="Sign in"):
        answer_proposal(actor=actor, proposal=proposal, answer="agrees")


def test_whoever_is_blocked_decides_about_their_text_and_says_no_more():
    proposal = make_proposal()
    make_measure("block")
    with pytest.raises(NotAllowed, match="While you are blocked"):
        agree(proposal, "contributor-1", answer="refuses", words="You!")
    agree(proposal, "contributor-1", answer="refuses")
    assert answers() == [("contributor-1", "refuses", "")]


def test_what_is_over_takes_no_answer():
    proposal = make_proposal()
    withdraw_proposal(actor=make_user("contributor-9"), proposal=proposal, reason="No.")
    with pytest.raises(NotDone, match="This is over already"):
        agree(proposal, "contributor-1")


def test_what_cannot_be_carried_out_takes_no_answer():
    proposal = make_proposal()
    article = make_deleted(fresh(proposal.article))
    with pytest.raises(NotDone, match="This article was deleted"):
        agree(proposal, "contributor-1")
    Article.objects.filter(pk=article.pk).update(deleted_at=None, licence=spdx("LAL-1.3"))
    with pytest.raises(NotDone, match=r"stands under .* by now"):
        agree(proposal, "contributor-1")
    assert answers() == []


@pytest.fixture
def with_source():
    article = make_shared()
    write(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"), sources=[taken()])
    return make_proposal(article)


def permit(proposal, actor=None, source=None, address=PAGE, words=WORDS):
    return record_permission(
        actor=actor or make_maintainer(),
        proposal=proposal,
        source=source or Source.objects.get(),
        address=address,
        words=words,
    )


def stands(proposal):
    return [one.source.title for one in agreement_on(again(proposal)).sources_against]


def test_a_maintainer_records_what_authors_of_a_source_wrote(with_source):
    assert stands(with_source) == ["A page elsewhere"]
    permit(with_source)
    assert stands(with_source) == []
    entry = LogEntry.objects.get(action="proposal.permit")
    assert (entry.new["address"], entry.reason) == (PAGE, WORDS)


def test_what_was_recorded_by_mistake_is_struck_out_with_a_reason(with_source):
    permit(with_source)
    which = {"actor": make_maintainer(), "proposal": with_source, "source": Source.objects.get()}
    with pytest.raises(NotDone, match="Say why"):
        strike_permission(**which, words=" ")
    strike_permission(**which, words="It says CC BY.")
    assert stands(with_source) == ["A page elsewhere"]
    with pytest.raises(NotDone, match="Nothing is recorded here"):
        strike_permission(**which, words="Again.")


@pytest.mark.parametrize(
    ("address", "words", "said"),
    [
        ("", WORDS, "Give a whole address"),
        ("/talk", WORDS, "Give a whole address"),
        ("javascript:alert(1)", WORDS, "Give a whole address"),
        ("https://", WORDS, "Give a whole address"),
        (f"https://example.org/{'x' * 500}", WORDS, "Give a whole address"),
        (PAGE, " ", "Copy the words"),
        (PAGE, "x" * 2001, "2,000 characters"),
    ],
)
def test_a_permission_that_nobody_can_read_is_refused(with_source, address, words, said):
    with pytest.raises(NotDone, match=said):
        permit(with_source, address=address, words=words)
    assert not Consent.objects.exists()


def test_neither_authors_nor_who_proposed_it_speak_for_a_source(with_source):
    for actor in (make_user("contributor-2"), make_user("contributor-9")):
        with pytest.raises(NotAllowed, match="Only maintainers"):
            permit(with_source, actor=actor)
    proposer = make_maintainer("contributor-9")
    with pytest.raises(NotAllowed, match="another maintainer"):
        permit(with_source, actor=proposer)


def test_for_a_source_that_stands_in_nobodys_way_there_is_nothing_to_record(with_source):
    permit(with_source)
    with pytest.raises(NotDone, match="may go along already"):
        permit(with_source)
    source = Source.objects.get()
    make_edit(with_source.article, FIRST + SECOND, actor=make_user("contributor-2"))
    with pytest.raises(NotDone, match="No word from this source"):
        permit(with_source, source=source)
