"""The addresses of the licences' own pages."""

from django.urls import path

from licensing import views

app_name = "licensing"
urlpatterns = [
    path("", views.licences, name="list"),
    path("<str:spdx>", views.licence, name="detail"),
]
