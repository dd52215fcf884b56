"""Django's sessions in the database, each read together with the account of whoever signed in there: one query for both.

allauth lists such a session beside whose it is (`accounts.sessions.note`). One that is not listed, a visitor's, is read
as Django reads it.
"""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User

# What apps that stand above want read with the account, for every page: by name, for a queryset with a column `user`.
BESIDE: dict[str, Any] = {}


class SessionStore(DatabaseStore):
    account: User | None = None  # as it was when the session was read: for the request that read it, and no other

    def load(self) -> dict[str, Any]:
        rows = listed().annotate(**BESIDE).select_related("user__profile__organisation")
        found = rows.filter(session_key=self.session_key).first()
        if found is None or found.kept is None:
            return super().load()
        self.account = found.user
        for name in BESIDE:
            setattr(found.user, name, getattr(found, name))
        return self.decode(found.kept)


def listed() -> QuerySet[Any]:
    """The sessions that allauth lists, each with what it holds as `kept`, as Django stores it: None if it is over."""
    going_on = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    found: QuerySet[Any] = UserSession.objects.annotate(kept=Subquery(going_on.values("session_data")))
    return found
