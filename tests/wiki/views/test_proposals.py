"""The page of a proposal: where it stands, one click to answer, and what is left."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests.factories import (
    fresh,
    make_article,
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
    WHY,
    again,
    agree,
    make_proposal,
    make_shared,
    spdx,
    taken,
    write,
)
from tests.wiki.views.writers import INVALID, dangers, page_of
from wiki.actions.carrying_out import carry_out
from wiki.actions.consenting import record_permission
from wiki.actions.proposing import propose_licence, withdraw_proposal
from wiki.actions.relicensing import change_licence
from wiki.models import Article, Consent, Source, User
from wiki.views import agreements, proposals, throttling

pytestmark = pytest.mark.django_db


def words_of(answer) -> str:
    return " ".join(page_of(answer).split())


def read(client, proposal, **asked: str) -> str:
    answer = client.get(proposal.get_absolute_url(), asked)
    assert answer.status_code == 200
    return words_of(answer)


def main_of(words: str) -> str:
    return words.partition("<main")[2].partition("</main>")[0]


def send(client, proposal, act: str, **sent: str):
    return client.post(proposal.get_absolute_url(), {"act": act, **sent})


@pytest.fixture
def proposal():
    return make_proposal(make_shared(guest=True))


def test_everybody_reads_from_where_to_where_why_and_how_far_it_is(client, proposal):
    agree(proposal, "contributor-1", words="Gladly.")
    agree(proposal, "contributor-2", answer="refuses")
    words = main_of(read(client, proposal))
    for part in (
        "CC BY-SA 4.0", "CC0 1.0", WHY, "Gladly.", "contributor-9", ">refuses<", ">agrees<",
        ">cannot be asked<", "Words of 2 authors stand against it.",
    ):  # fmt: skip
        assert part in words, part
    assert "<form" not in words
    shares = [int(share) for share in re.findall(r"· (\d+)%</span>", words)]
    assert len(shares) == 3 and 99 <= sum(shares) <= 101


def test_the_passages_that_are_left_are_shown_with_the_way_to_write_them_anew(client, proposal):
    agree(proposal, "contributor-1", "contributor-2")
    words = main_of(read(client, proposal))
    assert words.count("<mark>") == 1
    assert f"<mark>{THIRD.strip()}</mark>" in words
    assert 'href="/en/the-well/edit"' in words
    make_edit(proposal.article, FIRST + SECOND, actor=make_user())
    words = main_of(read(client, proposal))
    assert "<mark>" not in words and "Nothing stands against it." in words


def test_a_single_word_is_shown_among_those_around_it(client):
    article = make_shared()
    make_edit(article, FIRST.replace("all", "everybody") + SECOND, actor=make_guest())
    words = main_of(read(client, make_proposal(article)))
    assert "The well belongs to <mark>everybody</mark> who draw from it." in words


def test_a_long_list_of_passages_is_cut_and_says_so(client, monkeypatch):
    monkeypatch.setattr(agreements, "PASSAGES_SHOWN", 1)
    article = make_shared()
    text = (FIRST + SECOND).replace("draw", "drink").replace("wheel", "bucket")
    make_edit(article, text, actor=make_guest())
    words = main_of(read(client, make_proposal(article)))
    assert "<mark>drink</mark>" in words and "<mark>bucket</mark>" not in words
    assert "2 passages in all" in words


@pytest.mark.parametrize(
    ("answer", "stored", "then"),
    [
        ("agrees", "agrees", "You agreed on"),
        ("refuses", "refuses", "You refused on"),
    ],
)
def test_an_author_answers_with_one_click_and_may_take_it_back(
    client, proposal, answer, stored, then
):
    client.force_login(make_user("contributor-2"))
    page = main_of(read(client, proposal))
    assert 'value="agrees"' in page and 'value="refuses"' in page
    assert 'value="taken_back"' not in page
    answered = send(client, proposal, "answer", answer=answer)
    assert answered.status_code == 302
    assert Consent.objects.values_list("answer", "words").get() == (stored, "")
    page = main_of(read(client, proposal))
    assert then in page and f'value="{answer}"' not in page
    send(client, proposal, "answer", answer="taken_back")
    assert "You took your answer back on" in main_of(read(client, proposal))


def test_who_wrote_nothing_has_no_form_and_is_told_why(client, proposal):
    client.force_login(make_user("contributor-8"))
    assert "<form" not in main_of(read(client, proposal))
    answer = send(client, proposal, "answer", answer="agrees", words="I like it.")
    assert answer.status_code == INVALID
    words = words_of(answer)
    assert "No word of the text as it stands is from you" in words and "I like it." in words
    assert not Consent.objects.exists()


def test_whose_words_go_along_already_reads_so(client):
    article = make_article("The well", FIRST, licence="CC0-1.0")
    change_licence(
        actor=make_user(),
        article=fresh(article),
        licence=spdx("CC-BY-SA-4.0"),
        reason="",
        base=1,
    )
    make_edit(article, FIRST + SECOND, actor=make_user("contributor-2"))
    proposal = make_proposal(fresh(article))
    client.force_login(make_user())
    words = main_of(read(client, proposal))
    assert "nothing is asked of you" in words and 'value="agrees"' not in words


def test_a_visitor_and_a_guest_are_told_to_sign_in(client, proposal):
    assert send(client, proposal, "answer", answer="agrees").status_code == 403
    client.get("/en/the-well/edit")
    answer = send(client, proposal, "answer", answer="agrees")
    assert answer.status_code == 403 and "Sign in to take part in this." in words_of(answer)


@pytest.mark.parametrize(
    ("act", "sent", "said"),
    [
        ("", {}, "Choose one of the forms on this page."),
        ("nonsense", {}, "Choose one of the forms on this page."),
        ("answer", {"answer": ""}, "Choose whether you agree or refuse."),
        ("answer", {"answer": "maybe"}, "Choose whether you agree or refuse."),
        ("answer", {"answer": "agrees", "words": "x" * 2001}, "2000"),
        ("carry_out", {}, "this still stands against it"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(client, proposal, act, sent, said):
    client.force_login(make_user())
    answer = send(client, proposal, act, **sent)
    assert answer.status_code == INVALID
    assert said in words_of(answer)
    assert not Consent.objects.exists() and again(proposal).is_open


def test_it_is_carried_out_by_a_click_when_nothing_is_left(client):
    proposal = make_proposal()
    client.force_login(make_user())
    assert 'value="carry_out"' not in read(client, proposal)
    agree(proposal, "contributor-1", "contributor-2")
    assert 'value="carry_out"' in read(client, proposal)
    answer = client.post(proposal.get_absolute_url(), {"act": "carry_out"}, follow=True)
    words = words_of(answer)
    assert "From revision 3 on, the article is under CC0 1.0." in words
    assert "Carried out on" in words and 'href="/en/the-well/revisions/3"' in words
    main = main_of(words)
    assert "<form" not in main and "It is kept for good." in main
    assert main.count("agreed on") == 2


def test_the_revision_and_the_article_lead_to_it(client):
    proposal = make_proposal()
    path = f'href="{proposal.get_absolute_url()}"'
    assert path in page_of(client.get("/en/the-well"))
    assert 'href="/proposals"' in page_of(client.get("/licences/"))
    agree(proposal, "contributor-1", "contributor-2")
    carry_out(actor=make_user(), proposal=proposal)
    assert path not in page_of(client.get("/en/the-well"))
    assert path in page_of(client.get("/en/the-well/revisions/3"))
    assert path not in page_of(client.get("/en/the-well/revisions/2"))


def test_who_proposed_it_withdraws_it_with_a_reason(client, proposal):
    client.force_login(make_user("contributor-9"))
    assert send(client, proposal, "withdraw", why=" ").status_code == INVALID
    words = words_of(
        client.post(
            proposal.get_absolute_url(), {"act": "withdraw", "why": "Not now."}, follow=True
        )
    )
    assert "Withdrawn on" in words and "Not now." in words
    assert again(proposal).outcome == "withdrawn"


def test_what_comes_too_late_is_shown_to_who_wrote_it(client, proposal):
    withdraw_proposal(actor=make_user("contributor-9"), proposal=proposal, reason="No.")
    client.force_login(make_user())
    answer = send(client, proposal, "answer", answer="agrees", words="What I thought of it.")
    assert answer.status_code == INVALID
    assert "This is over already" in words_of(answer)
    assert "What I thought of it." in words_of(answer)


def test_whoever_is_blocked_answers_without_a_word(client, proposal):
    make_measure("block")
    client.force_login(User.objects.get(username="contributor-1"))
    page = main_of(read(client, proposal))
    assert 'value="agrees"' in page and "<textarea" not in page
    answer = send(client, proposal, "answer", answer="refuses", words="You!")
    assert answer.status_code == 403
    assert send(client, proposal, "answer", answer="refuses").status_code == 302


@pytest.fixture
def with_source():
    article = make_shared()
    write(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"), sources=[taken()])
    return make_proposal(article)


def test_sources_that_stand_against_it_are_shown_with_their_passages(client, with_source):
    words = main_of(read(client, with_source))
    assert 'href="https://example.org/page"' in words and "CC-BY-SA-3.0" in words
    assert "its authors are not here to be asked" in words
    assert "1 source stands against it." in words


def test_a_maintainer_records_and_strikes_out_what_their_authors_wrote(client, with_source):
    source = Source.objects.get()
    client.force_login(make_maintainer())
    sent = {"source": str(source.pk), "address": "https://example.org/talk", "permission": " "}
    answer = send(client, with_source, "permit", **sent)
    assert answer.status_code == INVALID
    assert "Copy the words by which the authors allow it." in words_of(answer)
    assert 'value="https://example.org/talk"' in page_of(answer)
    assert send(client, with_source, "permit", **sent | {"permission": "Yes."}).status_code == 302
    words = main_of(read(client, with_source))
    assert 'href="https://example.org/talk"' in words and "Yes." in words
    strike = {"source": str(source.pk), "mistake": "It says CC BY."}
    assert send(client, with_source, "strike", **strike).status_code == 302
    assert "1 source stands against it." in main_of(read(client, with_source))


@pytest.mark.parametrize("key", ["", "0", "999999", "x", "9" * 40])
def test_a_source_that_is_none_is_refused(client, with_source, key):
    client.force_login(make_maintainer())
    sent = {"source": key, "address": "https://example.org/talk", "permission": "Yes."}
    answer = send(client, with_source, "permit", **sent)
    assert answer.status_code == INVALID
    assert "Choose one of the sources on this page." in words_of(answer)


def test_authors_of_no_source_see_no_form_to_speak_for_it(client, with_source):
    client.force_login(make_user("contributor-2"))
    assert 'value="permit"' not in read(client, with_source)
    sent = {"source": str(Source.objects.get().pk), "address": "https://x.org/", "permission": "Y"}
    assert send(client, with_source, "permit", **sent).status_code == 403


def test_hostile_words_are_shown_as_words(client):
    bad = "<script>x()</script>"
    article = make_shared()
    write(
        article,
        f"{FIRST}{SECOND}\n{bad} and more of it.\n",
        actor=make_user("contributor-2"),
        sources=[taken(title=bad, address="javascript:x()")],
    )
    proposal = propose_licence(
        actor=make_user("contributor-9"),
        article=fresh(article),
        licence=spdx("CC0-1.0"),
        reason=bad,
    )
    agree(proposal, "contributor-1", words=bad)
    answer = client.get(proposal.get_absolute_url())
    assert dangers(page_of(answer)) == []
    assert page_of(answer).count(escape(bad)) >= 3
    assert dangers(page_of(client.get("/proposals"))) == []


def test_a_deleted_article_hides_its_proposals_from_all_but_maintainers(client, proposal):
    make_deleted(fresh(proposal.article))
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert "The well" not in page_of(client.get("/proposals"))
    client.force_login(make_maintainer())
    words = main_of(read(client, proposal))
    assert "The article was deleted" in words and 'value="carry_out"' not in words
    assert "The well" in page_of(client.get("/proposals"))


def test_one_that_cannot_be_carried_out_any_more_says_so(client, proposal):
    Article.objects.filter(pk=proposal.article_id).update(licence=spdx("LAL-1.3"))
    client.force_login(make_user())
    words = main_of(read(client, proposal))
    assert "so this cannot be carried out" in words and 'value="agrees"' not in words


def test_the_list_has_open_ones_and_on_another_tab_all(client, monkeypatch):
    monkeypatch.setattr(proposals, "PAGE_SIZE", 2)
    for number in range(3):
        make_proposal(make_article(f"Number {number}", FIRST), actor=make_user(f"c-{number}"))
    gone = make_proposal(make_article("Done", FIRST))
    withdraw_proposal(actor=make_user("contributor-9"), proposal=gone, reason="No.")
    first = client.get("/proposals")
    assert [row.article.title for row in first.context["page"].items] == ["Number 2", "Number 1"]
    cursor = first.context["page"].next_cursor
    second = client.get("/proposals", {"cursor": cursor})
    assert [row.article.title for row in second.context["page"].items] == ["Number 0"]
    every = client.get("/proposals", {"all": "on"})
    assert every.context["page"].items[0].article.title == "Done"
    assert ">withdrawn<" in words_of(every)


def test_the_list_costs_as_much_for_many(client, django_assert_max_num_queries):
    make_proposal(make_article("One", FIRST))
    with CaptureQueriesContext(connection) as few:
        client.get("/proposals")
    assert len(few) <= 2
    for number in range(4):
        make_proposal(make_article(f"Number {number}", FIRST), actor=make_user(f"c-{number}"))
    with django_assert_max_num_queries(len(few)):
        client.get("/proposals")


def test_the_page_costs_as_much_for_many_authors_and_turns(
    client, monkeypatch, django_assert_max_num_queries
):
    article = make_shared()
    proposal = make_proposal(article)
    with CaptureQueriesContext(connection) as few:
        client.get(proposal.get_absolute_url())
    assert len(few) <= 10
    text = FIRST + SECOND
    for number in range(3, 8):
        text += f"\nSentence number {number} by another hand.\n"
        make_edit(article, text, actor=make_user(f"contributor-{number}"))
        agree(proposal, f"contributor-{number}")
    with django_assert_max_num_queries(len(few)):
        client.get(proposal.get_absolute_url())
    monkeypatch.setattr(proposals, "AUTHORS_PER_PAGE", 3)
    seen = [
        [
            row.name
            for row in client.get(proposal.get_absolute_url(), {"authors": at}).context["rows"]
        ]
        for at in ("1", "2", "3", "99", "x", "-1", "9" * 30)
    ]
    assert [len(names) for names in seen] == [3, 3, 1, 1, 3, 3, 3]
    assert len({name for names in seen[:3] for name in names}) == 7


def test_nobody_answers_too_often(client, proposal, monkeypatch):
    monkeypatch.setattr(throttling, "SAVES_BY_NEW_MEMBERS", throttling.Limit(1))
    client.force_login(make_user())
    send(client, proposal, "answer", answer="agrees")
    answer = send(client, proposal, "answer", answer="refuses", words="Wait.")
    assert answer.status_code == 429 and "Wait." in words_of(answer)
    assert Consent.objects.count() == 1


def test_what_a_permission_says_stays_in_the_record(client, with_source):
    record_permission(
        actor=make_maintainer(),
        proposal=with_source,
        source=Source.objects.get(),
        address="https://example.org/talk",
        words="Yes.",
    )
    agree(with_source, "contributor-1", "contributor-2")
    carry_out(actor=make_user(), proposal=with_source)
    words = main_of(read(client, with_source))
    assert "Its authors allow it, as was recorded on" in words
    assert 'href="https://example.org/talk"' in words
