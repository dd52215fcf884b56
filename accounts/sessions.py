"""The places where somebody is signed in: listing them, ending one or several, and the sockets that went in with them."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.session_store import SessionStore, listed
from accounts.signals import access_ended

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class OpenSession:
    """`what` and `where` say as much as its owner needs to know it again: no whole address is kept."""

    pk: int
    what: str
    where: str
    since: datetime
    here: bool


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """Of the person who asks, this one first, then the newest. One query.

    Neither those that are over nor those from before the last change of password: a proof of it is kept in each.
    """
    user: Any = request.user
    here, proof = request.session.session_key, user.get_session_auth_hash()
    found = [
        OpenSession(row.pk, browser_of(row.user_agent), row.ip, row.created_at, row.session_key == here)
        for row in listed().filter(user_id=user.pk)
        if row.kept is not None and SessionStore().decode(row.kept).get(HASH_SESSION_KEY) == proof
    ]
    return sorted(found, key=lambda one: (one.here, one.since), reverse=True)


def end_session(user: User, pk: int) -> None:
    """Raises `ObjectDoesNotExist` for one that is not theirs, or is over."""
    row = UserSession.objects.filter(user_id=user.pk, pk=pk).first()
    if row is None:
        raise ObjectDoesNotExist
    _end(user, [row])


def is_here(request: HttpRequest, pk: int) -> bool:
    """Whether it is the session that asks: that one ends by signing out, not under the request that uses it."""
    return UserSession.objects.filter(pk=pk, session_key=request.session.session_key).exists()


def end_sessions(user: User, *, but: str | None = None) -> int:
    """All of them, or all but the one with that key; how many there were."""
    rows = list(UserSession.objects.filter(user_id=user.pk).exclude(session_key=but or ""))
    _end(user, rows)
    return len(rows)


@transaction.atomic
def _end(user: User, rows: Iterable[UserSession]) -> None:
    keys = [row.session_key for row in rows]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    transaction.on_commit(partial(access_ended.send_robust, sender=User, user=user))


def note(request: HttpRequest) -> None:
    """Lists the session in which somebody has just signed in, by whatever door."""
    if request.META.get("REMOTE_ADDR"):
        UserSession.objects.create_from_request(request)


def shortened(address: str) -> str:
    """An IP address without the end that tells one household from the next: /24, or /48 for IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "0.0.0.0"  # noqa: S104  an address nobody has, not one to listen on
    width = 24 if known.version == 4 else 48
    return str(ipaddress.ip_network(f"{known}/{width}", strict=False).network_address)


def browser_of(agent: str) -> str:
    """ "Firefox · Linux", from what a browser says of itself."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return " · ".join(filter(None, [browser, system])) or _("A browser that does not say its name")
