"""What a member is told: verdicts on their changes, and what concerns their roles, newest first.

A guest has no account to be told by. While their browser keeps their pseudonym, they read here
what was decided about what they wrote under it.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commons.log.keyset import paginate
from wiki.actions.telling import mark_read
from wiki.models import Guest, Notice, Review, User
from wiki.models.revision import written_by
from wiki.permissions import can_write
from wiki.views.stopping import told
from wiki.views.who import actor_of

PAGE_SIZE = 50


@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of who asks, if they can be told apart; others are asked to sign in."""
    actor = actor_of(request)
    return _of_guest(request, actor) if isinstance(actor, Guest) else _of_member(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def _of_member(request: HttpRequest) -> HttpResponse:
    """The notices of a member; a form marks them as read, opening the page does not."""
    actor = actor_of(request)
    assert isinstance(actor, User)
    if request.method == "POST":
        mark_read(
            actor=actor,
            up_to=_key(request.POST.get("up_to", "")),
            notice=_key(request.POST.get("notice", "")),
        )
        return HttpResponseRedirect(request.get_full_path())
    mine = Notice.objects.filter(user=actor)
    page = paginate(
        mine.with_what_it_is_about(),
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    newest = mine.order_by("-created", "-pk").values_list("pk", flat=True).first()
    return render(
        request, "wiki/notices.html", {"page": page, "newest": newest, "told": told(actor)}
    )


@require_safe
def _of_guest(request: HttpRequest, actor: Guest) -> HttpResponse:
    """The verdicts on what was written under a guest's pseudonym; nothing is marked as read."""
    verdicts = Review.objects.filter(
        written_by(actor, "revision__"), by_edit=False, revision__article__deleted_at=None
    )
    page = paginate(
        verdicts.select_related("revision__article", "revision__licence").defer(
            "revision__article__text"
        ),
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    return render(
        request,
        "wiki/notices_guest.html",
        {"page": page, "told": told(actor), "may_edit": can_write(actor)},
    )


def _key(sent: str) -> int:
    """The key that a button sent; 0 for anything else."""
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0
