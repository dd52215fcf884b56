"""A signed-in session made without a page: for sockets, browsers and the live server alike."""

from typing import Any

from django.test import Client


def session_of(user: Any) -> str:
    """Its key; to be called outside the event loop."""
    client = Client()
    client.force_login(user, backend="accounts.backend.SignInBackend")
    return str(client.session.session_key)
