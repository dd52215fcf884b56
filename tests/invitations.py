"""What the tests of invitations share: the token as it stands in the last mail, and accounts with a confirmed address."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from tests import make


def token_in(message: Any) -> str:
    """From the text of a mail that invites."""
    found = re.search(r"/invitation/([\w-]+)/", str(message.body))
    assert found is not None, message.body
    return found[1]


def plain(text: Any) -> str:
    """With ordinary spaces for those that never break."""
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


def without_its_secret(page: Any, key: object) -> str:
    """A page as two people may compare it: without the token of its forms, and without the address that it is about."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return text.replace(str(key), "")


def last_token() -> str:
    return token_in(mail.outbox[-1])


def confirmed(user: User, email: str = "") -> User:
    EmailAddress.objects.create(user=user, email=email or user.email or "", verified=True, primary=True)
    return user


def newcomer(name: str = "Fanny Roy") -> User:
    """Opened an account and confirmed its address."""
    return confirmed(make.person(name))
