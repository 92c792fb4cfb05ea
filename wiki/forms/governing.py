"""Forms of Django admin: acts on people and topics, each with a reason that everybody can read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiki.actions.topics import EDITABLE, why_not_below
from wiki.forms.fields import Reason
from wiki.models import Maintainership, Rules, Topic, User

APPOINT = "appoint"
END = "end"
MAKE_ADMIN = "make_admin"
END_ADMIN = "end_admin"
CLOSE = "close"
OPEN = "open"


def _reason(help_text: Any) -> Reason:
    """The field for why, as wide as Django admin has it."""
    attrs = {"rows": 3, "class": "vLargeTextField", "dir": "auto"}
    return Reason(widget=forms.Textarea(attrs=attrs), help_text=help_text)


class PersonActForm(forms.Form):
    """One act on a person: only what makes sense for them as they are now is offered."""

    act = forms.ChoiceField(
        label=_("What to do"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what to do."),
            "invalid_choice": _("This cannot be done now: choose from the list."),
        },
    )
    topic = forms.ModelChoiceField(
        Topic.objects.in_order(),
        label=_("A maintainer of"),
        required=False,
        empty_label=_("all topics"),
        help_text=_("Counts for making them a maintainer; of a topic and of all below it."),
        error_messages={"invalid_choice": _("Choose a topic from the list, or all topics.")},
    )
    reason = _reason(_("Shown in the public log, with your name, for as long as it exists."))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)
        act.choices = acts_on(person)
        if APPOINT not in dict(act.choices):
            del self.fields["topic"]


def acts_on(person: User) -> list[tuple[str, Any]]:
    """What can be done about a person's roles and account."""
    terms = list(person.maintainerships.in_force().select_related("topic").order_by("since", "pk"))
    acts: list[tuple[str, Any]] = []
    if person.is_active and all(term.topic for term in terms):
        acts.append((APPOINT, _("Make them a maintainer of the topic chosen below")))
    if len(terms) > 1:
        acts += [(f"{END}:{term.pk}", _end_of(term)) for term in terms]
        acts.append((END, _("End all of their maintainerships")))
    elif terms:
        acts.append((END, _end_of(terms[0])))
    if person.is_staff and person.is_superuser:
        acts.append((END_ADMIN, _("End the admin role")))
    elif person.is_active:
        acts.append((MAKE_ADMIN, _("Make them an admin")))
    if person.is_active:
        acts.append((CLOSE, _("Close the account: they cannot sign in; what they wrote stays")))
    else:
        acts.append((OPEN, _("Open the account again")))
    return acts


def _end_of(term: Maintainership) -> str:
    if term.topic is None:
        return gettext("End the maintainership of all topics")
    return gettext("End the maintainership of %(topic)s") % {"topic": term.topic.name}


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic at run time
    """A topic and the reason for adding or changing it."""

    reason = _reason(_("Shown in the public log, with what was there before."))

    class Meta:
        model = Topic
        fields = ("slug", *EDITABLE)

    def clean_parent(self) -> Topic | None:
        """What the topic is a part of. Raises ValidationError for a circle or a tree too deep."""
        parent: Topic | None = self.cleaned_data["parent"]
        refusal = why_not_below(self.instance if self.instance.pk else None, parent)
        if refusal:
            raise forms.ValidationError(refusal)
        return parent

    def changes(self) -> dict[str, Any]:
        """What was changed, with its new value."""
        return {field: self.cleaned_data[field] for field in self.changed_data if field in EDITABLE}

    def values(self) -> dict[str, Any]:
        """Everything, for a topic that is being added."""
        return {field: self.cleaned_data[field] for field in ("slug", *EDITABLE)}


class DeletionForm(forms.Form):
    """Why a topic goes."""

    reason = _reason(_("Shown in the public log."))


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic at run time
    """The rules of the site and why they change. What they said before is sent along, so that
    nobody overwrites what another admin set meanwhile."""

    reason = _reason(_("Shown in the public log, with what the rules said before."))

    class Meta:
        model = Rules
        fields = Rules.names()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in Rules.names():
            self.fields[name].show_hidden_initial = True

    def changes(self) -> dict[str, Any]:
        """What was changed, with its new value."""
        return {name: self.cleaned_data[name] for name in self._changed()}

    def before(self) -> dict[str, Any]:
        """What the rules that were changed said when the form was opened."""
        return {name: self._shown(name) for name in self._changed()}

    def show_now(self, now: Mapping[str, Any]) -> None:
        """Takes what the rules say now for what was seen, and says so where that is news."""
        sent: Any = self.data
        data = sent.copy()
        for name in Rules.names():
            if now[name] != self._shown(name):
                said = _("It says %(now)s now.") % {"now": _in_words(now[name])}
                self[name].help_text = said
            data[self.add_initial_prefix(name)] = str(now[name])
        self.data = data

    def _changed(self) -> list[str]:
        return [name for name in Rules.names() if name in self.changed_data]

    def _shown(self, name: str) -> Any:
        field = self.fields[name]
        sent = field.hidden_widget().value_from_datadict(
            self.data, self.files, self.add_initial_prefix(name)
        )
        try:
            return field.to_python(sent)
        except forms.ValidationError:
            return None


def _in_words(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value
