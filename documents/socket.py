"""Who may enter the room of a document, and write in it: the answers realtime asks for (`realtime.gatekeeper`)."""

import contextlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.acting import is_acting, no_live_text
from accounts.backend import account_in
from accounts.grades import NAMES, grade
from accounts.lines import one_line
from accounts.models import User
from accounts.tickets import ended, of_key, of_session
from accounts.tokens import digest_of, user_of_token
from documents.models import Document
from permissions.backend import rungs, rungs_of
from permissions.lineage import first_end
from permissions.roles import reaches
from permissions.seeing_as import look
from realtime.gatekeeper import Admission

WHO_ARE_YOU, NOT_ALLOWED, NO_DOCUMENT = 4401, 4403, 4404
BEARER = "tablee.bearer."
LONGEST_NAME = 64  # characters beside a caret


class DocumentGatekeeper:
    """Asks the database each time: a kept account answers from its cache (DESIGN §10.10)."""

    def admit(self, scope: Mapping[str, Any], room: str) -> Admission:
        key, subprotocol = _bearer(scope)
        user: Any = user_of_token(key) if key else account_in(scope["session"])
        if user is None:
            return Admission(refusal=WHO_ARE_YOU, reason=_("This key is not valid."), subprotocol=subprotocol)
        if not key and user.is_authenticated and not _same_site(scope):
            return Admission(refusal=NOT_ALLOWED, reason=_("This page is not one of ours."))
        if not key and is_acting(scope.get("session")):
            return Admission(refusal=NOT_ALLOWED, reason=no_live_text())
        document = _documents([room]).first()
        if document is None:
            return _none(subprotocol)
        looking = user.is_authenticated and not key and look(user, scope["session"], str(document.pk))
        admission = _admission(user, document, rungs([user], [document])[user.pk, document.pk], subprotocol)
        admission = replace(admission, may_write=False, looking=True) if looking else admission
        return replace(admission, ticket=_ticket(scope, key, user))

    def recheck(self, asked: Mapping[str, Collection[str]]) -> dict[str, dict[str, Admission]]:
        """Four queries for any number of people and rooms."""
        documents = {document.room: document for document in _documents(asked)}
        keys = {key for people in asked.values() for key in people if key}
        accounts = User.objects.select_related("profile__organisation").filter(pk__in=keys)
        users: dict[str, Any] = {"": AnonymousUser()} | {str(user.pk): user for user in accounts}
        pairs = [
            (users[key], documents[room])
            for room, people in asked.items() if room in documents
            for key in people if key in users
        ]  # fmt: skip
        held = rungs_of(pairs)
        answers = {
            (document.room, _key(user)): _admission(user, document, held[user.pk, document.pk])
            for user, document in pairs
        }
        return {room: {key: answers.get((room, key)) or _none() for key in people} for room, people in asked.items()}

    def ended(self, tickets: Collection[str]) -> set[str]:
        return ended(tickets)


def _ticket(scope: Mapping[str, Any], key: str, user: Any) -> str:
    if key:
        return of_key(digest_of(key))
    return of_session(str(scope["session"].session_key), user) if user.is_authenticated else ""


def _documents(rooms: Iterable[str]) -> QuerySet[Document]:
    keys = []
    for room in rooms:
        with contextlib.suppress(ValueError):
            keys.append(UUID(room))
    return Document.objects.kept().select_related("workspace").without_text().filter(pk__in=keys)


def _admission(user: Any, document: Document, rung: str | None, subprotocol: str | None = None) -> Admission:
    if rung is None or (user.is_authenticated and not user.is_active):
        return _none(subprotocol)
    return Admission(
        user_key=_key(user),
        may_read=True,
        may_write=bool(user.is_authenticated and reaches("document", rung, "change")) and not document.frozen,
        role=rung,
        identity=identity(user),
        subprotocol=subprotocol,
        language=user.language if user.is_authenticated else settings.LANGUAGE_CODE,
        until=first_end(document),
    )


def _none(subprotocol: str | None = None) -> Admission:
    """The same answer for what does not exist and for what one may not see."""
    return Admission(refusal=NO_DOCUMENT, reason=_("There is no such document."), subprotocol=subprotocol)


def _key(user: Any) -> str:
    return str(user.pk) if user.is_authenticated else ""


def identity(user: Any) -> dict[str, Any]:
    """What others see beside a caret and in the faces."""
    if not user.is_authenticated:
        nobody = {"id": "", "name": _("Visitor"), "initials": "?", "color": "#5b625d", "kind": "", "organisation": ""}
        return nobody | {"grade": str(NAMES[grade(user)])}
    profile = getattr(user, "profile", None)
    return {
        "id": str(user.pk),
        "name": one_line(str(user))[:LONGEST_NAME],
        "initials": user.initials,
        "color": user.colour,
        "kind": profile.get_kind_display() if profile else "",
        "organisation": one_line(str(profile.organisation))[:LONGEST_NAME] if profile and profile.organisation else "",
        "grade": str(NAMES[grade(user)]),
    }


def _bearer(scope: Mapping[str, Any]) -> tuple[str, str | None]:
    """A key from the header, or from the subprotocol for browsers, which cannot set headers; never from the address."""
    for name, value in scope.get("headers", []):
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return value[7:].decode("latin-1").strip(), None
    for offered in scope.get("subprotocols", []):
        if offered.startswith(BEARER):
            return offered.removeprefix(BEARER), offered
    return "", None


def _same_site(scope: Mapping[str, Any]) -> bool:
    """With a session cookie, the page that opens the socket must be ours: browsers send cookies from any page."""
    headers = {name: value.decode("latin-1") for name, value in scope.get("headers", [])}
    origin = headers.get(b"origin", "")
    same_host = urlsplit(origin).scheme in {"http", "https"} and urlsplit(origin).netloc == headers.get(b"host")
    return same_host or (bool(origin) and origin in settings.CSRF_TRUSTED_ORIGINS)
