"""What the pages with an editor share when a form is sent: checked to be saved, or looked at."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from wiki.forms.writing import EditForm, WritingForm
from wiki.models import Article
from wiki.models.person import Actor
from wiki.views import conflict, throttling
from wiki.views.editor import as_typed, posted, preview_of

F = TypeVar("F", bound=EditForm)
# Makes the page with a form, and with whatever else it is told to show, by name.
Page = Callable[..., HttpResponse]


def checked(request: HttpRequest, actor: Actor, article: Article, form_class: type[F]) -> F:
    """The form of an edit as the actor sent it, with all that keeps it from being saved."""
    data, other_writer = posted(request, actor)
    form = form_class(data)
    if other_writer:
        form.add_error(None, other_writer)
    if form.is_valid() and form.cleaned_data["settling"]:
        conflict.refuse_unsettled(article, form)
    return form


def look(
    request: HttpRequest,
    actor: Actor,
    sent: WritingForm,
    page: Page,
    *,
    language: str,
    changed: Callable[[], object] | None = None,
) -> HttpResponse:
    """The form as it was sent, with what the text looks like, or with what it changes: `changed`
    tells that, where the page has a button for it."""
    form = as_typed(sent)
    try:
        throttling.count(request, actor, throttling.PREVIEW)
    except throttling.TooOften as error:
        return throttling.say_when_to_come_back(page(form, waiting=str(error)), error)
    if changed is None or "preview" in request.POST:
        return page(form, preview=preview_of(sent.typed_text(), language))
    return page(form, difference=changed())


def look_at_edit(
    request: HttpRequest, actor: Actor, article: Article, sent: EditForm, page: Page
) -> HttpResponse:
    """The form of an edit as it was sent, with what the text looks like or what it changes."""
    changed = partial(conflict.difference_to_typed, article, sent)
    return look(request, actor, sent, page, language=article.language, changed=changed)
