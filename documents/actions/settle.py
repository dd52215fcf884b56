"""What is derived from a text once its room is quiet: words, excerpt, one event a sitting."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from activity.models import Event
from activity.record import record
from documents import content
from documents.models import Document
from documents.signals import text_changed

SITTING = timedelta(minutes=30)
WORD = re.compile(r"\w[\w’'-]*")


@transaction.atomic
def settle_document(room: str, authors: list[str]) -> None:
    """Store the derived rows of a document and send `text_changed` after the commit. Unknown rooms are left alone."""
    try:
        document = Document.objects.filter(pk=UUID(room)).first()
    except ValueError:
        document = None
    if document is None:
        return  # a room of something else
    document.text = content.plain(content.read_document(document))
    document.words = len(WORD.findall(document.text))
    document.edited_at = timezone.now()
    document.save(update_fields=["text", "words", "edited_at"])
    for person in get_user_model().objects.filter(pk__in=authors):
        _tell_of_the_sitting(document, person)
    transaction.on_commit(lambda: _announce(document))


def _tell_of_the_sitting(document: Document, person: Any) -> None:
    """At most one event for each person and half-hour, creation included: a feed is not a log of strokes."""
    recent = Event.objects.filter(
        verb__in=("document.created", "document.edited"),
        actor=person,
        subject_kind="document",
        subject_id=str(document.pk),
        at__gte=timezone.now() - SITTING,
    )
    if not recent.exists():
        record("document.edited", by=person, on=document, workspace=document.workspace_id, title=document.title)


def _announce(document: Document) -> None:
    text_changed.send_robust(sender=Document, document=document)
