"""How often articles are read: what counts, when it is written, and what never stops a reader."""

import atexit
import threading

import pytest
from django.core.cache import caches
from django.db import DatabaseError, OperationalError
from django.test import Client

from tests.factories import fresh, make_article, make_deleted, make_guest, make_user
from tests.wiki.views.reading import ADDRESS
from wiki.actions.read_counts import add_reads
from wiki.models import Article
from wiki.views import reads

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
ROBOTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp)",
    "DuckDuckBot/1.1",
    "facebookexternalhit/1.1",
    "curl/8.5.0",
    "python-requests/2.32",
    "",
]


@pytest.fixture(autouse=True)
def counted(monkeypatch) -> reads.Reads:
    """A counter that begins at nothing."""
    caches["pages"].clear()
    counter = reads.Reads()
    monkeypatch.setattr(reads, "READS", counter)
    return counter


@pytest.fixture
def article() -> Article:
    return make_article(actor=make_guest(), validated=True)


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": FIREFOX})


def written(counted: reads.Reads, article: Article) -> int:
    counted.write()
    return fresh(article).reads


def test_each_read_counts_made_anew_kept_or_known_already(reader, article, counted):
    etag = reader.get(ADDRESS)["ETag"]
    reader.get(ADDRESS)
    assert reader.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
    assert fresh(article).reads == 0
    assert written(counted, article) == 3
    assert written(counted, article) == 3


def test_members_and_guests_count_like_visitors(reader, article, counted):
    reader.force_login(make_user("contributor-2"))
    reader.get(ADDRESS)
    assert written(counted, article) == 1


@pytest.mark.parametrize("name", [FIREFOX, CHROME, CHROME.replace("14", "9; CUBOT X18")])
def test_browsers_are_readers(client, article, counted, name):
    client.get(ADDRESS, headers={"user-agent": name})
    assert written(counted, article) == 1


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_are_not(client, article, counted, name):
    client.get(ADDRESS, headers={"user-agent": name})
    assert written(counted, article) == 0


@pytest.mark.parametrize(
    "header",
    [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}],
)
def test_what_is_fetched_ahead_is_not_read(reader, article, counted, header):
    reader.get(ADDRESS, headers=header)
    assert written(counted, article) == 0


def test_only_the_articles_own_address_counts(reader, article, counted):
    reader.head(ADDRESS)
    for page in ("/latest", "/validated", "/history", "/revisions/1", "/raw", "/credits"):
        assert reader.get(ADDRESS + page).status_code == 200
    make_deleted(article)
    assert reader.get(ADDRESS).status_code == 410
    assert written(counted, article) == 0


def test_counting_asks_nothing_of_the_database_and_nothing_else_changes(
    reader, article, counted, django_assert_num_queries
):
    before = Article.objects.values().get(pk=article.pk)
    etag = reader.get(ADDRESS)["ETag"]
    with django_assert_num_queries(1):
        reader.get(ADDRESS)
    with django_assert_num_queries(1):
        assert counted.write() == 2
    after = Article.objects.values().get(pk=article.pk)
    assert after == before | {"reads": 2}
    assert reader.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304


def test_writing_twice_at_once_counts_nothing_twice(article, counted):
    for _read in range(5):
        counted.add(article.pk)
    assert [counted.write(), counted.write()] == [5, 0]
    counted.add(article.pk)
    assert written(counted, article) == 6


def test_what_the_database_does_not_take_is_kept_for_the_next_time(
    reader, article, counted, monkeypatch, caplog
):
    other = make_article("Other", actor=make_guest())
    reader.get(ADDRESS)
    reader.get(other.get_absolute_url())

    def locked(**_given: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(reads, "add_reads", locked)
        assert counted.write() == 0
        assert reader.get(ADDRESS).status_code == 200
    assert "they are kept" in caplog.text
    assert written(counted, article) == 2
    assert fresh(other).reads == 1


def test_what_is_written_before_an_error_is_not_written_again(article, counted, monkeypatch):
    articles = [article, *(make_article(f"Number {n}", actor=make_guest()) for n in range(2))]
    for one in articles:
        counted.add(one.pk)
    write, left = add_reads, [1]

    def once(**given: int) -> None:
        if not left:
            raise DatabaseError("away")
        left.pop()
        write(**given)

    with monkeypatch.context() as patch:
        patch.setattr(reads, "add_reads", once)
        assert counted.write() == 1
    counted.write()
    assert [fresh(one).reads for one in articles] == [1, 1, 1]


def test_an_article_that_is_gone_meanwhile_stops_no_other(article, counted):
    counted.add(article.pk)
    counted.add(article.pk + 1000)
    assert written(counted, article) == 1


def test_many_readers_at_once_are_all_counted(article, counted):
    threads = [
        threading.Thread(target=lambda: [counted.add(article.pk) for _read in range(500)])
        for _thread in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written(counted, article) == 4000


def test_a_thread_writes_in_time_and_sooner_when_there_is_much(
    article, counted, monkeypatch, settings
):
    settings.READS_WRITTEN_EVERY = 3600
    monkeypatch.setattr(reads, "ENOUGH", 2)
    monkeypatch.setattr(atexit, "register", lambda work: None)
    found, done = {}, threading.Event()

    def take(article_id: int, reads: int) -> None:
        found[article_id] = reads
        if len(found) == 2:
            done.set()

    monkeypatch.setattr(reads, "add_reads", take)
    counted.add(1)
    assert not done.wait(0.2)
    counted.add(2)
    assert done.wait(10)
    assert found == {1: 1, 2: 1}
