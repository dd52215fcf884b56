"""What somebody came in with, as one word kept as long as a socket stays open: a session or a key that may have ended."""

from collections.abc import Collection
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Token, User


def of_session(session_key: str, user: User) -> str:
    """The proof changes with the password: it is what Django keeps in the session for the same end."""
    return f"session:{session_key}:{user.pk}:{user.get_session_auth_hash()}"


def of_key(digest: str) -> str:
    return f"key:{digest}"


def ended(tickets: Collection[str]) -> set[str]:
    """Those that let nobody in any more: signed out, expired, another password, a deleted key, a suspended account.

    Three queries for any number.
    """
    parts = {ticket: ticket.split(":") for ticket in tickets}
    sessions = {part[1] for part in parts.values() if part[0] == "session"}
    people = {part[2] for part in parts.values() if part[0] == "session"}
    digests = {part[1] for part in parts.values() if part[0] == "key"}
    alive: set[Any] = set()
    if sessions:
        kept = Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
        alive |= set(kept.values_list("session_key", flat=True))
        proofs = User.objects.filter(pk__in=people, is_active=True).only("password")
        alive |= {(str(user.pk), user.get_session_auth_hash()) for user in proofs}
    if digests:
        keys = Token.objects.filter(digest__in=digests, user__is_active=True)
        alive |= set(keys.values_list("digest", flat=True))
    return {ticket for ticket, part in parts.items() if part[1] not in alive or not _proven(part, alive)}


def _proven(part: list[str], alive: set[Any]) -> bool:
    return part[0] == "key" or (part[2], part[3]) in alive
