"""The address of the public log."""

from django.urls import path

from commons.log import views

app_name = "log"
urlpatterns = [path("", views.log, name="list")]
