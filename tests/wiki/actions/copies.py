"""What tests of copying share: an article that others copy from."""

import datetime as dt

from tests.factories import fresh, make_article, make_edit, make_user
from wiki.actions.sourcing import Claim
from wiki.models import Article, Revision, Source
from wiki.models.person import Actor

PASSAGE = """The village dug the well together in a dry summer, and wrote down on one sheet of paper
who may draw water on which day. Whoever comes late waits; whoever spills helps to mend the wall.
Nobody has owned it since, and every spring the oldest three households meet to read the sheet
aloud, to strike out what does not hold any more, and to add what the year has taught them."""
OTHERS = f"About wells.\n\n{PASSAGE}\n\nThat is all there is.\n"


def make_well() -> Article:
    """The article that others copy from, by contributor-5."""
    return make_article("The well", OTHERS, actor=make_user("contributor-5"))


def claimed(expression: str = "CC-BY-SA-4.0", way: str = Source.Way.VERBATIM) -> Claim:
    """What a writer says of text from another site."""
    return Claim(
        way=way,
        title="A page elsewhere",
        expression=expression,
        address="https://example.org/page",
        authors="somebody",
        taken=dt.date(2026, 5, 1),
    )


def copy_to(article: Article, passage: str = PASSAGE, *, actor: Actor | None = None) -> Revision:
    """The revision that adds the passage to an article."""
    text = f"{fresh(article).text}\n{passage}\n"
    return make_edit(article, text, actor=actor or make_user("contributor-2"))


def sources(article: Article) -> list[Source]:
    """The sources of the article's latest text."""
    return list(Source.objects.surviving_in(fresh(article).latest).in_order())
