"""Every address of the site, by everybody who may ask for it: the one table of who gets in where.

A new address fails a test until it stands in the table.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.core import signing
from django.core.cache import cache, caches
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    make_admin,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_measure,
    make_report,
    make_topic,
    make_user,
)
from wiki.models import (
    Article,
    Candidacy,
    HintRule,
    LicenceProposal,
    LicenceReport,
    Maintainership,
    Measure,
    ReadyReason,
    Review,
    Revision,
    User,
)
from wiki.views import who

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "guest", "contributor", "maintainer", "admin", "closed")
PAGE = ("en", "peer-production")
GONE = ("en", "advertising")


class Row(NamedTuple):
    """What an address answers: one status for all, or one for each of ROLES in this order.

    `post` is the answer to a form that is empty. 403: may not; 405: nobody sends a form there;
    422: may, and is told what is missing.
    """

    name: str
    args: tuple[object, ...]
    get: str
    post: str = "405"


SIGN_IN = "302 302 200 200 200 302"  # who is not in is led to where one signs in
SIGNED_OUT = "200 200 302 302 302 200"  # who is in is led on
NO_SUCH = "302 302 404 404 404 302"  # of one's own, and one has none
MEMBERS = "403 403 200 200 200 403"
MEMBERS_SEND = "403 403 422 422 422 403"
MEMBERS_PRESS = "403 403 302 302 302 403"
MAINTAINERS = "403 403 403 200 200 403"
MAINTAINERS_SEND = "403 403 403 422 422 403"
# A deleted article: its address says so to all but maintainers, who read it or are led to it.
DELETED = "410 410 410 200 200 410"
DELETED_LED = "410 410 410 302 302 410"
DELETED_SEND = "410 410 410 422 422 410"

TABLE = [
    # Reading
    Row("home", (), "200"),
    Row("healthz", (), "200"),
    Row("styleguide", (), "200"),
    Row("changes", (), "200"),
    Row("changes_feed", (), "200"),
    Row("search", (), "200"),
    Row("search_titles", (), "200"),
    Row("topic", ("production",), "200"),
    Row("watch_topic", ("production",), "405", MEMBERS_PRESS),
    Row("topics", (), "200"),
    Row("rules", (), "200"),
    Row("person", ("contributor-1",), "200"),
    Row("reports", (), "200"),
    Row("report", ("open",), "200", "403 403 403 422 422 403"),  # to decide
    Row("home_in", ("en",), "200"),
    Row("proposals", (), "200"),
    Row("log:list", (), "200"),
    Row("log:feed", (), "200"),
    Row("log:json", (), "200"),
    Row("licensing:list", (), "200"),
    Row("licensing:detail", ("CC-BY-4.0",), "200"),
    Row("licensing:may", (), "200"),
    Row("licensing:may_json", (), "422"),  # nothing was asked
    Row("article", PAGE, "200"),
    Row("article_latest", PAGE, "200"),
    Row("article_validated", PAGE, "200"),
    Row("history", PAGE, "200"),
    Row("history_json", PAGE, "200"),
    Row("compare", PAGE, "200"),
    Row("difference", (*PAGE, 1, 2), "200"),
    Row("revision", (*PAGE, 1), "200"),
    Row("raw_revision", (*PAGE, 1), "200"),
    Row("raw", PAGE, "200"),
    Row("blame", PAGE, "200"),
    Row("blame_revision", (*PAGE, 1), "200"),
    Row("credits", PAGE, "200"),
    Row("credits_json", PAGE, "200"),
    Row("cite", PAGE, "200", "422"),
    Row("cite_bibtex", PAGE, "200"),
    Row("cite_csl_json", PAGE, "200"),
    Row("links", PAGE, "200"),
    # Writing
    Row("new", (), "200", "422"),
    Row("preview", (), "405", "200"),
    Row("edit", PAGE, "200", "422"),
    Row("revert", (*PAGE, 1), "200", "422"),
    Row("copy", PAGE, "200", "422"),
    Row("split", PAGE, "200", "422"),
    Row("join", PAGE, "200", "200"),
    Row("source_answer", (), "200"),
    Row("licence_figures", (), "200"),
    Row("licence_figures_json", (), "200"),
    Row("rename", PAGE, MEMBERS, MEMBERS_SEND),
    Row("change_licence", PAGE, MEMBERS, MEMBERS_SEND),
    Row("report_problem", PAGE, "200", "422"),
    Row("ask_review", PAGE, "403 403 200 403 403 403", "403 403 422 403 403 403"),  # the author
    Row("watch", PAGE, "405", MEMBERS_PRESS),
    # Governing
    Row("review", (), "200"),
    Row("second_looks", (), "200"),
    Row("review_figures", (), "200"),
    Row("review_figures_json", (), "200"),
    Row("reasons", (), "200", MAINTAINERS_SEND),
    Row("reason", (), MAINTAINERS, MAINTAINERS_SEND),
    Row("hints", (), "200"),
    Row("hint_new", (), MAINTAINERS, MAINTAINERS_SEND),
    Row("hint_change", ("large removal",), MAINTAINERS, MAINTAINERS_SEND),
    Row("hint_delete", ("large removal",), MAINTAINERS, MAINTAINERS_SEND),
    Row("review_article", ("peer-production",), "200", MAINTAINERS_SEND),
    Row("review_edit", ("peer-production",), MAINTAINERS, MAINTAINERS_SEND),
    Row("decline_one", ("peer-production",), MAINTAINERS, MAINTAINERS_SEND),
    Row("decision", ("peer-production",), "200", "403 403 422 422 403 403"),  # whom it concerns
    Row("review_claim", ("peer-production",), "405", "403 403 403 302 302 403"),
    Row("review_release", ("peer-production",), "405", "403 403 403 302 302 403"),
    Row("withdraw", ("peer-production",), MAINTAINERS, MAINTAINERS_SEND),
    Row("delete", PAGE, MAINTAINERS, MAINTAINERS_SEND),
    Row("restore", PAGE, "403 403 403 302 302 403", "403 403 403 302 302 403"),
    Row("version_first", PAGE, MAINTAINERS, MAINTAINERS_SEND),
    Row("protect", PAGE, MAINTAINERS, MAINTAINERS_SEND),
    Row("hide", PAGE, MAINTAINERS, MAINTAINERS_SEND),
    # Nothing is hidden there: to the revision.
    Row("hidden_text", (*PAGE, 1), "403 403 403 302 302 403", "403 403 403 302 302 403"),
    Row("measures", (), "200"),
    Row("measure", ("contributor-1",), "200", "403 403 422 422 422 403"),  # appeal, or lift
    Row("measure_person", ("contributor-1",), MAINTAINERS, MAINTAINERS_SEND),
    Row("candidacy_new", ("production",), MEMBERS, MEMBERS_SEND),
    Row("candidacy_removal", ("production",), MAINTAINERS, MAINTAINERS_SEND),
    Row("candidacy_removal_all", (), MAINTAINERS, MAINTAINERS_SEND),
    Row("candidacy", ("open",), "200", MEMBERS_SEND),
    Row("proposal", ("peer-production",), "200", MEMBERS_SEND),
    Row("resign", ("maintainer-1",), "403 403 403 200 403 403", "403 403 403 422 403 403"),
    Row("admin:index", (), "302 302 302 302 200 302", "302 302 302 302 200 302"),
    Row("admin:login", (), "302 302 403 403 302 302", "302 302 403 403 405 302"),
    Row("topic_trusted", ("production",), "200", MAINTAINERS_SEND),
    # What is deleted
    Row("review_article", ("advertising",), "404 404 404 200 200 404", "404 404 404 422 422 404"),
    Row("review_edit", ("advertising",), "404 404 404 302 302 404", "404 404 404 422 422 404"),
    Row("decline_one", ("advertising",), "404 404 404 302 302 404", "404 404 404 422 422 404"),
    Row("review_claim", ("advertising",), "405", "404 404 404 302 302 404"),
    Row("review_release", ("advertising",), "405", "404 404 404 302 302 404"),
    Row("proposal", ("advertising",), "404 404 404 200 200 404", "404 404 404 422 422 404"),
    Row("article", GONE, DELETED),
    Row("article_latest", GONE, DELETED),
    Row("article_validated", GONE, DELETED),
    Row("history", GONE, DELETED),
    Row("history_json", GONE, DELETED),
    Row("compare", GONE, DELETED),
    Row("difference", (*GONE, 1, 2), DELETED),
    Row("revision", (*GONE, 1), DELETED),
    Row("raw_revision", (*GONE, 1), DELETED),
    Row("raw", GONE, DELETED),
    Row("blame", GONE, DELETED),
    Row("blame_revision", (*GONE, 1), DELETED),
    Row("credits", GONE, DELETED),
    Row("credits_json", GONE, DELETED),
    Row("cite", GONE, DELETED, DELETED_SEND),
    Row("cite_bibtex", GONE, DELETED),
    Row("cite_csl_json", GONE, DELETED),
    Row("links", GONE, DELETED),
    Row("edit", GONE, DELETED_LED, "422"),  # whoever was writing gets the text back
    Row("revert", (*GONE, 1), DELETED_LED, DELETED_LED),
    Row("copy", GONE, DELETED_LED, DELETED_LED),
    Row("split", GONE, DELETED_LED, DELETED_LED),
    Row("join", GONE, DELETED_LED, DELETED_LED),
    Row("rename", GONE, DELETED_LED, DELETED_LED),
    Row("change_licence", GONE, DELETED_LED, DELETED_LED),
    Row("delete", GONE, DELETED_LED, DELETED_LED),
    Row("version_first", GONE, DELETED_LED, DELETED_LED),
    Row("protect", GONE, DELETED_LED, DELETED_LED),
    Row("hide", GONE, DELETED_LED, DELETED_LED),
    Row("hidden_text", (*GONE, 1), DELETED_LED, DELETED_LED),
    Row("report_problem", GONE, DELETED_LED, DELETED_LED),
    Row("ask_review", GONE, "410 410 410 403 403 410", "410 410 410 403 403 410"),
    Row("watch", GONE, "405", DELETED_LED),
    Row("restore", GONE, DELETED, DELETED_SEND),
    # One's own
    Row("profile", (), SIGN_IN, "302"),
    Row("pledges", (), SIGN_IN, "302 302 422 422 422 302"),
    Row("notices", (), "302 200 200 200 200 302", "302 405 302 302 302 302"),
    Row("watched", (), SIGN_IN, "302 302 405 405 405 302"),
    Row("set_language", (), "200", "302"),
    Row("account_login", (), SIGNED_OUT, SIGNED_OUT),
    Row("account_signup", (), SIGNED_OUT, SIGNED_OUT),
    Row("account_logout", (), SIGN_IN, "302"),
    Row("account_inactive", (), "200"),
    Row("account_reauthenticate", (), SIGN_IN, SIGN_IN),
    Row("account_email", (), SIGN_IN, "302"),
    Row("account_email_verification_sent", (), "200"),
    Row("account_change_password", (), SIGN_IN, SIGN_IN),
    Row("account_set_password", (), "302", "302"),
    Row("account_reset_password", (), "200", "200"),
    Row("account_reset_password_done", (), "200"),
    Row("account_reset_password_from_key", ("1", "x"), "200", "200"),
    Row("account_reset_password_from_key_done", (), "200"),
    Row("account_confirm_email", ("x",), "200", "404"),
    Row("account_confirm_login_code", (), "302", "302"),
    Row("mfa_index", (), SIGN_IN, "302 302 405 405 405 302"),
    Row("mfa_authenticate", (), "302", "302"),
    Row("mfa_reauthenticate", (), "302", "302"),
    Row("mfa_activate_totp", (), "302", "302"),
    Row("mfa_deactivate_totp", (), NO_SUCH, NO_SUCH),
    Row("mfa_view_recovery_codes", (), NO_SUCH, "302 302 405 405 405 302"),
    Row("mfa_generate_recovery_codes", (), "302", "302"),
    Row("mfa_download_recovery_codes", (), NO_SUCH, NO_SUCH),
]

# Where guests may not write, these answer otherwise.
MEMBERS_ALONE = [
    Row("new", (), MEMBERS, "422"),  # what somebody typed comes back, with what to do
    Row("preview", (), "405", "403 403 200 200 200 403"),
    Row("edit", PAGE, MEMBERS, "422"),
    Row("revert", (*PAGE, 1), MEMBERS, MEMBERS_SEND),
]


@pytest.fixture
def wiki() -> dict[str, Article]:
    """An article with a change that awaits, one that is deleted, and a notice to its author."""
    make_measure("notice")
    article = make_article("Peer production", topics=[make_topic()], validated=True)
    make_edit(article, "More text.\n")
    Candidacy.objects.create(
        kind="appointment", user=make_user("contributor-2"), topic=make_topic(),
        proposed_by=make_user("contributor-2"), proposed_by_name="contributor-2",
        reason="Knows it.", closes=timezone.now() + dt.timedelta(days=7),
    )  # fmt: skip
    make_report(article, actor=make_user("contributor-2"))
    gone = make_article("Advertising", validated=True)
    make_edit(gone, "Buy more.\n")
    for one in (article, gone):
        LicenceProposal.objects.create(
            article=one, old=one.licence, new=Licence.objects.get(spdx="CC0-1.0"),
            reason="So that all may use it.", proposed_by_name="contributor-3",
        )  # fmt: skip
    return {"peer-production": article, "advertising": make_deleted(gone)}


@pytest.fixture
def cookies() -> dict[str, str]:
    """The cookies of each role, as one header each."""
    people = {
        "contributor": make_user("contributor-1"),
        "maintainer": make_maintainer(),
        "admin": make_admin(),
        "closed": make_user("contributor-9"),
    }
    found = {"visitor": "", "guest": f"{who.GUEST_COOKIE}={_guest()}"}
    for role, user in people.items():
        client = Client()
        client.force_login(user)
        found[role] = f"sessionid={client.cookies['sessionid'].value}"
    # Closed while they were signed in.
    User.objects.filter(username="contributor-9").update(is_active=False)
    return found


def _guest() -> str:
    return signing.dumps("guest-2026-482193", salt=who._SALT)


def answers(row: Row, method: str, wiki: dict[str, Article], cookies: dict[str, str]) -> str:
    """What each role is answered; whatever a form did is undone, for the next to find it new."""
    args = arguments(row, wiki)
    found = []
    for role in ROLES:
        # Saving often and guessing passwords is slowed down, and pages of visitors are kept.
        cache.clear()
        caches["pages"].clear()
        with transaction.atomic():
            client = Client(headers={"cookie": cookies[role]})
            answer = getattr(client, method)(reverse(row.name, args=args))
            found.append(str(answer.status_code))
            transaction.set_rollback(True)
    return found[0] if len(set(found)) == 1 else " ".join(found)


# Addresses of rows of which there is one.
OF_ONE: dict[str, type[Any]] = {"candidacy": Candidacy, "report": LicenceReport}


def arguments(row: Row, wiki: dict[str, Article]) -> list[object]:
    """What stands in the row's address; the keys of rows are known only when they are made."""
    if row.name in ("review_article", "review_edit", "review_claim", "review_release"):
        return [wiki[str(row.args[0])].pk]
    if row.name == "reason":
        return [ReadyReason.objects.earliest("pk").pk]
    if row.name == "decline_one":
        return [wiki[str(row.args[0])].pk, 2]
    if row.name in ("hint_change", "hint_delete"):
        return [HintRule.objects.get(name_en=row.args[0]).pk]
    if row.name == "measure":
        return [Measure.objects.get(name=row.args[0]).pk]
    if row.name in OF_ONE:
        return [OF_ONE[row.name].objects.get().pk]
    if row.name in ("decision", "withdraw"):
        reviews = Review.objects.filter(revision__article=wiki[str(row.args[0])])
        return [reviews.earliest("pk").decision]
    if row.name == "proposal":
        return [LicenceProposal.objects.get(article=wiki[str(row.args[0])]).pk]
    if row.name == "resign":
        return [Maintainership.objects.get(user__username=row.args[0]).pk]
    return list(row.args)


