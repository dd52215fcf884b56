"""How mails leave; and telling a person, in their own language, what somebody did to their account, after the commit."""

import logging
from functools import partial
from typing import Any

from allauth.core import context
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.mails import MAILS, Mail
from accounts.models import User

logger = logging.getLogger(__name__)


def tell(person: User, about: str, **words: Any) -> None:
    """`about` names a mail of accounts/mails.py. A guest has no address, and is not written to."""
    tell_at(person.email, person.language, about, **words)


def tell_at(email: str | None, language: str, about: str, **words: Any) -> None:
    """`tell`, for whoever has no address any more by now."""
    if email:
        transaction.on_commit(partial(_send, email, language, MAILS[about], words), robust=True)


def _send(email: str, language: str, mail: Mail, words: dict[str, Any]) -> None:
    with translation.override(language):
        message = compose(mail, [email], words)
    leave(message)


def leave(message: EmailMessage) -> bool:
    """Whether the mail server took it. One that is away undoes nothing, and the log tells neither addresses nor words."""
    try:
        message.send()
    except Exception as fault:  # whatever the mail server's library raises
        logger.error("a mail did not leave: %s", type(fault).__name__)
        return False
    return True


def absolute(path: str) -> str:
    """With the site's public address, or the one by which it is being called."""
    if settings.SITE_URL:
        return str(settings.SITE_URL).rstrip("/") + path
    request = context.request
    return str(request.build_absolute_uri(path)) if request is not None else path


def compose(
    mail: Mail, to: list[str], words: dict[str, Any], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """In the language of the moment, as text and as HTML."""
    said = {
        "subject": str(mail.subject) % words,
        "text": str(mail.text) % words,
        "code": words.get("code"),
        "link": absolute(reverse(mail.link)) if mail.link else "",
        "link_words": mail.link_words,
        "closing": mail.closing,
        "site_name": settings.SITE_NAME,
        "language": translation.get_language(),
    }
    text = render_to_string("account/email/message.txt", said).strip() + "\n"
    message = EmailMultiAlternatives(said["subject"], text, settings.DEFAULT_FROM_EMAIL, to, headers=headers)
    message.attach_alternative(render_to_string("account/email/message.html", said), "text/html")
    return message
