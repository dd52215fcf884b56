"""“See as…”: a manager looks at one document as a reader, a commenter or a visitor would, and changes nothing meanwhile.

The session says it, for one object; `backend.lowered` lowers by it and never raises.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from permissions import roles
from permissions.actions import require
from permissions.models import Shareable

SEEING = "seeing_as"  # in the session, and the attribute of the account that asks
VISITOR = "visitor"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def begin(request: HttpRequest, subject: Shareable, role: str) -> None:
    """Raises `PermissionDenied` below `manage`, `ValidationError` for an unknown role."""
    require(request.user, "manage", subject)
    if role not in choices(subject.kind):
        raise ValidationError(_("“%(role)s” is not a role here.") % {"role": role}, code="role_unknown")
    request.session[SEEING] = {"kind": subject.kind, "key": str(subject.pk), "role": role, "title": str(subject)}


def end(request: HttpRequest) -> None:
    request.session.pop(SEEING, None)


def choices(kind: str) -> dict[str, Any]:
    """What one may look as: every rung below one's own, and nobody in particular."""
    return {rung: roles.NAMES[rung].capitalize() for rung in roles.LADDERS[kind][:-1]} | {VISITOR: _("Visitor")}


def look(user: Any, session: Mapping[str, Any], key: str = "") -> bool:
    """Have an account look as its session says; whether that is about the object with this key."""
    said = session.get(SEEING)
    if said is None or not user.is_authenticated:
        return False
    setattr(user, SEEING, said)
    return bool(said["key"] == key)


class SeeingAsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            look(request.user, request.session)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Whatever an act would ask for: nothing is sent to the addresses of the object meanwhile, but to end it."""
        said = getattr(request.user, SEEING, None)
        ending = request.resolver_match is not None and request.resolver_match.url_name == "document_see_as"
        if said is not None and request.method not in SAFE and not ending and said["key"] in request.path:
            raise PermissionDenied(_("You look at this as somebody else would: be yourself again to change something."))
