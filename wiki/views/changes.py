"""Recent changes of all articles, the newest first."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.log.keyset import paginate
from wiki.forms.changes import GUESTS, MEMBERS, NEWCOMERS, ChangesForm
from wiki.models import Article, Revision, Topic
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.views.revision_rows import for_rows
from wiki.views.who import actor_of

CHANGES_PER_PAGE = 50
FEW_ARTICLES = 200  # of a topic
FILTERS = ("language", "topic", "by", "awaiting")


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """One page of the recent changes; four queries at most for a visitor."""
    form, found = filtered(request.GET, actor_of(request))
    page = paginate(
        for_rows(found).select_related("article").defer("article__text"),
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=CHANGES_PER_PAGE,
    )
    chosen = chosen_filters(form)
    context = {
        "form": form,
        "page": page,
        "revisions": page.items,
        "is_filtered": bool(chosen),
        "feed": feed_address(chosen),
    }
    return render(request, "wiki/changes.html", context)


def filtered(asked: QueryDict, actor: Actor) -> tuple[ChangesForm, RevisionQuerySet]:
    """The filter as a form, and the revisions that it lets through, of articles to be seen."""
    form = ChangesForm(asked)
    form.is_valid()
    chosen = form.cleaned_data
    revisions = Revision.objects.visible_to(actor)
    if chosen.get("language"):
        revisions = revisions.filter(language=chosen["language"])
    if chosen.get("topic"):
        revisions = _under(revisions, chosen["topic"])
    if chosen.get("awaiting"):
        revisions = revisions.awaiting()
    by = chosen.get("by")
    if by == GUESTS:
        revisions = revisions.filter(author_kind=Revision.AuthorKind.GUEST)
    elif by == NEWCOMERS:
        revisions = revisions.filter(by_newcomer=True)
    elif by == MEMBERS:
        revisions = revisions.filter(author_kind=Revision.AuthorKind.MEMBER)
    return form, revisions


def _under(revisions: RevisionQuerySet, topic: Topic) -> RevisionQuerySet:
    """The revisions of a topic's articles, by the way that reads least.

    Those of a few articles are looked up and sorted. Of many articles' revisions the newest are
    met soon by whoever goes through all from the newest on.
    """
    filed = Article.topics.through.objects.filter(topic=topic)
    few = list(filed.values_list("article_id", flat=True)[: FEW_ARTICLES + 1])
    if len(few) <= FEW_ARTICLES:
        return revisions.filter(article__in=few)
    return revisions.filter(Exists(filed.filter(article=OuterRef("article"))))


def chosen_filters(form: ChangesForm) -> dict[str, str]:
    """What was asked for and made sense, as it stands in an address."""
    values = {name: form.cleaned_data.get(name) for name in FILTERS}
    if values["topic"]:
        values["topic"] = values["topic"].slug
    return {name: value for name, value in values.items() if value}


def feed_address(chosen: dict[str, str]) -> str:
    """The path of the feed with the same filters."""
    address = reverse("changes_feed")
    return f"{address}?{urlencode(chosen)}" if chosen else address
