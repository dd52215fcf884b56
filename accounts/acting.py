"""Acting for a person: a chief administrator in their place for a while, to put right what they cannot.

The person is told at once, each thing done is recorded under the administrator's name, and a banner stands on every page.
Words of a live text are never written this way (docs/decisions/0022-who-signs-in-and-how.md).
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.backend import SignInBackend
from accounts.models import ActFor, User
from accounts.signals import access_ended
from accounts.suspension import reason_of
from accounts.telling import tell
from activity.behalf import on_behalf
from activity.record import record

ACTING = "acting"  # in the session: the key of the row
LONGEST = 60  # minutes
# What is the person's own, and who belongs to what: a member keeps what the membership opens after the hour is over.
CLOSED = re.compile(
    r"^/(?:compte|profil|avis|administration|agir-pour|comptes|invite|(?:api/v1/)?(?:organisations|groups|groupes|notices))/"
    r"|^/(?:documents|espaces)/[^/]+/avis/"
)
LIVE_TEXT = re.compile(r"^/api/v1/documents/[^/]+/sync/?$")


@transaction.atomic
def act_for(person: User, *, by: User, reason: str, minutes: int = LONGEST) -> ActFor:
    """Only who looks after accounts in chief, with a second factor; never in the place of another administrator."""
    if not (by.is_active and by.is_superuser and second_factor.has_one(by)):
        raise PermissionDenied(_("Only a chief administrator with a second step to sign in can act for somebody."))
    if person.is_staff or person.is_superuser or person.pk == by.pk:
        raise PermissionDenied(_("Nobody acts for an administrator."))
    if not person.is_active or not person.email:
        raise ValidationError(_("This person cannot be told by mail, so nobody acts for them."), code="cannot_be_told")
    if not 1 <= minutes <= LONGEST:
        raise ValidationError(_("Between one minute and an hour."), code="minutes")
    reason = reason_of(reason)
    until = timezone.now() + timedelta(minutes=minutes)
    acting = ActFor.objects.create(administrator=by, person=person, reason=reason, until=until)
    record("account.acting_started", by=by, on=person, about=person, reason=reason, until=until.isoformat())
    _ask_sockets_again(by)  # before the mail, which may take its time to leave
    tell(person, "acting_started", administrator=str(by), reason=reason, minutes=minutes)
    return acting


@transaction.atomic
def stop_acting(acting: ActFor) -> None:
    """By the button, at sign-out, or when the administrator comes back after the time is over."""
    acting.ended_at = min(timezone.now(), acting.until)
    if ActFor.objects.filter(pk=acting.pk, ended_at=None).update(ended_at=acting.ended_at):
        record("account.acting_ended", by=acting.administrator, on=acting.person, about=acting.person)
        _ask_sockets_again(acting.administrator)


def _ask_sockets_again(administrator: User) -> None:
    """What the administrator has open as themselves closes, comes back, and is judged by what is true then."""
    transaction.on_commit(partial(access_ended.send_robust, sender=User, user=administrator))


def is_acting(session: Any) -> bool:
    """Whether a socket that comes in with this session is an administrator's in another's place."""
    return session is not None and bool(session.get(ACTING))


class ActingMiddleware:
    """Puts the person in the administrator's place, who stays in `request.administrator`; `request.acting` says why.

    It stands after the languages: the pages stay in the administrator's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        acting = _current(request) if request.session.get(ACTING) else None
        if acting is None:
            return self.get_response(request)
        if request.path in {reverse("acting_end"), reverse("account_logout"), reverse("set_language")}:
            request.acting = acting
            if request.path == reverse("account_logout") and request.method == "POST":
                leave(request, acting)
            return self.get_response(request)
        if LIVE_TEXT.match(request.path):
            return JsonResponse({"detail": no_live_text(), "code": "forbidden", "fields": {}}, status=403)
        administrator, request.user = acting.administrator, acting.person
        request.administrator, request.acting = administrator, acting
        if CLOSED.match(request.path):
            raise PermissionDenied(_("Not while you act for somebody: this belongs to the person alone."))
        with on_behalf(acting.person, by=administrator):
            return self.get_response(request)


def no_live_text() -> str:
    return _("Nobody writes or follows a live text in another's place: open the reading page.")


def leave(request: HttpRequest, acting: ActFor) -> None:
    stop_acting(acting)
    request.session.pop(ACTING, None)


def _current(request: Any) -> ActFor | None:
    """None ends it: the time is over, it was stopped elsewhere, or one of the two is no longer what they were."""
    acting = (
        ActFor.objects.select_related("administrator", "person")
        .filter(pk=request.session[ACTING], administrator_id=request.user.pk)
        .first()
    )
    if acting is None:
        request.session.pop(ACTING, None)
        return None
    person = SignInBackend().get_user(acting.person_id)
    over = acting.ended_at is not None or acting.until <= timezone.now()
    if person is None or person.is_staff or person.is_superuser or not acting.administrator.is_superuser or over:
        leave(request, acting)
        return None
    acting.person = person
    return acting
