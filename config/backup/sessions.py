"""The sessions that outlive a restore: those open now, of people who are the same in the backup.

A backup holds none, so no session that ended since comes back to life. A session opened by somebody whom the backup
does not know, or whose password was another, ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import User


@dataclass(frozen=True)
class Open:
    """`identity`: the address and the password's hash of the account, as stored."""

    key: str
    data: str
    expires: datetime
    user: int
    identity: tuple[str | None, str]

    @property
    def row(self) -> tuple[Any, ...]:
        """As SQLite stores it: hours without their zone, in UTC."""
        return self.key, self.data, self.expires.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def open_now() -> list[Open]:
    """None of them if the database cannot be read or has no such table."""
    found = []
    try:
        people = {pk: (email, password) for pk, email, password in User.objects.values_list("pk", "email", "password")}
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
            key = session.get_decoded().get(SESSION_KEY)
            if key is not None and (user := int(key)) in people:
                found.append(Open(session.session_key, session.session_data, session.expire_date, user, people[user]))
    except (DatabaseError, ValueError):
        return []
    return found


def listed_now() -> list[UserSession]:
    """As allauth lists them; none if the database cannot be read or has no such table."""
    try:
        return list(UserSession.objects.all())
    except DatabaseError:
        return []


def list_again(listed: Iterable[UserSession]) -> None:
    """Those that the restore kept, so that their owner sees them and can end them."""
    kept = set(Session.objects.values_list("session_key", flat=True))
    rows = [one for one in listed if one.session_key in kept]
    for one in rows:
        one.pk = None
    UserSession.objects.bulk_create(rows)
