"""Writing a new article."""

import re

import pytest
from django.test import Client

from tests.factories import fresh, make_article, make_deleted, make_topic, make_user
from tests.wiki.views.writers import INVALID, assert_kept, fields_of, opened, page_of
from wiki.models import Article, Revision

pytestmark = pytest.mark.django_db

NEW = "/new?title=Digital+commons&language=en"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(make_user("contributor-2"))
    return client


def test_title_and_language_come_from_the_address(client):
    form = client.get("/new?title=Biens+communs&language=fr").context["form"]
    assert (form["title"].value(), form["language"].value()) == ("Biens communs", "fr")
    assert form["licence"].value() == "CC-BY-SA-4.0"


@pytest.mark.parametrize(
    "query", ["title=%00", "language=%00", "language=xx", "translation_of=%00/%00",
              "translation_of=en/%00", "translation_of=en/", "title=" + "x" * 3000,
              "translation_of=" + "en/x" * 300]
)  # fmt: skip
def test_whatever_the_address_asks_the_form_opens(client, query):
    assert client.get(f"/new?{query}").status_code == 200


def test_an_article_is_published(writer):
    topic = make_topic("production")
    data = opened(writer, NEW, text="Shared *things*.\n", topics=[topic.pk], licence="CC0-1.0")
    response = writer.post(NEW, data)
    assert response.status_code == 302
    assert response.url == "/en/digital-commons"
    article = Article.objects.get()
    assert article.licence.spdx == "CC0-1.0"
    assert list(article.topics.all()) == [topic]
    assert "The article is published." in page_of(writer.get(response.url))


def test_a_guest_can_write_one(client):
    client.post(NEW, opened(client, NEW, text="By a guest.\n"))
    assert Revision.objects.get().author_name.startswith("guest-")


def test_the_same_form_sent_twice_makes_one_article(writer):
    data = opened(writer, NEW, text="Twice.\n")
    first, second = writer.post(NEW, data), writer.post(NEW, data)
    assert first.url == second.url == "/en/digital-commons"
    assert Revision.objects.count() == 1


def test_only_offered_licences_stand_to_choose_each_in_a_sentence(client):
    page = page_of(client.get(NEW))
    assert re.findall(r'name="licence"\s+value="([^"]+)"', page) == ["CC-BY-SA-4.0", "CC0-1.0"]
    assert "The authors gave up their rights as far as the law lets them" in page
    assert len(re.findall(r'id="about_licence_\d"\s*>\s*\w+', page)) == 2


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "GFDL-1.3-or-later", "", "\0", "x" * 5000])
def test_a_licence_that_is_not_offered_is_refused_and_the_text_kept(writer, licence):
    response = writer.post(NEW, opened(writer, NEW, text="Typed.\n", licence=licence))
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert 'href="#id_licence"' in page_of(response)
    assert not Article.objects.exists()


def test_a_title_that_is_taken_leads_to_the_other_article(writer):
    other = make_article("Digital commons")
    response = writer.post(NEW, opened(writer, NEW, text="Typed.\n", summary="Mine"))
    page = page_of(response)
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert 'value="Mine"' in page
    assert f'<a href="{other.get_absolute_url()}">Digital commons</a>' in page


def test_the_title_of_another_article_is_no_markup(writer):
    make_article("<b>Bold</b> & so on")
    data = opened(writer, "/new", title="<b>Bold</b> & so on", text="Typed.\n", language="en")
    response = writer.post("/new", data)
    assert response.status_code == INVALID
    assert "<b>Bold</b>" not in page_of(response)
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; so on</a>" in page_of(response)


def test_the_title_of_a_deleted_article_is_said_to_be_so(writer):
    make_deleted(make_article("Digital commons"))
    response = writer.post(NEW, opened(writer, NEW, text="Typed.\n"))
    assert response.status_code == INVALID
    assert "was deleted: a maintainer can restore it" in page_of(response)


@pytest.mark.parametrize("title", ["", "…", "   ", "!?", "\0", "\u202e", "x" * 900])
def test_a_title_that_makes_no_address_keeps_the_text(writer, title):
    response = writer.post(NEW, opened(writer, NEW, text="Typed.\n", title=title))
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert not Article.objects.exists()


def test_a_language_that_is_none_keeps_the_text(writer):
    response = writer.post(NEW, opened(writer, NEW, text="Typed.\n", language="xx"))
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert 'href="#id_language"' in page_of(response)


def test_the_preview_complains_of_nothing_and_saves_nothing(client):
    data = opened(client, "/new", text="*Soft*\n", language="fr", preview="yes")
    response = client.post("/new", data)
    assert response.status_code == 200
    assert "<em>Soft</em>" in page_of(response)
    assert "aria-invalid" not in page_of(response)
    assert response.context["form"]["language"].value() == "fr"
    assert not Article.objects.exists()


def test_a_form_that_was_looked_at_can_be_published(writer):
    looked = writer.post(NEW, opened(writer, NEW, text="Looked at.\n", preview="yes"))
    assert writer.post(NEW, fields_of(looked)).status_code == 302


# Translations ------------------------------------------------------------------------------------


def test_a_translation_remembers_its_original(writer):
    original = make_article("Peer production", topics=[make_topic("production")])
    address = "/new?translation_of=en/peer-production&language=fr"
    page = writer.get(address)
    assert '<a href="/en/peer-production" lang="en"><bdi>Peer production</bdi></a>' in page_of(page)
    data = fields_of(page) | {"title": "Production par les pairs", "text": "Des choses.\n"}
    assert writer.post(address, data).status_code == 302
    made = Article.objects.get(language="fr")
    assert made.translation_of == original
    assert made.topics.count() == 1


def test_a_translation_is_in_another_language(writer):
    make_article("Peer production")
    address = "/new?translation_of=en/peer-production&language=en"
    data = opened(writer, address, title="Pairs", text="Typed.\n")
    response = writer.post(address, data)
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert "in another language than the original" in page_of(response)


def test_a_translation_goes_only_where_the_licence_of_the_original_lets_it(writer):
    make_article("Peer production", licence="CC-BY-SA-4.0")
    address = "/new?translation_of=en/peer-production&language=fr"
    page = page_of(writer.get(address))
    assert re.search(r'value="CC0-1.0"[^>]*disabled', page)
    data = opened(writer, address, title="Pairs", text="Typed.\n", licence="CC0-1.0")
    response = writer.post(address, data)
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert not Article.objects.filter(language="fr").exists()


def test_where_guests_do_not_write_a_visitor_is_told_to_sign_in(client, settings):
    settings.GUESTS_MAY_EDIT = False
    assert client.get(NEW).status_code == 403
    response = client.post(NEW, {"title": "Digital commons", "language": "en", "text": "Typed.\n"})
    assert response.status_code == INVALID
    assert_kept(response, "Typed.\n")
    assert not Article.objects.exists()


def test_an_article_of_any_script_is_made(writer):
    data = opened(writer, "/new", title="生产 العمل", language="zh", text="文。\n")
    response = writer.post("/new", data)
    assert response.status_code == 302
    assert fresh(Article.objects.get()).title == "生产 العمل"
