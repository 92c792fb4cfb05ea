"""A measure given while somebody saves: the save stands before it, or is refused whole."""

import threading

import pytest
from django.db import connections

from tests.factories import (
    fresh,
    make_article,
    make_maintainer,
    make_measure,
    make_protection,
    make_user,
)
from wiki import history
from wiki.actions import formatting
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import Restrained
from wiki.models import Revision, User

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


@pytest.mark.parametrize("what", ["block", "slowed", "protection"])
def test_what_is_given_while_a_text_is_formatted_stops_its_save(monkeypatch, what):
    article = make_article(text="One.")
    writer = User.objects.get(pk=make_user().pk)
    format_it = formatting.render

    def measured_meanwhile(text, language):
        if what == "protection":
            make_protection(article)
        else:
            make_measure(what)
        return format_it(text, language)

    maintainer = make_maintainer()
    monkeypatch.setattr(formatting, "render", measured_meanwhile)
    with pytest.raises(Restrained) as refused:
        save_edit(actor=writer, article=article, base=1, draft=Draft("Two.", (), "", "a-form"))
    assert refused.value.measure.given_by == maintainer
    assert fresh(article).text == "One." and Revision.objects.count() == 1


def run_together(*works) -> None:
    barrier = threading.Barrier(len(works))

    def run(work) -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("what", ["block", "protection"])
def test_of_saves_sent_as_the_measure_is_given_each_stands_whole_or_not_at_all(what):
    lines = [f"Line {number}." for number in range(WRITERS)]
    article = make_article(text="\n\n".join(lines))
    writer = User.objects.get(pk=make_user().pk)
    make_maintainer()
    outcomes: dict[int, str] = {}

    def save(number: int) -> None:
        mine = [*lines]
        mine[number] = f"Line {number}, changed."
        draft = Draft("\n\n".join(mine), (), "", f"form-{number}")
        try:
            save_edit(actor=writer, article=article, base=1, draft=draft)
            outcomes[number] = "saved"
        except Restrained:
            outcomes[number] = "refused"

    def measure() -> None:
        if what == "protection":
            make_protection(article)
        else:
            make_measure("block")

    saves = [lambda number=number: save(number) for number in range(WRITERS)]
    run_together(*saves, measure)
    assert len(outcomes) == WRITERS
    article = fresh(article)
    saved = {number for number, outcome in outcomes.items() if outcome == "saved"}
    assert {n for n in range(WRITERS) if f"Line {n}, changed." in article.text} == saved
    assert Revision.objects.count() == 1 + len(saved)
    assert history.read(article, article.latest.number).text == article.text


def test_of_saves_that_somebody_slowed_down_sends_at_once_one_stands():
    articles = [make_article(f"Number {number}", actor=make_user("other")) for number in range(4)]
    make_measure("slowed")
    writer = User.objects.get(pk=make_user().pk)
    outcomes = []

    def save(number: int) -> None:
        try:
            draft = Draft("Other.", (), "", f"form-{number}")
            save_edit(actor=writer, article=articles[number], base=1, draft=draft)
            outcomes.append("saved")
        except Restrained:
            outcomes.append("refused")

    run_together(*[lambda number=number: save(number) for number in range(4)])
    assert sorted(outcomes) == ["refused"] * 3 + ["saved"]
    assert Revision.objects.filter(author=writer).count() == 1
