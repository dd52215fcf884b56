"""Permissions: grant, else link, else parent."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PermissionsConfig(AppConfig):
    name = "permissions"
    verbose_name = _("Permissions")

    def ready(self) -> None:
        from accounts import personal_data
        from permissions import leaving

        personal_data.register("permissions", collect=leaving.collect, leaves=leaving.leaves)
