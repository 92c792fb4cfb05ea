"""Maintainers who decline one change, edit and validate, and use ready-made words, in a browser."""

import pytest

from tests.axe import assert_accessible
from tests.browser import Troubles
from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import Contexts, signed_in
from tests.factories import fresh, make_article, make_edit, make_guest, make_maintainer, make_user
from wiki.models import Article, ReadyReason, Review

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = "Things that people make together.\n\nThree traits are named.\n\nIt is old.\n"
SECOND = TEXT.replace("Three", "Four")
THIRD = SECOND.replace("old", "older than its name")


@pytest.fixture
def article() -> Article:
    """Validated at revision 1; revisions 2 and 3 await and do not touch."""
    article = make_article("Peer production", TEXT, validated=True)
    make_edit(article, SECOND, actor=make_user("contributor-2"), summary="Counts four")
    make_edit(article, THIRD, actor=make_guest())
    make_maintainer()
    return fresh(article)


def test_one_change_is_declined_by_keyboard_with_ready_made_words(live_server, visitor, article):
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{article.pk}")
    page.get_by_label("A word to the authors").fill("Thank you for counting.")
    page.get_by_label("Ready-made words").focus()
    page.keyboard.type("No source")
    tab_to(page, "Fill in")
    page.keyboard.press("Enter")
    words = ReadyReason.objects.get(title="No source").text
    typed = f"Thank you for counting.\n\n{words}"
    assert page.get_by_label("A word to the authors").input_value() == typed
    page.get_by_role("button", name="Decline change 2 alone").focus()
    press(page)

    assert page.get_by_label("Why do you decline it?").input_value() == typed
    assert_accessible(page)
    tab_to(page, "Decline change 2")
    press(page)
    assert "The others go on awaiting." in page.content()
    assert "change 2 by contributor-2 undone" in page.content()
    assert fresh(article).text == THIRD.replace("Four", "Three")
    comment = Review.objects.get(verdict="declined").comment
    assert comment.replace("\r\n", "\n") == typed


def test_changes_that_touch_are_settled_and_what_is_new_is_validated_with_an_edit(
    live_server, new_context: Contexts, article, troubles: Troubles
):
    troubles.expect("status 409")
    make_edit(article, THIRD.replace("Four traits", "Four or five traits"))
    page = signed_in(new_context(), live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{article.pk}/decline/2")
    editor = page.get_by_label("Text", exact=True)
    assert "<<<<<<<" in editor.input_value()
    assert_accessible(page)
    editor.fill(THIRD.replace("Four", "Several"))
    page.get_by_label("A word to the authors").fill("How many is not certain.")
    page.get_by_role("button", name="Decline change 2 and save this text").click()
    assert "Declined: change 2" in page.content()

    # What one settled by hand is decided on by another maintainer.
    page = signed_in(new_context(), live_server.url, make_maintainer("maintainer-2").username)
    page.goto(f"{live_server.url}/review/{article.pk}")
    editor = page.get_by_label("Text", exact=True)
    page.get_by_role("button", name="Edit, then validate").click()
    make_edit(article, fresh(article).text + "\nUnseen.\n", actor=make_user("contributor-2"))
    editor.fill(THIRD.replace("Four", "Some"))
    page.get_by_role("button", name="Save and validate").click()
    assert "Nothing was saved or decided" in page.content()
    assert_accessible(page)
    assert not fresh(article).is_validated
    assert editor.input_value().endswith("Unseen.\n")
    page.get_by_role("button", name="Save and validate").click()
    page.wait_for_url("**/review")
    assert fresh(article).text == THIRD.replace("Four", "Some") + "\nUnseen.\n"
    assert fresh(article).is_validated


def test_enter_on_a_chosen_change_validates_up_to_it(live_server, visitor, article):
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{article.pk}")
    page.get_by_label("Up to revision 2").check()
    press(page)
    assert "Validated: 1 change" in page.content()
    assert fresh(article).validated.number == 2


def test_ready_made_words_are_filled_in_without_javascript(
    live_server, new_context: Contexts, article
):
    page = signed_in(new_context(java_script_enabled=False), live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{article.pk}")
    page.get_by_label("A word to the authors").fill("Hello.")
    page.get_by_label("Ready-made words").select_option(label="Thank you")
    page.get_by_role("button", name="Fill in").click()
    words = ReadyReason.objects.get(title="Thank you").text
    assert page.get_by_label("A word to the authors").input_value() == f"Hello.\n\n{words}"
    page.get_by_role("button", name="Validate up to").click()
    assert fresh(article).is_validated
