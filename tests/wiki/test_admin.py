"""Django admin: who enters, what can be done there, and that nothing is done without a log row."""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    make_admin,
    make_article,
    make_deleted,
    make_maintainer,
    make_topic,
    make_user,
)
from wiki.actions import topics
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.naming import rename_article
from wiki.models import Alias, Article, Maintainership, Revision, Topic, User

pytestmark = pytest.mark.django_db

REASON = "For the test."
SITE = dict(admin.site._registry)
MODELS = sorted(SITE, key=lambda model: model._meta.label)
# What Django notes for itself beside each act; nobody but admins sees it.
OWN_TABLES = ("django_admin_log", "django_session", "django_content_type")


@pytest.fixture
def chief(client: Client) -> Client:
    """A browser in which an admin signed in."""
    make_admin("admin-2")
    client.force_login(make_admin())
    return client


@pytest.fixture
def filled() -> None:
    """One row at least of everything that the admin shows."""
    author = make_maintainer()
    article = make_article(topics=[make_topic()], validated=True, actor=author)
    rename_article(actor=author, article=article, title="Commoning", reason="Usual", base=1)


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def person_page(user: User) -> str:
    return address(User, "change", user.pk)


def writes(queries: CaptureQueriesContext) -> list[str]:
    """The statements that wrote into a table of ours."""
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    found = [query["sql"] for query in queries if query["sql"].lstrip().startswith(verbs)]
    return [sql for sql in found if not any(table in sql for table in OWN_TABLES)]


# Every model, whatever it is -----------------------------------------------------------------


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
        "add licensing.Licence",
        "change licensing.Licence",
        "delete licensing.Licence",
        "add wiki.Topic",
        "change wiki.Topic",
        "delete wiki.Topic",
        "change wiki.User",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_no_form_sent_writes_anything_without_a_row_in_the_log(chief, filled, model, page):
    row = model._default_manager.first()
    if page != "add" and row is None:
        assert model._meta.app_label == "django_tasks_database"
        return
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
    assert labels == {"wiki", "licensing", "log", "django_tasks_database"}
    assert Group not in SITE


# Who enters ----------------------------------------------------------------------------------


def test_signing_in_leads_to_the_sites_own_page(client):
    answer = client.get("/admin/")
    assert answer["Location"].startswith("/admin/login/")
    answer = client.get(answer["Location"])
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_a_password_sent_to_the_admins_own_form_opens_nothing(client):
    make_admin()
    sent = {"username": "admin-1", "password": "correct horse battery staple"}
    answer = client.post("/admin/login/", sent)
    assert answer["Location"].startswith("/accounts/login/")
    assert client.get("/admin/").status_code == 302


def test_an_admin_cannot_become_another_one_by_a_password_alone(chief):
    sent = {"username": "admin-2", "password": "correct horse battery staple"}
    assert chief.post("/admin/login/", sent).status_code == 405
    assert chief.get("/admin/").wsgi_request.user.username == "admin-1"


def test_where_it_is_required_an_admin_sets_up_a_second_factor_first(chief, settings):
    settings.SECOND_FACTOR = "required"
    answer = chief.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    answer = chief.post(person_page(make_user()), {"act": "appoint", "reason": REASON})
    assert answer["Location"] == reverse("mfa_activate_totp")
    assert not Maintainership.objects.exists()


@pytest.mark.parametrize("make", [make_user, make_maintainer])
def test_nobody_but_admins_enters(client, make):
    client.force_login(make())
    assert client.get("/admin/login/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.post(person_page(make_user("contributor-9"))).status_code == 302


def test_staff_who_are_no_admins_see_nothing(client):
    client.force_login(make_user(is_staff=True))
    other = make_user("contributor-9")
    assert client.get(address(Topic, "changelist")).status_code == 403
    answer = client.post(person_page(other), {"act": "appoint", "reason": REASON})
    assert answer.status_code == 403
    assert not Maintainership.objects.exists()


# People --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "made", "code"),
    [
        ("appoint", make_user, "role.appoint"),
        ("end", make_maintainer, "role.end"),
        ("make_admin", make_user, "role.admin"),
        ("end_admin", make_admin, "role.not_admin"),
        ("close", make_user, "account.close"),
    ],
)
def test_each_act_on_a_person_is_done_once_and_logged(chief, act, made, code):
    person = made("person-1")
    answer = chief.post(person_page(person), {"act": act, "reason": REASON}, follow=True)
    assert "Done, and written in the public log." in answer.content.decode()
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == (code, "admin-1", REASON)
    assert REASON in answer.content.decode()
    answer = chief.post(person_page(person), {"act": act, "reason": REASON})
    assert answer.status_code == 200
    assert "This cannot be done now" in answer.content.decode()
    assert LogEntry.objects.latest("pk") == entry


def test_a_closed_account_is_opened_again(chief):
    person = make_user(is_active=False)
    chief.post(person_page(person), {"act": "open", "reason": REASON})
    person.refresh_from_db()
    assert person.is_active
    assert LogEntry.objects.latest("pk").action == "account.open"


def test_ones_own_account_stays_open_and_the_reason_typed(chief):
    me = User.objects.get(username="admin-1")
    answer = chief.post(person_page(me), {"act": "close", "reason": "Enough of it."})
    page = answer.content.decode()
    assert "You cannot close your own account here." in page
    assert "Enough of it." in page


def test_the_last_admin_stays(client):
    client.force_login(make_admin())
    me = User.objects.get(username="admin-1")
    page = client.post(person_page(me), {"act": "end_admin", "reason": REASON}).content.decode()
    assert "The last admin cannot be taken away" in page


