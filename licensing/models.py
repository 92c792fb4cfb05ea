"""Licences as data: one row for each licence that the site offers, knows or refuses."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from licensing.matrix import LETTERS

SPDX_LENGTH = 64


class Role(models.TextChoices):
    """What a licence may be used for on this site."""

    OFFERED = "offered", _("offered to writers")
    KNOWN = "known", _("known, may be offered")
    IMPORT_ONLY = "import_only", _("for imported text only")
    IMPORT_OFF = "import_off", _("for imported text only, switched off")
    DESCRIBED = "described", _("described, never offered")
    REFUSED = "refused", _("refused")


class CreditRule(models.TextChoices):
    """What a licence asks of those who credit the authors."""

    NONE = "none", _("none")
    AUTHOR = "author", _("the authors")
    AUTHOR_TITLE = "author_title", _("the authors and the title")
    EVERY_AUTHOR = "every_author", _("every author by name")
    SOURCE_DATE = "source_date", _("the source and its date")
    NOTICE = "notice", _("a notice that names the source")
    HISTORY = "history", _("the main authors, the history and the licence text")


class LicenceQuerySet(models.QuerySet["Licence"]):
    def offered(self) -> "LicenceQuerySet":
        """Those that writers may choose for their text."""
        return self.filter(role=Role.OFFERED)

    def importable(self) -> "LicenceQuerySet":
        """Those under which text from elsewhere may be brought in."""
        return self.filter(role__in=[Role.OFFERED, Role.KNOWN, Role.IMPORT_ONLY])

    def closed(self) -> "LicenceQuerySet":
        """Those under which no text is taken in, whatever the licences say."""
        return self.filter(role=Role.REFUSED)

    def in_order(self) -> "LicenceQuerySet":
        """As the admins put them."""
        return self.order_by("position", "spdx")

    def default(self) -> "Licence":
        """The licence that new articles get; raises Licence.DoesNotExist when there is none."""
        return self.get(is_default=True)


class Licence(models.Model):
    """A licence. Only `licensing.actions` writes here.

    What its properties mean in plain words is in `licensing.words`, what may be done with text
    under it in `licensing.compatibility`.
    """

    spdx = models.CharField(
        _("SPDX identifier"),
        max_length=SPDX_LENGTH,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9.+-]*\Z",
                _("Use letters, digits, full stops, plus signs and hyphens, as in CC-BY-SA-4.0."),
            )
        ],
        help_text=_("As in the list at spdx.org, such as CC-BY-SA-4.0."),
    )
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    url = models.URLField(_("official address"), max_length=300)
    legal_url = models.URLField(_("address of the legal text"), max_length=300)
    credit = models.CharField(_("required credit"), max_length=16, choices=CreditRule)
    share_alike = models.BooleanField(
        _("share-alike"),
        default=False,
        help_text=_("What is made from the text must stay under the same licence."),
    )
    is_open = models.BooleanField(
        _("open"),
        null=True,
        blank=True,
        help_text=_("Whether it meets the Open Definition; unknown when nobody has decided."),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.KNOWN)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("default of new articles"), default=False)
    modified = models.DateTimeField(_("modified"), auto_now=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        constraints = [
            # SPDX identifiers are the same in capitals and in small letters.
            models.UniqueConstraint(
                Upper("spdx"),
                name="licence_spdx_any_case",
                violation_error_message=_("There is already a licence with this identifier."),
            ),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="licence_one_default",
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(role=Role.OFFERED),
                name="licence_default_is_offered",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="licence_role_is_known"),
            models.CheckConstraint(
                condition=Q(credit__in=CreditRule.values),
                name="licence_credit_is_known",
            ),
            models.CheckConstraint(condition=~Q(spdx=""), name="licence_has_spdx"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("licensing:detail", args=[self.spdx])

    @property
    def name(self) -> str:
        """The name in the active language: French, or English for all others."""
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en


class Cell(models.Model):
    """A cell of the matrix that admins changed or added, over what the code says.

    Only `licensing.cells` writes here; `licensing.in_force` reads.
    """

    source = models.ForeignKey(
        Licence, models.PROTECT, related_name="+", verbose_name=_("text under")
    )
    target = models.ForeignKey(
        Licence, models.PROTECT, related_name="+", verbose_name=_("into a page under")
    )
    letter = models.CharField(_("answer"), max_length=1, choices=list(LETTERS.items()))
    rule = models.CharField(
        _("source of the rule"),
        max_length=500,
        help_text=_("Which text says so, and where: a section of a licence, a declaration."),
    )
    modified = models.DateTimeField(_("modified"), auto_now=True)

    class Meta:
        verbose_name = _("cell of the matrix")
        verbose_name_plural = _("compatibility of licences")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="cell_once"),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="cell_between_two_licences"
            ),
            models.CheckConstraint(condition=Q(letter__in=list(LETTERS)), name="cell_letter"),
            models.CheckConstraint(condition=~Q(rule=""), name="cell_has_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.source.spdx} → {self.target.spdx}"


class Edition(models.Model):
    """One row that names the licences and the matrix as they are now.

    Each act on them gives it a new name, so that every process knows when to read them again.
    A random name and not a number: after a restored backup, numbers would come again.
    """

    ONLY = 1

    name = models.UUIDField(_("name"), default=uuid.uuid4)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """The name of what is in force; None where nothing has a name yet. One query."""
        return cls.objects.filter(pk=cls.ONLY).values_list("name", flat=True).first()

    @classmethod
    def renew(cls) -> None:
        """Give it a new name, in the transaction of the act; acts of others wait for its end."""
        cls.objects.update_or_create(pk=cls.ONLY, defaults={"name": uuid.uuid4()})
