"""Words planted in a text, a title and a summary, then hidden: nobody meets them anywhere."""

from typing import Any, NamedTuple

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import get_resolver

from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_decided,
    make_edit,
    make_guest,
    make_maintainer,
    make_report,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.test_access_table import names
from tests.wiki.views.test_planted_word import AUTHOR, GUEST_AUTHOR, reader
from wiki.actions.hiding import show_again
from wiki.actions.naming import rename_article
from wiki.models import Article, Hiding, LicenceReport, Rendering, Revision
from wiki.search.entry import SearchEntry

pytestmark = pytest.mark.django_db

TEXT, TITLE, SUMMARY = "quaggamire", "Zorilla", "thylacine"
PLANTED = (TEXT, TITLE, SUMMARY)
PATH = "/en/peer-production"
READERS = ["visitor", "guest", "member", "author", "guest author"]
FIRST, LAST = 2, 5  # what is hidden
LATEST = 6
HIDDEN = range(FIRST, LAST + 1)


class Surface(NamedTuple):
    """An address and what it answers; `is_log` where public acts keep a title that was given."""

    address: str
    status: int = 200
    is_log: bool = False


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    """The words came with revision 2, the title with 3; 4 kept all, 5 and 6 took them out."""
    made = make_article(text="One.\n", topics=[make_topic()], validated=True)
    planted = f"One.\n\nOf the {TEXT}, see [[{TEXT} lore]].\n\n## The {TEXT}\n\nMore.\n"
    author = make_user(AUTHOR)
    make_edit(made, planted, actor=author, summary=f"About the {SUMMARY}")
    rename_article(actor=author, article=fresh(made), title=f"{TITLE} studies", reason="", base=2)
    make_edit(made, f"{planted}\nMore.\n", actor=make_guest(GUEST_AUTHOR), summary=f"{SUMMARY}!")
    rename_article(
        actor=make_user(), article=fresh(made), title="Peer production", reason="", base=4
    )
    make_edit(made, "One.\n\nTwo.\n", actor=make_user(), summary="Taken out")
    make_validated(made)
    make_edit(made, "One.\n\nTwo!\n", actor=make_user("contributor-3"))
    return fresh(made)


@pytest.fixture
def report(article: Article) -> LicenceReport:
    """What hides them: reported with the passage, by its author's reader."""
    found = make_report(
        article, number=FIRST, passage=f"Of the {TEXT}, see {TEXT} lore.", words="It is mine."
    )
    return make_decided(found, "hidden", first=FIRST, last=LAST, reason="It is from a book.")


def surfaces(article: Article, report: LicenceReport) -> list[Surface]:
    """Every address that shows something of articles, their history or what was decided."""
    plain = [
        "/", "/en/", "/topics/production", "/changes", "/changes.atom", "/review",
        "/review?tab=first", "/review?tab=licence", f"/review/{article.pk}",
        f"/review/{article.pk}?show=formatted", "/review/figures", "/review/figures.json",
        "/review/second-looks", "/reports", "/reports?tab=decided", "/reports?tab=objections",
        report.get_absolute_url(), f"/people/{AUTHOR}", f"/people/{GUEST_AUTHOR}",
        PATH, f"{PATH}/latest", f"{PATH}/validated", f"{PATH}/raw", f"{PATH}/history",
        f"{PATH}/history.json", f"{PATH}/compare", f"{PATH}/credits", f"{PATH}/credits.json",
        f"{PATH}/links", f"{PATH}/blame", f"{PATH}/blame?by={AUTHOR}", f"{PATH}/cite",
        f"{PATH}/cite.bib", f"{PATH}/cite.json", f"{PATH}/copy", f"{PATH}/split", f"{PATH}/join",
        f"{PATH}/edit", f"{PATH}/report", f"{PATH}/revisions/{LATEST}/raw", "/search?q=more",
        f"/search?q={TEXT[:-1]}", "/search?q=lore", f"/search/titles?q={TITLE[:4]}",
        "/licences/CC-BY-SA-4.0", "/licences/figures", "/licences/figures.json",
        "/measures", "/rules", "/topics",
    ]  # fmt: skip
    found = [Surface(address) for address in plain]
    acts = ("/log", "/log.atom", "/log.json", "/log?area=text", "/review?tab=decided")
    found += [Surface(address, is_log=True) for address in acts]
    for number in HIDDEN:
        found += [
            Surface(f"{PATH}/revisions/{number}", 451),
            Surface(f"{PATH}/revisions/{number}/raw", 451),
            Surface(f"{PATH}/revert/{number}", 451),
            Surface(f"{PATH}/edit?from={number}", 451),
            Surface(f"{PATH}/report?revision={number}", 451),
            Surface(f"{PATH}/revisions/{number}/blame", 451),
            Surface(f"{PATH}/cite?revision={number}&at=1-9", 451),
            Surface(f"{PATH}/cite?revision={number}&passage={TEXT}", 451),
            Surface(f"{PATH}/cite.bib?revision={number}&at=1-9", 451),
            *(
                Surface(f"{PATH}/{page}?revision={number}", 451)
                for page in ("cite", "cite.bib", "cite.json")
            ),
            # Whose it is stays known.
            Surface(f"{PATH}/credits?revision={number}"),
            Surface(f"{PATH}/credits.json?revision={number}"),
            Surface(f"{PATH}/revisions/{number}/hidden", 403),
        ]
    pairs = [(0, 2), (1, 2), (2, 3), (0, 5), (3, 5), (1, 6), (4, 6), (5, 6), (4, 7), (6, 7)]
    found += [Surface(f"{PATH}/diff/{old}..{new}") for old, new in pairs]
    ways = ("?show=formatted", "?columns=two", "?show=formatted&columns=two")
    met_on_both_sides = ((1, 2), (2, 4), (LAST, LATEST), (1, LATEST))
    return found + [
        Surface(f"{PATH}/diff/{old}..{new}{way}") for old, new in met_on_both_sides for way in ways
    ]


