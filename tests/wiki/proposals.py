"""Articles that several wrote, and proposals to put them under another licence."""

import datetime as dt

from django.db import transaction

from licensing.models import Licence
from tests.factories import fresh, make_article, make_edit, make_guest, make_user
from wiki.actions.consenting import answer_proposal
from wiki.actions.crediting import NewSource
from wiki.actions.proposing import propose_licence
from wiki.actions.revising import Change, add_revision, locked
from wiki.history.versions import Author
from wiki.models import Article, LicenceProposal, Revision, User
from wiki.models.person import Actor
from wiki.models.source import Source
from wiki.rendering import Rendered

WHY = "So that schools may use it."
FIRST = "The well belongs to all who draw from it.\n"
SECOND = "\nA guild of carpenters keeps the wheel in order.\n"
THIRD = "\nStrangers may drink without asking anybody.\n"


def spdx(name: str) -> Licence:
    return Licence.objects.get(spdx=name)


def make_shared(*, guest: bool = False, **fields: object) -> Article:
    """An article by contributor-1 and contributor-2 and, if so, a guest."""
    article = make_article("The well", FIRST, **fields)
    make_edit(article, FIRST + SECOND, actor=make_user("contributor-2"))
    if guest:
        make_edit(article, FIRST + SECOND + THIRD, actor=make_guest())
    return fresh(article)


def make_proposal(
    article: Article | None = None, *, licence: str = "CC0-1.0", actor: User | None = None
) -> LicenceProposal:
    """An open proposal by somebody who wrote nothing of it."""
    return propose_licence(
        actor=actor or make_user("contributor-9"),
        article=article or make_shared(),
        licence=spdx(licence),
        reason=WHY,
    )


def agree(proposal: LicenceProposal, *names: str, answer: str = "agrees", words: str = "") -> None:
    """These members answer."""
    for name in names:
        answer_proposal(actor=make_user(name), proposal=proposal, answer=answer, words=words)


def write(article: Article, text: str, *, actor: Actor, **change: object) -> Revision:
    """The revision of a text with sources or words of other articles, as an action writes it."""
    with transaction.atomic():
        current = locked(article.pk)
        current.text = text
        current.save(update_fields=["text"])
        made = Change(Author.of(actor), Revision.Kind.EDIT, **change)
        return add_revision(current, made, Rendered("<p>…</p>", [], [], "…"))


def taken(expression: str = "CC-BY-SA-3.0", **fields: object) -> NewSource:
    """A source from elsewhere."""
    values: dict[str, object] = {
        "way": Source.Way.VERBATIM,
        "title": "A page elsewhere",
        "address": "https://example.org/page",
        "authors": "somebody",
        "expression": expression,
        "licences": list(Licence.objects.filter(spdx=expression)),
        "taken": dt.date(2026, 5, 1),
        "answer": "Y",
    }
    return NewSource(**(values | fields))


def again(proposal: LicenceProposal) -> LicenceProposal:
    """The proposal as it stands now."""
    rows = LicenceProposal.objects.select_related(
        "article__licence", "article__latest", "old", "new", "revision"
    )
    return rows.get(pk=proposal.pk)
