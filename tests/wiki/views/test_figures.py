"""The figures of the review: every number against one reckoned from the rows in another way."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.urls import reverse

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.reckoning import assert_equals_the_rows
from wiki.actions.importing import Destination, Past, start_history
from wiki.actions.reverting import revert_to
from wiki.actions.starter import StarterArticle, load_starter
from wiki.actions.withdrawing import withdraw
from wiki.models import Article, Review, Revision
from wiki.views.review_counts import Scope, count

pytestmark = pytest.mark.django_db

# A Wednesday, so that the last week is one that still runs.
NOW = dt.datetime(2026, 3, 11, 15, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def uncounted_figures() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts the clock back by so much: what is done then is dated so."""
    clock = {"now": NOW}

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return clock["now"].astimezone(tz)

    def put(**back: float) -> None:
        clock["now"] = NOW - dt.timedelta(**back)

    monkeypatch.setattr("django.utils.timezone.datetime", Clock)
    return put


def brought_back(article: Article, number: int, actor: Any) -> Revision:
    """The revision by which somebody goes back to an older one."""
    article = fresh(article)
    base = article.latest.number
    return revert_to(actor=actor, article=article, number=number, base=base, summary="Back.")


@pytest.fixture
def history(at: Callable[..., None]) -> dict[str, Article]:
    """Half a year of edits by chance, the same in each run, with verdicts of all kinds."""
    chance = random.Random(26)
    at(days=200)
    filed, other = make_topic("production"), make_topic("water")
    # Whose own edits await at times; the others are decided on by maintainer-1.
    maintainer = make_maintainer("maintainer-2")
    articles = [
        make_article("One", topics=[filed]),
        make_article("Two", topics=[filed, other]),
        make_article("Trois", language="fr"),
        make_article("Gone", topics=[filed]),
    ]
    days = sorted((chance.uniform(0.01, 199) for _ in range(48)), reverse=True)
    for step, day in enumerate(days):
        at(days=day)
        article = fresh(chance.choice(articles))
        waits = article.pending_count > 0
        deed = chance.choice(["edit", "edit", "validate", "decline", "own", "back"])
        if deed == "validate" and waits:
            make_validated(article, up_to=article.pending_count and article.latest.number)
        elif deed == "decline" and waits and article.validated:
            make_declined(article)
        elif deed == "back" and article.validated and article.latest.number > 1:
            number = chance.randrange(1, article.latest.number)
            if Revision.objects.get(article=article, number=number).sha256 != article.latest.sha256:
                brought_back(article, number, maintainer)
        elif deed == "own":
            make_edit(article, f"{TEXT}\nOwn {step}.\n", actor=maintainer)
        else:
            make_edit(article, f"{TEXT}\nEdit {step}.\n", actor=make_user(f"contributor-{step}"))
    make_deleted(articles[3])
    at()
    return {article.title: fresh(article) for article in articles}


def test_the_history_that_is_counted_has_all_there_is_to_count(history):
    states = set(Revision.objects.values_list("state", flat=True))
    assert states == {"awaiting", "validated", "declined", "undone"}
    found = count(Scope(), NOW)
    assert min(found.decided.changes, found.waiting.changes, found.overturned) > 0
    assert found.decisions > found.overturned
    assert len({week.backlog for week in found.weeks}) > 3


def test_every_figure_equals_what_the_rows_say(history):
    assert_equals_the_rows(count(Scope(), NOW), NOW)


def test_every_figure_of_a_language_equals_what_the_rows_say(history):
    found = count(Scope(language="fr"), NOW)
    assert_equals_the_rows(found, NOW, lambda revision: revision.language == "fr")
    assert sum(week.backlog for week in found.weeks) > 0


def test_every_figure_of_a_topic_equals_what_the_rows_say(history):
    topic = make_topic("production")
    found = count(Scope(topic=topic), NOW)
    assert_equals_the_rows(found, NOW, lambda revision: topic in revision.article.topics.all())
    assert found != count(Scope(), NOW)._replace(counted=found.counted)


def test_waiting_times_are_those_of_the_clock(at):
    at(days=20)
    one = make_article("One")
    at(days=10)
    two = make_article("Two")
    at(days=8)
    make_validated(one)  # after twelve days
    at(days=7)
    make_validated(two)  # after three
    make_edit(two, TEXT + "More.\n")  # for seven days now
    at()
    found = count(Scope(), NOW)
    day = dt.timedelta(days=1)
    assert found.decided == (2, 3 * day, 12 * day, 12 * day, 12 * day)
    assert found.waiting == (1, 7 * day, 7 * day, 7 * day, 7 * day)


