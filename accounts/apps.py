"""Accounts: who a person is, never what they may do; and the administration, whose door asks for a second factor."""

from django.apps import AppConfig
from django.contrib.admin import apps as administration
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default = True

    def ready(self) -> None:
        from accounts import (
            arrivals,  # noqa: F401  how an access begins
            closing,
            personal_data,
            receivers,  # noqa: F401  what ends an access
        )

        personal_data.register("accounts", collect=closing.collect, leaves=closing.leaves)


class AdministrationConfig(administration.AdminConfig):
    default = False
    default_site = "accounts.administration.Administration"
