"""The articles that are measured, made as people make them; only long histories are copied."""

import re
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone
from reversion.models import Revision as StoredRevision
from reversion.models import Version as StoredVersion

from licensing.models import Licence
from wiki import history
from wiki.actions.beginning import create_article
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.reviewing import validate
from wiki.exchange.starter_files import read_articles
from wiki.models import Article, Contributor, Maintainership, Revision, Topic, User
from wiki.models.revision import Rendering

_LINK_OR_WORD = re.compile(r"\[\[.*?\]\]|\w{3,}")
_FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:.*$|\[\^[^\]]+\]", re.MULTILINE)
ROWS_AT_ONCE = 500


def prose(length: int) -> str:
    """So many characters with headings and links: the starter articles' own text, each longer
    word outside links turned round, so that nothing of it counts as copied from them."""
    text, begun = "", 0
    for article in read_articles():
        if article.language == "en" and len(text) < length:
            begun += 1
            words = _LINK_OR_WORD.sub(_turned, _FOOTNOTE.sub("", article.text)).strip()
            text += f"## Part {begun}\n\n{words}\n\n"
    return text[:length].rstrip().ljust(length, ".")


def _turned(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("[[") else found[0][::-1]


def make_member(name: str) -> User:
    """A member since last week; newer ones may save less often."""
    since = timezone.now() - timedelta(days=7)
    return User.objects.create_user(name, password=None, date_joined=since)


def session_of(user: User) -> str:
    """The session cookie of a member who is signed in, as `name=value`."""
    client = Client()
    client.force_login(user)
    (cookie,) = (morsel for morsel in client.cookies.values() if morsel.key == "sessionid")
    return f"{cookie.key}={cookie.value}"


def make_article(title: str, text: str, *, actor: User) -> Article:
    """An article that a maintainer has validated, under the licence offered first."""
    revision = create_article(
        actor=actor,
        language="en",
        title=title,
        licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
        draft=Draft(text, list(Topic.objects.all()[:2]), "First version"),
    )
    judge = User.objects.create_user(f"maintainer of {revision.pk}")
    Maintainership.objects.create(user=judge, reason="Judges what is measured.")
    validate(
        actor=User.objects.get(pk=judge.pk),
        article=revision.article,
        up_to=1,
        seen=1,
        seen_validated=0,
        comment="",
    )
    return Article.objects.select_related("latest").get(pk=revision.article_id)


def edit_often(article: Article, times: int, *, actor: User) -> None:
    """Edits the article so often, through the action that the form calls."""
    text = article.text
    for number in range(1, times + 1):
        draft = Draft(f"{text}\n\nEdit {number}.", list(article.topics.all()), f"Edit {number}")
        save_edit(actor=actor, article=article, base=number, draft=draft)


def grow_history(article: Article, total: int) -> None:
    """Adds copies of the article's latest revision and version until there are `total`."""
    article = Article.objects.select_related("latest").get(pk=article.pk)
    latest = article.latest
    assert latest is not None
    stored = StoredVersion.objects.get(revision_id=latest.revision_id)
    with transaction.atomic():
        for first in range(latest.number + 1, total + 1, ROWS_AT_ONCE):
            _copy(latest, stored, range(first, min(first + ROWS_AT_ONCE, total + 1)))
        last = Revision.objects.get(article=article, number=total)
        Rendering.objects.filter(revision=latest).update(revision=last)
        Contributor.objects.filter(article=article).update(revisions=total)
        article.latest = last
        article.pending_count = Revision.objects.filter(article=article).awaiting().count()
        article.save(update_fields=["latest", "pending_count"])
    said = history.read(article, total)
    assert said.text == article.text, "The copies cannot be read."


def _copy(latest: Revision, stored: StoredVersion, numbers: range) -> None:
    now = timezone.now()
    revisions = StoredRevision.objects.bulk_create(
        StoredRevision(date_created=now) for _number in numbers
    )
    kept = ("content_type_id", "object_id", "format", "serialized_data", "object_repr", "db")
    values = {name: getattr(stored, name) for name in kept}
    StoredVersion.objects.bulk_create(
        StoredVersion(revision=revision, **values) for revision in revisions
    )
    columns = [field.attname for field in Revision._meta.concrete_fields]
    same = {name: getattr(latest, name) for name in columns}
    del same["id"], same["key"]
    Revision.objects.bulk_create(
        Revision(
            **same | {"revision_id": revision.pk, "number": number, "summary": f"Edit {number}"}
        )
        for number, revision in zip(numbers, revisions, strict=True)
    )
