"""Who copies from another article is told: that it was credited, or why it cannot stand here."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from licensing.models import Licence
from tests.factories import TEXT, fresh, make_article, make_edit, make_maintainer, make_user
from tests.wiki.actions.copies import OTHERS, PASSAGE, sources
from tests.wiki.views.writers import INVALID, assert_kept, opened, page_of
from wiki.models import Article, Revision

pytestmark = pytest.mark.django_db

EDIT = "/en/peer-production/edit"
COPIED = f"{TEXT}\n{PASSAGE}\n"


@pytest.fixture
def well() -> Article:
    return make_article("The well", OTHERS, actor=make_user("contributor-5"))


@pytest.fixture
def contributor(client: Client) -> Client:
    client.force_login(make_user("contributor-2"))
    return client


def assert_refused(response: Any, text: str) -> None:
    """Nothing that was typed is lost, and the page says what to do."""
    page = page_of(response)
    assert response.status_code == INVALID
    assert_kept(response, text)
    assert "Nothing is saved yet" in page
    assert escape("“The well”, beginning with “The village dug the well together") in page
    assert '<a href="/en/the-well">The well</a>' in page
    assert "begin its lines with" in page


def test_a_copy_is_published_and_its_writer_told_of_the_credit(contributor, well):
    article = make_article()
    data = opened(contributor, EDIT, text=COPIED)
    page = page_of(contributor.post(EDIT, data, follow=True))
    assert "Words that you added are from “The well”: they keep their authors" in page
    assert "is not settled" not in page
    assert [source.origin for source in sources(article)] == [well.latest]


def test_an_edit_that_copies_nothing_says_nothing_of_it(contributor, well):
    article = make_article()
    make_edit(article, COPIED, actor=make_user("contributor-3"))
    data = opened(contributor, EDIT, text=f"{COPIED}\nOf my own.\n")
    assert "Words that you added" not in page_of(contributor.post(EDIT, data, follow=True))


def test_a_refused_copy_keeps_all_that_was_typed(contributor, well):
    article = make_article(licence="CC0-1.0")
    data = opened(contributor, EDIT, text=COPIED, summary="Wells belong here")
    response = contributor.post(EDIT, data)
    assert_refused(response, COPIED)
    assert 'value="Wells belong here"' in page_of(response)
    assert fresh(article).latest.number == 1


def test_what_was_refused_is_published_as_a_quotation(contributor, well):
    make_article(licence="CC0-1.0")
    quoted = f"{TEXT}\n> " + PASSAGE.replace("\n", "\n> ") + "\n"
    assert contributor.post(EDIT, opened(contributor, EDIT, text=quoted)).status_code == 302


def test_a_refused_new_article_keeps_all_that_was_typed(contributor, well):
    text = f"My own.\n\n{PASSAGE}\n"
    data = opened(contributor, "/new", title="My well", text=text, licence="CC0-1.0")
    response = contributor.post("/new", data)
    assert_refused(response, text)
    assert 'value="My well"' in page_of(response)
    assert not Article.objects.filter(title="My well").exists()


def test_a_new_article_with_a_copy_tells_of_the_credit(contributor, well):
    data = opened(contributor, "/new", title="My well", text=OTHERS, licence="CC-BY-SA-4.0")
    page = page_of(contributor.post("/new", data, follow=True))
    assert "Words that you added are from “The well”" in page


def test_an_unsettled_question_is_told(contributor, well):
    by = Licence.objects.get(spdx="CC-BY-3.0")
    Revision.objects.filter(article=well).update(licence=by)
    Licence.objects.filter(spdx="LAL-1.3").update(role="offered")
    make_article(licence="LAL-1.3")
    page = page_of(contributor.post(EDIT, opened(contributor, EDIT, text=COPIED), follow=True))
    assert "is not settled: a maintainer decides on it" in page
    maintainer = Client()
    maintainer.force_login(make_maintainer())
    assert "Peer production" in page_of(maintainer.get("/review?tab=licence"))


def test_a_maintainer_who_finishes_an_article_is_told_as_well(client, well):
    client.force_login(make_maintainer())
    article = make_article(licence="CC0-1.0")
    address = f"/review/{article.pk}/edit"
    response = client.post(address, opened(client, address, text=COPIED, comment="Good."))
    assert_refused(response, COPIED)
    assert fresh(article).validated is None


def test_a_maintainer_who_settles_a_decline_is_told_as_well(client, well):
    client.force_login(make_maintainer())
    article = make_article(text="One.\n\nTwo.\n", licence="CC0-1.0", validated=True)
    make_edit(article, "One.\n\nTwo or so.\n", actor=make_user("contributor-2"))
    make_edit(article, "One.\n\nTwo or three.\n", actor=make_user("contributor-3"))
    address = f"/review/{article.pk}/decline/2"
    text = f"One.\n\nTwo.\n\n{PASSAGE}\n"
    data = opened(client, address, text=text, comment="No source.", settling="")
    response = client.post(address, data)
    assert_refused(response, text)
    assert fresh(article).latest.number == 3


def test_a_title_in_the_refusal_cannot_hurt(contributor):
    make_article("<b>Well</b> & “more”", OTHERS, actor=make_user("contributor-5"))
    make_article(licence="CC0-1.0")
    response = contributor.post(EDIT, opened(contributor, EDIT, text=COPIED))
    assert response.status_code == INVALID
    assert "<b>Well</b>" not in page_of(response)
