"""What every template knows: the name of the site and the language it is read in."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, str | None]:
    return {"site_name": settings.SITE_NAME, "LANGUAGE_CODE": get_language()}
