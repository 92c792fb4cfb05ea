"""The keyboard on every page of review: Tab reaches all, one sees where one is, nothing holds one.

That the deeds themselves are done with keys is in `test_play.py` and `test_deciding.py`.
"""

import uuid

import pytest

from tests.axe import assert_accessible
from tests.browser import PHONE_HEIGHT, PHONE_WIDTH, Troubles
from tests.e2e.keys import focus, press, tab_through, tab_to
from tests.e2e.visitors import signed_in
from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.looking_again import object_to_verdict
from wiki.models import Article, Review, SecondLook

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = "Things that people make together.\n\nThree traits are named.\n\nIt is old.\n"


@pytest.fixture
def stack() -> Article:
    """Validated at revision 1; of three changes that await, the last touches the first."""
    author = make_user("contributor-2")
    article = make_article("Peer production", TEXT, validated=True)
    make_edit(article, TEXT.replace("Three", "Four"), actor=author, summary="Counts four")
    older = TEXT.replace("Three", "Four").replace("old", "older than its name")
    make_edit(article, older, actor=author)
    make_edit(article, older.replace("Four", "Four or five"), actor=author)
    make_maintainer("maintainer-2")
    return fresh(article)


@pytest.fixture
def verdict() -> uuid.UUID:
    """The key of a verdict by maintainer-1 on what contributor-1 wrote."""
    make_validated(make_article("Elinor Ostrom", TEXT), actor=make_maintainer("maintainer-1"))
    return Review.objects.latest("pk").decision


@pytest.fixture
def contested(verdict) -> uuid.UUID:
    """The same, and the author objects."""
    review = Review.objects.get(decision=verdict)
    object_to_verdict(actor=make_user("contributor-1"), review=review, words="It is unfinished.")
    return verdict


@pytest.mark.parametrize("size", [(1400, 900), (PHONE_WIDTH, PHONE_HEIGHT)], ids=["wide", "narrow"])
def test_tab_reaches_everything_both_ways_and_the_focus_is_seen_all_the_while(
    live_server, visitor, stack, contested, size
):
    page = signed_in(visitor, live_server.url, "maintainer-2")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in (
        "/review",
        f"/review/{stack.pk}",
        f"/review/{stack.pk}/decline/3",
        f"/review/{stack.pk}/decline/2",
        f"/review/{stack.pk}/edit",
        "/review/second-looks?mine=on",
        f"/review/decisions/{contested}",
        f"/review/decisions/{contested}/withdraw",
        f"{stack.get_absolute_url()}/history",
        "/review/figures",
        "/review/hints/new",
        "/notices",
    ):
        page.goto(live_server.url + path)
        there = tab_through(page)
        back = tab_through(page, "Shift+Tab")
        assert back == there[::-1], path
        main = "document.getElementById('main').querySelectorAll('a[href], button, input, select')"
        assert len(there) > 5, path
        assert page.evaluate(f"{main}.length") > 0


def test_one_change_is_declined_after_a_refusal_that_leads_to_what_is_missing(
    live_server, visitor, stack, troubles: Troubles
):
    troubles.expect("status 422")
    page = signed_in(visitor, live_server.url, "maintainer-2")
    page.goto(f"{live_server.url}/review/{stack.pk}")
    tab_to(page, "Decline change 3 alone")
    press(page, "Space")
    tab_to(page, "Decline change 3")
    press(page, "Space")
    assert "Say why you decline" in focus(page).name
    assert_accessible(page)
    tab_to(page, "Why do you decline it?")
    page.keyboard.press("Enter")
    assert focus(page).tag == "a"  # the way to the field
    page.keyboard.type("")
    tab_to(page, "Why do you decline it?")
    page.keyboard.type("No source is named.")
    tab_to(page, "Decline change 3")
    press(page)
    assert "The others go on awaiting." in page.content()
    assert "older than its name" not in fresh(stack).text


