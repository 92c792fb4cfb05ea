"""`manage.py load_starter` puts the starter articles into a wiki, once."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from commons.log.models import LogEntry
from tests.factories import make_article, make_deleted, make_edit, make_user
from wiki import search
from wiki.actions.naming import rename_article
from wiki.actions.starter import load_starter, starter_loaded
from wiki.exchange.starter_files import BadStarterFile, read_article, read_articles, read_topics
from wiki.models import Article, Link, Rendering, Review, Revision, Topic

pytestmark = pytest.mark.django_db

LONGEST = 20.0  # seconds for all; a machine at rest takes five
STARTER_ARTICLES = 80


def load(**options) -> str:
    """What the command says."""
    out = StringIO()
    call_command("load_starter", stdout=out, **options)
    return out.getvalue()


def counts() -> list[int]:
    models = (Article, Revision, Review, Rendering, Topic, Link, LogEntry)
    return [model.objects.count() for model in models]


@pytest.fixture
def some_articles():
    """Two originals that link to each other, and the translation of one of them."""
    wanted = {("en", "commons"), ("en", "commoning"), ("fr", "commun")}
    return [article for article in read_articles() if article.address in wanted]


def test_eighty_articles_are_there_validated_found_translated_and_whole():
    started = time.monotonic()
    assert "80 starter articles loaded." in load()
    assert time.monotonic() - started < LONGEST
    for language in ("en", "fr"):
        articles = Article.objects.filter(language=language)
        assert articles.count() == 40
        assert not articles.filter(topics=None).exists()
        assert not articles.exclude(pending_since=None).exists()
        for article in articles.select_related("latest__rendering"):
            assert article.is_validated
            assert "<p>" in article.latest.rendering.html
            assert 'class="new"' not in article.latest.rendering.html
    translations = Article.objects.filter(language="fr").select_related("translation_of")
    assert {article.translation_of.language for article in translations} == {"en"}
    assert len({article.translation_of_id for article in translations}) == 40
    assert Review.objects.filter(verdict="validated", by_edit=True).count() == STARTER_ARTICLES
    commons = Article.objects.get(language="en", slug="commons")
    assert commons.pk in [hit.article_id for hit in search.search("commons").hits]


def test_ten_articles_of_each_language_are_share_alike_and_the_others_public_domain():
    load()
    for language in ("en", "fr"):
        articles = Article.objects.filter(language=language)
        assert articles.filter(licence__spdx="CC-BY-SA-4.0").count() == 10
        assert articles.filter(licence__spdx="CC0-1.0").count() == 30


def test_topics_have_names_in_both_languages_and_stand_in_their_order():
    load()
    assert list(Topic.objects.values_list("slug", flat=True)) == [
        "commons",
        "peer-production",
        "governance",
        "licences",
        "political-economy",
        "platforms",
    ]
    assert not Topic.objects.filter(name_en="").exists()
    assert not Topic.objects.filter(name_fr="").exists()
    assert not Topic.objects.exclude(articles__language="fr").exists()


def test_a_second_run_adds_nothing_and_says_nothing(some_articles):
    load_starter(articles=some_articles, topics=read_topics())
    before, touched = counts(), list(Article.objects.values_list("touched", flat=True))
    assert load_starter(articles=some_articles, topics=read_topics()) == []
    assert counts() == before
    assert list(Article.objects.values_list("touched", flat=True)) == touched


def test_the_command_opens_no_file_and_says_nothing_when_all_is_there():
    load()
    before = counts()
    assert read_articles(except_for=starter_loaded()) == []
    assert load() == ""
    assert counts() == before


def test_what_people_edited_renamed_and_deleted_stays_as_it_is(some_articles):
    load_starter(articles=some_articles, topics=read_topics())
    edited = Article.objects.get(language="en", slug="commons")
    make_edit(edited, "Ours.")
    renamed = Article.objects.get(language="fr", slug="commun")
    rename_article(actor=make_user(), article=renamed, title="Nos communs", reason="", base=1)
    deleted = make_deleted(Article.objects.get(language="en", slug="commoning"))
    before = counts()
    assert load_starter(articles=some_articles, topics=read_topics()) == []
    assert counts() == before
    assert Article.objects.get(pk=edited.pk).text == "Ours."
    assert Article.objects.get(pk=renamed.pk).slug == "nos-communs"
    assert Article.objects.get(pk=deleted.pk).is_deleted


def test_one_row_of_the_public_log_tells_of_all(some_articles):
    load_starter(articles=some_articles, topics=read_topics())
    rows = LogEntry.objects.filter(action="content.starter")
    assert [row.new["articles"] for row in rows] == [len(some_articles)]


def test_an_article_that_somebody_wrote_at_the_address_is_left_alone(some_articles):
    own = make_article("Commons", "Ours.")
    made = load_starter(articles=some_articles, topics=read_topics())
    assert len(made) == len(some_articles) - 1
    assert Article.objects.get(language="en", slug="commons").pk == own.pk
    assert Article.objects.get(pk=own.pk).text == "Ours."


def test_links_of_other_articles_to_starter_articles_come_to_life(
    some_articles, django_capture_on_commit_callbacks
):
    own = make_article("Reading list", "See [[Commons]].")
    assert 'class="new"' in Article.objects.get(pk=own.pk).latest.rendering.html
    with django_capture_on_commit_callbacks(execute=True):
        load_starter(articles=some_articles, topics=read_topics())
    assert 'class="new"' not in Article.objects.get(pk=own.pk).latest.rendering.html


def test_nothing_is_written_when_one_article_cannot_be(some_articles):
    broken = some_articles[:-1] + [type(some_articles[-1])("en", "Odd", "None-1.0", (), "Odd.")]
    before = counts()
    with pytest.raises(Exception, match=r"None-1\.0"):
        load_starter(articles=broken, topics=read_topics())
    assert counts() == before


@pytest.mark.parametrize(
    "text", ["No front matter.", "---\ntitle: [\n---\nText", "---\n- 1\n---\n"]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, text):
    path = tmp_path / "odd.md"
    path.write_text(text)
    with pytest.raises(BadStarterFile, match=r"odd\.md"):
        read_article(path)
