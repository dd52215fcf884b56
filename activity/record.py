"""Writes an event in the transaction of the change it tells."""

import json
from typing import Any

from django.db import models, transaction

from activity import behalf, chain
from activity.models import Event
from activity.signals import recorded
from activity.verbs import AUDIT, SENTENCES


def record(
    verb: str,
    *,
    by: Any,
    on: Any = None,
    workspace: int | None = None,
    about: Any = None,
    on_behalf_of: str = "",
    **data: Any,
) -> Event:
    """`by` is the acting account or None for the machine, `on` the model instance the verb is about.

    `about` is the account, group or organisation that the event concerns (or its word, "user:12"); `on_behalf_of` the word
    of whom the actor acted for, known by itself for an administrator in somebody's place (activity/behalf.py). An audit
    verb goes in the chain of its workspace, or of the instance. Raises `KeyError` for a verb without a sentence.
    """
    SENTENCES[verb]
    holding = getattr(on, "content_object", None)
    if isinstance(holding, models.Model):  # an invitation, a request: on what it is stays known when its row is gone
        data.setdefault("of", word_of(holding))
    by, on_behalf_of = behalf.really(by, on_behalf_of)
    actor = by if by is not None and by.pk else None
    event = Event(
        actor=actor,
        actor_key=actor.pk if actor else None,
        on_behalf_of=on_behalf_of,
        verb=verb,
        subject_kind=on._meta.model_name if on is not None else "",
        subject_id=str(on.pk) if on is not None else "",
        about=word_of(about),
        workspace=workspace,
        data=json.loads(json.dumps(data, default=str)),  # as it will be read back
    )
    if verb in AUDIT:
        chain.append(event)
    else:
        event.save(force_insert=True)
    transaction.on_commit(lambda: recorded.send(sender=Event, event=event), robust=True)
    return event


def word_of(someone: Any) -> str:
    """The opaque word of an account, a group or an organisation: "user:12"."""
    return f"{someone._meta.model_name}:{someone.pk}" if isinstance(someone, models.Model) else str(someone or "")
