"""The text with its authors at the margin."""

import html as htmllib
import re

import pytest
from django.test import Client

from tests.factories import (
    TEXT,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.taking import bring
from tests.wiki.views.reading import ADDRESS, HOSTILE, get
from wiki.history import blame as history_blame
from wiki.models import Authorship

pytestmark = pytest.mark.django_db
BLAME = f"{ADDRESS}/blame"
OTHER_HAND = "A line by another hand."


@pytest.fixture
def two_hands():
    """The second revision adds a line, and changes a word in the first."""
    article = make_article()
    text = TEXT.replace("people make", "neighbours make") + f"\n{OTHER_HAND}\n"
    make_edit(article, text, actor=make_user("contributor-2"))
    return article


def words(html: str) -> str:
    return " ".join(htmllib.unescape(re.sub(r"<[^>]+>", " ", html)).split())


def parts(html: str) -> list[tuple[str, str]]:
    """What stands at the margin, and the lines beside it."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html, re.DOTALL)
    return [(words(margin), words(lines)) for margin, lines in found]


def test_each_passage_stands_beside_who_wrote_it_and_leads_to_what_they_changed(
    client: Client, two_hands
) -> None:
    html = get(client, BLAME)
    (first, text), (second, added) = parts(html)
    assert first.startswith("contributor-1 Revision 1 ,")
    assert second.startswith("contributor-2 Revision 2 ,")
    assert text.startswith("Things that neighbours make together.")
    assert text.endswith("It is older than its name.")
    assert added == OTHER_HAND
    assert f'<a href="{ADDRESS}/diff/1..2">Revision 2</a>' in html
    assert f'<a href="{ADDRESS}/diff/0..1">Revision 1</a>' in html


def test_a_word_by_somebody_else_within_a_line_leads_to_their_change(
    client: Client, two_hands
) -> None:
    html = get(client, BLAME)
    assert re.search(
        rf'Things that <a href="{ADDRESS}/diff/1..2" title="contributor-2, revision 2, [^"]+">'
        r"neighbours</a> make together\.</div>",
        html,
    )


def test_the_version_shown_is_that_which_the_reader_is_shown(
    client: Client, two_hands, settings
) -> None:
    make_validated(two_hands, up_to=1)
    assert OTHER_HAND in get(client, BLAME)
    settings.READERS_SEE = "validated"
    assert OTHER_HAND not in get(client, BLAME)
    client.force_login(make_user("contributor-2"))
    assert OTHER_HAND in get(client, BLAME)
    assert OTHER_HAND in get(Client(), f"{ADDRESS}/revisions/2/blame")


def test_any_revision_can_be_looked_at(client: Client, two_hands) -> None:
    html = get(client, f"{ADDRESS}/revisions/1/blame")
    assert OTHER_HAND not in html and "contributor-2" not in words(html.split("<main")[1])
    assert len(parts(html)) == 1
    missing = client.get(f"{ADDRESS}/revisions/3/blame")
    assert missing.status_code == 404
    assert "numbered from 1 to 2" in missing.content.decode()
    assert f'href="{ADDRESS}/history"' in missing.content.decode()


def test_pages_of_the_article_lead_there(client: Client, two_hands) -> None:
    for page in ("", "/history", "/credits"):
        assert f'href="{BLAME}"' in get(client, ADDRESS + page), page
    assert f'href="{ADDRESS}/revisions/1/blame"' in get(client, f"{ADDRESS}/revisions/1")


def test_words_of_one_person_or_one_revision_can_be_marked(client: Client, two_hands) -> None:
    for query in ("?by=contributor-2", "?revision=2", "?by=contributor-2&revision=2"):
        html = get(client, BLAME + query)
        marked = re.findall(r"<mark>(.*?)</mark>", html)
        found = [words(one).strip(".") for one in marked]
        assert list(filter(None, found)) == ["neighbours", OTHER_HAND.strip(".")]
        assert "7 of 32 words and marks are from there: 22%." in html
    assert "<mark>" not in get(client, BLAME)


@pytest.mark.parametrize(
    "query",
    [
        "?by=nobody",
        "?revision=9",
        "?revision=x",
        "?by=%00",
        "?by=contributor-1&revision=2",
        "?by=²",
    ],
)
def test_who_wrote_nothing_here_is_said_to_have_written_nothing(
    client: Client, two_hands, query: str
) -> None:
    html = get(client, BLAME + query)
    assert "<mark>" not in html
    assert "No word of this text is from there." in html


def test_words_from_another_article_lead_to_its_revision(client: Client) -> None:
    other = make_article("Another page", "It began elsewhere.\n", actor=make_user("contributor-5"))
    bring(make_article(), other, "It began elsewhere.")
    html = get(client, BLAME)
    margin, text = parts(html)[-1]
    assert margin.startswith("contributor-5 Revision 1 of Another page")
    assert text == "It began elsewhere."
    assert '<a href="/en/another-page/diff/0..1">Revision 1</a>' in html
    assert "<mark>" not in get(client, f"{BLAME}?revision=2")


def test_an_article_that_was_deleted_is_not_told_of_by_the_words_it_gave(client: Client) -> None:
    other = make_article("Another page", "It began elsewhere.\n", actor=make_user("contributor-5"))
    bring(make_article(text="Of Things.\n"), other, "It began elsewhere.")
    make_edit(make_article("Third"), "x\n")
    make_deleted(other)
    html = get(client, "/en/peer-production/blame")
    assert "contributor-5 in an article that was deleted" in parts(html)[-1][0]
    assert "Another page" not in html and "/en/another-page" not in html
    client.force_login(make_maintainer())
    assert '<a href="/en/another-page/diff/0..1">' in get(client, BLAME)


def test_a_revision_of_which_nobody_kept_who_wrote_it_says_so(client: Client, two_hands) -> None:
    Authorship.objects.all().delete()
    for page in ("blame", "revisions/1/blame"):
        html = get(client, f"{ADDRESS}/{page}")
        assert "has not been found out yet" in html
        assert '<dl class="blame">' not in html


def test_long_texts_come_in_pages_and_the_marked_words_are_found(
    client: Client, monkeypatch
) -> None:
    monkeypatch.setattr(history_blame, "MOST_LINES", 3)
    article = make_article(text="\n".join(f"Line number {n}." for n in range(8)) + "\n")
    text = "\n".join(f"Line number {n}." for n in range(7)) + "\nThe end\n"
    make_edit(article, text, actor=make_user("contributor-2"))
    first = get(client, BLAME)
    assert "Line number 2." in first and "Line number 3." not in first
    assert 'rel="next" href="?page=2"' in first
    second = get(client, f"{BLAME}?page=2")
    assert "Line number 3." in second and 'rel="prev" href="?page=1"' in second
    assert "The end" in get(client, f"{BLAME}?page=3")
    assert "The end" in get(client, f"{BLAME}?by=contributor-2")
    for page in ("0", "4", "x", "9" * 30, "²", "-1"):
        assert "Line number 0." in get(client, f"{BLAME}?page={page}")


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_words_are_text(client: Client, name: str) -> None:
    article = make_article(name, f"{name}\n{TEXT}", actor=make_guest(f"guest-{name}"))
    make_edit(article, f"{name} {name}\n{TEXT}", actor=make_guest(f"guest-2-{name}"))
    response = client.get(f"{article.get_absolute_url()}/blame", {"by": f"guest-2-{name}"})
    main = response.content.decode().split("<main")[1]
    assert response.status_code == 200
    assert "<script>" not in main and "<img" not in main
    assert " onmouseover=x " not in re.sub(r'"[^"]*"|>[^<]*<', "><", main)


@pytest.mark.parametrize("authors", [2, 30])
def test_it_costs_as_many_queries_with_many_authors(
    client: Client, django_assert_max_num_queries, authors: int
) -> None:
    article = make_article()
    text = TEXT
    for number in range(authors):
        text += f"Line {number} by somebody else.\n"
        make_edit(article, text, actor=make_guest(f"guest-2026-{number:06}"))
    get(client, BLAME)
    with django_assert_max_num_queries(6):
        assert get(client, BLAME).count("<dt>") == authors + 1


def test_the_licence_is_said_in_the_header(client: Client, two_hands) -> None:
    link = client.get(BLAME)["Link"]
    assert link == '<https://creativecommons.org/licenses/by-sa/4.0/>; rel="license"'
