"""The preview beside the editor."""

import pytest

from tests.wiki.views.writers import INVALID, page_of
from wiki.models import Article, Revision
from wiki.views import throttling

pytestmark = pytest.mark.django_db


def test_text_comes_back_formatted_as_a_fragment(client):
    response = client.post("/preview", {"text": "**Strong**\r\nwords", "language": "en"})
    assert response.status_code == 200
    assert "<strong>Strong</strong>" in page_of(response)
    assert "<html" not in page_of(response)
    assert response["X-Preview"]
    assert "no-store" in response["Cache-Control"]


def test_a_script_does_not_come_back(client):
    page = page_of(client.post("/preview", {"text": "<script>alert(1)</script>"}))
    assert "<script" not in page


def test_no_text_is_nothing_to_show(client):
    assert "nothing to show yet" in page_of(client.post("/preview", {"text": " "}))


def test_a_text_that_cannot_be_formatted_says_so(client):
    response = client.post("/preview", {"text": "[" * 50_000})
    assert response.status_code in (200, INVALID)
    response = client.post("/preview", {"text": "x" * 400_001})
    assert response.status_code == INVALID
    assert "400001 characters" in page_of(response)


@pytest.mark.parametrize("language", ["", "xx", "\0", "en" * 999])
def test_a_language_that_is_none_does_not_matter(client, language):
    assert client.post("/preview", {"text": "a\0b", "language": language}).status_code == 200


def test_nothing_is_kept_of_it(client):
    client.post("/preview", {"text": "Text."})
    assert not Article.objects.exists()
    assert not Revision.objects.exists()
    assert "guest" not in client.cookies


def test_asking_without_sending_is_refused(client):
    assert client.get("/preview").status_code == 405


def test_where_guests_do_not_write_a_visitor_gets_no_preview(client, settings):
    settings.GUESTS_MAY_EDIT = False
    response = client.post("/preview", {"text": "Text."})
    assert response.status_code == 403
    assert "Sign in to write here." in page_of(response)


def test_asked_too_often_it_waits(client, monkeypatch):
    monkeypatch.setattr(throttling, "PREVIEWS_BY_GUESTS", throttling.Limit(2))
    answers = [client.post("/preview", {"text": "Text."}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert "The preview is paused" in page_of(answers[2])
