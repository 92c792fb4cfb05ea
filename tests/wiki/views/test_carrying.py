"""Copying, splitting and joining articles through their pages."""

import pytest
from django.test import Client

from tests.factories import fresh, make_article, make_edit, make_user
from tests.wiki.views.writers import INVALID, assert_kept, opened, page_of
from wiki.models import Article

pytestmark = pytest.mark.django_db

TEXT = "Together.\n\n## Of wells\n\nWhoever draws water keeps the rope in order.\n"
PAGE = "/en/commons"


@pytest.fixture
def article(client: Client) -> Article:
    client.force_login(make_user("contributor-2"))
    return make_article("Commons", TEXT)


def test_the_article_leads_to_all_of_them(client, article):
    html = page_of(client.get(PAGE))
    for address in ("copy", "split", "join"):
        assert f'href="{PAGE}/{address}"' in html
    assert 'href="/new?translation_of=en/commons"' in html


def test_a_copy_is_made_and_shown(client, article):
    response = client.post(f"{PAGE}/copy", opened(client, f"{PAGE}/copy", title="Anew"))
    assert response.url == "/en/anew"
    html = page_of(client.get("/en/anew"))
    assert "Every word is still credited to who wrote it in “Commons”." in html
    assert fresh(Article.objects.get(title="Anew")).text == TEXT


def test_a_licence_that_does_not_fit_says_why_and_keeps_what_was_typed(client, article):
    sent = opened(client, f"{PAGE}/copy", title="Anew", licence="CC0-1.0", reason="Because")
    response = client.post(f"{PAGE}/copy", sent)
    assert response.status_code == INVALID
    assert 'value="Because"' in page_of(response) and 'value="Anew"' in page_of(response)
    assert "quote a short passage" in page_of(response)


def test_a_title_that_is_taken_leads_to_the_other_article(client, article):
    response = client.post(f"{PAGE}/copy", opened(client, f"{PAGE}/copy", title="Commons"))
    assert response.status_code == INVALID
    assert 'href="/en/commons">Commons</a>' in page_of(response)


def test_a_section_is_split_off(client, article):
    sent = opened(client, f"{PAGE}/split", section="0", title="Of wells")
    assert client.post(f"{PAGE}/split", sent).url == "/en/of-wells"
    assert "[[Of wells]]" in fresh(article).text


@pytest.mark.parametrize("section", ["", "7", "x", "-1", "9" * 30])
def test_a_section_that_is_none_is_said(client, article, section):
    sent = opened(client, f"{PAGE}/split", section=section, title="Of wells")
    response = client.post(f"{PAGE}/split", sent)
    assert response.status_code == INVALID
    assert "Choose the section that becomes an article." in page_of(response)
    assert 'value="Of wells"' in page_of(response)


def test_an_article_without_headings_says_what_to_do(client):
    client.force_login(make_user("contributor-2"))
    make_article("Plain", "No heading.\n")
    assert "Give what belongs together a heading first." in page_of(client.get("/en/plain/split"))


def test_two_articles_are_joined(client, article):
    other = make_article("Pastures", "Cattle graze by turns there.\n", actor=make_user("herder"))
    address = f"{PAGE}/join?other=Pastures"
    html = page_of(client.get(address))
    assert "Cattle graze by turns there." in html and "Both texts are below" in html
    assert client.post(f"{PAGE}/join", opened(client, address)).url == PAGE
    assert fresh(article).text.endswith("## Pastures\n\nCattle graze by turns there.\n")
    assert fresh(other).text == "[[Commons]]\n"


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("", "Give the title of the article to join"),
        ("Nowhere", "There is no article of this title"),
        ("Commons", "cannot be joined with itself"),
        ("\0", "Give the title of the article to join"),
    ],
)
def test_an_article_that_cannot_be_joined_is_said(client, article, other, sentence):
    assert sentence in page_of(client.get(f"{PAGE}/join", {"other": other}))


def test_what_was_typed_is_kept_when_the_other_article_changed(client, article):
    other = make_article("Pastures", "Cattle graze by turns there.\n")
    sent = opened(client, f"{PAGE}/join?other=Pastures", text="Both, in order.\n")
    make_edit(other, "Sheep.\n")
    response = client.post(f"{PAGE}/join", sent)
    assert response.status_code == INVALID
    assert "“Pastures” has changed since you opened this page" in page_of(response)
    assert_kept(response, "Both, in order.\n")


def test_the_preview_keeps_everything(client, article):
    make_article("Pastures", "Cattle graze by turns there.\n")
    sent = opened(client, f"{PAGE}/join?other=Pastures", text="Both, in order.\n", preview="yes")
    assert_kept(client.post(f"{PAGE}/join", sent), "Both, in order.\n")


def test_a_translator_sees_the_text_to_translate(client, article):
    html = page_of(client.get("/new?translation_of=en/commons"))
    assert "The text to translate" in html and "keeps the rope in order" in html
