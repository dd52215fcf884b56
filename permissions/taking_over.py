"""A guest who signs in or up takes along what they did: everything that was theirs becomes the account's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activity.models import Event
from activity.record import record
from permissions.actions import announce
from permissions.models import LinkEntry, UserGrant
from realtime.handing_over import hand_over

TAKEN = "account.guest_taken_over"
LEFT_BEHIND = frozenset({"usersessions.UserSession"})  # the guest's own sessions end with them
LATE = timedelta(minutes=10)  # for so long, what a socket of the guest was writing is looked for again


@transaction.atomic
def take_over(guest: User | None, *, by: Any) -> None:
    """Make `by`, an account, the author of all that the guest did; the guest is gone then.

    Raises `ValidationError` if it was done already, or if either is not what it has to be.
    """
    rows = User.objects.filter(pk=guest.pk if guest else 0, email=None, is_active=True)
    found = (rows.select_for_update() if connection.features.has_select_for_update else rows).first()
    if found is None or not found.is_guest:
        raise ValidationError(_("This was done already, or there is nothing to take over."), code="guest_gone")
    if by.is_guest:
        raise ValidationError(_("This needs an account."), code="guest")
    opened = {row.content_object for table in _access_tables() for row in table.objects.filter(user=found)}
    hand_over(str(found.pk), str(by.pk), _rooms(found))
    for model, field in _pointing_at_people():
        move_rows(model._base_manager.filter(**{field: found}), field, by)
    record("account.guest_taken_over", by=by, guest=found.pk)
    for subject in opened:
        announce(subject, by)
    found.delete()


def take_what_came_late() -> None:
    """Once more for the guests of the last minutes: a socket may have been writing while its author changed."""
    for event in Event.objects.filter(verb=TAKEN, at__gt=timezone.now() - LATE).exclude(actor=None):
        hand_over(str(event.data["guest"]), str(event.actor_id))


def _rooms(guest: User) -> set[str]:
    """Where the guest did something that was told: writing is told when a room falls quiet."""
    told = Event.objects.filter(actor=guest, subject_kind="document")
    return set(told.values_list("subject_id", flat=True))


def _pointing_at_people() -> Iterator[tuple[Any, str]]:
    """Every table with a row for each account or guest it is about, and the name of the column."""
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            model: Any = relation.related_model
            if model._meta.label not in LEFT_BEHIND:
                yield model, relation.field.name  # type: ignore[union-attr]


def _access_tables() -> list[Any]:
    """A role given by hand, or having come in by a link."""
    return [model for model, _field in _pointing_at_people() if issubclass(model, LinkEntry | UserGrant)]


def move_rows(theirs: Any, field: str, account: Any) -> int:
    """All at once, or, where a row must be the only one, one by one: what the account has already is not had twice.

    How many there were.
    """
    try:
        with transaction.atomic():
            return int(theirs.update(**{field: account}))
    except IntegrityError:
        rows = list(theirs)
        for row in rows:
            _move_one(row, field, account)
        return len(rows)


def _move_one(row: Any, field: str, account: Any) -> None:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field: account})
    except IntegrityError:
        row.delete()
