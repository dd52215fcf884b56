"""Notifications: what happened and concerns somebody, told to them here and by e-mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from accounts import session_store
        from notifications import (
            checks,  # noqa: F401  the address that mails need
            receivers,  # noqa: F401  what was recorded, and who lost access
        )
        from notifications.unread import unread_of

        session_store.BESIDE["unread_notices"] = unread_of("user")
