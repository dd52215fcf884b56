"""Sends one mail: claimed first, rights asked at that moment, tried again only while it certainly did not leave."""

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from notifications import letters
from notifications.lines import Line, lines
from notifications.mailing import send_later
from notifications.models import Mailing, Preference
from notifications.seen import seen_by
from notifications.timing import out_of_quiet
from notifications.written import written_since

logger = logging.getLogger(__name__)

# After how long a refused mail is tried again; after the last of these it is given up. About two days in all.
TRIED_AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 720, 1440)]
# The mail server said no, or was not there: the mail has not left. Anything else may come after it did.
NOT_LEFT = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class NotLeft(Exception):
    """The mail is certainly still here."""


def send_mailing(key: str) -> str:
    """The state afterwards; "" where another worker has it, or it is done. Runs outside any transaction of its own."""
    mailing = _claimed(key)
    if mailing is None:
        return ""
    with translation.override(mailing.person.language):
        told = _told(mailing)
        if not told:
            return _end(mailing, Mailing.State.DROPPED)
        message = letters.compose(mailing, told)
    try:
        _hand_over(message)
    except NotLeft as refusal:
        return _try_again(mailing, refusal)
    except Exception as fault:
        logger.error("mail %s may have left or not: %s", mailing.pk, type(fault.__cause__ or fault).__name__)
        return _end(mailing, Mailing.State.DOUBTFUL)
    return _end(mailing, Mailing.State.SENT)


def _claimed(key: str) -> Mailing | None:
    """One statement: of two workers one changes the row."""
    now = timezone.now()
    try:
        waiting = Mailing.objects.filter(pk=key, state=Mailing.State.WAITING, next_at__lte=now)
        claimed = waiting.update(state=Mailing.State.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    except ValidationError:
        return None
    if not claimed:
        return None
    return Mailing.objects.select_related("person", "document__workspace", "workspace").get(pk=key)


def _told(mailing: Mailing) -> list[Line]:
    """What its reader may see at this moment, has not read meanwhile, and is still there."""
    person: Any = mailing.person
    if not person.is_active or not person.email:
        return []
    notices = seen_by(person).filter(mailing=mailing, read_at=None).order_by("at", "id")
    found = list(notices)
    written = written_since(found)
    told = [line for line in lines(found, person) if not line.excerpt.gone]
    return [line.saying(written[line.notice.pk]) if line.notice.pk in written else line for line in told]


def _hand_over(message: EmailMessage) -> None:
    """Raises `NotLeft` while nothing can have left."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as fault:
        raise NotLeft(type(fault).__name__) from fault
    try:
        message.connection = connection
        message.send()
    except NOT_LEFT as fault:
        raise NotLeft(type(fault).__name__) from fault
    finally:
        _close(connection)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as fault:  # the mail has left: a server that hangs up badly changes nothing
        logger.info("the mail server hung up: %s", type(fault).__name__)


@transaction.atomic
def _try_again(mailing: Mailing, refusal: NotLeft) -> str:
    """No log holds an address."""
    if mailing.attempts > len(TRIED_AGAIN):
        logger.error("mail %s is given up after %s attempts: %s", mailing.pk, mailing.attempts, refusal)
        return _end(mailing, Mailing.State.GIVEN_UP)
    general = Preference.objects.filter(person=mailing.person, document=None, workspace=None).first()
    moment = out_of_quiet(timezone.now() + TRIED_AGAIN[mailing.attempts - 1], general)
    Mailing.objects.filter(pk=mailing.pk).update(state=Mailing.State.WAITING, next_at=moment)
    send_later(mailing, moment)
    logger.warning("mail %s did not leave (%s): tried again later", mailing.pk, refusal)
    return str(Mailing.State.WAITING)


def _end(mailing: Mailing, state: str) -> str:
    sent = timezone.now() if state == Mailing.State.SENT else None
    Mailing.objects.filter(pk=mailing.pk).update(state=state, sent_at=sent)
    return str(state)
