"""How often one person may save, preview and report.

Counted in the cache: a member by the account, anybody else by the address they come from, hashed
with a key that changes every day. Nothing of it is stored in the database.
"""

import math
import time
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from wiki.models import User
from wiki.models.person import Actor


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds."""

    times: int
    seconds: int = 60


# A member who corrects typing errors all over the place saves some twenty times a minute.
SAVES_BY_MEMBERS = Limit(30)
SAVES_BY_NEW_MEMBERS = Limit(12)
# By address: a class that writes together behind one is slowed down, and can make accounts.
SAVES_BY_GUESTS = Limit(10)
# The editor asks at each pause of the writer's, half a second after the last key.
PREVIEWS_BY_MEMBERS = Limit(120)
PREVIEWS_BY_GUESTS = Limit(60)
# Who finds copies one after the other; the queue is read by people.
REPORTS_BY_MEMBERS = Limit(20, 600)
REPORTS_BY_GUESTS = Limit(5, 600)
NEW_FOR = timedelta(days=1)

SAVE = "save"
PREVIEW = "preview"
REPORT = "report"


class TooOften(Exception):
    """The person did this too often; `wait` is the number of seconds until they may again."""

    def __init__(self, kind: str, wait: int) -> None:
        super().__init__(kind, wait)
        self.kind = kind
        self.wait = wait

    def __str__(self) -> str:
        return ngettext(
            "That was a lot in a short time, so nothing was done. Wait %(seconds)s second and send "
            "it again: everything you typed is still here.",
            "That was a lot in a short time, so nothing was done. Wait %(seconds)s seconds and "
            "send it again: everything you typed is still here.",
            self.wait,
        ) % {"seconds": self.wait}


def count(request: HttpRequest, actor: Actor, kind: str) -> None:
    """Counts one `SAVE`, `PREVIEW` or `REPORT`. Raises TooOften when there were too many."""
    limit = limit_of(actor, kind)
    now = time.time()
    window = int(now // limit.seconds)
    key = f"throttle:{kind}:{_counted_as(request, actor)}:{window}"
    cache.add(key, 0, timeout=2 * limit.seconds)
    try:
        times = cache.incr(key)
    except ValueError:  # thrown out between the two lines: a full cache forgets
        return
    if times > limit.times:
        raise TooOften(kind, math.ceil((window + 1) * limit.seconds - now) or 1)


def limit_of(actor: Actor, kind: str) -> Limit:
    """How often the person may do this."""
    if kind == REPORT:
        return REPORTS_BY_MEMBERS if isinstance(actor, User) else REPORTS_BY_GUESTS
    if not isinstance(actor, User):
        return PREVIEWS_BY_GUESTS if kind == PREVIEW else SAVES_BY_GUESTS
    if kind == PREVIEW:
        return PREVIEWS_BY_MEMBERS
    is_new = timezone.now() - actor.date_joined < NEW_FOR and not actor.is_maintainer
    return SAVES_BY_NEW_MEMBERS if is_new else SAVES_BY_MEMBERS


def say_when_to_come_back(response: HttpResponse, error: TooOften) -> HttpResponse:
    """Makes the answer a 429 that says when to try again."""
    response.status_code = 429
    response["Retry-After"] = str(error.wait)
    return response


def _counted_as(request: HttpRequest, actor: Actor) -> str:
    if isinstance(actor, User):
        return f"member:{actor.pk}"
    try:
        # As for signing in: behind proxies, ALLAUTH_TRUSTED_PROXY_COUNT tells how many to believe.
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # none is known, as behind a socket: the pseudonym has to do
        address = actor.public_name
    today = timezone.now().date().isoformat()
    return salted_hmac(f"throttle:{today}", address, algorithm="sha256").hexdigest()[:32]
