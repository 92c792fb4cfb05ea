"""The hints of the queue: what deserves a look, explained, within a few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.relicensing import change_licence
from wiki.actions.reverting import revert_to
from wiki.models import Article, HintRule
from wiki.views import hint_measures
from wiki.views.hints import hints_of

pytestmark = pytest.mark.django_db

TEXT = "Things that people make together.\n" * 4
LINKS = "".join(f"See <https://example.org/{number}>.\n" for number in range(5))


@pytest.fixture
def known():
    """A member whose first change was made and decided."""
    user = make_user("contributor-2")
    make_article("First steps", actor=user, validated=True)
    return user


def hints_shown(client):
    page = client.get(reverse("review"))
    return {
        row.article.title: [str(hint.name) for hint in row.hints] for row in page.context["rows"]
    }


def changed_to(text, author, before=TEXT, title="Peer production"):
    article = make_article(title, before, validated=True)
    make_edit(article, text, actor=author)
    return article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT + "More.\n", []),
        ("Things.\n", ["large removal"]),
        (TEXT[: len(TEXT) // 2], ["large removal"]),
        (TEXT[: len(TEXT) // 2 + 1], []),
        (TEXT + LINKS, ["many links added"]),
        (TEXT + "Heeeeeeeello\n", ["repeated letters"]),
        (TEXT + "BUY THE BEST THINGS HERE TODAY\n", ["words in capitals"]),
    ],
)
def test_a_change_shows_its_signs(client, known, text, expected):
    changed_to(text, known)
    assert hints_shown(client) == {"Peer production": expected}


def test_what_was_validated_already_gives_no_sign(client, known):
    before = TEXT + LINKS + "BUY THE BEST THINGS HERE TODAY\n"
    changed_to(before + "More.\n", known, before=before)
    assert hints_shown(client) == {"Peer production": []}


def test_first_edits_are_told(client):
    changed_to(TEXT + "More.\n", make_guest())
    assert hints_shown(client) == {"Peer production": ["first edit"]}


def test_who_was_declined_there_before_is_told_there_alone(client, known):
    article = changed_to(TEXT + "More.\n", known)
    make_declined(article)
    make_edit(article, TEXT + "More again.\n", actor=known)
    changed_to(TEXT + "More.\n", known, title="Elsewhere")
    other = changed_to(TEXT + "Less.\n", known, title="By another")
    make_declined(other)
    make_article("Other steps", actor=make_user("contributor-3"), validated=True)
    make_edit(other, TEXT + "More.\n", actor=make_user("contributor-3"))
    assert hints_shown(client) == {
        "Peer production": ["declined before"],
        "Elsewhere": [],
        "By another": [],
    }


def test_each_hint_is_explained_on_the_spot(client, known):
    changed_to("Things.\n", known)
    page = client.get(reverse("review")).content.decode()
    assert "<dt>Large removal</dt><dd>Half of the validated text or more is gone.</dd>" in page
    assert "They say nothing about whether a change is good." in page
    assert f'href="{reverse("hints")}">How these hints come about' in page


def test_very_long_texts_are_not_read_for_a_list(client, known, monkeypatch):
    monkeypatch.setattr(hint_measures, "LONGEST", len(TEXT))
    changed_to(TEXT + LINKS, known)
    assert hints_shown(client) == {"Peer production": []}


def reverted(article, to, actor):
    """The article as it was in revision `to`, by somebody."""
    base = fresh(article).latest.number
    return revert_to(actor=actor, article=fresh(article), number=to, base=base)


def test_who_was_reverted_there_by_somebody_else_is_told(client, known):
    article = changed_to(TEXT + "More.\n", known)
    reverted(article, 1, make_user("contributor-3"))
    make_edit(article, TEXT + "More again.\n", actor=known)
    assert hints_shown(client)["Peer production"] == ["reverted before"]


def test_what_came_before_the_version_gone_back_to_was_not_reverted(client, known):
    article = changed_to(TEXT + "More.\n", known)
    make_edit(article, TEXT + "Less.\n", actor=make_maintainer())
    reverted(article, 2, make_maintainer())
    make_edit(article, TEXT + "More again.\n", actor=known)
    assert "reverted before" not in hints_shown(client)["Peer production"]


def test_who_goes_back_on_their_own_change_was_not_reverted(client, known):
    article = changed_to(TEXT + "More.\n", known)
    reverted(article, 1, known)
    make_edit(article, TEXT + "More again.\n", actor=known)
    assert hints_shown(client) == {"Peer production": []}


def test_the_one_who_reverts_last_is_not_the_one_reverted(client, known):
    article = changed_to(TEXT + "More.\n", make_user("contributor-3"))
    reverted(article, 1, known)
    make_edit(article, TEXT + "Otherwise.\n", actor=known)
    assert hints_shown(client) == {"Peer production": []}


def test_a_declined_change_is_declined_and_not_reverted(client, known):
    article = changed_to(TEXT + "More.\n", known)
    make_declined(article)
    make_edit(article, TEXT + "More again.\n", actor=known)
    assert hints_shown(client) == {"Peer production": ["declined before"]}


def test_a_question_of_licence_is_told(client):
    user = make_user("contributor-2")
    make_validated(make_article("First steps", actor=user, licence="CC0-1.0"))
    article = make_article(actor=user, licence="CC0-1.0", validated=True)
    change_licence(
        actor=user,
        article=fresh(article),
        licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
        reason="Copyleft.",
        base=1,
    )
    assert hints_shown(client) == {"Peer production": ["licence question"]}


def test_a_first_version_may_have_as_many_sources_as_it_likes(client, known):
    article = make_article("Peer production", TEXT + LINKS, actor=known)
    make_edit(article, TEXT + LINKS + LINKS.replace(".org/", ".org/more/"), actor=known)
    assert hints_shown(client) == {"Peer production": []}


def test_hints_come_in_the_order_of_their_rules_and_only_of_those_in_use(client, known):
    changed_to("Heeeeeeeello BUY THE BEST THINGS HERE TODAY\n", known)
    assert hints_shown(client)["Peer production"] == [
        "large removal",
        "repeated letters",
        "words in capitals",
    ]
    HintRule.objects.filter(name_en="large removal").update(position=99)
    HintRule.objects.filter(name_en="repeated letters").update(is_on=False)
    assert hints_shown(client)["Peer production"] == ["words in capitals", "large removal"]


def test_a_rule_counts_from_its_number_on(client, known):
    changed_to(TEXT + LINKS, known)
    rules = HintRule.objects.filter(signal="links_added")
    rules.update(threshold=6)
    assert hints_shown(client) == {"Peer production": []}
    rules.update(threshold=5)
    assert hints_shown(client) == {"Peer production": ["many links added"]}


@pytest.mark.parametrize(
    ("signal", "text", "threshold"),
    [
        ("words", TEXT + "Das ist GÜNSTIG.\n", 1),
        ("characters_added", TEXT + "x" * 40, 40),
        ("characters_removed", TEXT[:-40], 40),
    ],
)
def test_rules_that_maintainers_add_are_followed(client, known, signal, text, threshold):
    HintRule.objects.all().delete()
    rule = HintRule.objects.create(
        name_en="mine", signal=signal, threshold=threshold, words="gunstig"
    )
    changed_to(text, known)
    assert hints_shown(client) == {"Peer production": ["mine"]}
    HintRule.objects.filter(pk=rule.pk).update(threshold=threshold + 1)
    assert hints_shown(client) == {"Peer production": []}


def test_names_and_meanings_are_in_the_language_of_the_reader(client, known):
    changed_to("Things.\n", known)
    page = client.get(reverse("review"), headers={"accept-language": "fr"}).content.decode()
    assert "<dt>Grande suppression</dt>" in page
    assert "La moitié du texte validé, ou davantage, a disparu." in page


def awaiting(numbers):
    """Articles, each with a change by somebody who was declined and reverted there."""
    for count in numbers:
        author = make_user(f"contributor-{count}")
        article = changed_to(TEXT + LINKS, author, title=f"Number {count}")
        make_declined(article)
        make_edit(article, TEXT + "More.\n", actor=author)
        reverted(article, 1, make_user("contributor-9"))
        make_edit(article, TEXT + LINKS, actor=author)


def test_hints_cost_as_many_queries_for_many_articles(client, django_assert_num_queries):
    awaiting([0])
    with CaptureQueriesContext(connection) as one:
        assert "reverted before" in hints_shown(client)["Number 0"]
    awaiting(range(1, 6))
    with django_assert_num_queries(len(one)):
        shown = hints_shown(client)
    assert len(shown) == 6
    assert all({"declined before", "reverted before"} < {*hints} for hints in shown.values())


def test_what_no_rule_in_use_needs_is_not_looked_up(client, known, django_assert_max_num_queries):
    changed_to(TEXT + LINKS, known)
    article = fresh(Article.objects.get(title="Peer production"))
    with django_assert_max_num_queries(7):
        assert hints_of([article])[article.pk]
    HintRule.objects.exclude(signal="share_removed").update(is_on=False)
    with django_assert_max_num_queries(1):
        assert hints_of([article]) == {article.pk: []}
