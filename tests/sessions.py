"""A signed-in session made without a page: for sockets, browsers and the live server alike."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client


def browser_of(user: Any) -> Client:
    """Its session is listed, as at every sign-in with an internet address (`accounts.sessions.note`)."""
    client = Client()
    client.force_login(user, backend="accounts.backend.SignInBackend")
    UserSession.objects.create(user=user, session_key=client.session.session_key, ip="203.0.113.0", user_agent="Test")
    return client


def session_of(user: Any) -> str:
    """Its key; to be called outside the event loop."""
    return str(browser_of(user).session.session_key)
