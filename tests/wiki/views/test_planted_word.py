"""A word planted in the unvalidated text, and another that it removed: who meets which, and where.

What the reader may see is worked out here anew, in one line, and every surface is held against it.
"""

import datetime as dt
import itertools
from typing import Any, NamedTuple

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import as_guest
from wiki.actions.naming import rename_article
from wiki.models import Article, User, Visitor
from wiki.models.person import Actor
from wiki.views.version_rule import is_shown_validated, shown_validated

pytestmark = pytest.mark.django_db


class Words(NamedTuple):
    """What one of the two versions has and the other has not. A title begins with a capital, which
    no address does: those are the same for everybody."""

    text: str
    title: str
    wanted: str


OLD = Words("thylacine", "Aardwolf", "Numbat")
NEW = Words("quaggamire", "Zorilla", "Potoroo")
AUTHOR, GUEST_AUTHOR = "contributor-2", "guest-2026-111111"
READERS = ["visitor", "guest", "member", "author", "guest author", "maintainer"]
SITES = list(itertools.product(["latest", "validated"], repeat=2))
DAYS = {"": None, "for good": None, "to today": 0, "ended": -1}
SETTINGS = [("", ""), *itertools.product(["latest", "validated"], list(DAYS)[1:])]


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    """An article whose text, title and links all changed since it was validated."""
    topic = make_topic()
    made = make_article(f"{OLD.title} studies", _text(OLD), topics=[topic], validated=True)
    make_article("Hub", "A text about nothing.", topics=[topic])
    make_article("Moyeu", "Rien.", language="fr", translation_of=made)
    make_edit(made, _text(NEW), actor=make_user(AUTHOR))
    make_edit(made, _text(NEW) + "\nMore.\n", actor=make_guest(GUEST_AUTHOR))
    made = fresh(made)
    title, base = f"{NEW.title} studies", made.latest.number
    rename_article(actor=make_user(AUTHOR), article=made, title=title, reason="", base=base)
    return fresh(made)


def _text(words: Words) -> str:
    return (
        f"Of the {words.text} and the [[hub]], see [[{words.wanted} lore]].\n\n"
        f"## The {words.text} today\n\nWords.\n\n## After it\n\nMore words.\n"
    )


def reader(name: str) -> tuple[Client, Actor]:
    """Somebody who reads, as a browser and as the actor that the site takes them for."""
    client = Client()
    if "guest" in name:
        known = make_guest(GUEST_AUTHOR if name == "guest author" else "guest-2026-222222")
        as_guest(client, known.public_name)
        return client, known
    if name == "visitor":
        return client, Visitor()
    user = make_user({"author": AUTHOR, "maintainer": "maintainer-1"}.get(name, "contributor-3"))
    client.force_login(user)
    return client, User.objects.get(pk=user.pk)


def expected(name: str, site: tuple[str, str], chosen: tuple[str, str]) -> tuple[Words, Words]:
    """What the reader meets, and what not."""
    of_site = site[name in ("member", "author", "maintainer")]
    rule = of_site if chosen[1] in ("", "ended") else chosen[0]
    return (NEW, OLD) if rule == "latest" or "author" in name else (OLD, NEW)


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def check_what_it_says(client: Client, path: str, met: Words, hidden: Words) -> None:
    """The article's own pages, and what leads to them by its words."""
    for address in (path, f"{path}/raw", "/search?q=words"):
        found = body(client, address)
        assert met.text in found, address
        assert hidden.text not in found, address
    page = body(client, path)
    description = page.partition('<meta name="description"')[2].partition(">")[0]
    data = page.partition('"application/ld+json">')[2].partition("</script>")[0]
    for part in (description, data):
        assert met.text in part and hidden.text not in part
    for query, finds in ((met.text, True), (hidden.text, False)):
        answer = client.get("/search", {"q": f"{query} words"})
        assert len(answer.context["found"]) == finds, query
        assert answer.context["results"].total == finds, query


def check_what_it_is_called(client: Client, path: str, met: Words, hidden: Words) -> None:
    """Every place that has its title."""
    places = [path, f"{path}/credits", f"{path}/links", "/en/hub/links", "/", "/en/"]
    places += ["/topics/production", "/search?q=words", "/search?q=studies"]
    places += ["/search/titles?q=stud", f"/search/titles?q={met.title}"]
    for address in places:
        found = body(client, address)
        assert met.title in found, address
        assert hidden.title not in found, address
    assert hidden.title not in body(client, "/fr/moyeu")
    titles = client.get("/search/titles", {"q": hidden.title}).json()["titles"]
    assert titles == []
    assert client.get("/search", {"q": hidden.title}).context["found"] == []
    nearly = client.get("/search", {"q": f"{hidden.title}x studix"}).context["nearly"]
    assert [one.version_shown.title for one in nearly] in ([], [f"{met.title} studies"])


