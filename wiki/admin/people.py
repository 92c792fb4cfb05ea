"""People in Django admin: found, read, given roles, closed and opened, each with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commons.log.models import LogEntry
from commons.log.sentences import describe
from wiki.actions import roles
from wiki.actions.errors import NotDone
from wiki.admin.reading import EmptyOrNot, ReadOnlyAdmin
from wiki.forms import governing
from wiki.forms.governing import PersonActForm
from wiki.models import Maintainership, Topic, User

LOG_SHOWN = 20


class RoleFilter(admin.SimpleListFilter):
    """Members by the role they have now."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("maintainer", gettext_lazy("appointed maintainers")),
            ("admin", gettext_lazy("admins")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "maintainer":
            appointed = Maintainership.objects.in_force().filter(user=OuterRef("pk"))
            return queryset.filter(Exists(appointed))
        if self.value() == "admin":
            return queryset.filter(is_staff=True, is_superuser=True)
        return queryset


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Names and texts are their owners'; an admin gives and ends roles, closes and opens.

    Nobody is deleted here: the credit for what somebody wrote stays theirs.
    """

    list_display = ("username", "role", "is_active", "date_joined", "last_login")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("username", "email")
    ordering = ("-date_joined", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the role, for the list to need no query a row."""
        appointed = Maintainership.objects.in_force().filter(user=OuterRef("pk"))
        people: QuerySet[User] = super().get_queryset(request)
        return people.annotate(appointed=Exists(appointed))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Admins act on people; the fields themselves are not in any form."""
        return bool(getattr(request.user, "is_admin", False))

    @admin.display(description=gettext_lazy("role"))
    def role(self, person: User) -> str:
        if person.is_staff and person.is_superuser:
            return _("admin")
        return _("maintainer") if getattr(person, "appointed", False) else _("contributor")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What is known of a person, and what can be done about them."""
        person: User | None = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            return redirect("admin:wiki_user_changelist")
        form = PersonActForm(request.POST if request.method == "POST" else None, person=person)
        if form.is_valid():
            try:
                _carry_out(request.user, person, **form.cleaned_data)
            except NotDone as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("Done, and recorded in the public log."))
                return redirect("admin:wiki_user_change", person.pk)
        return TemplateResponse(
            request,
            "admin/wiki/person.html",
            {
                **self.admin_site.each_context(request),
                "title": person.public_name,
                "opts": self.opts,
                "known": person,
                "role": self.role(person),
                "terms": person.maintainerships.select_related("appointed_by", "topic"),
                "entries": _log_of(person),
                "form": form,
                **(extra_context or {}),
            },
        )


def _log_of(person: User) -> list[tuple[LogEntry, str]]:
    """The newest rows of the public log about a person, each with its sentence."""
    entries = LogEntry.objects.about("wiki.user", person.pk).newest_first()[:LOG_SHOWN]
    return [(entry, describe(entry)) for entry in entries]


def _carry_out(actor: Any, person: User, act: str, reason: str, topic: Topic | None = None) -> None:
    """Hands the act to the action for it. Raises NotDone."""
    act, _colon, key = act.partition(":")
    if act == governing.APPOINT:
        roles.appoint_maintainer(actor=actor, user=person, topic=topic, reason=reason)
    elif act == governing.END and key:
        term = person.maintainerships.select_related("topic", "user").get(pk=key)
        roles.end_term(actor=actor, term=term, reason=reason)
    elif act == governing.END:
        roles.end_maintainership(actor=actor, user=person, reason=reason)
    elif act in (governing.MAKE_ADMIN, governing.END_ADMIN):
        is_admin = act == governing.MAKE_ADMIN
        roles.set_admin(actor=actor, user=person, admin=is_admin, reason=reason)
    else:
        is_active = act == governing.OPEN
        roles.set_active(actor=actor, user=person, active=is_active, reason=reason)


class EndFilter(EmptyOrNot):
    """Maintainerships by whether they have an end."""

    when_empty = gettext_lazy("in force")
    when_filled = gettext_lazy("ended")


@admin.register(Maintainership)
class MaintainershipAdmin(ReadOnlyAdmin):
    """Who is and was a maintainer; appointing and ending is on the person's page."""

    change_list_template = "admin/wiki/maintainership/change_list.html"
    list_display = ("user", "scope", "since", "until", "appointed_by", "reason")
    list_select_related = ("user", "topic", "appointed_by")
    list_filter = (("until", EndFilter), "topic")
    search_fields = ("user__username",)
    ordering = ("-since", "-pk")
    fields = ("person", "scope", "since", "until", "appointed_by", "reason")
    readonly_fields = ("person", "scope")

    @admin.display(description=gettext_lazy("topic"), ordering="topic")
    def scope(self, term: Maintainership) -> str:
        return term.topic.name if term.topic is not None else _("all topics")

    @admin.display(description=gettext_lazy("person"))
    def person(self, term: Maintainership) -> str:
        address = reverse("admin:wiki_user_change", args=[term.user_id])
        return format_html('<a href="{}">{}</a>', address, term.user)
