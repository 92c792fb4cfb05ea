"""Every model in Django admin: what can be done, and that nothing is done without a log row."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commons.log.models import LogEntry
from licensing.models import Cell, Licence
from tests.factories import (
    make_article,
    make_maintainer,
    make_topic,
)
from tests.wiki.admin.pages import REASON, address
from wiki.actions.naming import rename_article
from wiki.models import Alias, Article, Maintainership, Revision, Rules, User
from wiki.models.rules import ONLY

pytestmark = pytest.mark.django_db


SITE = dict(admin.site._registry)
MODELS = sorted(SITE, key=lambda model: model._meta.label)
# What Django notes for itself beside each act; nobody but admins sees it.
OWN_TABLES = ("django_admin_log", "django_session", "django_content_type")


@pytest.fixture
def filled() -> None:
    """One row at least of everything that the admin shows."""
    author = make_maintainer()
    article = make_article(topics=[make_topic()], validated=True, actor=author)
    rename_article(actor=author, article=article, title="Commoning", reason="Usual", base=1)
    Rules.objects.create(pk=ONLY)
    source, target = Licence.objects.filter(spdx__in=["CC-BY-4.0", "LAL-1.3"])
    Cell.objects.create(source=source, target=target, letter="Y", rule="A declaration.")


def writes(queries: CaptureQueriesContext) -> list[str]:
    """The statements that wrote into a table of ours."""
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    found = [query["sql"] for query in queries if query["sql"].lstrip().startswith(verbs)]
    return [sql for sql in found if not any(table in sql for table in OWN_TABLES)]


def test_what_can_be_changed_in_the_admin_is_this_and_nothing_else(chief, rf):
    request = rf.get("/admin/")
    request.user = User.objects.get(username="admin-1")
    allowed = {
        f"{verb} {model._meta.label}"
        for model, shown in SITE.items()
        for verb in ("add", "change", "delete")
        if getattr(shown, f"has_{verb}_permission")(request)
    }
    assert allowed == {
        "add licensing.Cell",
        "change licensing.Cell",
        "delete licensing.Cell",
        "add licensing.Licence",
        "change licensing.Licence",
        "delete licensing.Licence",
        "add wiki.Topic",
        "change wiki.Topic",
        "delete wiki.Topic",
        "change wiki.Rules",
        "change wiki.User",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_no_form_sent_writes_anything_without_a_row_in_the_log(chief, filled, model, page):
    row = model._default_manager.first()
    assert row is not None
    url = address(model, page) if page == "add" else address(model, page, row.pk)
    # Every field that the model has, every act that a person's page knows, and no reason.
    sent: dict[str, Any] = {
        field.name: "1" for field in model._meta.fields if field.name != model._meta.pk.name
    }
    acts = ("appoint", "end", "make_admin", "end_admin", "close", "open", "")
    for act in acts if model is User else ("",):
        for reason in ("", REASON):
            logged = LogEntry.objects.count()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = chief.post(url, {**sent, "act": act, "reason": reason, "post": "yes"})
            assert answer.status_code in (200, 302, 403), answer.status_code
            written = writes(queries)
            if LogEntry.objects.count() == logged:
                assert written == []
            elif reason == "":
                pytest.fail(f"{url} wrote without a reason: {written}")
            row = model._default_manager.first()
            if page != "add" and row is None:
                return


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_act_on_many_rows_writes_without_a_row_in_the_log(chief, filled, model):
    keys = [str(key) for key in model._default_manager.values_list("pk", flat=True)[:50]]
    for act in ("delete_selected", "offer", "withdraw", "make_default", "make_verified", "x"):
        with CaptureQueriesContext(connection) as queries:
            logged = LogEntry.objects.count()
            sent = {"action": act, "_selected_action": keys, "post": "yes", "reason": ""}
            chief.post(address(model, "changelist"), sent)
        assert LogEntry.objects.count() == logged
        assert writes(queries) == []
    assert model._default_manager.count() >= len(keys)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_lists_and_pages_open_and_search_forgives(chief, filled, model):
    assert chief.get(address(model, "changelist")).status_code == 200
    assert chief.get(address(model, "changelist"), {"q": "é'\"%_"}).status_code == 200
    row = model._default_manager.first()
    if row is not None:
        assert chief.get(address(model, "change", row.pk)).status_code == 200
        assert chief.get(address(model, "history", row.pk)).status_code == 200
    assert chief.get(address(model, "change", "9" * 30)).status_code == 302


@pytest.mark.parametrize(
    "model", [Article, Revision, Alias, User, Maintainership], ids=lambda model: model._meta.label
)
def test_a_list_asks_the_database_no_more_for_many_rows(
    chief, filled, model, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as few:
        chief.get(address(model, "changelist"))
    for number in range(5):
        author = make_maintainer(f"maintainer-{number + 2}")
        article = make_article(f"Number {number}", actor=author)
        rename_article(actor=author, article=article, title=f"Act {number}", reason="", base=1)
    with django_assert_max_num_queries(len(few)):
        chief.get(address(model, "changelist"))


def test_models_of_other_packages_are_not_there():
    labels = {model._meta.app_label for model in SITE}
    assert labels == {"wiki", "licensing", "log"}
    assert Group not in SITE


def test_the_admin_speaks_french_of_people_addresses_and_what_is_deleted(chief, filled):
    french = {"headers": {"accept-language": "fr"}}
    assert "Personnes" in chief.get("/admin/", **french).content.decode()
    articles = chief.get(address(Article, "changelist"), **french).content.decode()
    assert "sur le site" in articles and "supprimé" in articles
    assert "Empty" not in articles
    revision = Revision.objects.first()
    words = chief.get(address(Revision, "change", revision.pk), **french).content.decode()
    assert "Type d’auteur" in words and "By newcomer" not in words
