"""The addresses of the public log."""

from django.urls import path

from commons.log import views

app_name = "log"
urlpatterns = [
    path("", views.log, name="list"),
    path(".atom", views.feed, name="feed"),
    path(".json", views.as_json, name="json"),
]
