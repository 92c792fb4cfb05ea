"""The editor from which a maintainer saves and validates in one go."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.views.writers import INVALID, assert_kept, fields_of, opened, page_of
from wiki.actions.roles import end_maintainership
from wiki.models import Article, Review

pytestmark = pytest.mark.django_db

FIRST = "One.\n\nTwo.\n\nThree.\n"
SECOND = "One.\n\nTwo, or more.\n\nThree.\n"
MINE = "One, at least.\n\nTwo, or more.\n\nThree.\n"


@pytest.fixture
def article() -> Article:
    """Validated at revision 1, with revision 2 awaiting."""
    article = make_article("Peer production", FIRST, validated=True)
    make_edit(article, SECOND, actor=make_user("contributor-2"))
    return fresh(article)


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def address(article: Article) -> str:
    return f"/review/{article.pk}/edit"


def states(article: Article) -> list[str]:
    return list(article.revisions.order_by("number").values_list("state", flat=True))


def test_the_editor_opens_on_the_latest_text_and_writes_nothing(maintainer, article):
    answer = maintainer.get(address(article))
    assert answer.context["form"]["text"].value() == SECOND
    assert "Save and validate" in page_of(answer)
    assert "with the 1 change that awaits" in page_of(answer)
    assert states(article) == ["validated", "awaiting"]


def test_words_typed_on_the_page_of_review_come_along(maintainer, article):
    answer = maintainer.post(address(article), {"open": "yes", "comment": "Well found."})
    assert answer.status_code == 200
    assert answer.context["form"]["comment"].value() == "Well found."
    assert answer.context["form"]["text"].value() == SECOND


def test_one_button_saves_and_validates_everything(maintainer, article):
    data = opened(maintainer, address(article), text=MINE, comment="Thank you.", summary="Bounds")
    answer = maintainer.post(address(article), data, follow=True)
    assert answer.redirect_chain == [("/review", 302)]
    assert "Saved and validated: “Peer production”" in page_of(answer)
    assert states(article) == ["validated"] * 3
    assert fresh(article).text == MINE
    assert Review.objects.get(revision__number=2).comment == "Thank you."
    assert fresh(article).latest.summary == "Bounds"


def test_the_next_article_of_the_filtered_queue_follows(maintainer, article):
    other = make_article("Commoning")
    path = f"{address(article)}?language=en"
    answer = maintainer.post(path, opened(maintainer, path, text=MINE))
    assert answer["Location"] == f"/review/{other.pk}?language=en"


def test_the_kept_draft_is_let_go_of(maintainer, article):
    data = opened(maintainer, address(article), text=MINE)
    answer = maintainer.post(address(article), data)
    assert answer.cookies["saved"].value == data["key"]
    assert answer.cookies["saved"]["path"] == address(article)


def test_what_others_wrote_meanwhile_is_shown_and_not_validated(maintainer, article):
    data = opened(maintainer, address(article), text=MINE, comment="Thank you.")
    make_edit(article, SECOND.replace("Three.", "Three, unseen."), actor=make_guest())
    answer = maintainer.post(address(article), data)
    page = page_of(answer)
    assert answer.status_code == 409
    assert states(article) == ["validated", "awaiting", "awaiting"]
    assert "Nothing was saved or decided" in page
    assert "New since you opened the page, after revision 2" in page
    merged = "One, at least.\n\nTwo, or more.\n\nThree, unseen.\n"
    assert_kept(answer, merged)
    assert answer.context["form"]["comment"].value() == "Thank you."
    # Seen now: the same button does it.
    assert maintainer.post(address(article), fields_of(answer)).status_code == 302
    assert fresh(article).text == merged
    assert states(article) == ["validated"] * 4


def test_where_both_changed_the_same_words_there_is_a_proposal_to_settle(maintainer, article):
    data = opened(maintainer, address(article), text=MINE, comment="Thank you.")
    make_edit(article, SECOND.replace("One.", "One, perhaps."), actor=make_guest())
    answer = maintainer.post(address(article), data)
    assert answer.status_code == 409
    proposal = answer.context["form"]["text"].value()
    assert "One, at least." in proposal and "One, perhaps." in proposal
    # A proposal sent as it is, is not settled.
    refused = maintainer.post(address(article), fields_of(answer))
    assert refused.status_code == INVALID
    assert "not settled yet" in page_of(refused)
    settled = fields_of(answer) | {"text": MINE}
    assert maintainer.post(address(article), settled).status_code == 302
    assert fresh(article).text == MINE
    assert fresh(article).is_validated


def test_a_verdict_given_meanwhile_is_told_and_the_text_kept(maintainer, article):
    data = opened(maintainer, address(article), text=MINE)
    make_validated(article, actor=make_maintainer("maintainer-2"), comment="Well sourced.")
    answer = maintainer.post(address(article), data)
    assert answer.status_code == 409
    assert "Well sourced." in page_of(answer)
    assert_kept(answer, MINE)
    assert maintainer.post(address(article), fields_of(answer)).status_code == 302
    assert fresh(article).text == MINE


def test_an_article_deleted_meanwhile_keeps_the_text(maintainer, article):
    data = opened(maintainer, address(article), text=MINE)
    make_deleted(article)
    answer = maintainer.post(address(article), data)
    assert answer.status_code == INVALID
    assert "Advertising." in page_of(answer)
    assert_kept(answer, MINE)


def test_without_a_change_nothing_is_decided_and_a_sentence_says_so(maintainer, article):
    answer = maintainer.post(address(article), opened(maintainer, address(article)))
    assert answer.status_code == INVALID
    assert "the text is the same as before" in page_of(answer)
    assert states(article) == ["validated", "awaiting"]


@pytest.mark.parametrize("button", ["preview", "changes"])
def test_looking_keeps_all_that_was_typed_and_saves_nothing(maintainer, article, button):
    data = opened(maintainer, address(article), text=MINE, comment="Thank you.")
    answer = maintainer.post(address(article), data | {button: "yes"})
    assert answer.status_code == 200
    assert "One, at least." in page_of(answer)
    assert fields_of(answer)["comment"] == "Thank you."
    assert fields_of(answer)["seen_validated"] == str(data["seen_validated"])
    assert states(article) == ["validated", "awaiting"]


def test_whose_term_ended_while_they_wrote_gets_the_text_back(maintainer, article, admin_user):
    data = opened(maintainer, address(article), text=MINE)
    end_maintainership(actor=admin_user, user=make_maintainer(), reason="Asked for it.")
    answer = maintainer.post(address(article), data)
    assert answer.status_code == 403
    assert "Only maintainers validate" in page_of(answer)
    assert_kept(answer, MINE)


def test_who_signed_in_as_somebody_else_meanwhile_is_asked(maintainer, article):
    data = opened(maintainer, address(article), text=MINE)
    maintainer.force_login(make_maintainer("maintainer-2"))
    answer = maintainer.post(address(article), data)
    assert answer.status_code == INVALID
    assert "You began this as maintainer-1" in page_of(answer)
    assert_kept(answer, MINE)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"text": ""},
        {"text": MINE, "base": "x", "seen_validated": "9" * 40, "seen_word": "-1"},
        {"text": MINE, "comment": "x" * 2001},
        {"text": "\0"},
    ],
)
def test_a_damaged_form_decides_nothing_and_is_no_error_page(
    maintainer, article, broken: dict[str, Any]
):
    answer = maintainer.post(address(article), broken)
    assert answer.status_code in (INVALID, 409)
    assert states(article) == ["validated", "awaiting"]
