"""`manage.py import_revisions` makes articles whose history is that of the file."""

import json
from datetime import datetime

import pytest
from django.core.management import CommandError
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import make_topic
from tests.wiki.exchange.histories import (
    GARDEN,
    HOSTILE,
    make_line,
    make_long_history,
    write_history,
)
from tests.wiki.exchange.importing import fails, run
from wiki import history, search
from wiki.exchange import applying
from wiki.management.commands import import_revisions
from wiki.models import Article, Link, Rendering, Revision

pytestmark = pytest.mark.django_db


def test_every_revision_has_its_own_text_author_date_licence_and_summary():
    run(GARDEN)
    lines = [json.loads(line) for line in GARDEN.read_text().splitlines()]
    for title, page in [
        ("The shared garden", "guide/garden.md"),
        ("Le jardin partagé", "guide/fr/garden.md"),
    ]:
        article = Article.objects.get(title=title)
        source = [line for line in lines if line["page"] == page]
        revisions = list(article.revisions.order_by("number").select_related("licence"))
        assert [revision.number for revision in revisions] == list(range(1, len(source) + 1))
        for revision, line in zip(revisions, source, strict=True):
            version = history.read(article, revision.number)
            assert version.text == line["text"]
            assert revision.author_name == line["author"]
            assert revision.author_kind == Revision.AuthorKind.ELSEWHERE
            assert revision.created == datetime.fromisoformat(line["date"])
            assert revision.summary == line["comment"]
            assert revision.licence.spdx == line["licence"]
            assert revision.kind == Revision.Kind.IMPORT
            assert revision.state == Revision.State.AWAITING
        assert article.text == source[-1]["text"]
        assert article.pending_count == len(source)


def test_each_revision_keeps_its_own_licence_and_a_line_without_one_gets_the_one_given():
    run(GARDEN)
    tools = Article.objects.get(title="Tools")
    assert tools.licence.spdx == "CC-BY-SA-4.0"
    assert [
        revision.licence.spdx
        for revision in tools.revisions.order_by("number").select_related("licence")
    ] == ["CC0-1.0", "CC-BY-SA-4.0"]
    assert history.read(tools, 1).licence_id != tools.licence_id


def test_no_email_address_is_stored_outside_the_texts():
    run(GARDEN)
    for revision in Revision.objects.all():
        assert "@" not in revision.author_name + revision.summary
    assert not Revision.objects.exclude(author=None).exists()


def test_a_page_in_a_language_folder_is_a_translation_of_the_page_beside_it():
    run(GARDEN)
    french = Article.objects.get(language="fr")
    assert french.translation_of == Article.objects.get(title="The shared garden")


def test_a_translation_that_comes_before_its_original_is_linked_to_it_as_well(tmp_path):
    lines = GARDEN.read_bytes().splitlines()
    run(write_history(tmp_path / "h", [line for line in lines if b"/fr/" in line]))
    assert Article.objects.get(language="fr").translation_of is None
    run(write_history(tmp_path / "h", lines))
    assert Article.objects.get(language="fr").translation_of is not None


def test_only_the_last_revision_is_formatted_and_found(tmp_path):
    lines = [make_line("Salamanders."), make_line("Frogs and [[Toads]].", date="2020-01-02")]
    run(write_history(tmp_path / "h", lines))
    article = Article.objects.get()
    assert Rendering.objects.get().revision == article.latest
    assert "Frogs" in article.latest.rendering.html
    assert [hit.article_id for hit in search.search("frogs").hits] == [article.pk]
    assert not search.search("salamanders").hits
    assert Link.objects.get().slug == "toads"


def test_the_public_log_tells_of_each_article_once():
    run(GARDEN)
    rows = LogEntry.objects.filter(action="article.import").order_by("target_label")
    assert [(row.target_label, row.new["revisions"]) for row in rows] == [
        ("Le jardin partagé", 2),
        ("The shared garden", 4),
        ("Tools", 2),
    ]
    assert rows[2].new["licence"] == ["CC-BY-SA-4.0", "CC0-1.0"]
    assert rows[1].new["contributors"] == 3


