"""Licences, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicensingConfig(AppConfig):
    name = "licensing"
    verbose_name = _("Licences")

    def ready(self) -> None:
        from commons.log.sentences import register_actions, register_fields
        from licensing.matrix import LETTERS
        from licensing.models import CreditRule, Role

        register_actions(
            {
                "licence.add": _("added the licence %(target)s"),
                "licence.change": _("changed the licence %(target)s"),
                "licence.offer": _("offered the licence %(target)s to writers"),
                "licence.withdraw": _("withdrew the licence %(target)s"),
                "licence.default": _("made %(target)s the default licence of new articles"),
                "licence.reorder": _("changed the order of the licences"),
                "licence.delete": _("deleted the licence %(target)s"),
                "licence.cell": _("changed what the site says of text going %(target)s"),
                "licence.cell_drop": _("took back the site’s own word on text going %(target)s"),
            },
            areas={"licence": _("Licences")},
        )
        register_fields(
            "licence",
            {
                "spdx": _("SPDX identifier"),
                "name_en": _("name in English"),
                "name_fr": _("name in French"),
                "url": _("official address"),
                "legal_url": _("address of the legal text"),
                "credit": _("required credit"),
                "share_alike": _("share-alike"),
                "is_open": _("open"),
                "role": _("role"),
                "default": _("default of new articles"),
                "letter": _("may it be adapted?"),
                "rule": _("source of the rule"),
            },
            values={
                "role": dict(Role.choices),
                "credit": dict(CreditRule.choices),
                "letter": LETTERS,
            },
        )
