"""Who a program acts for: a key in the header, or the session of the page that calls."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from accounts.models import User
from accounts.tokens import user_of_token


class Key(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> User:
        user = user_of_token(token)
        if user is None:  # a wrong key is never taken for a visitor
            raise AuthenticationError
        request.user = user
        translation.activate(user.language)  # the middleware chose a language before the key was read
        return user


class Session(SessionAuth):
    """A signed-in page; requests that change something need the CSRF header, as ninja asks for by itself."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user if request.user.is_authenticated else None


class Anyone(Session):
    """For what may be public: whoever comes is let in, and sees what a visitor may see."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user


SIGNED_IN = [Key(), Session()]
ANYONE = [Key(), Anyone()]
