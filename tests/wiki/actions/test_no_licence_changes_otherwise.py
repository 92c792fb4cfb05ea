"""No path in the software, admin included, puts an article under another licence but these: its
licence leads there, all agreed whose words are in it, or a maintainer took such a change back."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from licensing.compatibility import may_adapt
from licensing.models import Licence
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.actions.governance import TABLE
from tests.wiki.proposals import FIRST, SECOND, THIRD, agree, make_proposal, make_shared, spdx
from tests.wiki.test_access_table import TABLE as ADDRESSES
from wiki.actions.carrying_out import carry_out
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.relicensing import change_licence
from wiki.actions.reverting import revert_to
from wiki.actions.undoing import decline_one
from wiki.models import Article, LicenceProposal, Revision

pytestmark = pytest.mark.django_db


def unaccounted() -> list[str]:
    """Articles and revisions that stand under a licence by no right."""
    articles = Article.objects.select_related("licence", "latest__licence")
    found = [
        f"{article} is under {article.licence.spdx} without a revision that says so"
        for article in articles
        if article.latest is None or article.licence_id != article.latest.licence_id
    ]
    revisions = Revision.objects.exclude(parent=None).select_related(
        "licence", "parent__licence", "reverted_to", "undoes__parent", "proposal"
    )
    return found + [
        f"{revision} went from {revision.parent.licence.spdx} to {revision.licence.spdx}"
        for revision in revisions
        if revision.licence_id != revision.parent.licence_id and not has_a_right(revision)
    ]


def has_a_right(revision: Revision) -> bool:
    """Whether the licence of a revision may be another one than that of the one before."""
    old, new = revision.parent.licence, revision.licence
    if revision.kind == Revision.Kind.RELICENSING:
        proposal = getattr(revision, "proposal", None)
        if proposal is None:
            return may_adapt(old.spdx, new.spdx).allowed
        return proposal.outcome == "carried_out" and all(row["reasons"] for row in proposal.record)
    # A history from elsewhere: each revision as it was published there.
    if revision.kind == Revision.Kind.IMPORT:
        return True
    # A decision that takes a change back takes its licence back.
    if revision.reverted_to is not None:
        target = revision.reverted_to
        return (target.sha256, target.licence_id) == (revision.sha256, new.pk)
    undone = revision.undoes
    return (
        undone is not None
        and undone.kind == Revision.Kind.RELICENSING
        and undone.parent.licence_id == new.pk
    )


def test_what_is_under_a_licence_by_no_right_is_found():
    article = make_shared()
    assert unaccounted() == []
    Article.objects.filter(pk=article.pk).update(licence=spdx("CC0-1.0"))
    assert len(unaccounted()) == 1
    make_edit(article, FIRST)
    (found,) = unaccounted()
    assert "went from CC-BY-SA-4.0 to CC0-1.0" in found


ACTS = {name: row for name, row in TABLE.items() if not isinstance(row, str)}


@pytest.mark.parametrize("name", ACTS)
def test_no_act_changes_a_licence_otherwise(name):
    act, _codes = ACTS[name]
    act()
    # What a test itself puts under another licence, to see what follows, is set right again.
    for proposal in LicenceProposal.objects.filter(outcome="lapsed"):
        Article.objects.filter(pk=proposal.article_id).update(licence=spdx("CC-BY-SA-4.0"))
    assert unaccounted() == []


def relicensed(article: Article) -> Article:
    """The article with a change of licence that awaits."""
    licence, base = spdx("CC-BY-SA-4.0"), fresh(article).latest.number
    change_licence(actor=make_user(), article=fresh(article), licence=licence, reason="", base=base)
    return fresh(article)


def test_what_goes_back_goes_back_along_what_was_declined():
    for validated in (True, False):
        article = relicensed(make_article(f"One {validated}", FIRST, licence="CC0-1.0"))
        if validated:
            Revision.objects.filter(article=article, number=1).update(state="validated")
            Article.objects.filter(pk=article.pk).update(validated=article.latest.parent)
        article = fresh(article)
        seen = {"seen": 2, "seen_validated": 1 if validated else 0}
        if validated:
            make_declined(article)
        else:
            decline_one(actor=make_maintainer(), article=article, number=2, reason="No.", **seen)
        assert fresh(article).licence.spdx == "CC0-1.0"
    assert unaccounted() == []


def test_neither_editing_nor_going_back_changes_it():
    article = relicensed(make_article("One", FIRST, licence="CC0-1.0"))
    make_edit(article, FIRST + SECOND)
    revert_to(actor=make_user(), article=fresh(article), number=1, base=3)
    old = fresh(article)
    make_edit(article, FIRST + THIRD, actor=make_user("contributor-2"))
    merged = Draft(f"Above.\n\n{FIRST}")
    saved = save_edit(actor=make_user(), article=old, base=old.latest.number, draft=merged)
    assert saved.merged and fresh(article).licence.spdx == "CC-BY-SA-4.0"
    assert unaccounted() == []


def test_a_text_that_all_gave_free_does_not_free_an_older_one():
    article = make_shared()
    proposal = make_proposal(article)
    agree(proposal, "contributor-1", "contributor-2")
    carry_out(actor=make_user(), proposal=proposal)
    make_validated(article)
    licences = Revision.objects.filter(article=article).order_by("number")
    assert [row.licence.spdx for row in licences] == ["CC-BY-SA-4.0", "CC-BY-SA-4.0", "CC0-1.0"]
    assert unaccounted() == []


# Every field by which any form of the site might be asked for another licence.
ASKED_FOR = {
    "licence": "CC0-1.0",
    "new": "CC0-1.0",
    "old": "CC-BY-SA-4.0",
    "text": FIRST + SECOND + THIRD,
    "title": "The well",
    "reason": "Because.",
    "summary": "Because.",
    "why": "Because.",
    "comment": "Because.",
    "base": "2",
    "number": "2",
    "language": "en",
    "sure": "on",
    "answer": "agrees",
    "outcome": "carried_out",
    "record": "[]",
    "revision": "2",
    "verdict": "validated",
    "seen": "2",
    "seen_validated": "1",
    "words": "Because.",
}
ACTS_OF_FORMS = (
    "answer",
    "carry_out",
    "give",
    "keep",
    "permit",
    "propose",
    "strike",
    "voice",
    "withdraw",
)


@pytest.fixture
def bound() -> Article:
    """An article whose first author has refused: in each version of it stand words of theirs."""
    author = make_user("contributor-2")
    article = make_article("Peer production", FIRST, topics=[make_topic()], actor=author)
    make_edit(article, FIRST + SECOND)
    make_validated(article)
    proposal = make_proposal(fresh(article), actor=make_user("contributor-1"))
    agree(proposal, "contributor-1")
    agree(proposal, "contributor-2", answer="refuses")
    make_deleted(make_article("Advertising", FIRST))
    return fresh(article)


def addresses(article: Article) -> Iterator[str]:
    """All addresses of the site that lead anywhere with the keys of this article."""
    numbers = [article.pk, *LicenceProposal.objects.values_list("pk", flat=True)]
    for row in ADDRESSES:
        for first in [*row.args[:1], *numbers]:
            try:
                yield reverse(row.name, args=[first, *row.args[1:]] if row.args else [])
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("who", ["author", "maintainer", "admin"])
def test_no_form_changes_a_licence_otherwise(bound, who):
    people = {"author": make_user, "maintainer": make_maintainer, "admin": make_admin}
    client, user = Client(), people[who]()
    found = sorted(set(addresses(bound)))
    assert f"/proposals/{LicenceProposal.objects.get().pk}" in found
    assert "/en/peer-production/licence" in found and len(found) > 60
    for address in found:
        has_several = any(part in address for part in ("licence", "proposals", "pledges", "review"))
        for act in ACTS_OF_FORMS if has_several else ("",):
            cache.clear()
            client.force_login(user)
            client.post(address, {**ASKED_FOR, "act": act})
    assert unaccounted() == []
    assert fresh(bound).licence.spdx == "CC-BY-SA-4.0"
    assert not Revision.objects.filter(article=bound, licence__spdx="CC0-1.0").exists()


def test_no_page_of_the_admin_changes_a_licence_otherwise(bound):
    client = Client()
    client.force_login(make_admin())
    before = list(Article.objects.order_by("pk").values_list("pk", "licence__spdx"))
    sent: dict[str, Any] = {**ASKED_FOR, "licence": str(spdx("CC0-1.0").pk), "_save": "Save"}
    for model in admin.site._registry:
        opts = model._meta
        row = model._default_manager.first()
        for page in ("add", "change", "delete", "changelist"):
            keys = [row.pk] if page in ("change", "delete") and row is not None else []
            name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
            try:
                address = reverse(name, args=keys)
            except NoReverseMatch:
                continue
            client.post(address, {**sent, "action": "delete_selected", "post": "yes"})
    assert list(Article.objects.order_by("pk").values_list("pk", "licence__spdx")) == before
    assert unaccounted() == []


def test_what_runs_on_the_server_changes_no_licence(bound):
    for command in ("keep_house", "attribute", "reformat", "load_starter"):
        call_command(command, verbosity=0)
        assert unaccounted() == []
    assert fresh(bound).licence.spdx == "CC-BY-SA-4.0"


# Where code writes a licence of an article, and by which right.
WRITERS = {
    "wiki/actions/relicensing.py:put_under": "every change of licence",
    "wiki/actions/beginning.py:begin_article": "an article that is made",
    "wiki/actions/starter.py:_make": "an article that is made",
    "wiki/actions/importing.py:start_history": "an article that is made",
    "wiki/actions/importing.py:_write": "each revision of a history as it was published elsewhere",
    "wiki/actions/reviewing.py:_go_back_to_validated": "a decision that takes changes back",
    "wiki/actions/undoing.py:_store": "a decision that takes one change back",
}


def writers() -> set[str]:
    """Functions in which an attribute or a column that is called so is written."""
    found = set()
    for package in ("commons", "licensing", "wiki"):
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text())
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef) and writes_a_licence(function):
                    found.add(f"{path.relative_to(settings.BASE_DIR)}:{function.name}")
    return found


def writes_a_licence(function: ast.FunctionDef) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Attribute) and is_licence(one.attr) for one in targets):
                return True
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            of_articles = "Article" in ast.unparse(called)
            keywords = {word.arg for word in node.keywords}
            makes = name in ("create", "update", "get_or_create", "update_or_create", "Article")
            if makes and of_articles and any(map(is_licence, keywords)):
                return True
            names = [word.value for word in ast.walk(node) if isinstance(word, ast.Constant)]
            if name in ("setattr", "bulk_update") and any(map(is_licence, names)):
                return True
    return False


def is_licence(name: object) -> bool:
    return name in ("licence", "licence_id")


def test_only_these_functions_write_the_licence_of_an_article():
    assert writers() == set(WRITERS)


def test_a_function_that_would_write_one_is_found():
    for line in (
        "article.licence = other",
        "article.licence_id += 1",
        "Article.objects.filter(pk=1).update(licence=other)",
        "Article.objects.create(licence_id=2)",
        "Article(licence=other)",
        "Article.objects.bulk_update(rows, ['text', 'licence'])",
        "setattr(article, 'licence', other)",
    ):
        (function,) = ast.parse(f"def f():\n    {line}").body
        assert isinstance(function, ast.FunctionDef) and writes_a_licence(function), line
    assert Licence.objects.exists()
