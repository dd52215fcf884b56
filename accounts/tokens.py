"""Keys for programs: shown once, stored as a hash, sent as `Authorization: Bearer …`, never in an address."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from accounts.models import Token, User

NOTED_EVERY = timedelta(minutes=1)  # reading must not cost a write each time
PREFIX = "tablee_"  # so that a leaked key can be recognised


def issue_token(user: User, name: str) -> str:
    """Make a key for an account and return it: it cannot be read again."""
    key = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, name=name, digest=digest_of(key))
    return key


def user_of_token(key: str) -> User | None:
    """The active account a key belongs to, with its profile."""
    token = (
        Token.objects.select_related("user__profile__organisation")
        .filter(digest=digest_of(key), user__is_active=True)
        .first()
    )
    if token is None:
        return None
    if token.used_at is None or timezone.now() - token.used_at > NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=timezone.now())
    return token.user


def digest_of(key: str) -> str:
    """A plain hash is enough: the key has 256 random bits, nothing to guess."""
    return hashlib.sha256(key.encode()).hexdigest()
