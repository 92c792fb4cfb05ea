"""What a member is told: verdicts on their changes, and what concerns their roles, newest first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commons.log.keyset import paginate
from wiki.actions.telling import mark_read
from wiki.models import Notice, User
from wiki.views.stopping import told
from wiki.views.who import actor_of

PAGE_SIZE = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of who asks; a form marks them as read, opening the page does not."""
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


def _key(sent: str) -> int:
    """The key that a button sent; 0 for anything else."""
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0
