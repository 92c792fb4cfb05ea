"""Every action, called as any code may call it, by those who may not: nothing is written."""

import pytest

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import make_admin, make_article, make_edit, make_maintainer, make_topic
from tests.factories import make_user as member
from wiki.actions import (
    beginning,
    drafts,
    editing,
    moderating,
    naming,
    relicensing,
    reverting,
    reviewing,
    roles,
    topics,
)
from wiki.actions.errors import NotAllowed
from wiki.actions.profiles import set_interface_language
from wiki.models import Article, Guest, Maintainership, Review, Revision, User, Visitor

pytestmark = pytest.mark.django_db

DRAFT = drafts.Draft("Other.")
REVIEWED = {"seen": 2, "seen_validated": 1}


def closed():
    return member("closed-1", is_active=False)


def closed_maintainer():
    return make_maintainer("closed-2", is_active=False)


def closed_admin():
    return make_admin("closed-3", is_active=False)


def former_maintainer():
    user = make_maintainer("former-1")
    roles.end_maintainership(actor=make_admin("admin-9"), user=user, reason="Asked to.")
    return User.objects.get(pk=user.pk)


def guest():
    return Guest("guest-2026-482193")


def maintainer():
    return make_maintainer("maintainer-9")


def licence_of(spdx):
    return Licence.objects.get(spdx=spdx)


WRITING = {
    "create": lambda actor, article: beginning.create_article(
        actor=actor, language="en", title="Mine", licence=licence_of("CC0-1.0"), draft=DRAFT
    ),
    "edit": lambda actor, article: editing.save_edit(
        actor=actor, article=article, base=2, draft=DRAFT
    ),
    "revert": lambda actor, article: reverting.revert_to(
        actor=actor, article=article, number=1, base=2
    ),
}
MEMBERS = {
    "rename": lambda actor, article: naming.rename_article(
        actor=actor, article=article, title="Mine", reason="", base=2
    ),
    "relicense": lambda actor, article: relicensing.change_licence(
        actor=actor, article=article, licence=licence_of("CC-BY-SA-4.0"), reason="", base=2
    ),
    "settings": lambda actor, article: set_interface_language(actor=actor, language="fr"),
}
MAINTAINERS = {
    "validate": lambda actor, article: reviewing.validate(
        actor=actor, article=article, up_to=2, **REVIEWED
    ),
    "decline": lambda actor, article: reviewing.decline(
        actor=actor, article=article, reason="No.", **REVIEWED
    ),
    "delete": lambda actor, article: moderating.delete_article(
        actor=actor, article=article, reason="No."
    ),
    "restore": lambda actor, article: moderating.restore_article(
        actor=actor, article=article, reason="Yes."
    ),
}
ADMINS = {
    "appoint": lambda actor, article: roles.appoint_maintainer(
        actor=actor, user=member(), reason="Me."
    ),
    "end": lambda actor, article: roles.end_maintainership(
        actor=actor, user=make_maintainer(), reason="Me."
    ),
    "make admin": lambda actor, article: roles.set_admin(
        actor=actor, user=member(), admin=True, reason="Me."
    ),
    "close": lambda actor, article: roles.set_active(
        actor=actor, user=member(), active=False, reason="Me."
    ),
    "add topic": lambda actor, article: topics.add_topic(
        actor=actor, values={"slug": "x", "name_en": "X", "name_fr": "X"}, reason="Me."
    ),
    "place topic": lambda actor, article: topics.place_topic(
        actor=actor, topic=make_topic(), position=7
    ),
    "delete topic": lambda actor, article: topics.delete_topic(
        actor=actor, topic=make_topic(), reason="Me."
    ),
}
REFUSED = [
    *((name, act, who) for name, act in WRITING.items() for who in (closed, Visitor)),
    *((name, act, who) for name, act in MEMBERS.items() for who in (closed, guest, Visitor)),
    *(
        (name, act, who)
        for name, act in MAINTAINERS.items()
        for who in (member, former_maintainer, closed_maintainer, closed_admin, guest, Visitor)
    ),
    *(
        (name, act, who)
        for name, act in ADMINS.items()
        for who in (member, maintainer, former_maintainer, closed_admin)
    ),
]


def everything():
    return (
        list(Article.objects.order_by("pk").values()),
        Revision.objects.count(),
        Review.objects.count(),
        LogEntry.objects.count(),
        list(Maintainership.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize(
    ("act", "who"),
    [pytest.param(act, who, id=f"{name}-{who.__name__}") for name, act, who in REFUSED],
)
def test_who_may_not_changes_nothing_by_calling_the_action(act, who):
    article = make_article(text="One.", licence="CC0-1.0", validated=True)
    make_edit(article, "Two.")
    article.refresh_from_db()
    actor = who()
    # Those whom the acts are about exist before.
    make_maintainer(), make_topic()
    before = everything()
    with pytest.raises(NotAllowed):
        act(actor, article)
    assert everything() == before
