"""Closing an account: at once nobody comes in by it and nothing in it tells who it was; then each app forgets its part.

The row stays, inactive and without a name, for what others have beside it. What is long (texts) follows the commit; if it
fails, `manage.py work` takes it up again until it is done: the two events say where it stands.
"""

import logging
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import members, personal_data, shared_device
from accounts.models import ActFor, Organisation, PeopleGroup, Role, Token, User
from accounts.personal_data import BLANK, HOWS, model_of, rows_about
from accounts.personal_fields import PURPOSES
from accounts.personal_rows import DELETE, Rows
from accounts.telling import tell_at
from activity.erasing import forget
from activity.models import Event
from activity.record import record

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=1)  # by then every process knows that the account is closed, even if it was not told


def close_account(user: User, how: str, *, by: User | None) -> None:
    """`anonymise`: the author becomes nobody in particular. `blank`: what they wrote is erased as well.

    `by` is the person, or None for a command. Raises `ValidationError` for an account that is closed, an unknown `how`,
    and while something shared would be left without a manager.
    """
    if how not in HOWS:
        raise ValidationError(_("Choose what becomes of what you wrote."), code="how_unknown")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_closed:
            raise ValidationError(_("This account is closed already."), code="closed")
        if held := personal_data.left_by(user)[0]:
            raise ValidationError(
                _("You are the only manager of “%(title)s”: name another one first.") % {"title": held[0]},
                code="last_manager",
            )
        record("account.closed", by=by, on=user, how=how)
        address, language = user.email, user.language
        _take_away(user)
        tell_at(address, language, "account_closed")  # after what open sockets hear: it may take its time to leave
    finish(user, how)


def _take_away(user: User) -> None:
    """What identifies and what lets in; open sockets hear of it after the commit (`accounts.receivers`)."""
    forget(user, by=None)  # words in events of old; those of today hold numbers
    _forget_in_the_administration(user)
    for session in sessions_of(user):
        session.delete()
    later = personal_data.PARTS.keys() - {"accounts"}  # those apps still need their rows to know what to forget
    _leave_bodies(user)
    declared = Organisation.objects.filter(profiles__user=user).first()
    for rows in _to_delete():
        if rows.by == "address" or rows.model.partition(".")[0] not in later:
            rows_about(user, rows).delete()
    _forget_declared(declared)
    user.acted_for.update(reason="")
    user.groups.clear()
    user.user_permissions.clear()
    user.name, user.email, user.language = "", None, str(User._meta.get_field("language").default)
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def leaves(user: User) -> personal_data.Left:
    """Organisations and groups of which they are the last manager: others need one; a group that is theirs alone goes."""
    held: list[Any] = []
    gone: list[Any] = []
    for model in (Organisation, PeopleGroup):
        for body in model.objects.filter(memberships__user=user, memberships__role=Role.MANAGER):
            others = body.memberships.exclude(user=user).filter(user__is_active=True)
            if others.filter(role=Role.MANAGER).exists():
                continue
            if others.exists():
                held.append(body)
            elif isinstance(body, PeopleGroup):
                gone.append(body)
    return held, gone


def _leave_bodies(user: User) -> None:
    for group in leaves(user)[1]:
        record("group.deleted", by=user, on=group, title=group.name)
        group.group.delete()
    members.leave_everything(user)


def _forget_declared(organisation: Organisation | None) -> None:
    """A name that they alone gave, often their own; of one that was opened or verified, others have something."""
    if organisation is None:
        return
    told = Event.objects.filter(subject_kind="organisation", subject_id=str(organisation.pk))
    if not told.exists():
        Organisation.objects.filter(pk=organisation.pk, siret=None, memberships=None, profiles=None).delete()


def _forget_in_the_administration(user: User) -> None:
    """Its journal keeps names as they were shown: of the account, and of rows that are shown with it."""
    known = ContentType.objects.get_for_models(User, Token, ActFor)
    named = Q(content_type=known.pop(User), object_id=str(user.pk))
    if user.name:
        named |= Q(content_type__in=known.values(), object_repr__contains=user.name)
    LogEntry.objects.filter(named).update(object_repr="", change_message="")


def finish(user: User, how: str) -> bool:
    """Let every app forget; whether it is done. What fails is tried again by `finish_closings`."""
    try:
        personal_data.erase(user, how)
        with transaction.atomic():
            for rows in _to_delete():
                rows_about(user, rows).delete()
            record("account.erased", by=None, on=user, how=how)
    except Exception:
        logger.exception("account %s is closed, but not everything is erased yet; it will be tried again", user.pk)
        return False
    return True


def _to_delete() -> list[Rows]:
    found = [rows for purpose in PURPOSES for rows in purpose.rows]
    return [rows for rows in found if rows.closing == DELETE and rows.of and model_of(rows) is not None]


def finish_closings() -> int:
    """Take up what a crash or an error left, and erase once more a while later: a socket may have been writing while its
    account was closed, in a text where its person had written nothing before. How many accounts."""
    erased = Event.objects.filter(verb="account.erased", subject_id=OuterRef("subject_id")).order_by("-id").values("at")
    begun = Event.objects.filter(verb="account.closed").annotate(erased=Subquery(erased[:1]))
    late = Q(data__how=BLANK, at__lt=timezone.now() - LATE, erased__lt=F("at") + LATE)
    hows = dict(begun.filter(Q(erased=None) | late).values_list("subject_id", "data__how"))
    return sum(finish(user, hows[str(user.pk)]) for user in User.objects.filter(pk__in=hows))


# Sessions, which Django keeps without saying whose they are


def sessions_of(user: User) -> list[Session]:
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    return [session for session in open_ones if session.get_decoded().get(SESSION_KEY) == str(user.pk)]


def collect(user: User) -> dict[str, Any]:
    """Sessions without what opens them."""
    return {
        "sessions.json": [
            {"expires": session.expire_date, "shared_device": bool(session.get_decoded().get(shared_device.CHOICE))}
            for session in sessions_of(user)
        ]
    }
