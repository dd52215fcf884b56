"""A room fell quiet: claim it, so that one process alone derives what follows from the text, and tell it upwards."""

import logging

from django.db import transaction

from realtime import log
from realtime.models import Update
from realtime.signals import settled

logger = logging.getLogger(__name__)


def settle(room: str, number: int) -> bool:
    """Send `settled` for a room that stands at `number`, if nobody did; False if another process was first."""
    try:
        with transaction.atomic():
            before = log.claim_settling(room, number)
            if before is None:
                return False
            authors = log.authors_between(room, before, number)
            settled.send(sender=Update, room=room, number=number, authors=authors)
    except Exception:
        logger.exception("settling %s failed; the sweep will try again", room)
        return False
    log.compact_if_long(room)
    return True


def sweep() -> int:
    """Settle what a crash or another process left behind; how many rooms."""
    return sum(settle(room, last) for room, last in log.unsettled())