def test_progress_is_told_on_the_way_and_once_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(import_revisions, "LINES_BETWEEN_WORDS", 4)
    monkeypatch.setattr(applying, "REVISIONS_AT_ONCE", 2)
    path = write_history(
        tmp_path / "h", [make_line(f"{day}", date=f"2020-01-0{day}") for day in range(1, 9)]
    )
    told = [line for line in run(path).splitlines() if line.startswith("Line ")]
    assert [line.partition(" revisions")[0] for line in told] == [
        "Line 4: 4 of 8",
        "Line 8: 8 of 8",
    ]
    assert told[-1].endswith("Done.")


def test_a_dry_run_says_what_would_happen_and_writes_nothing():
    said = run(GARDEN, "--dry-run")
    assert "/en/the-shared-garden" in said
    assert "8 revisions to write: 3 new articles" in said
    assert not Article.objects.exists()


def test_broken_lines_are_reported_with_their_numbers_and_the_others_imported():
    said = fails(HOSTILE)
    for number in [2, *range(4, 26)]:
        assert f"Line {number} is left out." in said
    assert Revision.objects.count() == 2
    assert "dragonflies" in Article.objects.get(title="Pond").text


def test_topics_are_given_to_new_articles():
    make_topic("gardens")
    run(GARDEN, "--topic=gardens")
    for article in Article.objects.all():
        assert [topic.slug for topic in article.topics.all()] == ["gardens"]
        assert history.read(article, 1).topic_ids


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_batches_of_any_size_make_the_same_articles(tmp_path, monkeypatch, batch):
    monkeypatch.setattr(applying, "REVISIONS_AT_ONCE", batch)
    run(make_long_history(tmp_path / "h", pages=2, revisions=5))
    for article in Article.objects.all():
        assert article.revisions.count() == article.latest.number == 5
        assert article.text.count("Line") == 5
        assert article.latest.rendering.html.count("Line") == 5
    assert LogEntry.objects.count() == 2


def test_memory_is_bounded_by_writing_what_is_held_early(tmp_path, monkeypatch):
    monkeypatch.setattr(applying, "CHARACTERS_AT_ONCE", 60)
    run(make_long_history(tmp_path / "h", pages=3, revisions=6))
    assert Revision.objects.count() == 18
    assert LogEntry.objects.count() == 3


def test_a_text_too_hard_to_format_refuses_its_page_alone(tmp_path):
    hard = make_line("[" * 50_000, date="2020-01-02")
    path = write_history(tmp_path / "h", [make_line(), hard, make_line(page="lake.md")])
    assert "pond.md is not imported. Line 2:" in fails(path)
    assert [article.title for article in Article.objects.all()] == ["Lake"]


def test_a_hard_text_amid_a_history_is_kept_when_the_last_one_can_be_formatted(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(applying, "REVISIONS_AT_ONCE", 2)
    hard = make_line("[" * 50_000, date="2020-01-02")
    path = write_history(tmp_path / "h", [make_line(), hard, make_line("End.", date="2020-01-03")])
    run(path)
    article = Article.objects.get()
    assert article.revisions.count() == 3
    assert history.read(article, 2).text == "[" * 50_000


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "GFDL-1.3-no-invariants-or-later", "nonsense"])
def test_a_licence_that_text_may_not_be_imported_under_is_refused(licence):
    with pytest.raises(CommandError, match="possible are"):
        run(GARDEN, licence=licence)


def test_an_unknown_topic_and_a_missing_file_are_told_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is no topic nowhere"):
        run(GARDEN, "--topic=nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nowhere.jsonl")


def test_what_is_recorded_is_the_time_of_the_import():
    before = timezone.now()
    run(GARDEN)
    assert not Revision.objects.filter(recorded__lt=before).exists()
    article = Article.objects.get(title="Tools")
    assert article.created < before
    assert article.pending_since and article.pending_since >= before