def test_what_was_decided_long_ago_is_in_no_figure(at):
    at(days=400)
    article = make_article("One")
    at(days=390)
    make_validated(article)
    at()
    found = count(Scope(), NOW)
    assert (found.decided.changes, found.decisions) == (0, 0)
    assert [(week.backlog, week.verdicts) for week in found.weeks] == [(0, {})] * 26


def test_what_waits_for_longer_than_the_figures_reach_is_in_every_week(at):
    at(days=400)
    make_article("One")
    at()
    assert [week.backlog for week in count(Scope(), NOW).weeks] == [1] * 26


def test_imported_histories_and_starter_articles_never_waited(at):
    at(days=30)
    licence = Licence.objects.get(spdx="CC-BY-4.0")
    past = Past("Old text.\n", "someone", NOW - dt.timedelta(days=900), "", licence, "import:1")
    imported = start_history(destination=Destination("en", "Old"), past=[past], is_whole=True)
    load_starter(articles=[StarterArticle("en", "New", "CC0-1.0", [], "Text.\n")], topics=[])
    at(days=3)
    make_validated(imported)
    at()
    found = count(Scope(), NOW)
    assert (found.decided.changes, found.waiting.changes, found.decisions) == (0, 0, 0)
    assert [(week.backlog, week.verdicts) for week in found.weeks] == [(0, {})] * 26


def test_an_edit_that_validates_itself_never_waited(at):
    at(days=30)
    article = make_article("One", validated=True)
    at(days=20)
    make_edit(article, TEXT + "More.\n", actor=make_maintainer())
    at()
    found = count(Scope(), NOW)
    assert (found.decided.changes, found.waiting.changes) == (1, 0)
    assert found.decided.longest == dt.timedelta(0)


def test_a_validated_change_that_is_undone_counts_as_overturned(at):
    at(days=30)
    article = make_article("One", validated=True)
    make_edit(article, TEXT + "Nonsense.\n")
    at(days=20)
    make_validated(article)
    assert count(Scope(), NOW).overturned == 0
    at(days=10)
    brought_back(article, 1, make_maintainer())
    at()
    found = count(Scope(), NOW)
    assert (found.decisions, found.overturned) == (2, 1)


def test_a_verdict_that_was_taken_back_ends_no_wait(at):
    at(days=30)
    article = make_article("One")
    at(days=20)
    make_validated(article)
    wrong = Review.objects.get()
    at(days=12)
    taken_back = {"verdict": "withdrawn", "withdraws": wrong.decision}
    Review.objects.create(revision=wrong.revision, reviewer_name="maintainer-1", **taken_back)
    Revision.objects.update(state="awaiting")
    at()
    found = count(Scope(), NOW)
    assert_equals_the_rows(found, NOW)
    assert (found.decided.changes, found.waiting.changes) == (0, 1)
    assert (found.decisions, found.overturned) == (1, 1)
    assert [week.backlog for week in found.weeks[-5:]] == [1] * 5

    at(days=5)
    Review.objects.create(revision=wrong.revision, reviewer_name="maintainer-1", verdict="declined")
    Revision.objects.update(state="declined")
    at()
    found = count(Scope(), NOW)
    assert_equals_the_rows(found, NOW)
    assert found.decided.longest == dt.timedelta(days=25)
    assert (found.decisions, found.overturned) == (2, 1)


def test_asking_for_changes_ends_no_wait(at):
    at(days=30)
    make_article("One")
    (revision,) = Revision.objects.all()
    at(days=20)
    asked = {"verdict": "asked", "reviewer_name": "maintainer-1", "comment": "Which source?"}
    Review.objects.create(revision=revision, **asked)
    at()
    found = count(Scope(), NOW)
    assert_equals_the_rows(found, NOW)
    assert (found.decisions, found.decided.changes, found.waiting.changes) == (0, 0, 1)
    assert sum(week.verdicts.get("asked", 0) for week in found.weeks) == 1


