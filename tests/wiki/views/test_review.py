"""The page where a maintainer decides on what awaits."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions.roles import end_maintainership
from wiki.models import Article, Review, Revision

pytestmark = pytest.mark.django_db

FIRST = "Things that people make together.\n"
SECOND = FIRST + "\nThree traits are named.\n"
THIRD = SECOND + "\nIt is older than its name.\n"
INVALID = 422


@pytest.fixture
def article() -> Article:
    """Validated at revision 1, with revisions 2 and 3 awaiting."""
    article = make_article("Peer production", FIRST, validated=True)
    make_edit(article, SECOND, actor=make_user("contributor-2"), summary="Names three traits")
    make_edit(article, THIRD, actor=make_guest(), summary="Its age")
    return fresh(article)


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def address(article: Article) -> str:
    return f"/review/{article.pk}"


def decision(article: Article, decision: str, **data: object) -> dict[str, object]:
    """The form as the page gives it now, filled in."""
    article = fresh(article)
    seen_validated = article.validated.number if article.validated else 0
    seen = {"seen": article.latest.number, "seen_validated": seen_validated}
    return {"decision": decision, "comment": "", **seen, **data}


def states(article: Article) -> list[str]:
    return list(article.revisions.order_by("number").values_list("state", flat=True))


def text_of(response: Any) -> str:
    return response.content.decode()


# Reading ---------------------------------------------------------------------------------------


def test_everybody_sees_what_changed_and_each_change_with_its_summary(client, article):
    page = text_of(client.get(address(article)))
    assert "Three traits are named." in page
    assert "<ins>" in page
    for words in ("Names three traits", "Its age", "contributor-2", "guest-2026-482193"):
        assert words in page
    assert "/en/peer-production/diff/1..2" in page
    assert "/en/peer-production/diff/2..3" in page


def test_only_maintainers_find_the_form(client, article):
    assert 'name="decision"' not in text_of(client.get(address(article)))
    client.force_login(make_user("contributor-4"))
    page = text_of(client.get(address(article)))
    assert 'name="decision"' not in page
    assert "Maintainers decide on these changes" in page
    client.force_login(make_maintainer())
    assert 'name="decision"' in text_of(client.get(address(article)))


def test_looking_writes_nothing(maintainer, article):
    before = list(Article.objects.values())
    maintainer.get(address(article))
    assert list(Article.objects.values()) == before
    assert not LogEntry.objects.filter(area="review", target_id=article.pk).exclude(
        new__revisions=[1, 1]
    )


@pytest.mark.parametrize(
    ("button", "meaning"),
    [
        ('value="validate" data-key', "Readers can rely on the text as it stood after"),
        ('value="ask"', "The text stays live and goes on awaiting"),
        ('value="decline"', "a new revision with the last validated text (revision 1)"),
        ('formaction="/review/{}/edit"', "saves it and validates everything up to it"),
    ],
)
def test_each_button_is_explained_beside_it(maintainer, article, button, meaning):
    page = text_of(maintainer.get(address(article)))
    (tag,) = re.findall(rf"<button[^>]*{re.escape(button.format(article.pk))}[^>]*>", page)
    (name,) = re.findall(r'aria-describedby="([\w-]+)"', tag)
    (words,) = re.findall(rf'<dd id="{name}">(.*?)</dd>', page)
    assert meaning in words


def test_declining_one_change_is_explained_where_there_are_several(maintainer, article):
    explained = "<dt>Decline one change alone</dt><dd>Its button stands beside the change."
    assert explained in text_of(maintainer.get(address(article)))
    make_validated(article, up_to=2)
    assert explained not in text_of(maintainer.get(address(article)))


def test_an_article_that_nobody_validated_says_what_declining_would_need(maintainer):
    article = make_article()
    page = text_of(maintainer.get(address(article)))
    assert "there is none to go back to" in page
    assert "/en/peer-production/delete" in page
    assert 'value="decline"' not in page


def test_an_article_without_open_changes_shows_the_last_decision(maintainer, article):
    make_validated(article, comment="Well sourced.")
    page = text_of(maintainer.get(address(article)))
    assert "Nothing awaits validation here" in page
    assert "Well sourced." in page
    assert 'name="decision"' not in page


@pytest.mark.parametrize("identifier", ["0", "999999", "9" * 30])
def test_an_article_that_does_not_exist_is_not_found(maintainer, identifier):
    assert maintainer.get(f"/review/{identifier}").status_code == 404
    assert maintainer.post(f"/review/{identifier}").status_code == 404


def test_a_deleted_article_is_for_maintainers_alone(client, article):
    make_deleted(article)
    assert client.get(address(article)).status_code == 404
    assert client.post(address(article)).status_code == 404
    client.force_login(make_maintainer())
    page = client.get(address(article))
    assert page.status_code == 200
    assert "Advertising." in text_of(page)
    assert 'name="decision"' not in text_of(page)


def test_the_page_costs_the_same_whatever_awaits(
    maintainer, article, django_assert_max_num_queries
):
    with django_assert_max_num_queries(26) as few:
        maintainer.get(address(article))
    for number in range(12):
        make_edit(article, f"{THIRD}{number}\n", actor=make_user(f"contributor-{number}"))
        make_article(f"Another {number}", actor=make_user(f"contributor-{number}"))
    with django_assert_max_num_queries(26) as many:
        maintainer.get(address(article))
    assert len(many) <= len(few)


# The queue beside it -----------------------------------------------------------------------------


def beside(client: Client, path: str) -> list[str]:
    return [row.article.title for row in client.get(path).context["beside"].rows]


@pytest.fixture
def many() -> list[Article]:
    """Twenty articles that await, number 0 for the longest time and with the largest change."""
    articles = [make_article(f"Article {n}", "x" * (300 - n)) for n in range(20)]
    for n, article in enumerate(articles):
        since = timezone.now() - dt.timedelta(hours=100 - n)
        Article.objects.filter(pk=article.pk).update(pending_since=since)
    return articles


@pytest.mark.parametrize("query", ["", "?sort=largest"])
def test_the_queue_stands_beside_the_article_with_what_was_skipped_above(maintainer, many, query):
    assert beside(maintainer, address(many[10]) + query) == [f"Article {n}" for n in range(7, 18)]
    assert beside(maintainer, address(many[0]) + query) == [f"Article {n}" for n in range(8)]
    assert beside(maintainer, address(many[19]) + query) == [f"Article {n}" for n in range(16, 20)]


def test_articles_that_wait_equally_long_all_have_their_place(maintainer, many):
    Article.objects.update(pending_since=timezone.now())
    assert beside(maintainer, address(many[10])) == [f"Article {n}" for n in range(7, 18)]


def test_the_queue_beside_is_filtered_as_the_address_says_and_says_so(maintainer, many):
    topic = make_topic("production", "Production")
    many[3].topics.add(topic)
    many[5].topics.add(topic)
    path = f"{address(many[5])}?topic=production&by=guests&older=nonsense&language=en"
    answer = maintainer.get(path)
    assert answer.context["beside"].rows == []
    assert answer.context["beside"].filters == ["English", "Production", "guests"]
    answer = maintainer.get(f"{address(many[5])}?tab=first&tab=x")
    assert answer.context["beside"].filters == []
    answer = maintainer.get(f"{address(many[5])}?tab=first")
    assert answer.context["beside"].filters == ["First edits"]
    assert beside(maintainer, f"{address(many[5])}?topic=production") == ["Article 3", "Article 5"]


def test_beside_an_article_that_was_decided_on_stands_the_beginning(maintainer, article, many):
    make_validated(article)
    assert beside(maintainer, address(article)) == [f"Article {n}" for n in range(8)]


def test_the_way_to_see_differences_goes_along_through_the_queue(maintainer, article):
    other = make_article("Commoning")
    query = "?show=formatted&columns=two"
    page = text_of(maintainer.get(address(article) + query))
    assert f'href="{address(other)}{escape(query)}"' in page
    assert f'action="{address(article)}{escape(query)}"' in page
    assert f"/diff/1..2{query}".replace("&", "&amp;") in page
    answer = maintainer.post(address(article) + query, decision(article, "validate"))
    assert answer["Location"] == address(other) + query
    queue = text_of(maintainer.get("/review" + query))
    assert '<input type="hidden" name="show" value="formatted">' in queue
    assert '<input type="hidden" name="columns" value="two">' in queue


def test_what_changed_meanwhile_is_shown_in_the_same_way(maintainer, article):
    form = decision(article, "validate")
    make_edit(article, THIRD + "\nA word nobody has read.\n", actor=make_user("contributor-7"))
    answer = maintainer.post(address(article) + "?show=formatted", form)
    assert answer.status_code == 409
    assert text_of(answer).count('class="diff passages card"') == 2


# Validating ------------------------------------------------------------------------------------


def test_validating_covers_everything_up_to_the_chosen_change(maintainer, article):
    form = decision(article, "validate", up_to=2, comment="Thank you.")
    answer = maintainer.post(address(article), form)
    assert answer.status_code == 302
    assert states(article) == ["validated", "validated", "awaiting"]
    assert fresh(article).validated.number == 2
    row = Review.objects.get(revision__number=2)
    assert (row.comment, row.reviewer_name) == ("Thank you.", "maintainer-1")
    assert LogEntry.objects.latest("pk").action == "review.validate"


def test_without_a_choice_everything_seen_is_validated(maintainer, article):
    maintainer.post(address(article), decision(article, "validate"))
    assert fresh(article).is_validated
    assert fresh(article).pending_count == 0


@pytest.mark.parametrize("up_to", ["1", "4", "0", "-3", "x", "9" * 30])
def test_a_change_that_does_not_await_cannot_be_chosen(maintainer, article, up_to):
    form = decision(article, "validate", up_to=up_to, comment="Kept words")
    answer = maintainer.post(address(article), form)
    assert answer.status_code == INVALID
    assert "Kept words" in text_of(answer)
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_after_a_decision_comes_the_next_article(maintainer, article):
    other = make_article("Commoning")
    answer = maintainer.post(address(article) + "?language=en", decision(article, "validate"))
    assert answer["Location"] == f"/review/{other.pk}?language=en"


def test_after_the_last_article_comes_the_queue(maintainer, article):
    answer = maintainer.post(address(article), decision(article, "validate"), follow=True)
    assert answer.redirect_chain == [("/review", 302)]
    assert "Validated: 2 changes of “Peer production”." in text_of(answer)


# Declining -------------------------------------------------------------------------------------


def test_declining_brings_the_validated_text_back_as_a_revision(maintainer, article):
    form = decision(article, "decline", comment="No source is named.")
    assert maintainer.post(address(article), form).status_code == 302
    assert states(article) == ["validated", "declined", "declined", "validated"]
    assert fresh(article).text == FIRST
    assert fresh(article).latest.kind == Revision.Kind.REVERT
    assert maintainer.get("/en/peer-production").status_code == 200
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.reason) == ("review.decline", "No source is named.")


@pytest.mark.parametrize("comment", ["", "   ", "\0"])
def test_declining_needs_a_reason(maintainer, article, comment):
    answer = maintainer.post(address(article), decision(article, "decline", comment=comment))
    assert answer.status_code == INVALID
    assert "Say why you decline" in text_of(answer)
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_what_was_never_validated_cannot_be_declined_and_the_reason_is_kept(maintainer):
    article = make_article()
    answer = maintainer.post(address(article), decision(article, "decline", comment="Not ours."))
    assert answer.status_code == INVALID
    assert "No version of this article was ever validated" in text_of(answer)
    assert "Not ours." in text_of(answer)
    assert states(article) == ["awaiting"]


# Who and when ----------------------------------------------------------------------------------


def test_a_change_made_meanwhile_stops_the_decision_and_is_shown(maintainer, article):
    form = decision(article, "validate", comment="Thank you all.")
    make_edit(article, THIRD + "\nA word nobody has read.\n", actor=make_user("contributor-7"))
    answer = maintainer.post(address(article), form)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Nothing was decided" in page
    assert "New since you opened the page, after revision 3" in page
    assert "A word nobody has read." in page
    assert "Thank you all." in page
    assert states(article) == ["validated", "awaiting", "awaiting", "awaiting"]
    assert maintainer.post(address(article), decision(article, "validate")).status_code == 302


def test_a_decision_made_meanwhile_is_told_and_the_comment_kept(maintainer, article):
    form = decision(article, "decline", comment="My long reason.")
    make_validated(article, actor=make_maintainer("maintainer-2"), comment="Well sourced.")
    answer = maintainer.post(address(article), form)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "maintainer-2" in page
    assert "Well sourced." in page
    assert "My long reason." in page
    assert fresh(article).text == THIRD


def test_an_article_deleted_meanwhile_is_not_decided_on(maintainer, article):
    form = decision(article, "validate", comment="Thank you.")
    make_deleted(article)
    answer = maintainer.post(address(article), form)
    assert answer.status_code == 409
    assert "Thank you." in text_of(answer)


@pytest.mark.parametrize("name", ["", "contributor-4"])
def test_nobody_else_decides(client, article, name):
    if name:
        client.force_login(make_user(name))
    answer = client.post(address(article), decision(article, "validate", comment="Mine."))
    assert answer.status_code == 403
    assert "Only maintainers validate" in text_of(answer)
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_whose_term_ended_while_they_read_gets_their_words_back(maintainer, article, admin_user):
    user = make_maintainer()
    end_maintainership(actor=admin_user, user=user, reason="Asked for it.")
    answer = maintainer.post(address(article), decision(article, "decline", comment="My reason."))
    assert answer.status_code == 403
    assert "My reason." in text_of(answer)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"decision": "approve"},
        {"decision": "\0"},
        {"decision": "validate", "seen": "x", "seen_validated": "9" * 40},
        {"decision": "decline", "comment": "x" * 2001},
    ],
)
def test_a_damaged_form_decides_nothing_and_is_no_error_page(maintainer, article, broken):
    answer = maintainer.post(address(article), broken)
    assert answer.status_code in (INVALID, 409)
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_words_of_others_are_shown_as_text(maintainer):
    evil = "<script>alert(1)</script>"
    article = make_article(evil, FIRST, validated=True, actor=make_user())
    make_edit(article, FIRST + evil, actor=make_guest(), summary=evil)
    page = text_of(maintainer.get(address(article)))
    assert evil not in page
    assert escape(evil) in page
