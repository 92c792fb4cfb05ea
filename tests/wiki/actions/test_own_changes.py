"""Nobody decides on their own edit, unless the site's rules allow it, and then it shows."""

import pytest
from django.core.cache import caches

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_declined,
    make_edit,
    make_maintainer,
    make_rules,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import get
from tests.wiki.views.test_review import address, decision, text_of
from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import NotAllowed
from wiki.actions.reviewing import decline, validate
from wiki.actions.withdrawing import withdraw
from wiki.models import Article, Review

pytestmark = pytest.mark.django_db
SEEN = {"seen": 3, "seen_validated": 1}


@pytest.fixture
def article() -> Article:
    """Validated at 1; 2 by contributor-2 and 3 by maintainer-2 await."""
    article = make_article(validated=True)
    make_edit(article, "Second.\n", actor=make_user("contributor-2"))
    make_edit(article, "Third.\n", actor=make_maintainer("maintainer-2"))
    return fresh(article)


def test_a_decision_that_covers_a_change_of_ones_own_is_refused_and_says_what_can_be_done(article):
    mine = make_maintainer("maintainer-2")
    before = Review.objects.count(), LogEntry.objects.count()
    for act in (
        lambda: validate(actor=mine, article=article, up_to=3, **SEEN),
        lambda: decline(actor=mine, article=article, reason="No.", **SEEN),
        lambda: ask_for_changes(actor=mine, article=article, reason="A source.", **SEEN),
    ):
        with pytest.raises(NotAllowed, match=r"Change 3 is your own.*up to revision 2") as refused:
            act()
        assert "/admin/" not in refused.value.sentence
    assert (Review.objects.count(), LogEntry.objects.count()) == before
    assert fresh(article).pending_count == 2


def test_what_came_before_it_can_be_validated_and_others_decide_on_it(article):
    mine = make_maintainer("maintainer-2")
    rows = validate(actor=mine, article=article, up_to=2, **SEEN)
    assert [row.on_own for row in rows] == [False]
    make_validated(article)
    assert fresh(article).is_validated
    assert not Review.objects.filter(on_own=True).exists()


def test_an_admin_alone_is_told_which_rule_it_is_and_where_it_is_changed():
    chief = make_admin()
    article = make_article(actor=chief)
    with pytest.raises(NotAllowed, match=r"maintainers may decide on their own edits.*/admin/"):
        validate(actor=chief, article=article, up_to=1, seen=1, seen_validated=0)
    make_rules(own_decisions=True)
    (row,) = validate(actor=chief, article=article, up_to=1, seen=1, seen_validated=0)
    assert row.on_own and not row.by_edit


def test_where_the_rules_allow_it_it_shows_wherever_the_verdict_does(article, client):
    make_rules(own_decisions=True)
    mine = make_maintainer("maintainer-2")
    rows = validate(actor=mine, article=article, up_to=3, **SEEN)
    assert [row.on_own for row in rows] == [False, True]
    assert LogEntry.objects.latest("pk").new == {"revisions": [2, 3], "on_own": True}
    caches["pages"].clear()
    at = article.get_absolute_url()
    for path in (
        at,
        f"{at}/history",
        f"{at}/revisions/3",
        f"/review/decisions/{rows[0].decision}",
        f"/review/{article.pk}",
        "/people/maintainer-2?tab=verdicts",
        "/",
    ):
        assert "their own change" in get(client, path), path
    revisions = client.get(f"{at}/history.json").json()["revisions"]
    assert [row["verdicts"][-1]["on_own"] for row in revisions] == [True, False, False]


def test_an_edit_on_a_validated_text_validates_itself_and_is_no_decision_on_ones_own(client):
    article = make_article(validated=True)
    make_edit(article, "Better.\n", actor=make_maintainer())
    review = Review.objects.latest("pk")
    assert (review.by_edit, review.on_own) == (True, False)
    assert "validated by the edit itself" in get(client, "/en/peer-production/history")


def test_the_verdict_of_another_on_ones_own_change_is_not_ones_to_withdraw(article):
    make_declined(article)
    declined = Review.objects.filter(verdict="declined").earliest("pk")
    mine = make_maintainer("maintainer-2")
    with pytest.raises(NotAllowed, match="Change 3 is your own"):
        withdraw(actor=mine, decision=declined.decision, reason="It was good.")
    withdraw(actor=make_maintainer(), decision=declined.decision, reason="It was good.")
    assert not Review.objects.filter(on_own=True).exists()


def test_the_page_says_so_first_and_chooses_what_can_be_decided(article, client):
    client.force_login(make_maintainer("maintainer-2"))
    page = client.get(address(article))
    assert "Change 3 is your own" in text_of(page)
    assert page.context["up_to"] == 2
    client.force_login(make_maintainer("maintainer-1"))
    page = client.get(address(article))
    assert "is your own" not in text_of(page)
    assert page.context["up_to"] == 3


def test_who_decides_on_their_own_all_the_same_keeps_what_they_wrote(article, client):
    client.force_login(make_maintainer("maintainer-2"))
    sent = decision(article, "validate", comment="I am sure.")
    answer = client.post(address(article), sent)
    assert answer.status_code == 422
    assert "Change 3 is your own" in text_of(answer) and "I am sure." in text_of(answer)
