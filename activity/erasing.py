"""Takes the words that name an account out of events; the chains still verify, and say that it was done."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from activity import seals
from activity.models import Event
from activity.record import record, word_of

# The words of data that name somebody, or that somebody wrote about them.
NAMING = ("person", "email", "name", "reason")


@transaction.atomic
def forget(account: Any, *, by: Any, words: Iterable[str] = NAMING) -> int:
    """Blank what names the account in whatever was recorded about it; how many events.

    `account` keeps its key and its address until then: invitations were recorded under the address. For each chain that
    is touched, one event says which numbers were.
    """
    touched: dict[int | None, list[int]] = {}
    named = Q(about=word_of(account))
    for word in words:
        named |= Q(**{f"data__{word}": account.email}) if account.email else Q()
    count = 0
    for event in Event.objects.filter(named).order_by("pk"):
        gone = [word for word in words if word in event.data]
        if not gone:
            continue
        for word in gone:
            del event.data[word]
            if event.chain:
                event.seals[word] = seals.blanked(event.seals[word])
        event.save(update_fields=["data", "seals"])
        count += 1
        if event.number is not None:
            touched.setdefault(event.workspace, []).append(event.number)
    for workspace in sorted(touched, key=lambda one: (one is None, one)):  # the instance's chain comes last
        record("activity.blanked", by=by, workspace=workspace, numbers=touched[workspace])
    return count
