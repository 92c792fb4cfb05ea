"""The numbers by which the site governs itself: public, set by admins, each change in the log."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

ONLY = 1


def _number(
    label: Any, default: int, least: int = 0, most: int = 10_000
) -> "models.PositiveIntegerField[int, int]":
    return models.PositiveIntegerField(
        label, default=default, validators=[MinValueValidator(least), MaxValueValidator(most)]
    )


class Rules(models.Model):
    """One row. Read it with `current_rules()`."""

    # Who may ask to maintain a topic, from what they did in its articles.
    validated_edits = _number(_("validated edits in the topic, at least"), 20)
    days_active = _number(_("days on which they wrote there, at least"), 10)
    most_reverted = _number(
        _("share of their edits there that was declined, per cent, at most"), 10, 0, 100
    )
    # How peers decide.
    discussion_days = _number(_("days in which peers endorse or object"), 7, 1, 365)
    endorsements = _number(_("endorsements needed"), 2, 1, 100)
    waiting_days = _number(
        _("days after which peers who did not accept may be asked the same again"), 90, 0, 3650
    )
    unused_days = _number(_("days without a decision after which a maintainership ends"), 365, 30)
    # Fewer than the least that `unused_days` can be.
    warning_days = _number(_("days before that on which its holder is warned"), 14, 1, 29)
    # Who may be trusted.
    trusted_edits = _number(_("validated edits in the topic to be trusted, at least"), 10)
    # How verdicts are looked after.
    second_look_share = _number(_("share of verdicts with a second look, per cent"), 5, 0, 100)
    own_decisions = models.BooleanField(
        _("maintainers may decide on their own edits"), default=False
    )
    claim_minutes = _number(_("minutes that an article counts as being read"), 10, 1, 120)
    # Measures.
    slowed_minutes = _number(_("minutes between the edits of somebody slowed down"), 30, 1, 10_000)
    longest_measure = _number(_("days that a measure lasts, at most"), 365, 1, 3650)

    class Meta:
        verbose_name = _("rules")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=ONLY), name="rules_are_one_row"),
        ]

    def __str__(self) -> str:
        return str(_("rules"))

    @classmethod
    def names(cls) -> list[str]:
        """The names of the rules."""
        return list(cls.labels())

    @classmethod
    def labels(cls) -> dict[str, Any]:
        """What each rule is called, by its name."""
        fields = [field for field in cls._meta.fields if not field.primary_key]
        return {field.name: field.verbose_name for field in fields}


def current_rules() -> Rules:
    """The rules as they are now; those that the software comes with where nobody set any."""
    return Rules.objects.filter(pk=ONLY).first() or Rules(pk=ONLY)
