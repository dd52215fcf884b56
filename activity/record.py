"""Writes an event in the transaction of the change it tells."""

from typing import Any

from django.db import transaction

from activity.models import Event
from activity.signals import recorded
from activity.verbs import SENTENCES


def record(verb: str, *, by: Any, on: Any = None, workspace: int | None = None, **data: Any) -> Event:
    """`by` is the acting account or None for the machine, `on` the model instance the verb is about.

    Raises `KeyError` for a verb without a sentence.
    """
    SENTENCES[verb]
    event = Event.objects.create(
        actor=by if by is not None and by.pk else None,
        verb=verb,
        subject_kind=on._meta.model_name if on is not None else "",
        subject_id=str(on.pk) if on is not None else "",
        workspace=workspace,
        data=data,
    )
    transaction.on_commit(lambda: recorded.send(sender=Event, event=event), robust=True)
    return event
