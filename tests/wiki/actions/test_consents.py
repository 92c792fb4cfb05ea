"""Who has to agree before an article goes under another licence: worked out from its words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import fresh, make_article, make_edit, make_guest, make_user
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
from wiki.actions.carrying_out import carry_out
from wiki.actions.consents import agreement_on
from wiki.actions.importing import Destination, Past, start_history
from wiki.actions.pledging import end_pledge, give_pledge
from wiki.actions.proposing import withdraw_proposal
from wiki.actions.relicensing import change_licence
from wiki.history.authorship import Brought, tokens_of
from wiki.models import Article, Authorship, User
from wiki.models.source import Source

pytestmark = pytest.mark.django_db


def states(proposal):
    """How each whose words stand in the text stands to it, by name."""
    return {party.name: party.state for party in agreement_on(again(proposal)).parties}


def sources(proposal):
    return {
        taken.source.title: taken.stands_against for taken in agreement_on(again(proposal)).sources
    }


def is_clear(proposal):
    return agreement_on(again(proposal)).is_clear


def test_all_whose_words_stand_in_the_text_have_to_agree():
    proposal = make_proposal()
    assert states(proposal) == {"contributor-1": "waiting", "contributor-2": "waiting"}
    agree(proposal, "contributor-1")
    assert states(proposal) == {"contributor-1": "agreed", "contributor-2": "waiting"}
    assert not is_clear(proposal)
    agree(proposal, "contributor-2")
    assert is_clear(proposal)


def test_shares_are_of_the_words_that_stand_and_one_word_is_enough():
    article = make_shared()
    make_edit(article, FIRST.replace("all", "everybody") + SECOND, actor=make_user("contributor-3"))
    agreement = agreement_on(make_proposal(article))
    words = {party.name: party.words for party in agreement.parties}
    assert words["contributor-3"] == 1
    assert words["contributor-1"] == len(tokens_of(FIRST)) - 1
    assert sum(words.values()) == agreement.words == len(tokens_of(FIRST + SECOND))
    proposal = again(article.proposals.get())
    agree(proposal, "contributor-1", "contributor-2")
    assert states(proposal)["contributor-3"] == "waiting"
    assert not is_clear(proposal)


def test_whose_words_are_gone_is_not_asked():
    article = make_shared()
    make_edit(article, FIRST, actor=make_user("contributor-3"))
    assert states(make_proposal(article)) == {"contributor-1": "waiting"}


def test_a_text_without_a_word_stands_in_nobodys_way():
    article = make_article("The well", FIRST)
    make_edit(article, "\n")
    assert is_clear(make_proposal(article))


def test_words_that_were_published_under_a_licence_that_leads_there_go_along():
    article = make_article("The well", FIRST, licence="CC0-1.0")
    licence = spdx("CC-BY-SA-4.0")
    change_licence(actor=make_user(), article=fresh(article), licence=licence, reason="", base=1)
    make_edit(article, FIRST + SECOND, actor=make_user("contributor-2"))
    proposal = make_proposal(article)
    assert states(proposal) == {"contributor-1": "free", "contributor-2": "waiting"}
    party = agreement_on(again(proposal)).party_of(make_user())
    assert party.reasons == [("licence", None)]


def test_one_author_may_have_words_that_go_along_and_others_that_do_not():
    article = make_article("The well", FIRST, licence="CC0-1.0")
    licence = spdx("CC-BY-SA-4.0")
    change_licence(actor=make_user(), article=fresh(article), licence=licence, reason="", base=1)
    make_edit(article, FIRST + SECOND)
    party = agreement_on(make_proposal(article)).party_of(make_user())
    assert (party.state, party.words) == ("waiting", len(tokens_of(FIRST + SECOND)))
    assert party.needed == len(tokens_of(SECOND))


def test_nobody_is_asked_where_the_present_licence_leads_there():
    proposal = make_proposal()
    Article.objects.filter(pk=proposal.article_id).update(licence=spdx("CC0-1.0"))
    assert agreement_on(again(proposal)).needs_nobody and is_clear(proposal)


@pytest.mark.parametrize("pledged", ["CC0-1.0", "CC-BY-4.0"])
def test_a_pledge_counts_where_it_leads(pledged):
    give_pledge(actor=make_user(), licence=spdx(pledged))
    proposal = make_proposal()
    expected = "free" if pledged == "CC0-1.0" else "waiting"
    assert states(proposal)["contributor-1"] == expected


def test_a_pledge_of_a_licence_that_leads_to_the_proposed_one_counts():
    article = make_shared(licence="CC-BY-SA-4.0")
    Article.objects.filter(pk=article.pk).update(licence=spdx("CC0-1.0"))
    give_pledge(actor=make_user(), licence=spdx("CC0-1.0"))
    Article.objects.filter(pk=article.pk).update(licence=spdx("CC-BY-SA-4.0"))
    assert states(make_proposal(fresh(article)))["contributor-1"] == "free"


def test_a_pledge_that_ended_covers_what_was_written_until_then_and_no_more():
    article = make_shared()
    member, licence = make_user(), spdx("CC0-1.0")
    give_pledge(actor=member, licence=licence)
    end_pledge(actor=member, licence=licence)
    proposal = make_proposal(article)
    assert states(proposal)["contributor-1"] == "free"
    make_edit(article, FIRST + SECOND + THIRD, actor=member)
    party = agreement_on(again(proposal)).party_of(member)
    assert party.state == "waiting" and party.needed == len(tokens_of(THIRD))


def test_whoever_pledged_has_given_their_words_whatever_they_answer_later():
    proposal = make_proposal()
    agree(proposal, "contributor-1", answer="refuses")
    assert states(proposal)["contributor-1"] == "refused"
    give_pledge(actor=make_user(), licence=spdx("CC0-1.0"))
    assert states(proposal)["contributor-1"] == "free"


def test_the_last_answer_counts():
    proposal = make_proposal()
    for answer, state in (
        ("agrees", "agreed"),
        ("refuses", "refused"),
        ("agrees", "agreed"),
        ("taken_back", "waiting"),
    ):
        agree(proposal, "contributor-1", answer=answer)
        assert states(proposal)["contributor-1"] == state


def test_who_agreed_and_writes_more_need_not_be_asked_again():
    article = make_shared()
    proposal = make_proposal(article)
    agree(proposal, "contributor-1", "contributor-2")
    make_edit(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"))
    assert is_clear(proposal)
    make_edit(article, FIRST + SECOND + THIRD + "More.\n", actor=make_user("contributor-3"))
    assert states(proposal)["contributor-3"] == "waiting"


def test_guests_and_closed_accounts_cannot_be_asked():
    proposal = make_proposal(make_shared(guest=True))
    User.objects.filter(username="contributor-2").update(is_active=False)
    assert states(proposal) == {
        "contributor-1": "waiting",
        "contributor-2": "out_of_reach",
        "guest-2026-482193": "out_of_reach",
    }


def test_who_agreed_and_closed_the_account_has_agreed():
    proposal = make_proposal()
    agree(proposal, "contributor-1", "contributor-2")
    User.objects.filter(username="contributor-2").update(is_active=False)
    assert is_clear(proposal)


def test_nobody_speaks_for_a_deleted_account_by_taking_its_name():
    article = make_shared()
    make_user("contributor-2").delete()
    proposal = make_proposal(article)
    assert states(proposal)["contributor-2"] == "out_of_reach"
    other = make_user("contributor-2")
    make_edit(article, FIRST + SECOND + THIRD, actor=other)
    agree(proposal, "contributor-1", "contributor-2")
    assert not is_clear(proposal)
    other.delete()
    assert not is_clear(proposal)


def test_authors_elsewhere_cannot_be_asked_and_an_importer_does_not_speak_for_them():
    when = fresh(make_article()).created
    past = [
        Past(FIRST, "somebody", when, "", spdx("CC-BY-SA-4.0"), "x:1"),
        Past(FIRST + SECOND, "somebody else", when, "", spdx("CC0-1.0"), "x:2"),
    ]
    article = start_history(destination=Destination("en", "Imported"), past=past, is_whole=True)
    Article.objects.filter(pk=article.pk).update(licence=spdx("CC-BY-SA-4.0"))
    proposal = make_proposal(fresh(article))
    assert states(proposal) == {"somebody": "out_of_reach", "somebody else": "free"}


def test_a_source_stands_against_it_unless_its_licence_leads_there():
    article = make_shared()
    write(
        article,
        FIRST + SECOND + THIRD,
        actor=make_user("contributor-2"),
        sources=[taken("CC0-1.0", title="Free")],
    )
    text = FIRST + SECOND + THIRD + "\nOf the wheel and its grease, at length.\n"
    write(article, text, actor=make_user("contributor-3"), sources=[taken(title="Bound")])
    proposal = make_proposal(article)
    assert sources(proposal) == {"Free": False, "Bound": True}
    agree(proposal, "contributor-1", "contributor-2", "contributor-3")
    assert not is_clear(proposal)
    make_edit(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"))
    assert sources(proposal) == {"Free": False}
    assert is_clear(proposal)


def test_an_expression_that_nobody_can_read_stands_against_it():
    article = make_shared()
    source = taken("Whatever it says", title="Vague")
    write(article, FIRST + THIRD, actor=make_user("contributor-2"), sources=[source])
    assert sources(make_proposal(article)) == {"Vague": True}


def test_words_that_came_from_another_article_are_asked_of_their_own_authors_there():
    other = make_article("The mill", SECOND, actor=make_user("contributor-7"))
    article = make_article("The well", FIRST)
    origins = Authorship.objects.get(pk=fresh(other).latest_id).origins
    write(
        article,
        FIRST + SECOND,
        actor=make_user("contributor-2"),
        sources=[
            taken("CC-BY-SA-4.0", title="The mill", origin=fresh(other).latest, is_exact=True)
        ],
        brought=[Brought(len(tokens_of(FIRST)), origins)],
    )
    proposal = make_proposal(article)
    assert states(proposal) == {"contributor-1": "waiting", "contributor-7": "waiting"}
    assert sources(proposal) == {"The mill": False}
    agree(proposal, "contributor-1", "contributor-7")
    assert is_clear(proposal)


@pytest.fixture
def made_after():
    """An article by contributor-1 and, after one by contributor-7, contributor-2."""
    other = make_article("The mill", SECOND, actor=make_user("contributor-7"))
    article = make_article("The well", FIRST)
    source = taken(
        "CC-BY-SA-4.0", title="The mill", way=Source.Way.TRANSLATED, origin=fresh(other).latest
    )
    text = FIRST + "\nUne guilde de charpentiers tient la roue en ordre.\n"
    write(article, text, actor=make_user("contributor-2"), sources=[source])
    return fresh(article)


def test_authors_of_a_text_that_was_translated_are_asked_beside_who_translated_it(made_after):
    proposal = make_proposal(made_after)
    agree(proposal, "contributor-1", "contributor-2")
    assert states(proposal)["contributor-7"] == "waiting"
    party = agreement_on(again(proposal)).party_of(make_user("contributor-7"))
    assert (party.words, party.needed, party.behind) == (0, 0, {"The mill"})
    assert sources(proposal) == {"The mill": False} and not is_clear(proposal)
    agree(proposal, "contributor-7")
    assert is_clear(proposal)


def test_they_are_not_asked_when_that_passage_is_gone_or_they_pledged(made_after):
    proposal = make_proposal(made_after)
    give_pledge(actor=make_user("contributor-7"), licence=spdx("CC0-1.0"))
    assert states(proposal)["contributor-7"] == "free"
    make_edit(made_after, FIRST, actor=make_user("contributor-2"))
    assert set(states(proposal)) == {"contributor-1"}


def test_what_that_text_took_from_elsewhere_counts_as_well(made_after):
    other = Article.objects.get(title="The mill")
    write(other, SECOND + THIRD, actor=make_user("contributor-7"), sources=[taken(title="Far")])
    source = taken("CC-BY-SA-4.0", title="The mill again", origin=fresh(other).latest)
    write(
        made_after,
        f"{made_after.text}\nEtrangers, buvez sans demander.\n",
        actor=make_user("contributor-2"),
        sources=[source],
    )
    found = sources(make_proposal(fresh(made_after)))
    assert found == {"The mill": False, "The mill again": False, "Far": True}


def test_where_nobody_kept_who_wrote_that_text_it_stands_against_it(made_after):
    Authorship.objects.filter(revision__article__title="The mill").delete()
    proposal = make_proposal(made_after)
    agree(proposal, "contributor-1", "contributor-2")
    assert sources(proposal) == {"The mill": True} and not is_clear(proposal)


def test_what_was_agreed_to_and_carried_out_once_counts_the_next_time():
    article = make_shared()
    proposal = make_proposal(article)
    agree(proposal, "contributor-1", "contributor-2")
    carry_out(actor=make_user("contributor-9"), proposal=proposal)
    change_licence(
        actor=make_user(), article=fresh(article), licence=spdx("CC-BY-SA-4.0"), reason="", base=3
    )
    make_edit(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"))
    party = agreement_on(make_proposal(article)).party_of(make_user("contributor-2"))
    assert party.needed == len(tokens_of(THIRD)) and set(party.settled) == {"earlier"}


def test_answers_to_a_proposal_that_was_withdrawn_bind_nobody():
    article = make_shared()
    proposal = make_proposal(article)
    agree(proposal, "contributor-1")
    withdraw_proposal(actor=make_user("contributor-9"), proposal=proposal, reason="Not now.")
    assert states(make_proposal(article))["contributor-1"] == "waiting"


def test_where_nobody_kept_who_wrote_what_it_is_found_out_when_somebody_proposes():
    article = make_shared()
    Authorship.objects.all().delete()
    proposal = make_proposal(article)
    assert states(proposal) == {"contributor-1": "waiting", "contributor-2": "waiting"}
    Authorship.objects.all().delete()
    assert not agreement_on(again(proposal)).is_known and not is_clear(proposal)


def test_it_costs_as_many_queries_for_many_authors(django_assert_max_num_queries):
    article = make_shared()
    proposal = make_proposal(article)
    with CaptureQueriesContext(connection) as few:
        agreement_on(again(proposal))
    assert len(few) <= 8
    text = FIRST + SECOND
    for number in range(3, 9):
        text += f"\nSentence number {number} by another hand.\n"
        make_edit(article, text, actor=make_user(f"contributor-{number}"))
        agree(proposal, f"contributor-{number}")
    make_edit(article, text + THIRD, actor=make_guest())
    with django_assert_max_num_queries(len(few)):
        assert len(agreement_on(again(proposal)).parties) == 9
