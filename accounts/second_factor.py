"""Second factors: whether an account has one, whether this session has shown it, and how their secrets are kept."""

import base64
import hashlib
from functools import wraps
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import User

KINDS = ("totp", "webauthn")  # recovery codes alone are no second factor: they stand in for one


def has_one(user: User) -> bool:
    """Whether this account has an application that gives codes, or a passkey."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists()


def was_shown(request: HttpRequest) -> bool:
    """Whether this session went through a second factor that the account still has."""
    user: Any = request.user
    if not user.is_authenticated:
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records) and has_one(user)


def remember_shown(request: HttpRequest, user: User, kind: str) -> None:
    """For who has just set one up in this session: they have proved that they hold it."""
    record_authentication(request, user, "mfa", type=kind, reauthenticated=True)


def ask(request: HttpRequest, wanted: str) -> HttpResponse | None:
    """The page that leads on to a second factor, then to `wanted`; None when nothing is missing."""
    user: Any = request.user
    if was_shown(request):
        return None
    if has_one(user):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
    messages.warning(
        request, _("Whoever looks after this site needs a second step to sign in. Add one here, then come back.")
    )
    return HttpResponseRedirect(reverse("security"))


def required(view: Any) -> Any:
    """Before a view of an administrator."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = ask(request, request.get_full_path()) or view(request, *args, **kwargs)
        return answer

    return login_required(asked)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's ways, with secrets encrypted in the database, and a drawing that our content policy allows."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> SafeString:
        """The square to scan, to stand in the page itself: an address of `data:` is refused by the browser."""
        from qrcode.image.svg import SvgPathImage
        from qrcode.main import make

        drawn = BytesIO()
        make(url, image_factory=SvgPathImage).save(drawn)
        svg = drawn.getvalue().decode()
        return mark_safe(svg[svg.index("<svg") :])  # made here, of our own letters

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("My passkey")


def _box() -> MultiFernet:
    """Keyed by the site's secret, and by its former ones while it is being changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.sha256(b"second factors:" + str(key).encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
