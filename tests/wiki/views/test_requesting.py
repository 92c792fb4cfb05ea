"""The page where authors ask for review, and where their requests are shown."""

import pytest
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import ADDRESS, get
from wiki.models import Article, ReviewRequest

pytestmark = pytest.mark.django_db

PAGE = f"{ADDRESS}/ask-review"


@pytest.fixture
def article() -> Article:
    article = make_article(topics=[make_topic()], validated=True, actor=make_guest())
    make_edit(article, "More.\n", actor=make_user("contributor-1"))
    return fresh(article)


@pytest.fixture
def author(client: Client, article: Article) -> Client:
    client.force_login(make_user("contributor-1"))
    return client


def of_person(name: str) -> str:
    return f"person:{make_user(name).pk}"


def test_who_may_ask_finds_the_button_on_the_article_and_its_history(author, article):
    for address in (ADDRESS, f"{ADDRESS}/history"):
        assert f'href="{PAGE}"' in get(author, address)
        assert f'href="{PAGE}"' not in get(Client(), address)
    make_validated(article)
    for address in (ADDRESS, f"{ADDRESS}/history"):
        assert f'href="{PAGE}"' not in get(author, address)


def test_a_topic_and_those_who_may_decide_can_be_chosen(author):
    page = get(author, PAGE)
    assert "the maintainers of Production" in page
    assert of_person("maintainer-1") in page
    assert of_person("contributor-1") not in page


def test_what_was_asked_is_public(author, article):
    sent = {"of": of_person("maintainer-1"), "words": "Is <b>this</b> right?"}
    answer = author.post(PAGE, sent)
    assert answer["Location"] == ADDRESS
    assert "You have asked for review" in get(author)
    assert "You have asked" in get(author, PAGE)
    asked = get(Client(), f"/review/{article.pk}")
    assert "contributor-1" in asked and "for review" in asked
    assert "Is &lt;b&gt;this&lt;/b&gt; right?" in asked
    listed = get(Client(), "/review")
    assert "review asked by <bdi>contributor-1</bdi>" in listed
    assert "Is &lt;b&gt;this&lt;/b&gt; right?" in listed


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("", "Choose whom you ask: a topic or a maintainer."),
        ("topic:999999", "Choose one of those in the list."),
        ("person:\0", "Choose one of those in the list."),
    ],
)
def test_what_cannot_be_asked_is_said_and_the_words_stay(author, of, sentence):
    answer = author.post(PAGE, {"of": of, "words": "My words."})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert not ReviewRequest.objects.exists()


def test_words_that_are_too_long_are_kept(author):
    answer = author.post(PAGE, {"of": of_person("maintainer-1"), "words": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()


def test_asking_twice_is_said(author):
    sent = {"of": of_person("maintainer-1"), "words": "Please."}
    author.post(PAGE, sent)
    again = author.post(PAGE, sent)
    assert again.status_code == 422
    assert "You have asked them already" in again.content.decode()


def test_the_maintainer_finds_it_among_notices_and_in_a_tab(author, article):
    make_article("Other")
    author.post(PAGE, {"of": of_person("maintainer-1"), "words": "Please."})
    maintainer = Client()
    maintainer.force_login(make_maintainer())
    notices = get(maintainer, "/notices")
    assert "you are asked for review" in notices and f'href="/review/{article.pk}"' in notices
    page = maintainer.get("/review?tab=requests")
    assert [row.article.pk for row in page.context["rows"]] == [article.pk]
    assert page.context["figures"].requested == 1
    make_validated(article)
    empty = maintainer.get("/review?tab=requests")
    assert empty.context["figures"].requested == 0
    assert "Nobody asks you for review now." in empty.content.decode()


def test_the_page_says_who_may_ask(client, article):
    client.force_login(make_user("contributor-2"))
    answer = client.get(PAGE)
    assert answer.status_code == 403
    assert "while a change of yours awaits" in answer.content.decode()
