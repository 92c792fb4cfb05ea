"""The wiki, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WikiConfig(AppConfig):
    name = "wiki"
    verbose_name = _("Wiki")

    def ready(self) -> None:
        from wiki.actions import register_log_sentences
        from wiki.history import register_versioned_models

        register_versioned_models()
        register_log_sentences()