def met(client: Client, surface: Surface) -> list[str]:
    """Which of the planted words somebody meets there."""
    response = client.get(surface.address)
    assert response.status_code == surface.status, surface.address
    said = response.content.decode() + "".join(map(str, response.headers.values()))
    words = (TEXT, SUMMARY) if surface.is_log else PLANTED
    # What somebody asks with stands in the page that answers.
    asked = surface.address.partition("?")[2]
    return [word for word in words if word.casefold() in said.casefold() and word not in asked]


@pytest.mark.parametrize("name", READERS)
def test_nobody_meets_what_is_hidden_on_any_surface(
    article: Article, report: LicenceReport, name: str
) -> None:
    client, _actor = reader(name)
    for surface in surfaces(article, report):
        assert met(client, surface) == [], surface.address


@pytest.mark.parametrize("name", READERS)
def test_the_same_surfaces_show_it_before_or_the_test_would_prove_nothing(
    article: Article, name: str
) -> None:
    client, _actor = reader(name)
    for address, word in (
        (f"{PATH}/revisions/2", TEXT),
        (f"{PATH}/revisions/2/raw", TEXT),
        (f"{PATH}/diff/1..2", TEXT),
        (f"{PATH}/diff/1..2?show=formatted", TEXT),
        (f"{PATH}/history", SUMMARY),
        (f"{PATH}/history.json", TITLE),
        ("/changes", SUMMARY),
        ("/changes.atom", SUMMARY),
        (f"/people/{AUTHOR}", SUMMARY),
        (f"{PATH}/edit?from=2", TEXT),
        (f"{PATH}/revert/2", TEXT),
        (f"{PATH}/credits?revision=3", TITLE),
    ):
        assert word in client.get(address).content.decode(), address


@pytest.mark.parametrize("name", READERS)
def test_nothing_of_it_comes_with_what_somebody_sends(
    article: Article, report: LicenceReport, name: str
) -> None:
    client, actor = reader(name)
    writer = {"writer": actor.public_name, "key": "a-form", "topics": [], "summary": ""}
    sent: list[tuple[str, dict[str, Any]]] = [
        (f"{PATH}/edit", {"text": "Guess.\n", "base": 4, "changes": "yes", **writer}),
        (f"{PATH}/edit", {"text": "Guess.\n", "base": 4, **writer}),
        (f"{PATH}/edit", {"text": "Guess.\n", "base": 4, "settling": "on", **writer}),
        (f"{PATH}/revert/4", {"base": 7, "summary": "Back.", "key": "a-form"}),
        (report.get_absolute_url(), {"act": "object", "text": ""}),
        (f"{PATH}/cite?revision=4", {"passage": "Of the", "revision": 4}),
        (f"{PATH}/copy", {"title": "Copy", "base": 4, "licence": "CC-BY-SA-4.0", "reason": ""}),
        (f"{PATH}/split", {"title": "Part", "base": 4, "section": 1, "reason": ""}),
        ("/new", {"title": "New", "language": "en", "text": "Of the…", "licence": "x", **writer}),
    ]
    for address, data in sent:
        said = client.post(address, data).content.decode()
        assert [word for word in PLANTED if word in said] == [], (address, data)
    assert fresh(article).latest.number == LATEST + 1
    assert Article.objects.count() == 1


