"""Realtime: bytes, their order and their safety. It knows no other app of ours."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RealtimeConfig(AppConfig):
    name = "realtime"
    verbose_name = _("Live editing")
