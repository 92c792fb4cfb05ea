"""Everybody who wrote an article, and all that it stands on: sources, translations, licences."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.views.contributors import Rows, contributors_now, page_of
from wiki.views.crediting import credit_of_shown
from wiki.views.heads import Head, head_of
from wiki.views.licence_ranges import LicenceRange, licence_ranges
from wiki.views.metadata import say_licence
from wiki.views.origins import Origin, in_per_cent, known, origins_in
from wiki.views.showing import Shown, load_shown, shown_to
from wiki.views.sources import ShownSource, shown_sources
from wiki.views.version_rule import with_version_shown
from wiki.views.who import actor_of

LONGEST_NUMBER = 9  # digits; longer ones count no revisions


@dataclass(frozen=True)
class Credits:
    """All that the credits of a revision tell; with `number` where one was asked for by it."""

    shown: Shown
    number: int | None
    rows: Rows
    translations: list[Article]
    ranges: list[LicenceRange]
    here: list["FromHere"]
    actor: Actor

    @property
    def original(self) -> Article | None:
        """The article that this one translates."""
        key = self.shown.article.translation_of_id
        return next((other for other in self.translations if other.pk == key), None)

    @property
    def others(self) -> list[Article]:
        """The same in other languages, but for the original."""
        return [other for other in self.translations if other is not self.original]

    @property
    def sources(self) -> list[ShownSource]:
        """What the text took from elsewhere."""
        return shown_sources(self.shown.sources, self.actor)


@dataclass(frozen=True)
class FromHere:
    """Words that came from one other article of this wiki, with its revisions that they are from;
    `title` and `path` are empty where the reader may not see it."""

    title: str
    path: str
    words: int
    share: str
    origins: list[Origin]


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def credits_page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Authors by what of theirs stands in the text, sources, translations, and the licence of each
    range of revisions: of the article as it is shown, or (`?revision=`) of one revision."""
    head = head_of(request, language, slug)
    asked = request.GET.get("revision", "").strip()
    found = credits_of(request, head, asked)
    sentence = ""
    if asked and found.number is None:
        sentence = _(
            "This article has no revision of that number: below are the credits of the article as "
            "it is now."
        )
    shown = found.shown
    context = {
        "article": shown.article,
        "shown": shown,
        "credits": found,
        "page": found.rows,
        "number": found.number,
        "asked": asked,
        "sentence": sentence,
        "licence": shown.licence,
        "credit": credit_of_shown(request, shown, found.number),
    }
    status = 404 if sentence else 200
    return say_licence(render(request, "wiki/credits.html", context, status=status), shown.licence)


def credits_of(request: HttpRequest, head: Head, asked: str) -> Credits:
    """The credits of the revision whose number was typed; of what is shown where there is none."""
    actor = actor_of(request)
    shown, number = asked_for(head, asked)
    shown = shown or load_shown(head, pk=shown_to(actor, head))
    cursor = request.GET.get("cursor", "")
    latest = shown.is_latest
    return Credits(
        shown=shown,
        number=number,
        rows=contributors_now(shown.article, cursor)
        if latest
        else page_of(shown.contributors, cursor),
        translations=_translations(shown, actor),
        ranges=licence_ranges(shown.article),
        here=_from_here(shown.revision, actor),
        actor=actor,
    )


def asked_for(head: Head, text: str) -> tuple[Shown | None, int | None]:
    """The revision whose number was typed; nothing where there is none."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        return None, None
    try:
        return load_shown(head, number=int(text)), int(text)
    except Revision.DoesNotExist:
        return None, None


def _translations(shown: Shown, actor: Actor) -> list[Article]:
    """The article in other languages, with the version of each that the actor is shown."""
    keys = [other.pk for other in shown.translations]
    if not keys:
        return []
    articles = Article.objects.live().light().filter(pk__in=keys).order_by("language", "pk")
    return list(with_version_shown(articles, actor))


def _from_here(revision: Revision, actor: Actor) -> list[FromHere]:
    """Words from other articles of this wiki, the article of most of them first; two queries."""
    origins = origins_in(revision) or []
    rows = known(origins, revision, actor)
    found: dict[int, list[Origin]] = {}
    for origin in sorted(rows.values(), key=lambda origin: origin.number):
        if not origin.is_here:
            found.setdefault(origin.article_id, []).append(origin)
    words = dict.fromkeys(found, 0)
    for key in origins:
        if not rows[key].is_here:
            words[rows[key].article_id] += 1
    return [
        FromHere(of[-1].title, of[-1].path, words[key], in_per_cent(words[key], len(origins)), of)
        for key, of in sorted(found.items(), key=lambda one: -words[one[0]])
    ]
