"""The site's settings, with the bare view beside the site and switches for what is measured."""

import os

from commons.settings import *  # noqa: F403
from commons.settings import BASE_DIR, CACHES, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")  # type: ignore[attr-defined]

if os.environ.get("BENCH_PAGES") == "anew":
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
if os.environ.get("BENCH_MIDDLEWARE") == "of a new project":
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",  # allauth does not start without it
    ]
if os.environ.get("BENCH_TIMING") == "yes":
    MIDDLEWARE = ["bench.timing.RenderingTimeMiddleware", *MIDDLEWARE]