def test_maintainers_meet_it_on_the_one_page_for_it_and_not_where_they_decide(
    article: Article, report: LicenceReport
) -> None:
    client = Client()
    client.force_login(make_maintainer())
    page = client.get(f"{PATH}/revisions/2/hidden")
    assert page.status_code == 200 and page["Cache-Control"].endswith("private")
    assert all(word in page.content.decode() for word in (TEXT, SUMMARY))
    assert TITLE in client.get(f"{PATH}/revisions/3/hidden").content.decode()
    # Who opened the page of review before it was hidden: what is new since is a difference.
    seen = {"seen": 4, "seen_validated": 1, "decision": "validate", "comment": "Fine."}
    changed = client.post(f"/review/{article.pk}", seen)
    assert changed.status_code == 409
    for number in HIDDEN:
        pages = [client.get(f"/review/{article.pk}/decline/{number}"), changed]
        for one in pages:
            assert [word for word in PLANTED if word in one.content.decode()] == []
    assert met(client, Surface(f"{PATH}/revisions/2", 451)) == []
    assert met(client, Surface(f"{PATH}/diff/1..2")) == []


def test_admins_meet_none_of_it_in_the_admin(article: Article, report: LicenceReport) -> None:
    client = Client()
    client.force_login(make_admin())
    keys = Revision.objects.filter(hiding__isnull=False).values_list("pk", flat=True)
    pages = ["/admin/wiki/revision/", "/admin/wiki/revision/?q=zorilla", "/admin/wiki/review/"]
    for address in [*pages, *(f"/admin/wiki/revision/{key}/change/" for key in keys)]:
        said = client.get(address).content.decode()
        assert [word for word in PLANTED if word in said] == [], address


def test_nothing_of_it_is_kept_in_what_is_made_from_texts(
    article: Article, report: LicenceReport
) -> None:
    for word in PLANTED:
        assert not Rendering.objects.filter(html__icontains=word).exists()
        assert not Rendering.objects.filter(excerpt__icontains=word).exists()
        assert not SearchEntry.objects.filter(text__icontains=word).exists()
        assert not SearchEntry.objects.filter(title__icontains=word).exists()
        assert not Article.objects.filter(text__icontains=word).exists()
        assert not Revision.objects.filter(title__icontains=word).exists()
        assert not Revision.objects.filter(summary__icontains=word).exists()


@pytest.mark.parametrize("name", READERS)
def test_what_stands_in_its_place_says_since_when_by_whom_and_why(
    article: Article, report: LicenceReport, name: str
) -> None:
    client, _actor = reader(name)
    places = [
        *(f"{PATH}/revisions/{number}{page}" for number in HIDDEN for page in ("", "/raw")),
        f"{PATH}/history", f"{PATH}/history.json", f"{PATH}/diff/1..2", f"{PATH}/diff/5..6",
        "/changes", "/changes.atom", report.get_absolute_url(), "/log",
    ]  # fmt: skip
    for address in places:
        said = client.get(address).content.decode()
        assert "It is from a book." in said and "maintainer-1" in said, address
    # The credit stays.
    assert AUTHOR in client.get(f"{PATH}/credits").content.decode()
    assert GUEST_AUTHOR in client.get(f"{PATH}/history").content.decode()


def test_a_page_that_was_kept_is_not_shown_again(article: Article) -> None:
    client = Client()
    addresses = [f"{PATH}/revisions/2", f"{PATH}/revisions/2/raw", f"{PATH}/credits?revision=3"]
    kept = {address: client.get(address) for address in addresses}
    make_decided(make_report(article, number=2), "hidden", first=2, last=5)
    for address in addresses[:2]:
        known = {
            "if-none-match": kept[address]["ETag"],
            "if-modified-since": kept[address]["Last-Modified"],
        }
        assert client.get(address, headers=known).status_code == 451
        assert client.get(address).status_code == 451


def test_shown_again_everybody_meets_it_as_before(article: Article) -> None:
    client = Client()
    addresses = [
        *(f"{PATH}/revisions/{number}/raw" for number in HIDDEN),
        f"{PATH}/diff/1..2",
        f"{PATH}/history.json",
    ]
    before = [client.get(address).content for address in addresses]
    make_decided(make_report(article, number=2), "hidden", first=2, last=5)
    show_again(actor=make_maintainer(), hiding=Hiding.objects.get(), reason="It is theirs.")
    assert [client.get(address).content for address in addresses] == before


def test_every_address_of_an_article_is_among_the_surfaces(
    article: Article, report: LicenceReport
) -> None:
    """A new page of articles has to be added above, or this test fails."""
    known = {name for name in names(get_resolver()) if not name.startswith(("admin:", "mfa_"))}
    tried = {
        match.url_name
        for surface in surfaces(article, report)
        for match in [get_resolver().resolve(surface.address.partition("?")[0])]
    }
    of_articles = {name for name in known if takes_an_article(name)}
    # They are sent to, are for maintainers alone, or show nothing but a form about the article.
    left_out = {
        "ask_review", "change_licence", "delete", "hide", "protect", "rename", "restore",
        "version_first", "watch",
    }  # fmt: skip
    assert of_articles - tried == left_out


def takes_an_article(name: str) -> bool:
    """Whether the address of this name is below an article's."""
    options = get_resolver().reverse_dict.getlist(name)
    return any({"language", "slug"} <= set(way[1]) for ways in options for way in ways[0])
