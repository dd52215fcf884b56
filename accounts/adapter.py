"""Where allauth meets our house: e-mails in the person's language, and codes shown on the page in development."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from accounts import shared_device
from accounts.mails import MAILS
from accounts.models import User
from accounts.telling import compose, leave

SHOWN_CODE = "shown_code"  # in the session, in development only


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises `ImmediateHttpResponse`, a page that says so, if a mail that somebody waits for does not leave."""
        if settings.SHOW_SIGN_IN_CODES and "code" in context and self.request is not None:
            self.request.session[SHOWN_CODE] = {"email": email, "code": context["code"]}
        language = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        with translation.override(language or translation.get_language()):
            message = self.render_mail(template_prefix, email, context)
        if not leave(message) and MAILS[template_prefix].awaited:
            raise ImmediateHttpResponse(render(self.request, "account/mail_away.html", status=503))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor shows that one again: a password alone takes none off and adds none."""
        methods = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"] != "reauthenticate"] or methods

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """The last step of every door."""
        return shared_device.apply(request, super().post_login(request, user, **how))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Raises `KeyError` for a mail whose words are not in accounts/mails.py."""
        return compose(MAILS[template_prefix], [email] if isinstance(email, str) else email, context, headers)
