"""What acts that carry text between articles leave in the public log: a part of governance.py."""

from collections.abc import Callable
from typing import Any

from licensing.models import Licence
from tests.factories import make_article, make_user
from tests.wiki.peers import WHY
from wiki.actions import carrying
from wiki.actions.drafts import Draft
from wiki.models import Revision

STEP = "A step of saving a text, which writes what it takes from where beside the revision."
MADE = "As any edit: an article that is made is a revision, which is public by itself."
TEXT = "Together.\n\n## Of wells\n\nWhoever draws water keeps the rope in order.\n"


def page(title: str) -> carrying.NewPage:
    return carrying.NewPage(title, Licence.objects.get(spdx="CC-BY-SA-4.0"), WHY)


def copied() -> Revision:
    article = make_article(text=TEXT)
    return carrying.copy_article(actor=make_user(), article=article, number=1, page=page("Anew"))


def split() -> Revision:
    article = make_article(text=TEXT)
    return carrying.split_article(
        actor=make_user(), article=article, base=1, section=0, page=page("Of wells")
    )


def joined() -> Revision:
    article, other = make_article(text=TEXT), make_article("Pastures", "Cattle graze by turns.\n")
    draft = Draft(f"{article.text}\n{other.text}", (), WHY)
    return carrying.join_articles(
        actor=make_user(), article=article, base=1, other=other, other_base=1, draft=draft
    )


TEXTS: dict[str, tuple[Callable[[], Any], str] | str] = {
    "wiki.actions.beginning.begin_article": MADE,
    "wiki.actions.beginning.create_article": MADE,
    "wiki.actions.carrying.copy_article": (copied, "article.copy"),
    "wiki.actions.carrying.split_article": (split, "article.split"),
    "wiki.actions.carrying.join_articles": (joined, "article.join"),
    "wiki.actions.comparing.sharing": STEP,
    "wiki.actions.copying.copies_for": STEP,
    "wiki.actions.copying.credit_for": STEP,
    "wiki.actions.copying.taken_by": STEP,
    "wiki.actions.crediting.keep_credit": STEP,
    "wiki.actions.sourcing.source_here": STEP,
}