def test_changes_that_touch_are_settled_after_a_refusal_that_keeps_the_text(
    live_server, visitor, stack, troubles: Troubles
):
    troubles.expect("status 422")
    page = signed_in(visitor, live_server.url, "maintainer-2")
    page.goto(f"{live_server.url}/review/{stack.pk}")
    tab_to(page, "Decline change 2 alone")
    press(page)
    tab_to(page, "Text", exact=True)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+Control+End")
    page.keyboard.type("Things that people make.\n\n- Several traits\nare named.")
    tab_to(page, "Decline change 2 and save this text")
    press(page)
    assert "Say why you decline" in focus(page).name
    assert_accessible(page)
    tab_to(page, "A word to the authors")
    page.keyboard.type("How many is not certain.")
    tab_to(page, "Decline change 2 and save this text")
    press(page, "Space")
    assert "Declined: change 2" in page.content()
    assert fresh(stack).text == "Things that people make.\n\n- Several traits\nare named."


def test_an_edit_is_looked_at_and_validated_from_the_text_itself(live_server, visitor, stack):
    page = signed_in(visitor, live_server.url, "maintainer-2")
    page.goto(f"{live_server.url}/review/{stack.pk}")
    page.keyboard.press("e")
    page.wait_for_url("**/edit")
    tab_to(page, "Text", exact=True)
    page.keyboard.press("Control+End")
    page.keyboard.type("\nFinished.\n")
    tab_to(page, "Show changes")
    press(page, "Space")
    assert "What you changed so far" in page.content()
    assert_accessible(page)
    tab_to(page, "Text", exact=True)
    press(page, "Control+Enter")
    page.wait_for_url("**/review")
    assert fresh(stack).is_validated
    assert fresh(stack).text.endswith("\nFinished.\n")


def test_a_verdict_is_withdrawn_after_a_refusal_that_leads_to_the_reason(
    live_server, visitor, verdict, troubles: Troubles
):
    troubles.expect("status 422")
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/en/elinor-ostrom/history")
    tab_to(page, "Withdraw the verdict on 1")
    press(page)
    tab_to(page, "Withdraw this verdict")
    press(page, "Space")
    assert "Say why: the reason is public." in focus(page).name
    assert_accessible(page)
    tab_to(page, "Reason", exact=True)
    page.keyboard.type("Too early.")
    tab_to(page, "Withdraw this verdict")
    press(page)
    assert "The verdict is withdrawn" in page.content()
    assert Review.objects.latest("pk").comment == "Too early."


def test_an_author_objects_after_a_refusal_that_leaves_the_form_open(
    live_server, visitor, verdict, troubles: Troubles
):
    troubles.expect("status 422")
    page = signed_in(visitor, live_server.url, "contributor-1")
    page.goto(f"{live_server.url}/notices")
    tab_to(page, "Verdict and answers")
    press(page)
    tab_to(page, "Object to this verdict")
    page.keyboard.press("Space")
    tab_through(page)  # the form is no trap
    tab_to(page, "Object", exact=True)
    press(page, "Space")
    assert "Say what is wrong with the verdict." in focus(page).name
    assert_accessible(page)
    tab_to(page, "What is wrong with this verdict?")
    page.keyboard.type("It is unfinished.")
    tab_to(page, "Object", exact=True)
    press(page)
    assert "Your objection is public." in page.content()
    assert SecondLook.objects.get().words == "It is unfinished."


@pytest.mark.parametrize(
    ("button", "refusal", "outcome"),
    [
        ("Uphold", "Say why it stands", "upheld"),
        ("Overturn, with this reason", "Say why you overturn it", "overturned"),
    ],
)
def test_a_second_look_ends_after_a_refusal_that_leads_to_the_reason(
    live_server, visitor, contested, troubles: Troubles, button, refusal, outcome
):
    troubles.expect("status 422")
    make_maintainer("maintainer-2")
    page = signed_in(visitor, live_server.url, "maintainer-2")
    page.goto(f"{live_server.url}/review")
    tab_to(page, "Second looks · 1")
    press(page)
    tab_to(page, "Mine to look at")
    press(page)
    tab_to(page, "Elinor Ostrom")
    press(page)
    tab_to(page, button)
    press(page, "Space")
    assert refusal in focus(page).name
    assert_accessible(page)
    tab_to(page, "Your reason")
    page.keyboard.type("I read it again.")
    tab_to(page, button)
    press(page)
    assert SecondLook.objects.get().outcome == outcome
    assert "I read it again." in page.content()
    assert_accessible(page)
