"""Somebody with a bit of everything that an account can have, and a browser that has just shown who it is."""

import time
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from accounts.tokens import issue_token


def with_everything(user: User) -> User:
    user.set_password("quatre mots bien choisis")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    issue_token(user, "mon script")
    return user


def proven(browser: Client, user: User, *, ago: float = 0) -> Client:
    """As if they had signed in so many seconds ago."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


def everything_stored(skip: Any = ()) -> str:
    """All rows of all tables as text: where a name or an address must be found no more."""
    from django.apps import apps
    from django.contrib.sessions.models import Session

    words = [str(list(model._base_manager.values_list())) for model in apps.get_models() if model not in skip]
    words += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(words)
