"""Where allauth meets our house: e-mails in the person's language, and codes shown on the page in development."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.mails import MAILS
from accounts.models import User

SHOWN_CODE = "shown_code"  # in the session, in development only


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if settings.SHOW_SIGN_IN_CODES and "code" in context and self.request is not None:
            self.request.session[SHOWN_CODE] = {"email": email, "code": context["code"]}
        language = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Raises `KeyError` for a mail whose words are not in accounts/mails.py."""
        mail = MAILS[template_prefix]
        words = {
            "subject": str(mail.subject) % context if "code" in context else str(mail.subject),
            "text": mail.text,
            "code": context.get("code"),
            "link": self.request.build_absolute_uri(reverse(mail.link)) if mail.link else "",
            "link_words": mail.link_words,
            "site_name": settings.SITE_NAME,
            "language": translation.get_language(),
        }
        to = [email] if isinstance(email, str) else email
        text = render_to_string("account/email/message.txt", words).strip() + "\n"
        message = EmailMultiAlternatives(words["subject"], text, self.get_from_email(), to, headers=headers)
        message.attach_alternative(render_to_string("account/email/message.html", words), "text/html")
        return message
