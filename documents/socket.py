"""Who may enter the room of a document, and write in it: the answers realtime asks for (`realtime.gatekeeper`)."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tokens import user_of_token
from documents.models import Document
from permissions.backend import rungs
from permissions.roles import reaches
from realtime.gatekeeper import Admission

WHO_ARE_YOU, NOT_ALLOWED, NO_DOCUMENT = 4401, 4403, 4404
BEARER = "tablee.bearer."


class DocumentGatekeeper:
    """Asks the database each time: a kept account answers from its cache (DESIGN §10.10)."""

    def admit(self, scope: Mapping[str, Any], room: str) -> Admission:
        key, subprotocol = _bearer(scope)
        user: Any = user_of_token(key) if key else scope["user"]
        if user is None:
            return Admission(refusal=WHO_ARE_YOU, reason=_("This key is not valid."), subprotocol=subprotocol)
        if not key and user.is_authenticated and not _same_site(scope):
            return Admission(refusal=NOT_ALLOWED, reason=_("This page is not one of ours."))
        document = _document(room)
        if document is None:
            return _none(subprotocol)
        if user.is_authenticated:
            user = User.objects.select_related("profile__organisation").get(pk=user.pk)
        return _admission(user, rungs([user], [document])[user.pk, document.pk], subprotocol)

    def recheck(self, room: str, user_keys: Collection[str]) -> dict[str, Admission]:
        """Four queries for any number of people."""
        document = _document(room)
        if document is None:
            return {key: _none() for key in user_keys}
        keys = [key for key in user_keys if key]
        users: list[Any] = list(User.objects.select_related("profile__organisation").filter(pk__in=keys))
        if "" in user_keys:
            users.append(AnonymousUser())
        held = rungs(users, [document])
        answers = {_key(user): _admission(user, held[user.pk, document.pk]) for user in users}
        return {key: answers.get(key, _none()) for key in user_keys}


def _document(room: str) -> Document | None:
    try:
        return Document.objects.kept().select_related("workspace").without_text().filter(pk=UUID(room)).first()
    except ValueError:
        return None


def _admission(user: Any, rung: str | None, subprotocol: str | None = None) -> Admission:
    if rung is None or (user.is_authenticated and not user.is_active):
        return _none(subprotocol)
    return Admission(
        user_key=_key(user),
        may_read=True,
        may_write=bool(user.is_authenticated and reaches("document", rung, "change")),
        role=rung,
        identity=identity(user),
        subprotocol=subprotocol,
        language=user.language if user.is_authenticated else settings.LANGUAGE_CODE,
    )


def _none(subprotocol: str | None = None) -> Admission:
    """The same answer for what does not exist and for what one may not see."""
    return Admission(refusal=NO_DOCUMENT, reason=_("There is no such document."), subprotocol=subprotocol)


def _key(user: Any) -> str:
    return str(user.pk) if user.is_authenticated else ""


def identity(user: Any) -> dict[str, Any]:
    """What others see beside a caret and in the faces."""
    if not user.is_authenticated:
        return {"id": "", "name": _("Visitor"), "initials": "?", "color": "#5b625d", "kind": "", "organisation": ""}
    profile = getattr(user, "profile", None)
    return {
        "id": str(user.pk),
        "name": str(user),
        "initials": user.initials,
        "color": user.colour,
        "kind": profile.get_kind_display() if profile else "",
        "organisation": str(profile.organisation) if profile and profile.organisation else "",
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
