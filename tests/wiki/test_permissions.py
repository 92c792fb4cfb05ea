"""The rules as predicates and as querysets agree."""

import pytest

from tests.factories import (
    make_admin,
    make_article,
    make_guest,
    make_maintainer,
    make_measure,
    make_protection,
    make_topic,
    make_user,
)
from wiki.actions.errors import NotAllowed
from wiki.actions.moderating import delete_article
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.roles import end_maintainership
from wiki.models import Article, Guest, Maintainership, Measure, Revision, User, Visitor
from wiki.models.person import maintainers_among
from wiki.permissions import (
    can_edit,
    can_moderate,
    can_read,
    can_rename,
    can_review,
    reviewers_of,
)

pytestmark = pytest.mark.django_db


def people() -> list:
    closed = make_user("closed", is_active=False)
    admin = make_user("admin", is_staff=True, is_superuser=True)
    former = make_maintainer("former")
    end_maintainership(actor=admin, user=former, reason="Rotation.")
    return [
        Visitor(),
        Guest("guest-1"),
        make_user("contributor-1"),
        make_maintainer("maintainer-1"),
        admin,
        User.objects.get(pk=former.pk),
        closed,
    ]


def test_who_may_read_is_the_same_as_predicate_and_as_queryset():
    shown, gone = make_article(title="Shown"), make_article(title="Gone")
    delete_article(actor=make_maintainer(), article=gone, reason="Advertising.")
    articles = [Article.objects.get(pk=pk) for pk in (shown.pk, gone.pk)]
    for person in people():
        visible = set(Article.objects.visible_to(person))
        assert visible == {one for one in articles if can_read(person, one)}
        revisions = {one.article_id for one in Revision.objects.visible_to(person)}
        assert revisions == {one.pk for one in visible}


def test_who_is_a_maintainer_is_the_same_as_property_and_as_queryset():
    people()
    make_maintainer("blocked")
    make_measure("block", "blocked", actor=make_admin())
    make_measure("slowed", "maintainer-1", actor=make_admin())
    users = User.objects.all()
    assert set(maintainers_among(users)) == {user for user in users if user.is_maintainer}
    assert {user.username for user in maintainers_among(users)} == {
        "maintainer-1",
        "admin",
        "admin-1",
    }


@pytest.mark.parametrize("level", ["", "members", "established", "maintainers"])
@pytest.mark.parametrize("kind", ["", "slowed", "topic_block", "block"])
def test_who_may_edit_is_the_same_as_predicate_and_in_every_action(kind, level):
    topic = make_topic()
    filed, free = make_article("Filed", topics=[topic]), make_article("Free")
    make_article("Mine", actor=make_guest("guest-1"))
    everybody = people()
    if kind:
        for name in ("contributor-1", "maintainer-1", "guest-1"):
            make_measure(kind, name, actor=make_admin(), topic=topic)
        # Slowed down, but long after their last change.
        Revision.objects.update(recorded="2020-01-01T00:00:00Z")
    if level:
        make_protection(free, level, actor=make_admin())
    for person in everybody:
        if isinstance(person, User):
            person = User.objects.get(pk=person.pk)
        for pk in (filed.pk, free.pk):
            article = Article.objects.get(pk=pk)
            allowed = can_edit(person, article) and bool(person.public_name)
            for require in (require_may_edit, require_may_save):
                try:
                    require(person, article)
                except NotAllowed:
                    assert not allowed, (person, article, require)
                else:
                    assert allowed, (person, article, require)


def test_measures_in_force_and_standing_are_the_same_as_property_and_as_queryset():
    for kind in ("notice", "slowed", "topic_block", "block"):
        for _time in range(2):  # the second takes the place of the first
            make_measure(kind, topic=make_topic())
    over = [Measure.objects.filter(kind=kind).latest("pk").pk for kind in ("slowed", "notice")]
    Measure.objects.filter(pk__in=over).update(until="2020-01-01T00:00:00Z")
    rows = set(Measure.objects.all())
    assert set(Measure.objects.in_force()) == {one for one in rows if one.is_in_force}
    assert set(Measure.objects.standing()) == {one for one in rows if one.is_standing}
    assert Measure.objects.in_force().count() == 2 and Measure.objects.standing().count() == 3


def test_nobody_edits_a_deleted_article():
    article = make_article()
    delete_article(actor=make_maintainer("maintainer-2"), article=article, reason="Empty.")
    article.refresh_from_db()
    assert not any(can_edit(person, article) for person in people())


def test_guests_edit_only_where_the_site_lets_them(settings):
    settings.GUESTS_MAY_EDIT = True
    assert can_edit(Guest("guest-1")) and can_edit(Visitor())
    settings.GUESTS_MAY_EDIT = False
    assert not can_edit(Guest("guest-1")) and not can_edit(Visitor())
    assert can_edit(make_user())


def test_only_maintainers_review_and_moderate_and_only_members_rename():
    article = make_article()
    by_name = {person.public_name: person for person in people()}
    maintainers = {"maintainer-1", "admin"}
    assert {name for name, one in by_name.items() if can_review(one)} == maintainers
    assert {name for name, one in by_name.items() if can_moderate(one)} == maintainers
    renaming = {name for name, one in by_name.items() if can_rename(one, article)}
    assert renaming == maintainers | {"contributor-1", "former"}


def test_who_reviews_an_article_is_the_same_as_predicate_and_as_both_querysets():
    above, below, other = (make_topic(slug) for slug in ("production", "energy", "water"))
    below.parent = above
    below.save()
    for name, topic in (("of-above", above), ("of-below", below), ("of-other", other)):
        Maintainership.objects.create(user=make_user(name), topic=topic)
    people()
    make_user("admin-2", is_staff=True, is_superuser=True)
    for name, kind, where in (
        ("blocked", "block", None),
        ("blocked-above", "topic_block", above),
        ("blocked-below", "topic_block", below),
        ("admin-2", "topic_block", other),
        ("of-above", "slowed", None),
    ):
        make_user(name)
        if name.startswith("blocked"):
            make_maintainer(name)
        make_measure(kind, name, actor=make_admin(), topic=where)
    articles = [
        make_article("Above", topics=[above]),
        make_article("Below", topics=[below]),
        make_article("Two", topics=[below, other]),
        make_article("None"),
    ]
    users = list(User.objects.all())
    for article in articles:
        may = {user for user in users if can_review(user, article)}
        assert set(reviewers_of(article)) == may
        theirs = {user for user in users if article in Article.objects.maintained_by(user)}
        assert theirs == may
    for user in users:
        theirs_all = Article.objects.maintained_by(user)
        assert Article.objects.count_maintained_by(user) == theirs_all.count()
    names = [{user.username for user in reviewers_of(article)} for article in articles]
    everywhere = {"maintainer-1", "admin", "admin-1"}
    assert names[0] == {"of-above", "blocked-below", "admin-2", *everywhere}
    assert names[1] == {"of-above", "of-below", "admin-2", *everywhere}
    assert names[2] == {"of-above", "of-below", "of-other", *everywhere}
    assert {"blocked-above", "blocked-below", "admin-2"} < names[3] and "blocked" not in names[3]
