"""An article's text as it was written, for people and programs that go on from it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wiki import history
from wiki.actions.hidden_text import why_hidden
from wiki.models import Revision
from wiki.models.revision import RevisionQuerySet
from wiki.views import conditional
from wiki.views.heads import Head, head_of
from wiki.views.hiding import HIDDEN
from wiki.views.metadata import say_licence
from wiki.views.showing import no_such_revision, shown_to
from wiki.views.sources import sources_in, web_addresses
from wiki.views.who import actor_of

CONTENT_TYPE = "text/markdown; charset=utf-8"


@require_safe
def raw(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The Markdown of the version that the reader is shown first."""
    head = head_of(request, language, slug)
    revision_id = shown_to(actor_of(request), head)
    return _answer(request, head, revision_id, lambda: _with_licence().get(pk=revision_id))


@require_safe
def raw_revision(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    """The Markdown of any revision."""
    head = head_of(request, language, slug)

    def load() -> Revision:
        try:
            return _with_licence().get(article=head.pk, number=number)
        except Revision.DoesNotExist:
            raise no_such_revision(head, request.path.rsplit("/", 3)[0]) from None

    return _answer(request, head, number, load)


def _with_licence() -> RevisionQuerySet:
    return Revision.objects.select_related("licence", "article").defer("article__text")


def _answer(
    request: HttpRequest, head: Head, which: int, load: Callable[[], Revision]
) -> HttpResponse:
    def make() -> HttpResponse:
        revision = load()
        version = history.read(revision.article, revision.number)
        if isinstance(version, history.HiddenVersion):
            return _hidden(version)
        response = HttpResponse(version.text, content_type=CONTENT_TYPE)
        # Shown, not kept as a file, unless the reader wants that: then under this name.
        name = f"{revision.article.slug}.md"
        response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
        response["Content-Language"] = revision.language
        sources = web_addresses(request, sources_in(revision), actor_of(request))
        return say_licence(response, revision.licence, sources)

    return conditional.answer(
        request, made_from=("raw", *head, which), modified=head.modified, make=make
    )


def _hidden(version: history.HiddenVersion) -> HttpResponse:
    """451 in place of a text that is hidden, with since when, by whom and why (RFC 7725)."""
    sentence = f"{why_hidden(version)}\n"
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=HIDDEN)