def test_names_and_passwords_of_others_cannot_be_written(chief):
    person = make_user()
    before = User.objects.values().get(pk=person.pk)
    sent = {"username": "x", "password": "x", "is_superuser": "on", "is_staff": "on"}
    assert chief.post(person_page(person), sent).status_code == 200
    assert User.objects.values().get(pk=person.pk) == before
    assert "password" not in {name for name, _value in chief.get(person_page(person)).items()}
    assert before["password"] not in chief.get(person_page(person)).content.decode()


def test_a_maintainers_term_leads_to_the_person(chief):
    person = make_maintainer()
    term = person.maintainerships.get()
    page = chief.get(address(Maintainership, "change", term.pk)).content.decode()
    assert person_page(person) in page


# Topics --------------------------------------------------------------------------------------


NEW_TOPIC = {"slug": "water", "name_en": "Water", "name_fr": "Eau", "reason": REASON}


def test_a_topic_is_added_changed_and_deleted_each_with_a_row(chief):
    chief.post(address(Topic, "add"), NEW_TOPIC)
    topic = Topic.objects.get()
    changed = {**NEW_TOPIC, "name_en": "Waters", "slug": "other"}
    chief.post(address(Topic, "change", topic.pk), changed)
    topic.refresh_from_db()
    assert (topic.name_en, topic.slug) == ("Waters", "water")
    assert LogEntry.objects.latest("pk").old == {"name_en": "Water"}
    chief.post(address(Topic, "delete", topic.pk), {"reason": REASON})
    assert not Topic.objects.exists()
    codes = [entry.action for entry in LogEntry.objects.filter(area="topic").order_by("pk")]
    assert codes == ["topic.add", "topic.change", "topic.delete"]


def test_topics_are_ordered_in_the_list(chief):
    first, second = make_topic("water"), make_topic("fire")
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    shown = [second, first]
    for number, (topic, position) in enumerate(zip(shown, (0, 3), strict=True)):
        rows |= {f"form-{number}-id": topic.pk, f"form-{number}-position": position}
    chief.post(address(Topic, "changelist"), rows)
    first.refresh_from_db()
    assert first.position == 3
    entry = LogEntry.objects.get(area="topic")
    assert (entry.old, entry.new) == ({"position": 0}, {"position": 3})


def test_a_topic_with_articles_is_kept(chief):
    topic = make_topic()
    make_article(topics=[topic])
    answer = chief.post(address(Topic, "delete", topic.pk), {"reason": "Not needed."})
    page = answer.content.decode()
    assert "Articles stand under this topic" in page
    assert "Not needed." in page
    assert Topic.objects.filter(pk=topic.pk).exists()


@pytest.mark.parametrize(
    "wrong", [{"slug": "production"}, {"slug": "no spaces"}, {"name_en": ""}, {"reason": " "}]
)
def test_a_topic_that_cannot_be_is_refused_with_what_was_typed(chief, wrong):
    make_topic("production")
    answer = chief.post(address(Topic, "add"), {**NEW_TOPIC, **wrong})
    assert answer.status_code == 200
    assert "Eau" in answer.content.decode()
    assert Topic.objects.count() == 1
    assert not LogEntry.objects.filter(area="topic").exists()


def test_only_admins_change_topics_whatever_way_they_come():
    user, topic = make_maintainer(), make_topic()
    with pytest.raises(NotAllowed):
        topics.add_topic(actor=user, values=NEW_TOPIC, reason=REASON)
    with pytest.raises(NotAllowed):
        topics.change_topic(actor=user, topic=topic, changes={"name_en": "X"}, reason=REASON)
    with pytest.raises(NotAllowed):
        topics.place_topic(actor=user, topic=topic, position=4)
    with pytest.raises(NotAllowed):
        topics.delete_topic(actor=user, topic=topic, reason=REASON)


def test_topics_are_changed_with_a_reason_and_valid_values_only():
    chief, topic = make_admin(), make_topic()
    with pytest.raises(NotDone):
        topics.change_topic(actor=chief, topic=topic, changes={"name_en": "X"}, reason=" ")
    with pytest.raises(ValidationError):
        topics.change_topic(actor=chief, topic=topic, changes={"name_en": ""}, reason=REASON)
    topics.change_topic(actor=chief, topic=topic, changes={"name_en": topic.name_en}, reason=REASON)
    assert not LogEntry.objects.filter(area="topic").exists()


# Articles ------------------------------------------------------------------------------------


def test_an_article_shows_the_way_to_what_can_be_done_with_it(chief):
    article = make_article()
    page = chief.get(address(Article, "change", article.pk)).content.decode()
    for link in ("", "/history", "/delete"):
        assert f'href="/en/peer-production{link}"' in page
    make_deleted(article)
    page = chief.get(address(Article, "change", article.pk)).content.decode()
    assert 'href="/en/peer-production/restore"' in page


def test_titles_and_names_are_shown_as_text(chief):
    evil = "<script>alert(1)</script>"
    article = make_article(evil)
    for page in (address(Article, "changelist"), address(Article, "change", article.pk)):
        assert evil not in chief.get(page).content.decode()


# Licences ------------------------------------------------------------------------------------


def test_every_act_on_a_licence_leaves_a_row(chief):
    licence = Licence.objects.offered().exclude(is_default=True).first()
    sent = {"action": "withdraw", "_selected_action": [licence.pk], "reason": REASON}
    chief.post(address(Licence, "changelist"), sent)
    licence.refresh_from_db()
    assert licence.role != "offered"
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == ("licence.withdraw", "admin-1", REASON)
    assert json.dumps(entry.old)
