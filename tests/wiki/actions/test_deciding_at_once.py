"""Many maintainers decide on one article in the same moment: one decision, no lost comment."""

import pytest
from django.test import Client

from tests.factories import fresh, make_article, make_edit, make_maintainer, make_user
from tests.wiki.actions.test_saving_at_once import together
from tests.wiki.views.test_review import address, decision, text_of
from tests.wiki.views.writers import opened
from wiki.models import Review

pytestmark = pytest.mark.django_db(transaction=True)

MAINTAINERS = 20
VERDICTS = ("validate", "ask", "decline")
# All of one kind, and all kinds mixed.
KINDS = [(verdict,) for verdict in VERDICTS] + [VERDICTS]


@pytest.mark.parametrize("kinds", KINDS, ids="-".join)
def test_of_twenty_deciding_at_once_one_does_and_nineteen_keep_their_comments(kinds):
    article = make_article("Peer production", "First.\n", validated=True)
    make_edit(article, "First.\n\nSecond.\n", actor=make_user("contributor-2"))
    make_edit(article, "First.\n\nSecond.\n\nThird.\n", actor=make_user("contributor-3"))
    clients = []
    for index in range(MAINTAINERS):
        clients.append(Client())
        clients[index].force_login(make_maintainer(f"maintainer-{index}"))
    forms = [
        decision(article, kinds[index % len(kinds)], comment=f"What maintainer {index} thinks.")
        for index in range(MAINTAINERS)
    ]
    before = Review.objects.count()
    answers = {}

    def decide(index: int) -> None:
        answers[index] = clients[index].post(address(article), forms[index])

    assert together(MAINTAINERS, decide) == []
    statuses = sorted(answer.status_code for answer in answers.values())
    assert statuses == [302] + [409] * (MAINTAINERS - 1)
    rows = Review.objects.filter(by_edit=False).order_by("pk")[before:]
    assert len({row.decision for row in rows}) == 1
    assert {row.revision.number for row in rows} == {2, 3}
    (winner,) = (index for index, answer in answers.items() if answer.status_code == 302)
    assert {row.comment for row in rows} == {f"What maintainer {winner} thinks."}
    for index, answer in answers.items():
        if index != winner:
            page = text_of(answer)
            assert "Nothing was decided" in page
            assert f"What maintainer {index} thinks." in page
    now = fresh(article)
    assert now.pending_count == (2 if now.asked_at else 0)


def test_of_many_who_decline_one_change_edit_or_validate_at_once_one_does():
    article = make_article("Peer production", "One.\n\nTwo.\n\nThree.\n", validated=True)
    make_edit(article, "One!\n\nTwo.\n\nThree.\n", actor=make_user("contributor-2"))
    make_edit(article, "One!\n\nTwo.\n\nThree!\n", actor=make_user("contributor-3"))
    forms = {}
    clients = [Client() for _index in range(12)]
    for index, client in enumerate(clients):
        client.force_login(make_maintainer(f"maintainer-{index}"))
        comment = f"What maintainer {index} thinks."
        path = (f"{address(article)}/decline/2", f"{address(article)}/edit", address(article))[
            index % 3
        ]
        if index % 3 == 2:
            forms[index] = path, decision(article, "validate", comment=comment)
        else:
            text = {"text": f"Written by {index}.\n"} if index % 3 == 1 else {}
            forms[index] = path, opened(client, path, comment=comment, **text)
    before = Review.objects.count()
    answers = {}

    def decide(index: int) -> None:
        answers[index] = clients[index].post(*forms[index])

    assert together(len(clients), decide) == []
    assert sorted(answer.status_code for answer in answers.values()) == [302] + [409] * 11
    (winner,) = (index for index, answer in answers.items() if answer.status_code == 302)
    rows = Review.objects.filter(by_edit=False).order_by("pk")[before:]
    assert {row.comment for row in rows} == {f"What maintainer {winner} thinks."}
    for index, answer in answers.items():
        if index != winner:
            page = text_of(answer)
            assert f"What maintainer {index} thinks." in page
            assert index % 3 != 1 or f"Written by {index}." in page
    assert article.revisions.count() == (3 if winner % 3 == 2 else 4)
