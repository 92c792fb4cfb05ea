"""Hostile text through the forms: no error page, no lost word, nothing that runs."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import fresh, make_article, make_maintainer
from tests.wiki.rendering.exhausting import EXHAUSTING
from tests.wiki.rendering.hostile import HOSTILE
from tests.wiki.views.writers import INVALID, assert_kept, dangers, fields_of, page_of
from wiki.actions.drafts import tidy
from wiki.models import Article
from wiki.views import throttling

pytestmark = pytest.mark.django_db

EDIT = "/en/peer-production/edit"
# A browser cannot send half a surrogate pair: it sends U+FFFD.
TEXTS = {
    name: text.encode("utf-8", "replace").decode()
    for name, text in HOSTILE.items()
}  # fmt: skip
SAMPLE = dict(list(TEXTS.items())[::3])
HARD = dict(list(EXHAUSTING.items())[:8])


@pytest.fixture
def article(monkeypatch: pytest.MonkeyPatch) -> Article:
    monkeypatch.setattr(throttling, "SAVES_BY_MEMBERS", throttling.Limit(10_000))
    return make_article("Peer production")


@pytest.fixture
def writer(client: Client, article: Article) -> Client:
    client.force_login(make_maintainer())
    return client


def sent(client: Client, text: str, **more: Any) -> Any:
    data = fields_of(client.get(EDIT)) | {"text": text, "key": ""} | more
    return client.post(EDIT, data)


@pytest.mark.parametrize("name", SAMPLE)
def test_hostile_text_is_published_harmless_or_kept(writer, article, name):
    text = SAMPLE[name]
    response = sent(writer, text)
    if response.status_code == 302:
        assert fresh(article).text == tidy(text)
        shown = writer.get("/en/peer-production")
        assert shown.status_code == 200
        assert dangers(page_of(shown)) == []
        assert writer.get(EDIT).status_code == 200
    else:
        assert response.status_code == INVALID
        assert_kept(response, text)


@pytest.mark.parametrize("name", list(SAMPLE)[::4])
def test_hostile_text_in_every_other_field_is_shown_as_words(writer, article, name):
    text = SAMPLE[name]
    response = sent(writer, "Typed.\n", summary=text, base=text, topics=[text], writer=text)
    assert response.status_code in (302, 409, INVALID)
    assert response.status_code == 302 or dangers(page_of(response)) == []
    data = {"title": text, "language": text, "licence": text, "translation_of": text, "text": text}
    made = writer.post("/new", data)
    assert made.status_code == INVALID
    assert dangers(page_of(made)) == []
    assert_kept(made, text)
    for act, field in (("rename", "title"), ("licence", "reason"), ("delete", "nothing")):
        refused = writer.post(f"/en/peer-production/{act}", {field: text, "base": text})
        assert refused.status_code == INVALID
        assert dangers(page_of(refused)) == []


@pytest.mark.parametrize("name", list(SAMPLE)[::4])
def test_hostile_text_is_looked_at_unharmed(writer, article, name):
    text = SAMPLE[name]
    for button in ("preview", "changes"):
        response = sent(writer, text, **{button: "yes"})
        assert response.status_code == 200
        assert_kept(response, text)
        assert dangers(page_of(response)) == []


@pytest.mark.parametrize("name", HARD)
def test_a_text_that_keeps_the_machine_busy_is_published_or_kept(writer, article, name):
    text = HARD[name]
    response = sent(writer, text)
    assert response.status_code in (302, INVALID)
    if response.status_code == INVALID:
        assert_kept(response, text)
        assert "too hard to format" in page_of(response)


def test_what_would_run_is_recognised():
    assert dangers("<script>x()</script>")
    assert dangers("<a href='java&#115;cript:x()'>x</a>")
    assert dangers("<img src=x onerror=x()>")
    assert dangers('<p>Nothing</p><script src="/static/js/site.js"></script>') == []
