"""Editing an article through its form: what is saved, what is refused, and that nothing is lost."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
)
from tests.wiki.views import writers
from tests.wiki.views.writers import INVALID, assert_kept, fields_of, page_of
from wiki.actions.naming import rename_article
from wiki.models import Article, Revision, User

pytestmark = pytest.mark.django_db

EDIT = "/en/peer-production/edit"


@pytest.fixture
def article() -> Article:
    return make_article("Peer production", TEXT)


@pytest.fixture
def contributor(client: Client) -> User:
    user = make_user("contributor-2")
    client.force_login(user)
    return user


def opened(client: Client, **changes: Any) -> dict[str, Any]:
    """The edit form as it is given, with changes."""
    return writers.opened(client, EDIT, **changes)


def last(article: Article) -> Revision:
    revision = fresh(article).latest
    assert revision is not None
    return revision


# Publishing ----------------------------------------------------------------------------------


def test_a_member_publishes_an_edit(client, article, contributor):
    response = client.post(EDIT, opened(client, text="Better words.\n", summary="Shorter"))
    assert response.status_code == 302
    assert response.url == "/en/peer-production"
    revision = last(article)
    assert (revision.number, revision.author, revision.summary) == (2, contributor, "Shorter")
    assert fresh(article).text == "Better words.\n"


def test_a_guest_publishes_under_the_pseudonym_that_the_page_named(client, article):
    page = client.get(EDIT)
    name = page.context["actor"].public_name
    assert name.startswith("guest-")
    assert name in page_of(page)
    assert "/accounts/login/?next=/en/peer-production/edit" in page_of(page)
    client.post(EDIT, fields_of(page) | {"text": "By a guest.\n"})
    assert last(article).author_name == name
    assert last(article).author is None


def test_a_guest_whose_cookie_is_gone_can_still_publish(client, article):
    data = opened(client, text="Kept, although the cookie went.\n")
    del client.cookies["guest"]
    assert client.post(EDIT, data).status_code == 302
    assert fresh(article).text == "Kept, although the cookie went.\n"
    assert last(article).author_name.startswith("guest-")


def test_the_page_says_the_licence_in_a_sentence(client, article):
    page = re.sub(r"<[^>]+>", "", page_of(client.get(EDIT)))
    assert "You publish under CC BY-SA 4.0 and keep your rights." in " ".join(page.split())


def test_under_cc0_nobody_is_promised_rights_that_they_give_up(client):
    make_article("Gift", licence="CC0-1.0")
    page = page_of(client.get("/en/gift/edit"))
    assert "everyone may use your words for anything" in page
    assert "and keep your rights." not in page


def test_topics_are_saved_with_the_text(client, article, contributor):
    topic = make_topic("production")
    client.post(EDIT, opened(client, topics=[topic.pk]))
    assert list(fresh(article).topics.all()) == [topic]


def test_line_ends_and_nul_become_what_a_database_keeps(client, article, contributor):
    client.post(EDIT, opened(client, text="One\r\ntwo\0\rthree\n"))
    assert fresh(article).text == "One\ntwo\nthree\n"


def test_a_message_leads_to_what_changed(client, article, contributor):
    response = client.post(EDIT, opened(client, text="Other.\n"), follow=True)
    assert "/en/peer-production/diff/1..2" in page_of(response)


def test_the_same_form_sent_twice_makes_one_revision(client, article, contributor):
    data = opened(client, text="Sent twice.\n")
    first, second = client.post(EDIT, data), client.post(EDIT, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert last(article).number == 2


def test_what_was_saved_is_told_to_the_editor_at_this_address_alone(client, article, contributor):
    data = opened(client, text="Saved.\n")
    cookie = client.post(EDIT, data).cookies["saved"]
    assert cookie.value == data["key"]
    assert unquote(cookie["path"]) == EDIT


def test_two_disjoint_edits_are_merged_and_the_writer_is_told(client, article, contributor):
    data = opened(client, text=TEXT.replace("Three traits", "Four traits"))
    make_edit(article, TEXT.replace("It is older", "It is much older"))
    response = client.post(EDIT, data, follow=True)
    text = fresh(article).text
    assert "Four traits" in text
    assert "much older" in text
    assert "contributor-1 changed other lines" in page_of(response)


def test_an_edit_can_begin_from_an_old_revision(client, article, contributor):
    make_edit(article, "Blanked.\n")
    page = client.get(f"{EDIT}?from=1")
    assert page.context["form"]["text"].value() == TEXT
    assert page.context["form"]["base"].value() == 2
    assert "revision 1" in page_of(page)


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "9" * 40, "%00", "1e3"])
def test_an_old_revision_that_is_none_is_not_found(client, article, number):
    assert client.get(f"{EDIT}?from={number}").status_code == 404


def test_a_form_sent_to_the_old_address_is_sent_on(client, article, contributor):
    data = opened(client, text="After the renaming.\n")
    rename_article(actor=make_user(), article=article, title="Peering", reason="", base=1)
    response = client.post(EDIT, data)
    assert response.status_code == 308
    assert client.post(response.url, data).status_code == 302
    assert fresh(article).text == "After the renaming.\n"


# Refused, with everything still there -----------------------------------------------------------


def test_an_empty_text_is_refused_with_the_way_to_its_field(client, article, contributor):
    response = client.post(EDIT, opened(client, text=" ", summary="Emptied"))
    page = page_of(response)
    assert response.status_code == INVALID
    assert 'href="#id_text"' in page
    assert "ask a maintainer" in page
    assert 'value="Emptied"' in page


def test_a_summary_that_is_too_long_keeps_everything(client, article, contributor):
    text = "  Typed <b>with care</b> & spaces.  \n\n"
    topic = make_topic("production")
    response = client.post(EDIT, opened(client, text=text, summary="x" * 900, topics=[topic.pk]))
    assert response.status_code == INVALID
    assert_kept(response, text)
    page = page_of(response)
    assert "x" * 900 in page
    assert 'href="#id_summary"' in page
    assert 'aria-invalid="true"' in page
    assert re.search(rf'value="{topic.pk}"[^>]*checked', page)
    assert last(article).number == 1


def test_an_unchanged_text_is_told_so(client, article, contributor):
    response = client.post(EDIT, opened(client))
    assert response.status_code == INVALID
    assert "Nothing was saved" in page_of(response)


def test_a_text_that_is_too_long_is_refused_and_kept(client, article, contributor):
    text = "word " * 90_000
    response = client.post(EDIT, opened(client, text=text))
    assert response.status_code == INVALID
    assert_kept(response, text)
    assert "450000 characters" in page_of(response)


def test_a_form_that_no_article_could_fill_is_refused_in_a_sentence(client, article):
    response = client.post(EDIT, opened(client, text="x" * 3_000_000))
    assert response.status_code == 413
    assert "what you typed is still there" in page_of(response)
    assert last(article).number == 1


def test_a_long_text_of_any_script_fits_in_the_form(client, article, contributor):
    """Its encoding takes three bytes a character; what is too long is told beside the text."""
    page = page_of(client.get(EDIT))
    assert 'enctype="multipart/form-data"' in page  # three times smaller than percent signs
    text = "文" * 399_000 + "\n"
    response = client.post(EDIT, opened(client, text=text))
    assert response.status_code in (302, INVALID)
    assert response.status_code == 302 or response.context["form"]["text"].value() == text


@pytest.mark.parametrize("base", ["", "0", "-4", "99", "9" * 40, "zwei", "\0"])
def test_a_damaged_base_loses_nothing(client, article, contributor, base):
    text = "Typed on a damaged form.\n"
    response = client.post(EDIT, opened(client, text=text, base=base))
    assert response.status_code in (302, 409)
    assert response.status_code == 302 or "Typed on a damaged form." in page_of(response)


@pytest.mark.parametrize("topics", ["9" * 40, "9" * 12, "0", "x", "\0", "-1"])
def test_topics_that_are_none_keep_the_text(client, article, contributor, topics):
    text = "Typed.\n"
    response = client.post(EDIT, opened(client, text=text, topics=[topics]))
    assert response.status_code == INVALID
    assert_kept(response, text)
    assert 'href="#id_topics"' in page_of(response)


def test_a_session_that_ended_keeps_the_text_and_publishes_nothing_by_accident(
    client, article, contributor
):
    text = "Written by a member.\n"
    data = opened(client, text=text)
    client.logout()
    response = client.post(EDIT, data)
    assert response.status_code == INVALID
    assert_kept(response, text)
    assert "You began this as contributor-2" in page_of(response)
    assert last(article).number == 1
    again = client.post(EDIT, fields_of(response))
    assert again.status_code == 302
    assert last(article).author_name.startswith("guest-")


def test_a_preview_does_not_make_an_ended_session_forgotten(client, article, contributor):
    data = opened(client, text="Written by a member.\n")
    client.logout()
    looked = client.post(EDIT, data | {"preview": "yes"})
    response = client.post(EDIT, fields_of(looked))
    assert response.status_code == INVALID
    assert last(article).number == 1


def test_where_guests_do_not_write_an_ended_session_keeps_the_text(
    client, article, contributor, settings
):
    settings.GUESTS_MAY_EDIT = False
    text = "Written by a member.\n"
    data = opened(client, text=text)
    client.logout()
    response = client.post(EDIT, data)
    assert response.status_code == INVALID
    assert_kept(response, text)
    assert "sign in in another tab" in page_of(response)
    looked = client.post(EDIT, data | {"preview": "yes"})
    assert looked.status_code == 403
    assert_kept(looked, text)


def test_where_guests_do_not_write_a_visitor_is_told_to_sign_in(client, article, settings):
    settings.GUESTS_MAY_EDIT = False
    response = client.get(EDIT)
    assert response.status_code == 403
    assert "Sign in to write here." in page_of(response)


def test_an_article_deleted_while_somebody_wrote_gives_the_text_back(client, article):
    text = "Typed in vain?\n"
    data = opened(client, text=text)
    make_deleted(article)
    response = client.post(EDIT, data)
    assert response.status_code == INVALID
    assert_kept(response, text)
    assert "This article was deleted" in page_of(response)


def test_a_form_without_its_token_is_told_to_go_back(article):
    client = Client(enforce_csrf_checks=True)
    response = client.post(EDIT, {"text": "Typed."})
    assert response.status_code == 403
    assert "what you typed is still there" in page_of(response)


def test_a_form_can_be_sent_with_the_token_of_the_cookie(article):
    """As the editor does after signing in in another tab, which changes the token."""
    client = Client(enforce_csrf_checks=True)
    data = fields_of(client.get(EDIT)) | {"text": "Sent with the cookie's token.\n"}
    data["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    assert client.post(EDIT, data).status_code == 302


# Looking before publishing ------------------------------------------------------------------------


def test_the_preview_button_shows_the_text_formatted_and_saves_nothing(client, article):
    data = opened(client, text="**Strong** words.\n", summary="Kept", preview="yes")
    response = client.post(EDIT, data)
    assert response.status_code == 200
    assert "<strong>Strong</strong> words." in page_of(response)
    assert_kept(response, "**Strong** words.\n")
    assert 'value="Kept"' in page_of(response)
    assert last(article).number == 1


def test_what_is_looked_at_can_be_published(client, article, contributor):
    looked = client.post(EDIT, opened(client, text="Looked at.\n", preview="yes"))
    client.post(EDIT, fields_of(looked))
    assert fresh(article).text == "Looked at.\n"


def test_looking_complains_of_nothing(client, article):
    response = client.post(EDIT, opened(client, text="", preview="yes"))
    assert response.status_code == 200
    assert "aria-invalid" not in page_of(response)


def test_the_changes_button_shows_what_was_changed_so_far(client, article):
    text = TEXT.replace("Three", "Four")
    response = client.post(EDIT, opened(client, text=text, changes="yes"))
    page = page_of(response)
    assert response.status_code == 200
    assert "<del>Three" in re.sub(r'<span class="visually-hidden".*?</span>', "", page)
    assert_kept(response, text)
    assert last(article).number == 1


# Who, where ------------------------------------------------------------------------------------


def test_reading_the_form_writes_nothing(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(EDIT)
    assert Revision.objects.count() == 1


def test_an_article_that_nobody_wrote_is_not_found(client):
    assert client.get("/en/nothing-here/edit").status_code == 404
    assert client.post("/en/nothing-here/edit", {"text": "x"}).status_code == 404


def test_a_deleted_article_is_gone_for_others_and_leads_maintainers_to_it(client, article):
    make_deleted(article)
    assert client.get(EDIT).status_code == 410
    client.force_login(make_maintainer())
    assert client.get(EDIT).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, article, method):
    assert getattr(client, method)(EDIT).status_code == 405


def test_a_guest_known_by_the_cookie_keeps_the_pseudonym(client, article):
    first = client.get(EDIT).context["actor"]
    second = client.get(EDIT).context["actor"]
    assert first == second != make_guest()
