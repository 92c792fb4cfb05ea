"""What the play leaves behind, held row for row against what the rules say."""

from collections import Counter

from commons.log.models import LogEntry
from tests.play.stage import Stage
from wiki.models import Article, Notice, Review, Revision


def assert_pages_are_as_expected(stage: Stage) -> None:
    """Texts, states and the validated revision of every page."""
    for page, one in stage.expected.pages.items():
        article = Article.objects.select_related("validated").get(pk=stage.articles[page])
        states = Revision.objects.filter(article=article).order_by("number").values_list("state")
        assert [state for (state,) in states] == [change.state for change in one.changes], page
        assert article.text == one.text
        assert (article.validated.number if article.validated else 0) == one.validated
        assert article.pending_count == len(one.awaiting())
        assert (article.asked_at is not None) is one.asked


def assert_verdicts_are_as_expected(stage: Stage) -> None:
    """Each revision that a decision covers has its row, and there is no other."""
    page_of = {key: page for page, key in stage.articles.items()}
    rows = Counter(
        (
            page_of[row.revision.article_id],
            row.revision.number,
            row.verdict,
            row.reviewer_name,
            row.by_edit,
        )
        for row in Review.objects.select_related("revision")
    )
    assert rows == stage.expected.verdicts


def assert_people_were_told_as_expected(stage: Stage) -> None:
    """Each author whose change is covered got one notice a decision, and nobody another."""
    page_of = {key: page for page, key in stage.articles.items()}
    rows = Counter(
        (
            row.user.username,
            page_of[row.article_id],
            row.verdict,
            row.changes,
            row.first,
            row.last,
            row.actor_name,
            row.words,
        )
        for row in Notice.objects.select_related("user")
    )
    expected = Counter(
        {
            (one.to, one.page, one.verdict, one.changes, one.first, one.last, one.by, one.words): n
            for one, n in stage.expected.told.items()
        }
    )
    assert rows == expected


def assert_all_is_as_expected(stage: Stage) -> None:
    """Pages, verdicts, notices and the public log, each row."""
    assert_pages_are_as_expected(stage)
    assert_verdicts_are_as_expected(stage)
    assert_people_were_told_as_expected(stage)
    logged = LogEntry.objects.order_by("pk").values_list("action", "actor_name", "target_label")
    assert list(logged) == stage.expected.log
