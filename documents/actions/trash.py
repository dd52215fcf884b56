"""The trash empties itself: documents that lay there longer than `TRASH_DAYS` are deleted with all they hold."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents.models import Document
from realtime import log


def empty_old_trash() -> int:
    """Delete what is past its time; how many documents."""
    limit = timezone.now() - timedelta(days=settings.TRASH_DAYS)
    old = list(Document.objects.trashed().filter(trashed_at__lt=limit))
    for document in old:
        purge_document(document)
    return len(old)


def purge_document(document: Document) -> None:
    """Delete a document for ever: rows, grants, log and images. Files go only once the rows are gone."""
    files = [attachment.file for attachment in document.attachments.all()]
    with transaction.atomic():
        log.purge(document.room)
        document.delete()
        for file in files:
            transaction.on_commit(partial(file.delete, save=False))
