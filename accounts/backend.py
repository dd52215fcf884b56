"""Signing in: allauth's way, with the profile read in the same query since every page shows it."""

from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, cast

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User

_session: ContextVar[Any] = ContextVar("session", default=None)  # while a request finds out who is signed in


class SignInBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        read: User | None = getattr(_session.get(), "account", None)
        if read is not None and read.pk == user_id:
            user: User | None = read
        else:
            user = User.objects.select_related("profile__organisation").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountMiddleware(AuthenticationMiddleware):
    """`request.user` by Django's own rules, from the account that was read with the session (`accounts.session_store`)."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _account_of(request))  # type: ignore[assignment]


def _account_of(request: Any) -> Any:
    if not hasattr(request, "_cached_user"):
        request._cached_user = account_in(request.session)
    return request._cached_user


def account_in(session: Any) -> Any:
    """Who is signed in there, by Django's own rules: an account, or its visitor. One query with the session's own."""
    token = _session.set(session)
    try:
        return auth.get_user(cast(Any, SimpleNamespace(session=session)))
    finally:
        _session.reset(token)
