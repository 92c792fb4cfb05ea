"""Text from elsewhere: whether it may stand in an article, and the source that it is kept with."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from licensing.attribution import names_needed
from licensing.expressions import LicenceUnreadable
from licensing.in_force import Answer, may_take_in
from licensing.models import Licence
from wiki.actions.crediting import NewSource
from wiki.actions.errors import NotDone
from wiki.models import Article, Contributor, Revision

# Authors who are named with a source from this wiki, unless its licence asks for each of them; the
# revision's own page names them all.
NAMES = 50
_HERE = re.compile(r"/(?P<language>[a-z]{2,3}(?:-[a-z0-9]+)*)/(?P<slug>[^/]+)(?P<more>/.*)?")
_REVISION = re.compile(r"/revisions/(\d{1,9})")


@dataclass(frozen=True)
class Claim:
    """What a writer says of text that they add from elsewhere; fields as those of `Source`."""

    way: str
    title: str
    expression: str
    address: str = ""
    authors: str = ""
    taken: dt.date | None = None


class SourceRefused(NotDone):
    """Text from there may not stand here; `answer`, where the licences say so."""

    def __init__(self, sentence: str, answer: Answer | None = None) -> None:
        super().__init__(sentence)
        self.answer = answer


def source_of(
    claim: Claim,
    licence: Licence,
    article: Article | None = None,
    origin: Revision | None = None,
) -> NewSource:
    """The source of what is claimed, for a page under `licence`.

    An address of an article of this wiki stands for the very revision that is there now, with
    its title, authors and licence. Raises SourceRefused with what the writer can do instead; a
    question that a maintainer decides is no refusal, but its `answer` is "R".
    """
    origin = origin or _revision_at(claim.address)
    if origin is not None:
        claim = _as_it_is_here(claim, origin, article)
    try:
        answer = may_take_in(claim.expression, licence.spdx)
    except LicenceUnreadable as unreadable:
        raise SourceRefused(str(unreadable)) from unreadable
    if not answer.allowed and answer.cell != "R":
        raise SourceRefused(why_not(answer), answer)
    names = re.findall(r"[A-Za-z0-9][A-Za-z0-9.+-]*", answer.source)
    # "Or later" has no row of its own.
    rows = Licence.objects.filter(spdx__in={*names, *(name.removesuffix("+") for name in names)})
    return NewSource(
        way=claim.way,
        title=claim.title,
        address=claim.address,
        authors=claim.authors,
        expression=answer.source,
        licences=list(rows),
        taken=claim.taken or timezone.localdate(),
        answer=answer.cell,
        origin=origin,
    )


def source_here(origin: Revision, licence: Licence, way: str, *, is_exact: bool) -> NewSource:
    """The source of words from a revision of this wiki, for a page under `licence`.

    `is_exact` says that each of the words keeps its own author. Raises SourceRefused when the
    licences do not allow it.
    """
    claim = Claim(way, origin.title, "", origin.get_absolute_url())
    return replace(source_of(claim, licence, origin=origin), is_exact=is_exact)


def why_not(answer: Answer) -> str:
    """The refusal in words, with what the writer can do instead."""
    return _(
        "%(reason)s You may also quote a short passage, marked as a quotation with its author and "
        "address, or link to the text."
    ) % {"reason": answer.reason}


def _revision_at(address: str) -> Revision | None:
    """The revision of an article here that an address leads to, now or before it was renamed.

    None for addresses elsewhere. Raises SourceRefused where the article was deleted.
    """
    parts = urlsplit(address)
    if parts.netloc and parts.netloc.lower() not in _own_hosts():
        return None
    found = _HERE.fullmatch(parts.path)
    if found is None:
        return None
    rows = Article.objects.select_related("latest__licence")
    language, slug = found["language"], unquote(found["slug"])
    named = rows.filter(language=language, slug=slug)
    article = (
        named.live().first()
        or rows.live().filter(aliases__language=language, aliases__slug=slug).first()
        or named.first()
    )
    if article is None:
        return None
    if article.is_deleted:
        raise SourceRefused(
            _(
                "The address leads to an article here that was deleted: its text cannot be taken. "
                "Ask a maintainer to restore it, or give the address of another page."
            )
        )
    asked = _REVISION.match(found["more"] or "")
    if asked is None:
        return article.latest
    revisions = Revision.objects.select_related("licence", "article")
    return revisions.filter(article=article, number=int(asked[1])).first() or article.latest


def _own_hosts() -> set[str]:
    return {urlsplit(settings.SITE_ADDRESS).netloc.lower(), *map(str.lower, settings.ALLOWED_HOSTS)}


def _as_it_is_here(claim: Claim, origin: Revision, article: Article | None) -> Claim:
    if article is not None and origin.article_id == article.pk:
        raise SourceRefused(
            _(
                "The address leads to this very article: its own text needs no source. Give the "
                "address of the text that you take from, or leave the fields for text from "
                "elsewhere empty."
            )
        )
    # Who came later than the revision wrote nothing of it.
    names = Contributor.objects.filter(article=origin.article_id, first__lte=origin.created)
    most = None if names_needed(origin.licence) is None else NAMES
    return Claim(
        way=claim.way,
        title=origin.title,
        expression=origin.licence.spdx,
        address=origin.get_absolute_url(),
        authors=", ".join(names.most_first().values_list("name", flat=True)[:most]),
        taken=claim.taken,
    )
