"""Renaming, licences, deletion and roles: each with a public log row."""

import pytest

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import make_article, make_maintainer, make_user
from tests.wiki.actions.test_editing import edit
from wiki import history, search
from wiki.actions.errors import AddressTaken, NotAllowed, NotDone, NothingChanged
from wiki.actions.moderating import delete_article, restore_article
from wiki.actions.naming import rename_article
from wiki.actions.relicensing import LicenceRefused, change_licence
from wiki.actions.roles import appoint_maintainer, end_maintainership, set_active, set_admin
from wiki.models import Alias, Article, Guest, Revision, User

pytestmark = pytest.mark.django_db


def last_log() -> LogEntry:
    return LogEntry.objects.latest("pk")


def licence(spdx: str) -> Licence:
    return Licence.objects.get(spdx=spdx)


def rename(article, title, actor=None, base=1):
    return rename_article(
        actor=actor or make_user("contributor-8"),
        article=article,
        title=title,
        reason="Usual name",
        base=base,
    )


def test_renaming_is_a_revision_and_leaves_a_redirect():
    article = make_article(title="Old name")
    revision = rename(article, "New name")
    article.refresh_from_db()
    assert (article.title, article.slug) == ("New name", "new-name")
    assert (revision.kind, revision.title) == (Revision.Kind.RENAME, "New name")
    assert Alias.objects.get().slug == "old-name"
    assert history.read(article, 1).title == "Old name"
    assert (last_log().action, last_log().old) == ("article.rename", {"title": "Old name"})


def test_renaming_back_and_forth_keeps_one_address_for_each_name():
    article = make_article(title="Old name")
    rename(article, "New name")
    rename(article, "Old name", actor=make_user("contributor-7"), base=2)
    article.refresh_from_db()
    assert article.slug == "old-name"
    assert [alias.slug for alias in Alias.objects.all()] == ["new-name"]


def test_renaming_onto_another_article_is_refused():
    make_article(title="Taken")
    article = make_article(title="Mine")
    with pytest.raises(AddressTaken):
        rename(article, "taken!")


def test_guests_do_not_rename():
    article = make_article(title="Mine")
    with pytest.raises(NotAllowed):
        rename(article, "Yours", actor=Guest("guest-1"))


def change(article, spdx, actor=None, base=1):
    return change_licence(
        actor=actor or make_user("contributor-8"),
        article=article,
        licence=licence(spdx),
        reason="Shared terms",
        base=base,
    )


def test_a_licence_changes_along_what_the_licences_allow_from_a_new_revision_on():
    article = make_article(licence="CC0-1.0")
    revision = change(article, "CC-BY-SA-4.0")
    article.refresh_from_db()
    assert article.licence.spdx == "CC-BY-SA-4.0"
    assert (revision.kind, revision.licence.spdx) == ("relicensing", "CC-BY-SA-4.0")
    assert Revision.objects.get(number=1).licence.spdx == "CC0-1.0"
    assert last_log().new == {"licence": "CC-BY-SA-4.0", "from_revision": 2}


def test_a_licence_that_forbids_it_stays_and_the_reason_is_said():
    article = make_article(licence="CC-BY-SA-4.0")
    with pytest.raises(LicenceRefused) as caught:
        change(article, "CC0-1.0")
    assert len(caught.value.sentence) > 40
    assert Article.objects.get().licence.spdx == "CC-BY-SA-4.0"
    assert Revision.objects.count() == 1


def test_a_licence_not_on_offer_the_same_licence_and_guests_are_refused():
    article = make_article(licence="CC0-1.0")
    with pytest.raises(NotDone):
        change(article, "CC-BY-SA-3.0")
    with pytest.raises(NothingChanged):
        change(article, "CC0-1.0", actor=make_user("contributor-7"))
    with pytest.raises(NotAllowed):
        change(article, "CC-BY-SA-4.0", actor=Guest("guest-1"))


def test_reverting_past_a_change_of_licence_keeps_the_licence_that_stands():
    from wiki.actions.reverting import revert_to

    article = make_article(text="One.", licence="CC0-1.0")
    change(article, "CC-BY-SA-4.0")
    edit(article, "Two.")
    revision = revert_to(actor=make_user("contributor-7"), article=article, number=1, base=3)
    assert revision.licence.spdx == "CC-BY-SA-4.0"


def test_deleting_and_restoring_need_a_maintainer_and_a_reason_and_are_logged():
    article = make_article(title="Gone", text="A rareword here.")
    with pytest.raises(NotAllowed):
        delete_article(actor=make_user("contributor-8"), article=article, reason="Bad.")
    maintainer = make_maintainer("maintainer-1")
    with pytest.raises(NotDone, match="why"):
        delete_article(actor=maintainer, article=article, reason=" ")
    delete_article(actor=maintainer, article=article, reason="Advertising.")
    assert (last_log().action, last_log().reason) == ("article.delete", "Advertising.")
    assert not search.search("rareword").hits
    assert Article.objects.live().count() == 0 and Revision.objects.count() == 1
    with pytest.raises(NotDone):
        delete_article(actor=maintainer, article=article, reason="Again.")
    restore_article(actor=maintainer, article=article, reason="A mistake.")
    assert last_log().action == "article.restore"
    assert search.search("rareword").hits
    assert Article.objects.live().get().text == "A rareword here."


def test_roles_are_given_and_ended_by_admins_with_a_reason_in_the_log():
    admin = make_user("admin", is_staff=True, is_superuser=True)
    user = make_user("contributor-8")
    with pytest.raises(NotAllowed):
        appoint_maintainer(actor=user, user=user, reason="Please.")
    with pytest.raises(NotDone):
        appoint_maintainer(actor=admin, user=user, reason="")
    appoint_maintainer(actor=admin, user=user, reason="Knows the field.")
    assert User.objects.get(pk=user.pk).is_maintainer
    assert (last_log().action, last_log().reason) == ("role.appoint", "Knows the field.")
    with pytest.raises(NotDone):
        appoint_maintainer(actor=admin, user=user, reason="Twice.")
    end_maintainership(actor=admin, user=user, reason="Rotation.")
    assert not User.objects.get(pk=user.pk).is_maintainer
    assert last_log().action == "role.end"


def test_the_last_admin_stays():
    admin = make_user("admin", is_staff=True, is_superuser=True)
    with pytest.raises(NotDone, match="last"):
        set_admin(actor=admin, user=admin, admin=False, reason="Tired.")
    other = make_user("contributor-8")
    set_admin(actor=admin, user=other, admin=True, reason="Two are better.")
    set_admin(actor=other, user=admin, admin=False, reason="Tired.")
    assert [user.username for user in User.objects.all() if user.is_admin] == ["contributor-8"]


def test_a_closed_account_cannot_write_and_can_be_opened_again():
    admin = make_user("admin", is_staff=True, is_superuser=True)
    user = make_user("contributor-8")
    set_active(actor=admin, user=user, active=False, reason="Asked for it.")
    article = make_article()
    with pytest.raises(NotAllowed):
        edit(article, "Mine.", actor=User.objects.get(pk=user.pk))
    set_active(actor=admin, user=user, active=True, reason="Back.")
    assert edit(article, "Mine.", actor=User.objects.get(pk=user.pk)).revision.number == 2
