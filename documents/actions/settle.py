"""What is derived from a text once its room is quiet: words, excerpt, one event a sitting, a version."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from activity.models import Event
from activity.record import record
from documents import authorship, content
from documents.actions.anchoring import anchor_again, passages_in, threads_on
from documents.actions.keeping import keep_automatic
from documents.actions.outdating import Verdicts, judge, store_verdicts
from documents.models import Document
from documents.passages import Found
from documents.signals import text_changed
from realtime import engine, log

logger = logging.getLogger(__name__)

SITTING = timedelta(minutes=30)


def settle_document(room: str) -> Callable[[list[str]], None] | None:
    """Derive the rows of a document from its text, which takes long where the text is; the function that stores them.

    None for an unknown room.
    """
    try:
        document = Document.objects.filter(pk=UUID(room)).first()
    except ValueError:
        document = None
    if document is None:
        return None  # a room of something else
    threads = {} if document.quarantined else threads_on(document)  # its last good text may be older than a mark
    epoch = _epoch(room)
    tree, number = authorship.read_numbered(document)
    return partial(_store, document.pk, epoch, tree, number, passages_in(tree, threads), judge(document, tree))


def _epoch(room: str) -> str:
    return log.standing([room]).get(room, (0, "", False))[1]


def derive_again(document: Document) -> None:
    """After what is stored of its text was changed: the plain text, for search and cards."""
    try:
        store = settle_document(document.room)
    except engine.OURS:
        raise
    except BaseException as error:  # the engine's panics are no Exceptions
        logger.warning("document %s cannot be read after what was erased: %s", document.pk, type(error).__name__)
        return
    if store is not None:
        store([])


@transaction.atomic
def _store(
    pk: UUID,
    epoch: str,
    tree: content.Tree,
    number: int,
    passages: Mapping[Any, Found | None],
    verdicts: Verdicts,
    authors: list[str],
) -> None:
    """Also send `text_changed` after the commit."""
    document = Document.objects.filter(pk=pk).first()
    if document is None or _epoch(document.room) != epoch:
        return  # deleted meanwhile; or words or a name were erased, and whoever did it derives it again
    document.text, document.words = content.plain(tree), content.count_words(tree)
    document.edited_at = timezone.now()
    document.save(update_fields=["text", "words", "edited_at"])
    anchor_again(document, passages)
    store_verdicts(document, verdicts)
    for person in get_user_model().objects.filter(pk__in=authors):
        _tell_of_the_sitting(document, person)
    keep_automatic(document, tree, number)
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