def test_the_page_shows_the_figures_to_everybody(client, history):
    page = client.get(reverse("review_figures"), headers={"accept-language": "en"})
    found = count(Scope(), NOW)
    text = page.content.decode()
    assert page.status_code == 200
    assert f"<td>{found.decided.changes}</td>" in text
    assert f"<td>{found.waiting.changes}</td>" in text
    assert f"{found.overturned} of the {found.decisions} decisions" in text
    for week in found.weeks:
        assert f"<td>{week.backlog}</td>" in text
    assert text.count('role="img"') == 2 and "style=" not in text.partition("<main")[2]


def test_the_page_is_filtered_by_its_address(client, history):
    page = client.get("/review/figures?language=fr")
    assert page.context["found"] == count(Scope(language="fr"), NOW)
    page = client.get("/review/figures?topic=water")
    assert page.context["found"] == count(Scope(topic=make_topic("water")), NOW)


@pytest.mark.parametrize(
    "query",
    ["?language=xx", "?topic=unknown", "?topic=%00", "?language=%00", "?topic[]=1&x=" + "x" * 3000],
)
def test_nonsense_in_the_address_shows_the_figures_of_everything(client, at, query):
    at(days=3)
    make_article("One")
    at()
    assert client.get("/review/figures" + query).context["found"] == count(Scope(), NOW)


def test_machines_get_the_same_figures(client, history):
    found = count(Scope("en", make_topic("water")), NOW)
    page = client.get("/review/figures?language=en&topic=water").content.decode()
    assert page.count('href="/review/figures.json?language=en&amp;topic=water"') == 2
    told = client.get("/review/figures.json?language=en&topic=water").json()
    assert (told["language"], told["topic"]) == ("en", "water")
    for name, row in (("decided", found.decided), ("waiting", found.waiting)):
        assert told[name] == {
            "changes": row.changes,
            "median": row.median and row.median.total_seconds(),
            "percentile_75": row.three_quarters and row.three_quarters.total_seconds(),
            "percentile_95": row.nearly_all and row.nearly_all.total_seconds(),
            "longest": row.longest and row.longest.total_seconds(),
        }
    assert (told["decisions"], told["overturned"]) == (found.decisions, found.overturned)
    assert [week["waiting"] for week in told["weeks"]] == [week.backlog for week in found.weeks]
    for week, counted in zip(told["weeks"], found.weeks, strict=True):
        assert {kind: given for kind, given in week["verdicts"].items() if given} == (
            counted.verdicts
        )
    assert client.get("/review/figures.json?topic=unknown").json()["topic"] is None


def test_an_empty_wiki_has_figures_too(client):
    page = client.get(reverse("review_figures"), headers={"accept-language": "en"})
    assert "Nothing was decided" in page.content.decode()


def test_counting_takes_the_same_few_queries_however_much_there_is(
    history, django_assert_num_queries
):
    with django_assert_num_queries(9):
        count(Scope(), NOW)
    filtered = Scope("fr", make_topic("water"))
    with django_assert_num_queries(9):
        count(filtered, NOW)


def test_figures_are_counted_once_an_hour(client, django_assert_max_num_queries):
    article = make_article("One")
    first = client.get("/review/figures?language=en").context["found"]
    make_edit(article, TEXT + "Later.\n")
    client.force_login(make_maintainer())
    with django_assert_max_num_queries(7):
        assert client.get("/review/figures?language=en").context["found"] == first
    caches["pages"].clear()
    again = client.get("/review/figures?language=en").context["found"]
    assert again.waiting.changes == first.waiting.changes + 1


def test_a_visitor_who_has_the_page_is_told_that_nothing_changed(client):
    make_article("One")
    page = client.get("/review/figures")
    again = client.get("/review/figures", headers={"if-none-match": page["ETag"]})
    assert again.status_code == 304


def test_the_queue_leads_to_the_figures(client):
    assert f'href="{reverse("review_figures")}"' in client.get(reverse("review")).content.decode()


def test_a_verdict_that_was_withdrawn_did_not_stand_also_when_the_next_one_says_the_same(at):
    at(days=20)
    article = make_article()
    at(days=10)
    make_validated(article)
    decision = Review.objects.get().decision
    at(days=9)
    withdraw(actor=make_maintainer("maintainer-2"), decision=decision, reason="Too early.")
    at(days=8)
    make_validated(article)
    at()
    found = count(Scope(), NOW)
    assert (found.decisions, found.overturned) == (2, 1)
    assert_equals_the_rows(found, NOW)
