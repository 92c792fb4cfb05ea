"""Who asks: a member, a guest known by a cookie, or a visitor."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wiki.models import Contributor, Guest, LicenceReport, User, Visitor
from wiki.models.person import GUEST_PREFIX, Actor

GUEST_COOKIE = "guest"
GUEST_COOKIE_AGE = 365 * 24 * 3600  # seconds
_SALT = "wiki.guest"


def actor_of(request: HttpRequest) -> Actor:
    """The person behind a request. No query for visitors and guests."""
    known: Actor | None = getattr(request, "_wiki_actor", None)
    if known is None:
        known = _found(request)
        request._wiki_actor = known  # type: ignore[attr-defined]
    return known


def writer_of(request: HttpRequest) -> Actor:
    """The person behind a request that writes: a visitor becomes a guest with a new pseudonym."""
    actor = actor_of(request)
    if isinstance(actor, Visitor) and settings.GUESTS_MAY_EDIT:
        actor = Guest(new_pseudonym())
        request._wiki_actor = actor  # type: ignore[attr-defined]
    return actor


def reporter_of(request: HttpRequest) -> Actor:
    """The person behind a request that reports a problem: as who writes, and where guests may not
    write, too. The pseudonym is how they are known when they object to what is decided."""
    actor = actor_of(request)
    if isinstance(actor, Visitor):
        actor = Guest(new_pseudonym())
        request._wiki_actor = actor  # type: ignore[attr-defined]
    return actor


def remember_guest(response: HttpResponse, actor: Actor) -> None:
    """Keeps a guest's pseudonym in a cookie of theirs; nothing else is known of them."""
    if isinstance(actor, Guest):
        response.set_cookie(
            GUEST_COOKIE,
            signing.dumps(actor.public_name, salt=_SALT),
            max_age=GUEST_COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )


def new_pseudonym() -> str:
    """A pseudonym that nobody has written or reported under: guest-2026-482193."""
    year = timezone.now().year
    while True:
        name = f"{GUEST_PREFIX}{year}-{secrets.randbelow(900_000) + 100_000}"
        known = Contributor.objects.filter(name=name).exists()
        if not known and not LicenceReport.objects.filter(author_name=name).exists():
            return name


def is_visitor(request: HttpRequest) -> bool:
    """Whether nothing in the request says who asks, so that shared caches may answer."""
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME not in cookies and GUEST_COOKIE not in cookies


def _found(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return request.user
    sent = request.COOKIES.get(GUEST_COOKIE)
    if sent:
        try:
            name = signing.loads(sent, salt=_SALT)
        except signing.BadSignature:
            return Visitor()
        if isinstance(name, str) and name.startswith(GUEST_PREFIX):
            return Guest(name)
    return Visitor()
