"""The top floor as an app: commands and template tags that know everything below."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