def label(row: Row) -> str:
    return "-".join([row.name, *map(str, row.args)])


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_each_role_is_answered_as_the_table_says(row, wiki, cookies):
    assert answers(row, "get", wiki, cookies) == row.get
    assert answers(row, "post", wiki, cookies) == row.post


@pytest.mark.parametrize("row", MEMBERS_ALONE, ids=label)
def test_where_guests_may_not_write_they_are_told(row, wiki, cookies, settings):
    settings.GUESTS_MAY_EDIT = False
    assert answers(row, "get", wiki, cookies) == row.get
    assert answers(row, "post", wiki, cookies) == row.post


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all addresses below a resolver, with their namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        else:
            yield f"{space}{pattern.name}"


def test_every_address_stands_in_the_table():
    # Inside the admin, tests/wiki/admin goes through every model.
    known = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    assert known - {row.name for row in TABLE} == set()
    assert {row.name for row in TABLE} - known == {"admin:index", "admin:login"}


def test_every_address_of_an_article_is_tried_on_a_deleted_one():
    assert {row.name for row in TABLE if row.args[:2] == PAGE} == {
        row.name for row in TABLE if row.args[:2] == GONE
    }


def test_a_form_that_is_empty_changes_nothing_whoever_sends_it(wiki, cookies):
    before = list(Revision.objects.values()), list(Article.objects.values())
    for row in TABLE:
        args = arguments(row, wiki)
        for role in ROLES:
            cache.clear()
            client = Client(headers={"cookie": cookies[role]})
            if row.name != "account_logout":
                client.post(reverse(row.name, args=args))
    assert (list(Revision.objects.values()), list(Article.objects.values())) == before
    assert set(LogEntry.objects.values_list("action", flat=True)) == {
        "review.validate",
        "article.delete",
        "measure.notice",
    }


@pytest.mark.parametrize("name", ["profile", "account_email", "mfa_index", "admin:login"])
def test_who_must_sign_in_first_is_led_to_where_one_does(client, name):
    answer = client.get(reverse(name))
    assert answer["Location"].startswith("/accounts/login/?next=")