def check_where_it_leads(client: Client, met: Words, hidden: Words) -> None:
    """Links: the pages that they want, and what they are called there."""
    met_path, hidden_path = (f"/en/{words.wanted.lower()}-lore" for words in (met, hidden))
    assert met.title in body(client, f"{met_path}/links")
    assert client.get(f"{hidden_path}/links").status_code == 404
    # In the words of the link, which say more than the address does.
    assert f"“{met.wanted} lore”" in body(client, met_path, 404)


def check_who_tells_of_changes_alone(client: Client, path: str) -> None:
    """What lists changes has none of their text."""
    places = ["/", "/en/", "/topics/production", "/changes", "/changes.atom", "/log"]
    places += [f"{path}/{page}" for page in ("history", "history.json", "credits", "links")]
    places += [f"/people/{AUTHOR}", "/review", "/fr/moyeu", "/en/hub"]
    for address in places:
        found = body(client, address)
        assert NEW.text not in found and OLD.text not in found, address


def choose(article: Article, version: str, until: str) -> Article:
    """The article with a setting of its own, as time makes it: nothing is indexed anew."""
    days = DAYS[until]
    last = days if days is None else timezone.localdate() + dt.timedelta(days)
    Article.objects.filter(pk=article.pk).update(version_first=version, version_first_until=last)
    return fresh(article)


@pytest.mark.parametrize("site", SITES, ids="-".join)
def test_the_rule_is_the_same_for_one_article_for_many_and_for_search(
    article: Article, settings: Any, site: tuple[str, str]
) -> None:
    settings.READERS_SEE, settings.MEMBERS_SEE = site
    readers = {name: reader(name) for name in READERS}
    for chosen, name in itertools.product(SETTINGS, READERS):
        article = choose(article, *chosen)
        client, actor = readers[name]
        met, hidden = expected(name, site, chosen)
        assert is_shown_validated(actor, article) is (met is OLD), (chosen, name)
        found = shown_validated(actor).filter(pk=article.pk)
        assert found.exists() is (met is OLD), (chosen, name)
        assert met.text in body(client, article.get_absolute_url()), (chosen, name)
        for words in (met, hidden):
            results = client.get("/search", {"q": words.text}).context["results"]
            assert results.total == (words is met), (chosen, name)


@pytest.mark.parametrize(
    ("site", "chosen"),
    [
        (("latest", "latest"), ("", "")),
        (("validated", "latest"), ("", "")),
        (("validated", "validated"), ("", "")),
        (("latest", "latest"), ("validated", "to today")),
        (("validated", "validated"), ("latest", "for good")),
        (("latest", "validated"), ("validated", "ended")),
    ],
)
def test_everybody_meets_the_words_of_the_version_that_they_are_shown_and_no_other(
    article: Article, settings: Any, site: tuple[str, str], chosen: tuple[str, str]
) -> None:
    settings.READERS_SEE, settings.MEMBERS_SEE = site
    path = choose(article, *chosen).get_absolute_url()
    for name in READERS[:-1]:
        client, _actor = reader(name)
        met, hidden = expected(name, site, chosen)
        check_what_it_says(client, path, met, hidden)
        check_what_it_is_called(client, path, met, hidden)
        check_where_it_leads(client, met, hidden)
    check_who_tells_of_changes_alone(Client(), path)


@pytest.mark.parametrize("site", ["latest", "validated"])
def test_addresses_that_name_a_version_show_it_to_everybody(
    client: Client, article: Article, settings: Any, site: str
) -> None:
    settings.READERS_SEE = site
    path = article.get_absolute_url()
    for page, words, other in (
        ("latest", NEW, OLD),
        ("validated", OLD, NEW),
        ("revisions/1", OLD, NEW),
        ("revisions/2", NEW, OLD),
        ("revisions/1/raw", OLD, NEW),
    ):
        found = body(client, f"{path}/{page}")
        assert words.text in found and other.text not in found, page


@pytest.mark.parametrize("site", ["latest", "validated"])
def test_once_it_is_validated_all_meet_the_new_words(
    client: Client, article: Article, settings: Any, site: str
) -> None:
    settings.READERS_SEE = site
    make_validated(article)
    path = article.get_absolute_url()
    check_what_it_says(client, path, NEW, OLD)
    check_what_it_is_called(client, path, NEW, OLD)
    check_where_it_leads(client, NEW, OLD)


@pytest.mark.parametrize("site", ["latest", "validated"])
def test_what_was_never_validated_is_found_by_everybody(
    client: Client, settings: Any, site: str
) -> None:
    settings.READERS_SEE = site
    make_article("Hub", "About nothing.")
    make_article(f"{NEW.title} studies", _text(NEW), topics=[make_topic()])
    path = f"/en/{NEW.title.lower()}-studies"
    check_what_it_says(client, path, NEW, OLD)
    check_what_it_is_called_in_one_language(client, path)


def check_what_it_is_called_in_one_language(client: Client, path: str) -> None:
    """Its lists say that nobody has validated it, and so does its page."""
    for address in ("/en/", "/topics/production", "/search?q=words"):
        assert "never validated" in body(client, address), address
    assert "Nobody has validated this article yet" in body(client, path)
