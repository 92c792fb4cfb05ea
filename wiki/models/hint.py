"""Hints at what deserves a look in the queue: rules that maintainers edit."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class HintRule(models.Model):
    """A sign, what is measured for it, from which value on it shows, and what it means."""

    class Signal(models.TextChoices):
        SHARE_REMOVED = "share_removed", _("share of the validated text that is gone, in per cent")
        CHARACTERS_REMOVED = "characters_removed", _("characters removed")
        CHARACTERS_ADDED = "characters_added", _("characters added")
        LINKS_ADDED = "links_added", _("addresses of other sites added")
        REPEATED = "repeated", _("one letter so many times in a row, in a new line")
        CAPITALS = "capitals", _("words in capitals in a row, in a new line")
        WORDS = "words", _("new lines with one of these words")
        FIRST_EDIT = "first_edit", _("first changes of an author here")
        DECLINED_BEFORE = "declined_before", _("earlier changes of an author here declined")
        REVERTED_BEFORE = "reverted_before", _("earlier changes of an author here reverted")
        LICENCE_QUESTION = "licence_question", _("questions of licence")

    name_en = models.CharField(_("name in English"), max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=60)
    meaning_en = models.CharField(_("meaning in English"), max_length=300)
    meaning_fr = models.CharField(_("meaning in French"), max_length=300)
    signal = models.CharField(_("what is measured"), max_length=20, choices=Signal)
    threshold = models.PositiveIntegerField(_("shown from"), default=1)
    # Of WORDS alone: one on each line.
    words = models.TextField(_("words"), blank=True)
    is_on = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("rule for hints")
        verbose_name_plural = _("rules for hints")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('hints')}#rule-{self.pk}"

    @property
    def name(self) -> str:
        """The name in the language of the interface."""
        return self.name_fr if _is_french() else self.name_en

    @property
    def meaning(self) -> str:
        """What it means, in the language of the interface."""
        return self.meaning_fr if _is_french() else self.meaning_en


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")
