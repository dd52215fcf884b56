"""A room fell quiet: claim it, so that one process alone derives what follows from the text, and tell it upwards."""

import logging
from typing import Any

from django.db import transaction

from realtime import compaction, log
from realtime.models import Update
from realtime.signals import settled

logger = logging.getLogger(__name__)


def settle(room: str, number: int) -> bool:
    """Send `settled` for a room that stands at `number`, if nobody did; False if another process was first.

    Receivers read the text before the transaction and store in it: on SQLite it holds the one lock of all writers.
    """
    try:
        if not log.waits_for_settling(room, number):
            return False
        answers: list[Any] = [answer for _, answer in settled.send(sender=Update, room=room, number=number)]
        with transaction.atomic():
            before = log.claim_settling(room, number)
            if before is None:
                return False
            authors = log.authors_between(room, before, number)
            for store in filter(None, answers):
                store(authors)
    except Exception:
        logger.exception("settling %s failed; the sweep will try again", room)
        return False
    compaction.compact_if_due(room)
    return True


def sweep() -> int:
    """Settle and compact what a crash or another process left behind; how many rooms were settled."""
    found = sum(settle(room, last) for room, last in log.unsettled())
    compaction.sweep()
    return found
