"""Many people save one article in the same moment: what was acknowledged stands."""

import threading
import uuid

import pytest
from django.db import connections

from tests.factories import make_article, make_user
from wiki import history
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import AddressTaken, EditConflict
from wiki.actions.naming import rename_article
from wiki.models import Alias, Article, Guest, Revision

WRITERS = 50

pytestmark = pytest.mark.django_db(transaction=True)


def together(number: int, work) -> list[Exception]:
    """Runs `work(index)` in so many threads that begin in the same moment; the exceptions."""
    barrier = threading.Barrier(number)
    failures: list[Exception] = []

    def run(index: int) -> None:
        barrier.wait()
        try:
            work(index)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_fifty_people_saving_their_own_paragraph_at_once_lose_none():
    paragraphs = [f"Paragraph {index}." for index in range(WRITERS)]
    article = make_article(text="\n\n".join(paragraphs))

    def write(index: int) -> None:
        mine = list(paragraphs)
        mine[index] = f"Paragraph {index}, as writer {index} has it."
        draft = Draft("\n\n".join(mine), [], f"by {index}", str(uuid.uuid4()))
        save_edit(actor=Guest(f"guest-{index}"), article=article, base=1, draft=draft)

    assert together(WRITERS, write) == []
    article = Article.objects.get(pk=article.pk)
    for index in range(WRITERS):
        assert f"Paragraph {index}, as writer {index} has it." in article.text
    revisions = Revision.objects.filter(article=article)
    assert sorted(revisions.values_list("number", flat=True)) == list(range(1, WRITERS + 2))
    assert {row.summary for row in revisions if row.number > 1} == {
        f"by {index}" for index in range(WRITERS)
    }
    assert article.pending_count == WRITERS + (0 if article.validated_id else 1)
    assert history.read(article, WRITERS + 1).text == article.text


def test_of_fifty_people_changing_the_same_line_one_is_saved_and_the_others_are_told():
    article = make_article(text="One line.")
    saved = []

    def write(index: int) -> None:
        draft = Draft(f"One line, by {index}.", [], "", str(uuid.uuid4()))
        saved.append(save_edit(actor=Guest(f"guest-{index}"), article=article, base=1, draft=draft))

    failures = together(WRITERS, write)
    assert len(saved) == 1
    assert len(failures) == WRITERS - 1
    assert all(isinstance(failure, EditConflict) for failure in failures)
    text = Article.objects.get(pk=article.pk).text
    assert text == history.read(article, 2).text
    conflict = failures[0].conflict  # type: ignore[attr-defined]
    assert conflict.their_text == text
    assert text in conflict.merge.text


def test_the_same_form_sent_twenty_times_at_once_makes_one_revision():
    user = make_user()
    article = make_article(text="Before.")
    numbers = []

    def write(_index: int) -> None:
        draft = Draft("After.", [], "", "one-form")
        saved = save_edit(actor=user, article=article, base=1, draft=draft)
        numbers.append(saved.revision.number)

    assert together(20, write) == []
    assert numbers == [2] * 20
    assert Revision.objects.filter(article=article).count() == 2


def test_of_two_articles_renamed_to_one_title_at_once_one_is_and_the_other_is_told():
    articles = [make_article("One"), make_article("Two")]
    people = [make_user("contributor-1"), make_user("contributor-2")]

    def rename(index: int) -> None:
        rename_article(
            actor=people[index], article=articles[index], title="Three", reason="", base=1
        )

    (refused,) = together(2, rename)
    assert isinstance(refused, AddressTaken)
    assert Article.objects.filter(slug="three").count() == 1
    assert Alias.objects.count() == 1
