"""Settings of the wiki. Everything that differs between sites comes from the environment."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from commons import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.directory("DATA_DIR", BASE_DIR / "data")

# The site -------------------------------------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "Commons")
LANGUAGES = [("en", _("English")), ("fr", _("French"))]  # of the interface
LANGUAGE_CODE = env.choice("DEFAULT_LANGUAGE", "en", [code for code, _name in LANGUAGES])
# Languages articles may be written in: code and own name. The code is the first part of an address.
CONTENT_LANGUAGES = {
    "ar": "العربية",
    "ca": "Català",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "eu": "Euskara",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "tr": "Türkçe",
    "zh": "中文",
}
GUESTS_MAY_EDIT = env.flag("GUESTS_MAY_EDIT", True)
# The version shown first to visitors and guests, and to members.
READERS_SEE = env.choice("READERS_SEE", "latest", ["latest", "validated"])
MEMBERS_SEE = env.choice("MEMBERS_SEE", READERS_SEE, ["latest", "validated"])

# Where it stands ------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR)}
EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
SECRET_KEY = env.secret_key("SECRET_KEY", DATA_DIR, embedded=EMBEDDED)
DEBUG = env.flag("DEBUG", False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set: with your own database, list the names the site answers to."
    )
# A public site is served over https by the proxy in front; the embedded one over plain http.
HTTPS = env.flag("HTTPS", not EMBEDDED)

if EMBEDDED:
    # Measured: with Django's defaults most simultaneous saves end as "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = not EMBEDDED
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EMAIL = env.email("EMAIL_URL")
globals().update({"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", **EMAIL})
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"wiki@{ALLOWED_HOSTS[0].strip('.[]')}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where links in e-mails lead, which no request says.
SITE_ADDRESS = env.text(
    "SITE_ADDRESS", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.')}"
).rstrip("/")

# What it is made of ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "commons.log",
    "licensing",
    "wiki",
    "reversion",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wiki.views.middleware.InterfaceLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wiki.views.middleware.SecondFactorMiddleware",
    "wiki.views.middleware.AbsenceMiddleware",
]
ROOT_URLCONF = "commons.urls"
WSGI_APPLICATION = "commons.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wiki.views.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "wiki.views.errors.csrf_failure"

# People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "wiki.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wiki.views.accounts.AccountAdapter"
ACCOUNT_FORMS = {"signup": "wiki.forms.accounts.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"} if EMAIL else {"username"}
ACCOUNT_SIGNUP_FIELDS = (
    ["username*", "email*", "password1*", "password2*"]
    if EMAIL
    else ["username*", "email", "password1*", "password2*"]
)
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL else "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Whether maintainers and admins may act without a second factor.
SECOND_FACTOR = env.choice(
    "SECOND_FACTOR", "offered" if EMBEDDED else "required", ["offered", "required"]
)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Half minutes that a code may be early or late: few clocks are exact, and typing takes a while.
MFA_TOTP_TOLERANCE = 1

# Pages made for visitors, kept by each process; a shared cache may stand here instead.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},  # of some 10 kB
    },
}

# Seconds between two times that a process writes how often articles were read.
READS_WRITTEN_EVERY = 60

# Language and time ----------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["commons.formats"]

# Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (DATA_DIR / "static" / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Background work ------------------------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if EMBEDDED
        else "django_tasks_db.DatabaseBackend",
    }
}

# Safety ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [
            SELF,
            "data:",
        ],  # data: for the pictograms in the admin's and our own style sheets
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
