"""A site that serves many needs an address in its mails: said at `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register(deploy=True)
def mails_have_an_address(**_: Any) -> list[CheckMessage]:
    if settings.SITE_URL:
        return []
    sentence = "SITE_URL is not set: no notice leaves by mail, since its links would lead nowhere."
    return [Warning(sentence, id="notifications.W001")]
