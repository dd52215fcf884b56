"""Second factors made without a page: an application's secret, its code of the moment, and a session that has shown it."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from accounts.models import User
from tests.sessions import browser_of


def give_application(user: Any) -> str:
    """The secret, as the application on a telephone keeps it; the former one is taken off."""
    user.authenticator_set.filter(type="totp").delete()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def barely_signed_in(user: Any) -> Client:
    """A browser in which no second factor was shown."""
    return browser_of(user)


def show(client: Client, user: Any) -> Client:
    """As if this browser had gone through the second step."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def administrator(name: str = "Root", chief: bool = True) -> User:
    """Somebody who looks after the site, with a second factor; `chief` is Django's superuser."""
    email = f"{name.lower()}@example.org"
    user = User.objects.create_user(email, name=name, is_staff=True, is_superuser=chief)
    give_application(user)
    return user


def signed_in(user: Any) -> Client:
    """A browser in which an administrator has shown their second factor."""
    return show(barely_signed_in(user), user)
