"""`manage.py reformat` formats again what an earlier version of the renderer formatted."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import make_article, make_deleted, make_edit
from wiki.actions import formatting
from wiki.models import Article, Rendering, Revision
from wiki.rendering import RENDERER_VERSION, TooHardToFormat

pytestmark = pytest.mark.django_db


def reformat(*arguments: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("reformat", *arguments, stdout=out)
    return out.getvalue()


def make_outdated(*articles: Article) -> None:
    """Stores what an earlier renderer would have made of the articles."""
    Rendering.objects.filter(revision__article__in=articles).update(
        html="<p>Made long ago.</p>", renderer_version=RENDERER_VERSION - 1
    )


def html_of(article: Article) -> list[str]:
    renderings = Rendering.objects.filter(revision__article=article)
    return list(renderings.order_by("revision__number").values_list("html", flat=True))


def test_latest_and_validated_version_are_formatted_again_and_history_stays():
    article = make_article(text="First.", validated=True)
    make_edit(article, "Second.")
    make_outdated(article)
    before = list(Revision.objects.order_by("pk").values())
    assert "1 of 1" in reformat()
    assert html_of(article) == ["<p>First.</p>", "<p>Second.</p>"]
    assert list(Revision.objects.order_by("pk").values()) == before
    assert set(Rendering.objects.values_list("renderer_version", flat=True)) == {RENDERER_VERSION}


def test_readers_with_the_page_in_their_cache_are_told_that_it_changed():
    article = make_article()
    make_outdated(article)
    reformat()
    assert Article.objects.get(pk=article.pk).touched > article.touched


def test_what_is_up_to_date_is_left_alone():
    article = make_article()
    assert "Every article is formatted by this version" in reformat()
    assert Article.objects.get(pk=article.pk).touched == article.touched


def test_all_are_formatted_when_that_is_asked():
    article = make_article(text="First.")
    Rendering.objects.update(html="Changed by hand.")
    assert "1 of 1" in reformat("--all")
    assert html_of(article) == ["<p>First.</p>"]


def test_a_rendering_that_is_missing_is_made():
    article = make_article(text="First.")
    Rendering.objects.all().delete()
    reformat()
    assert html_of(article) == ["<p>First.</p>"]


def test_what_maintainers_see_of_a_deleted_article_is_formatted_again_as_well():
    article = make_deleted(make_article(text="First."))
    make_outdated(article)
    reformat()
    assert html_of(article) == ["<p>First.</p>"]
    assert Article.objects.get(pk=article.pk).is_deleted


def test_for_a_while_does_and_says_nothing_where_nothing_is_outdated(django_assert_num_queries):
    make_article()
    with django_assert_num_queries(1):
        assert reformat("--seconds=20") == ""


def test_for_a_while_formats_what_there_is_time_for_and_goes_on_the_next_time():
    articles = [make_article(f"Number {number}", "First.") for number in range(3)]
    make_outdated(*articles)
    said = reformat("--seconds=0")
    assert "Articles formatted again after an upgrade: 1." in said
    assert "Pages left as the version before formatted them: 2." in said
    assert [html_of(article)[0] for article in articles].count("<p>First.</p>") == 1
    said = reformat("--seconds=60")
    assert said == "Articles formatted again after an upgrade: 2.\n"
    assert {html_of(article)[0] for article in articles} == {"<p>First.</p>"}
    assert reformat("--seconds=60") == ""


def test_after_an_upgrade_was_taken_back_pages_of_the_newer_version_are_outdated_too():
    article = make_article(text="First.")
    Rendering.objects.update(html="<p>Newer.</p>", renderer_version=RENDERER_VERSION + 1)
    reformat("--seconds=60")
    assert html_of(article) == ["<p>First.</p>"]


def test_one_that_cannot_be_formatted_does_not_keep_a_start_waiting(monkeypatch):
    make_outdated(make_article("Hard", "Hard."), easy := make_article("Easy", "Easy."))
    render = formatting.render

    def refuse(text, language):
        if text == "Hard.":
            raise TooHardToFormat
        return render(text, language)

    monkeypatch.setattr(formatting, "render", refuse)
    assert "left as the version before formatted them: 1." in reformat("--seconds=60")
    assert html_of(easy) == ["<p>Easy.</p>"]


@pytest.mark.sqlite
def test_whether_anything_is_outdated_is_read_from_an_index():
    query = Rendering.objects.of_another_version(RENDERER_VERSION).values("pk")
    assert "rendering_by_version" in query.explain()


def test_one_that_cannot_be_formatted_stops_no_other_and_is_counted(monkeypatch):
    hard, easy = make_article("Hard", "Hard."), make_article("Easy", "Easy.")
    make_outdated(hard, easy)
    render = formatting.render

    def refuse(text, language):
        if text == "Hard.":
            raise TooHardToFormat
        return render(text, language)

    monkeypatch.setattr(formatting, "render", refuse)
    said = reformat()
    assert "2 of 2" in said
    assert "1 of them could not be formatted again: run this once more." in said
    assert html_of(easy) == ["<p>Easy.</p>"]
    assert html_of(hard) == ["<p>Made long ago.</p>"]
    monkeypatch.undo()
    assert "1 of 1" in reformat()
    assert html_of(hard) == ["<p>Hard.</p>"]
