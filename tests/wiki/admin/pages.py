"""Where things stand in Django admin."""

from django.db.models import Model
from django.urls import reverse

from wiki.models import User

REASON = "For the test."


def address(model: type[Model], page: str, *args: object) -> str:
    """The address of a page of a model: changelist, add, change, delete, history."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def person_page(user: User) -> str:
    """The address of the page where one acts on a person."""
    return address(User, "change", user.pk)
