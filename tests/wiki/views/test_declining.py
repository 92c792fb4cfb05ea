"""The page on which a maintainer declines one change and keeps the others."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.writers import INVALID, assert_kept, fields_of, opened, page_of
from wiki.actions.roles import end_maintainership
from wiki.models import Article, Review, Revision

pytestmark = pytest.mark.django_db

FIRST = "One.\n\nTwo.\n\nThree.\n"
SECOND = "One!\n\nTwo.\n\nThree.\n"
THIRD = "One!\n\nTwo.\n\nThree!\n"
WITHOUT_SECOND = "One.\n\nTwo.\n\nThree!\n"


@pytest.fixture
def article() -> Article:
    """Validated at revision 1, with revisions 2 and 3 awaiting."""
    article = make_article("Peer production", FIRST, validated=True)
    make_edit(article, SECOND, actor=make_user("contributor-2"), summary="Louder")
    make_edit(article, THIRD, actor=make_guest())
    return fresh(article)


@pytest.fixture
def touching(article: Article) -> Article:
    """A later change touches revision 2."""
    make_edit(article, THIRD.replace("One!", "One, or more!"), actor=make_user("contributor-4"))
    return fresh(article)


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def address(article: Article, number: int = 2) -> str:
    return f"/review/{article.pk}/decline/{number}"


def states(article: Article) -> list[str]:
    return list(article.revisions.order_by("number").values_list("state", flat=True))


def test_each_change_of_several_has_the_way_to_decline_it_alone(maintainer, article):
    page = page_of(maintainer.get(f"/review/{article.pk}?language=en"))
    for number in (2, 3):
        assert f'formaction="{address(article, number)}?language=en"' in page
    make_validated(article, up_to=2)
    assert "/decline/" not in page_of(maintainer.get(f"/review/{article.pk}"))


def test_only_maintainers_find_that_way(client, article):
    client.force_login(make_user("contributor-4"))
    assert "/decline/" not in page_of(client.get(f"/review/{article.pk}"))


def test_the_page_shows_what_would_be_left_and_writes_nothing(maintainer, article):
    page = page_of(maintainer.get(address(article)))
    assert "Decline change 2 alone" in page
    assert "Louder" in page and "contributor-2" in page
    assert "1 other change goes on awaiting." in page
    assert "<del>" in page
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_words_typed_on_the_page_of_review_come_along(maintainer, article):
    answer = maintainer.post(address(article), {"open": "yes", "comment": "No source."})
    assert answer.status_code == 200
    assert answer.context["form"]["comment"].value() == "No source."
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_declining_leads_back_to_what_still_awaits(maintainer, article):
    data = opened(maintainer, address(article), comment="No source.")
    answer = maintainer.post(f"{address(article)}?language=en", data, follow=True)
    assert answer.redirect_chain == [(f"/review/{article.pk}?language=en", 302)]
    page = page_of(answer)
    assert "Declined: change 2 of “Peer production”. The others go on awaiting." in page
    assert "change 2 by contributor-2 undone" in page
    assert fresh(article).text == WITHOUT_SECOND
    assert Review.objects.get(verdict="declined").comment == "No source."


def test_a_text_that_holds_declined_words_is_not_offered_for_validation(maintainer, article):
    maintainer.post(address(article), opened(maintainer, address(article), comment="No source."))
    page = page_of(maintainer.get(f"/review/{article.pk}"))
    assert "Revision 3 still holds change 2, which was declined; revision 4 takes it out." in page
    assert 'value="3" form="decision" disabled' in page
    assert 'value="4" form="decision" checked' in page


def test_declining_the_last_one_leads_on(maintainer, article):
    other = make_article("Commoning")
    for number in (2, 3):
        data = opened(maintainer, address(article, number), comment="No source.")
        answer = maintainer.post(address(article, number), data)
    assert answer["Location"] == f"/review/{other.pk}"
    assert fresh(article).is_validated


@pytest.mark.parametrize("comment", ["", "  ", "\0"])
def test_it_needs_a_reason(maintainer, article, comment):
    answer = maintainer.post(
        address(article), opened(maintainer, address(article), comment=comment)
    )
    assert answer.status_code == INVALID
    assert "Say why you decline" in page_of(answer)
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_what_changed_meanwhile_stops_it_and_the_reason_is_kept(maintainer, article):
    data = opened(maintainer, address(article), comment="My long reason.")
    make_edit(article, THIRD + "\nA word nobody has read.\n", actor=make_user("contributor-7"))
    answer = maintainer.post(address(article), data)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "Nothing was decided" in page and "My long reason." in page
    assert "A word nobody has read." in page
    assert states(article) == ["validated"] + ["awaiting"] * 3
    assert maintainer.post(address(article), fields_of(answer)).status_code == 302


def test_a_verdict_given_meanwhile_is_told_and_the_reason_kept(maintainer, article):
    data = opened(maintainer, address(article), comment="My long reason.")
    make_validated(article, actor=make_maintainer("maintainer-2"), comment="Well sourced.")
    answer = maintainer.post(address(article), data)
    page = page_of(answer)
    assert answer.status_code == 409
    for words in ("Well sourced.", "My long reason.", "does not await a decision any more"):
        assert words in page
    assert fresh(article).text == THIRD


def test_what_cannot_be_undone_alone_says_why(maintainer, article):
    make_edit(article, WITHOUT_SECOND, actor=make_user("contributor-4"))
    assert "there is nothing left of it" in page_of(maintainer.get(address(article)))
    page = page_of(maintainer.get(address(make_article("Unseen"), 1)))
    assert "The first version is the article itself" in page


def test_topics_that_go_and_come_are_shown(maintainer, article):
    make_edit(article, THIRD, topics=[make_topic("spam")], actor=make_guest())
    make_edit(article, THIRD + "\nFour.\n")
    page = page_of(maintainer.get(address(article, 4)))
    assert "Spam" in page and "The text is the same, line for line." in page


# Changes that touch ------------------------------------------------------------------------------


def test_changes_that_touch_open_the_editor_with_a_proposal(maintainer, touching):
    answer = maintainer.post(address(touching), {"open": "yes", "comment": "No source."})
    assert answer.status_code == 200
    text = answer.context["form"]["text"].value()
    assert "One, or more!" in text and "One.\n" in text and "Three!" in text
    page = page_of(answer)
    assert "Later changes touch this one" in page
    assert "contributor-2" in page
    assert answer.context["form"]["comment"].value() == "No source."


def test_the_settled_text_is_saved_and_the_change_declined(maintainer, touching):
    text = "One, or more.\n\nTwo.\n\nThree!\n"
    data = opened(maintainer, address(touching), text=text, comment="No source.")
    answer = maintainer.post(address(touching), data, follow=True)
    assert "Declined: change 2" in page_of(answer)
    latest = fresh(touching).latest
    assert fresh(touching).text == text
    assert (latest.kind, latest.author_name) == (Revision.Kind.EDIT, "maintainer-1")
    assert states(touching) == ["validated", "declined", "awaiting", "awaiting", "awaiting"]


def test_a_proposal_sent_as_it_is_is_refused_and_kept(maintainer, touching):
    data = opened(maintainer, address(touching), comment="No source.")
    answer = maintainer.post(address(touching), data)
    assert answer.status_code == INVALID
    assert "still holds the marks" in page_of(answer)
    assert_kept(answer, data["text"])
    assert states(touching)[1] == "awaiting"


def test_a_settled_text_without_a_reason_is_kept(maintainer, touching):
    answer = maintainer.post(address(touching), opened(maintainer, address(touching), text=FIRST))
    assert answer.status_code == INVALID
    assert "Say why you decline" in page_of(answer)
    assert_kept(answer, FIRST)


@pytest.mark.parametrize("button", ["preview", "changes"])
def test_looking_while_settling_saves_nothing(maintainer, touching, button):
    data = opened(maintainer, address(touching), text=FIRST + "Mine.\n", comment="No source.")
    answer = maintainer.post(address(touching), data | {button: "yes"})
    assert answer.status_code == 200
    assert fields_of(answer)["comment"] == "No source."
    assert_kept(answer, FIRST + "Mine.\n")
    assert states(touching)[1] == "awaiting"


def test_what_changed_while_settling_is_merged_to_be_looked_at(maintainer, touching):
    text = "One, or more.\n\nTwo.\n\nThree!\n"
    data = opened(maintainer, address(touching), text=text, comment="No source.")
    make_edit(touching, fresh(touching).text + "\nUnseen.\n", actor=make_user("contributor-7"))
    answer = maintainer.post(address(touching), data)
    assert answer.status_code == 409
    assert "Unseen." in page_of(answer)
    assert_kept(answer, text + "\nUnseen.\n")
    assert states(touching)[1] == "awaiting"
    assert maintainer.post(address(touching), fields_of(answer)).status_code == 302
    assert fresh(touching).text == text + "\nUnseen.\n"


# Who ---------------------------------------------------------------------------------------------


def test_whose_term_ended_gets_their_words_back(maintainer, article, touching, admin_user):
    plain = {"comment": "My reason."}
    settled = opened(maintainer, address(article), text="Mine.\n", comment="My reason.")
    end_maintainership(actor=admin_user, user=make_maintainer(), reason="Asked for it.")
    for sent in (plain, settled):
        answer = maintainer.post(address(article), sent)
        assert answer.status_code == 403
        assert "My reason." in page_of(answer)
    assert_kept(answer, "Mine.\n")


@pytest.mark.parametrize("number", [4, 0, 99999999999])
def test_a_change_that_there_is_not_is_not_found(maintainer, article, number):
    assert maintainer.get(address(article, number)).status_code == 404


def test_a_deleted_article_is_for_maintainers_and_nothing_is_declined_there(client, article):
    make_deleted(article)
    assert client.get(address(article)).status_code == 404
    client.force_login(make_maintainer())
    assert client.get(address(article)).status_code == 302
    answer = client.post(address(article), {"comment": "My reason.", "seen": 3})
    assert answer.status_code == 409
    assert "My reason." in page_of(answer)


def test_words_of_others_are_shown_as_text(maintainer):
    evil = "<script>alert(1)</script>"
    article = make_article(evil, FIRST, validated=True)
    make_edit(article, FIRST + evil, actor=make_guest(), summary=evil)
    make_edit(article, FIRST + evil + "!\n", actor=make_guest())
    for number in (2, 3):
        page = page_of(maintainer.get(address(article, number)))
        assert evil not in page
        assert escape(evil) in page
