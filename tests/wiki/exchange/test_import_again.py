"""`manage.py import_revisions` run again: what is new is added, and nothing else."""

import pytest

from tests.factories import make_maintainer
from tests.wiki.exchange.histories import GARDEN, make_line, write_history
from tests.wiki.exchange.importing import everything, fails, run
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.moderating import delete_article
from wiki.actions.naming import rename_article
from wiki.models import Article, Revision

pytestmark = pytest.mark.django_db


def test_a_second_run_adds_nothing():
    run(GARDEN)
    before = everything()
    touched = list(Article.objects.values_list("touched", flat=True))
    assert "0 revisions to write" in run(GARDEN)
    assert everything() == before
    assert list(Article.objects.values_list("touched", flat=True)) == touched


def test_lines_added_to_the_file_are_added_to_the_article(tmp_path):
    first, second = make_line("One."), make_line("Two.", date="2020-01-02", licence="CC0-1.0")
    run(write_history(tmp_path / "h", [first]))
    article = Article.objects.get()
    assert "1 to continue" in run(write_history(tmp_path / "h", [first, second]))
    article.refresh_from_db()
    assert (article.text, article.latest.number, article.licence.spdx) == ("Two.", 2, "CC0-1.0")
    assert article.latest.rendering.html.count("Two.") == 1


def test_nothing_is_added_to_an_article_that_was_edited_here(tmp_path):
    first, second = make_line("One."), make_line("Two.", date="2020-01-02")
    run(write_history(tmp_path / "h", [first]))
    article = Article.objects.get()
    save_edit(actor=make_maintainer(), article=article, base=1, draft=Draft("Mine."))
    said = fails(write_history(tmp_path / "h", [first, second, make_line(page="lake.md")]))
    assert "pond.md is not imported. The article changed here" in said
    article.refresh_from_db()
    assert article.text == "Mine."
    assert Article.objects.filter(title="Lake").exists()


def test_nothing_is_added_before_what_was_imported(tmp_path):
    first, second = make_line("One."), make_line("Two.", date="2020-01-02")
    run(write_history(tmp_path / "h", [second]))
    assert "Line 1 comes before" in fails(write_history(tmp_path / "h", [first, second]))
    assert Revision.objects.count() == 1


def test_a_deleted_article_is_not_brought_back(tmp_path):
    first, second = make_line("One."), make_line("Two.", date="2020-01-02")
    run(write_history(tmp_path / "h", [first]))
    article = Article.objects.get()
    delete_article(actor=make_maintainer(), article=article, reason="Off topic.")
    assert "deleted" in fails(write_history(tmp_path / "h", [first, second]))
    run(write_history(tmp_path / "h", [first]))
    article.refresh_from_db()
    assert article.is_deleted
    assert Revision.objects.count() == 1


def test_an_article_renamed_here_is_known_again(tmp_path):
    path = write_history(tmp_path / "h", [make_line()])
    run(path)
    rename_article(
        actor=make_maintainer(), article=Article.objects.get(), title="Mere", reason="", base=1
    )
    assert "1 are there already" in run(path)
    assert Article.objects.get().title == "Mere"
