"""The form by which authors ask for review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.forms.fields import LongText
from wiki.models import Topic, User
from wiki.models.request import WORDS_LENGTH

TOPIC, PERSON = "topic", "person"


class ReviewRequestForm(forms.Form):
    """Whom to ask, and what they should look at."""

    of = forms.ChoiceField(
        label=_("Whom do you ask?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whom you ask: a topic or a maintainer."),
            "invalid_choice": _("Choose one of those in the list."),
        },
    )
    words = LongText(
        label=_("What should they look at? (public)"),
        required=False,
        rows=3,
        max_length=WORDS_LENGTH,
        help_text=_("One sentence helps: what you changed, or what you are not sure of."),
    )

    def __init__(self, topics: list[Topic], people: list[User], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # the data, if any was sent
        self._choices: dict[str, Topic | User] = {
            **{f"{TOPIC}:{topic.pk}": topic for topic in topics},
            **{f"{PERSON}:{person.pk}": person for person in people},
        }
        names = [
            *(
                (f"{TOPIC}:{topic.pk}", _("the maintainers of %(topic)s") % {"topic": topic.name})
                for topic in topics
            ),
            *((f"{PERSON}:{person.pk}", person.public_name) for person in people),
        ]
        self.fields["of"].choices = names  # type: ignore[attr-defined]

    def whom(self) -> dict[str, Topic | User]:
        """What was chosen, by the name of the action's argument."""
        chosen = self._choices[self.cleaned_data["of"]]
        return {"topic" if isinstance(chosen, Topic) else "maintainer": chosen}
