"""The public report on licences, against numbers reckoned apart from the rows."""

import datetime as dt
from collections import Counter

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
)
from wiki.actions.relicensing import change_licence
from wiki.models import Article, Revision
from wiki.views.licence_counts import count

pytestmark = pytest.mark.django_db

PAGE = "/licences/figures"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


def moved_back(revision: Revision, weeks: int) -> None:
    when = timezone.now() - dt.timedelta(weeks=weeks)
    Revision.objects.filter(pk=revision.pk).update(recorded=when, created=when)


def by_hand(end: dt.datetime) -> dict[str, tuple[int, int]]:
    """Articles and characters under each licence then, from the last revision of each."""
    articles: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for article in Article.objects.filter(deleted_at=None):
        rows = Revision.objects.filter(article=article, recorded__lte=end).order_by("number")
        last = rows.last()
        if last is not None:
            articles[last.licence.spdx] += 1
            characters[last.licence.spdx] += last.size
    return {spdx: (articles[spdx], characters[spdx]) for spdx in articles}


def relicensed(article: Article, spdx: str) -> Revision:
    return change_licence(
        actor=make_user(),
        article=article,
        licence=Licence.objects.get(spdx=spdx),
        reason="Wider.",
        base=fresh(article).latest.number,
    )


def test_every_week_says_what_the_revisions_say() -> None:
    free = make_article("Free", TEXT, licence="CC0-1.0")
    moved_back(free.latest, 9)
    moved_back(make_edit(free, f"{TEXT}More.\n"), 7)
    moved_back(relicensed(fresh(free), "CC-BY-SA-4.0"), 4)
    make_edit(free, "Short.\n")
    moved_back(make_article("Shared", TEXT).latest, 60)
    moved_back(make_article("Newer", TEXT).latest, 2)
    make_deleted(make_article("Gone", TEXT))
    found = count(timezone.now())
    names = dict(Licence.objects.values_list("pk", "spdx"))
    for week in found.weeks:
        said = {names[key]: tuple(held) for key, held in week.holdings.items() if held != (0, 0)}
        assert said == by_hand(week.end), week.end
    assert found.weeks[-9].holdings != found.weeks[-1].holdings


def test_the_page_and_the_json_say_the_same(client: Client) -> None:
    make_article("Free", TEXT, licence="CC0-1.0")
    make_article("Shared", TEXT)
    make_edit(Article.objects.get(title="Shared"), f"{TEXT}More.\n")
    html = client.get(PAGE).content.decode()
    last = client.get(f"{PAGE}.json").json()["weeks"][-1]["licences"]
    assert last == {
        "CC0-1.0": {"articles": 1, "characters": len(TEXT)},
        "CC-BY-SA-4.0": {"articles": 1, "characters": len(TEXT) + 6},
    }
    assert f"<td>{len(TEXT) + 6}</td>" in html
    assert html.count("<tr>") >= 27


def test_open_questions_and_decisions_are_counted(client: Client) -> None:
    assert "No question of licence is open." in client.get(PAGE).content.decode()
    article = make_article("Free", TEXT, licence="CC0-1.0", validated=True)
    relicensed(article, "CC-BY-SA-4.0")
    caches["pages"].clear()
    assert client.get(f"{PAGE}.json").json()["open_questions"]["articles"] == 1
    make_declined(article, actor=make_maintainer("maintainer-2"))
    caches["pages"].clear()
    found = client.get(f"{PAGE}.json").json()
    assert found["open_questions"]["articles"] == 0
    assert found["decisions"] == {"declined": 1}


def test_an_empty_wiki_has_a_page(client: Client) -> None:
    assert "There is no article yet." in client.get(PAGE).content.decode()


def test_the_queries_do_not_grow_with_the_articles(
    client: Client, django_assert_max_num_queries
) -> None:
    for number in range(6):
        make_article(f"Number {number}", TEXT)
    with django_assert_max_num_queries(10):
        client.get(PAGE)


def test_the_licences_lead_here(client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/licences/").content.decode()
