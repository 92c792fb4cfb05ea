"""The public log as a page."""

import pytest
from django.test import Client

from commons.log.models import LogEntry
from tests.factories import (
    make_admin,
    make_article,
    make_deleted,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.naming import rename_article
from wiki.actions.roles import appoint_maintainer

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> \u202e"


def get(client: Client, query: str = "") -> str:
    response = client.get(f"/log{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def rename(title: str, reason: str = "") -> None:
    article = make_article("Old name")
    rename_article(actor=make_user(), article=article, title=title, reason=reason, base=1)


def test_everybody_reads_who_did_what_and_why(client: Client) -> None:
    make_deleted(make_article("Advertising here"), reason="Nothing but prices.")
    page = get(client)
    assert "deleted the article" in page and "Nothing but prices." in page
    assert 'href="/people/maintainer-1"' in page


def test_what_was_typed_is_text_and_turns_no_words_around(client: Client) -> None:
    rename(f"New {HOSTILE}", reason=HOSTILE)
    page = get(client)
    assert "<script>alert" not in page
    assert page.count("<bdi>New &lt;script&gt;") == 3  # the article, all about it, its title now
    assert "<q><bdi>&lt;script&gt;" in page


def test_what_changed_is_named_in_words(client: Client) -> None:
    rename("New name")
    make_validated(make_article("Other"))
    page = get(client)
    assert "<dt>title</dt>" in page and "<dt>revisions</dt>" in page
    assert "Titre" in get(client, "?language=fr").title()


def test_the_log_is_filtered_by_area_and_by_person(client: Client) -> None:
    rename("New name")
    appoint_maintainer(actor=make_admin(), user=make_user("contributor-7"), reason="Knows.")
    assert "New name" not in get(client, "?area=role")
    assert "contributor-7" not in get(client, "?by=contributor-1")
    assert "Nothing of this kind" in get(client, "?by=nobody")


@pytest.mark.parametrize(
    "query", ["?area=%00", "?area=none", "?by=%00", "?cursor=%00", "?cursor=x"]
)
def test_nonsense_in_the_address_is_ignored(client: Client, query: str) -> None:
    rename("New name")
    assert "New name" in get(client, query)


def test_pages_of_the_log_cost_one_query(client: Client, django_assert_num_queries) -> None:
    account = make_maintainer()
    LogEntry.objects.bulk_create(
        LogEntry(actor=account, actor_name="maintainer-1", action="review.validate", area="review")
        for _number in range(60)
    )
    with django_assert_num_queries(1):
        assert 'rel="next"' in get(client)
