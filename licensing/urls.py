"""The addresses of the licences' own pages."""

from django.urls import path

from licensing import asking, views

app_name = "licensing"
urlpatterns = [
    path("", views.licences, name="list"),
    # Before the licences, none of which is called so.
    path("may", asking.may, name="may"),
    path("may.json", asking.may_json, name="may_json"),
    path("<str:spdx>", views.licence, name="detail"),
]
