"""Where everything stands."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_safe

admin.autodiscover()
# One signs in on the site's own page, with the second factor; the admin's form takes no password.
admin.site.login = secure_admin_login(require_safe(admin.site.login))  # type: ignore[method-assign]

handler400 = "wiki.views.errors.bad_request"
handler403 = "wiki.views.errors.forbidden"
handler404 = "wiki.views.errors.not_found"
handler500 = "wiki.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("log", include("commons.log.urls")),
    # Before the licences' own: what the wiki says of them stands below the same address.
    path("", include("wiki.urls")),
    path("licences/", include("licensing.urls")),
]
