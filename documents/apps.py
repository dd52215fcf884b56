"""Documents: what the bytes of a room mean."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from accounts import personal_data
        from documents import (
            panels,
            personal,
            receivers,  # noqa: F401  the signals that come up from realtime, accounts and permissions
        )
        from documents.actions import other_formats  # noqa: F401  adds itself to those that Word begins
        from documents.actions.archive import keep_documents, purge_documents
        from documents.withholding import withhold_in
        from workspaces.deletion import HOLDINGS, Holding
        from workspaces.telling import WITHHOLDERS

        panels.add()
        WITHHOLDERS.append(withhold_in)
        HOLDINGS.append(Holding(keep=keep_documents, purge=purge_documents))
        personal_data.register("documents", collect=personal.collect, erase=personal.erase)
