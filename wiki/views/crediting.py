"""The lines that credit an article, a revision of it, and what a text took from elsewhere."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from django.conf import settings
from django.http import HttpRequest

from licensing.attribution import Credit, How, credit_line, names_needed, source_line
from licensing.models import Licence
from licensing.notices import with_sources
from wiki.actions.crediting import NewSource
from wiki.models import Article, Contributor, Revision, Source
from wiki.models.person import Actor
from wiki.views.showing import Shown
from wiki.views.sources import absolute, address_of
from wiki.views.who import actor_of


class Authors(NamedTuple):
    """Public names and what kind of author each is, the first one to name first, and how many more
    there are."""

    people: list[tuple[str, str]]
    others: int

    @property
    def names(self) -> list[str]:
        return [name for name, _kind in self.people]


def authors_of(article: Article, licence: Licence) -> Authors:
    """Who the article is credited to; no query, unless the licence asks for every single name."""
    leading = [(name, kind) for name, kind in article.leading_contributors]
    others = max(0, article.contributor_count - len(leading))
    if others and names_needed(licence) is None:
        rows = Contributor.objects.filter(article=article).most_first()
        return Authors(list(rows.values_list("name", "kind")), 0)
    return Authors(leading, others)


def authors_until(shown: Shown) -> Authors:
    """Who wrote the article up to a revision, of whom most words stand in it first: nobody who
    came later."""
    return Authors([(row.name, row.kind) for row in shown.contributors], 0)


def credit_of(
    request: HttpRequest,
    revision: Revision,
    authors: Authors,
    sources: Sequence[Credit] = (),
    *,
    number: int | None = None,
) -> Credit:
    """The line that credits the revision's article; with `number`, that revision of it."""
    article = revision.article
    path = article.get_absolute_url()
    credits = f"{path}/credits" if number is None else f"{path}/credits?revision={number}"
    address = request.build_absolute_uri(credits)
    credit = credit_line(
        title=revision.title,
        authors=authors.names,
        address=request.build_absolute_uri(path if number is None else revision.get_absolute_url()),
        licence=revision.licence,
        revision=number,
        more_authors=authors.others,
        credits_address=address,
        updated=revision.created.date(),
    )
    names_all = names_needed(revision.licence) is None
    return with_sources(credit, sources, address, names_all=names_all)


def credit_of_shown(request: HttpRequest, shown: Shown, number: int | None) -> Credit:
    """The line that credits what is shown, with its sources; with `number`, that revision."""
    of_article = number is None
    authors = authors_of(shown.article, shown.licence) if of_article else authors_until(shown)
    sources = credits_of_sources(request, shown.sources, actor_of(request))
    return credit_of(request, shown.revision, authors, sources, number=number)


def credits_of_sources(
    request: HttpRequest, sources: Iterable[Source], actor: Actor
) -> list[Credit]:
    """The lines that credit what a text took from elsewhere. No query: all is loaded with them."""
    return [
        _source_line(
            source, absolute(request, address_of(source, actor)), list(source.licences.all())
        )
        for source in sources
    ]


def source_credit(source: NewSource) -> Credit:
    """The line that will credit a source about to be kept."""
    address = source.address
    if address.startswith("/"):
        address = f"{settings.SITE_ADDRESS}{address}"
    return _source_line(source, address, source.licences)


def _source_line(source: Source | NewSource, address: str, licences: Sequence[Licence]) -> Credit:
    return source_line(
        title=source.title,
        address=address,
        authors=[source.authors] if source.authors else [],
        licence=source.expression,
        licences={licence.spdx: licence for licence in licences},
        how=cast(How, source.way),
        taken=source.taken,
        history_address=address,
    )
