"""Topics in Django admin: added, changed, ordered and deleted, each with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from wiki.actions import topics
from wiki.actions.errors import NotDone
from wiki.actions.topics import EDITABLE
from wiki.forms.governing import DeletionForm, TopicForm
from wiki.models import Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """Whatever changes a topic goes through `wiki.actions.topics`."""

    form = TopicForm
    fields = ("slug", *EDITABLE, "reason")
    actions = None
    list_display = ("slug", "name_en", "name_fr", "parent", "position")
    list_select_related = ("parent",)
    list_editable = ("position",)
    ordering = ("position", "slug")
    search_fields = ("slug", "name_en", "name_fr")
    list_per_page = 200

    def get_readonly_fields(
        self, request: HttpRequest, obj: Topic | None = None
    ) -> tuple[str, ...]:
        """The address stays once people can link to it."""
        return ("slug",) if obj is not None else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Give the position a name of its own: in the list it has no label that is heard."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and db_field.name == "position":
            field.widget.attrs["aria-label"] = _("position")
        return field

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Say in a sentence what became impossible while the form was being filled in."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (NotDone, ValidationError) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else [refusal.sentence]
            self.message_user(request, " ".join(said), messages.ERROR)
            return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Hand the form to the action for it; the list alone has no reason, only positions."""
        actor: Any = request.user
        if not change:
            reason = form.cleaned_data["reason"]
            added = topics.add_topic(actor=actor, values=form.values(), reason=reason)
            obj.pk, obj.position = added.pk, added.position
        elif isinstance(form, TopicForm):
            reason = form.cleaned_data["reason"]
            topics.change_topic(actor=actor, topic=obj, changes=form.changes(), reason=reason)
        else:
            topics.place_topic(actor=actor, topic=obj, position=obj.position)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask why, then delete; a topic with articles is kept, and a sentence says so."""
        topic: Topic | None = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, topic):
            raise PermissionDenied
        if topic is None:
            return redirect("admin:wiki_topic_changelist")
        form = DeletionForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            actor: Any = request.user
            try:
                topics.delete_topic(actor=actor, topic=topic, reason=form.cleaned_data["reason"])
            except NotDone as refusal:
                form.add_error(None, refusal.sentence)
            else:
                self.message_user(request, _("The topic is deleted."))
                return redirect("admin:wiki_topic_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Delete %(name)s?") % {"name": topic.name},
            "form": form,
            "topic": topic,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/wiki/topic_delete.html", context)
