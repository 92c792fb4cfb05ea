"""The site's addresses and that of the bare view."""

from django.urls import include, path

from bench.bare import BARE, bare
from commons.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path(f"{BARE.removeprefix('/')}/<language>/<slug>", bare),
    path("", include("commons.urls")),
]
