"""Documents: what the bytes of a room mean."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import (
            panels,
            receivers,  # noqa: F401  the signals that come up from realtime, accounts and permissions
        )

        panels.add()
