"""The page with the editor: what new articles, edits and settled conflicts share."""

import re
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from wiki.actions import formatting
from wiki.actions.copying import UNSETTLED
from wiki.actions.drafts import tidy
from wiki.actions.errors import AddressTaken
from wiki.forms.writing import WritingForm
from wiki.models import Article, Revision
from wiki.models.person import GUEST_PREFIX, Actor
from wiki.permissions import can_write
from wiki.rendering import RenderingError
from wiki.views.sourcing import elsewhere

FORBIDDEN = 403
INVALID = 422
F = TypeVar("F", bound=WritingForm)

# The cookie that tells the editor which form was saved, so that it lets go of the kept draft.
SAVED_COOKIE = "saved"
SAVED_COOKIE_AGE = 7 * 24 * 3600  # seconds
_KEY = re.compile(r"[0-9a-f-]{36}")


def posted(request: HttpRequest, actor: Actor) -> tuple[QueryDict, str]:
    """What was sent, made the actor's own, and a sentence when it was begun as somebody else.

    A session that ended while somebody was writing must not publish their text under a pseudonym.
    A guest whose cookie went has nothing to lose but the pseudonym, and writes on under a new one.
    """
    data = request.POST.copy()
    opened_as = str(data.get("writer", ""))
    if not can_write(actor):
        return data, _(
            "You are not signed in any more. Nothing is saved yet, and all you typed is still "
            "here: sign in in another tab, and publish again."
        )
    data["writer"] = actor.public_name
    if opened_as in ("", actor.public_name) or (
        actor.is_guest and opened_as.startswith(GUEST_PREFIX)
    ):
        return data, ""
    if actor.is_authenticated:
        sentence = _(
            "You began this as %(before)s and are signed in as %(now)s now. Nothing is saved yet: "
            "publish again to sign it as %(now)s."
        )
    else:
        sentence = _(
            "You began this as %(before)s and are not signed in any more. Nothing is saved yet: "
            "sign in in another tab and publish again, or publish again to sign it as %(now)s."
        )
    return data, sentence % {"before": opened_as, "now": actor.public_name}


def as_typed(form: F) -> F:
    """The form as it was sent, to be looked at and gone on with; nothing is complained of yet."""
    return type(form)(initial={name: form[name].value() for name in form.fields})


def preview_of(text: str, language: str) -> dict[str, str]:
    """The formatted text as `html`, or the sentence that says why there is none as `error`."""
    try:
        return {"html": formatting.render(tidy(text), language).html, "error": ""}
    except RenderingError as error:
        return {"html": "", "error": str(error)}


def forget_draft(response: HttpResponse, key: str, path: str) -> None:
    """Tells the editor, the next time it opens at this path, that the form was saved."""
    if _KEY.fullmatch(key):
        response.set_cookie(SAVED_COOKIE, key, max_age=SAVED_COOKIE_AGE, path=path, samesite="Lax")


def say_published(request: HttpRequest, article: Article, revision: Revision) -> None:
    """Tells the writer that the change stands, where it can be seen, and what comes next."""
    if revision.number == 1:
        parts = [_("The article is published.")]
    else:
        numbers = [revision.number - 1, revision.number]
        address = reverse("difference", args=[article.language, article.slug, *numbers])
        link = format_html('<a href="{}">{}</a>', address, _("See what changed"))
        parts = [_("Your change is published."), link]
    if revision.state == Revision.State.AWAITING:
        parts.append(_("A maintainer validates it later."))
    messages.success(request, format_html_join(" ", "{}", ((part,) for part in parts)))
    if revision.source_count:
        say_credited(request, revision)


def say_credited(request: HttpRequest, revision: Revision) -> None:
    """Tells the writer what was noticed: words from other articles, and what came of it."""
    for source in revision.sources.filter(is_noticed=True).in_order():
        sentence = _(
            "Words that you added are from “%(title)s”: they keep their authors, and a link to "
            "that article was added to the credits."
        )
        parts = [sentence % {"title": source.title}]
        if source.answer == UNSETTLED:
            parts.append(
                _(
                    "Whether they may stand here under this licence is not settled: a maintainer "
                    "decides on it."
                )
            )
        messages.info(request, " ".join(parts))


def say_merged(request: HttpRequest, article: Article, revision: Revision, base: int) -> None:
    """Tells the writer whose changes theirs was merged with."""
    between = Revision.objects.filter(
        article=article, number__gt=base, number__lt=revision.number
    ).order_by("number")
    names = list(dict.fromkeys(between.values_list("author_name", flat=True)[:20]))
    messages.info(
        request,
        _("While you were writing, %(names)s changed other lines: both changes stand.")
        % {"names": get_text_list(names, _("and"))},
    )


def require_writer(actor: Actor) -> None:
    """Raises PermissionDenied, with what to do, where guests may not write."""
    if not can_write(actor):
        raise PermissionDenied(_("Sign in to write here."))


def editor_page(
    request: HttpRequest, template: str, form: WritingForm, context: dict[str, Any], status: int
) -> HttpResponse:
    """The form again or for the first time, with what `context` says of it."""
    # Once it was sent, what stands in the form stands nowhere else.
    form.fields["text"].widget.attrs["lang"] = context["language"]
    context |= {"form": form, "unsaved": request.method == "POST"}
    licence = context.get("licence") or context.get("chosen_licence")
    context["elsewhere"] = elsewhere(form, licence, context.get("article"))
    return render(request, template, context, status=status)


def with_link(taken: AddressTaken) -> str:
    """The sentence of a title that another article has, with the way to that article."""
    if taken.article.is_deleted:
        return taken.sentence
    return format_html(
        '{} <a href="{}">{}</a>',
        taken.sentence,
        taken.article.get_absolute_url(),
        taken.article.title,
    )
