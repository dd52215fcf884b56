"""The worker's part of an export: the file is made step by step, for as long as somebody wants it."""

import logging
import threading
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from documents import tasks
from documents.actions.exporting import EXPORTERS, Exported
from documents.actions.exports import end_export
from documents.actions.other_formats import BY_OFFICE, by_office
from documents.actions.volumes import make_volume
from documents.formats import libreoffice
from documents.formats.options import Options
from documents.models import Export, Failure

logger = logging.getLogger(__name__)

stopping = threading.Event()  # the worker is told to end: what is underway waits for the next one
SIGN_OF_LIFE = timedelta(seconds=1)


def make_export(key: str) -> str:
    """ "done", or what became of it instead. Once only, whoever calls; nothing for who may not read any more."""
    claimed = Export.objects.filter(pk=key, state=Export.State.WAITING)
    if not claimed.update(state=Export.State.MAKING, heard_at=timezone.now(), progress=5):
        return "not wanted"
    export = Export.objects.select_related("document__workspace", "workspace", "person").get(pk=key)
    try:
        with translation.override(export.person.language):
            return _keep(export, _made(export))
    except libreoffice.Unwanted:
        return _put_back(export) if stopping.is_set() else "not wanted"
    except libreoffice.Missing:
        return _fail(export, Failure.MISSING)
    except libreoffice.TooLong:
        return _fail(export, Failure.LATE)
    except libreoffice.Failed:
        return _fail(export, Failure.REFUSED)
    except ValidationError:  # all else was asked when it was asked for
        return _fail(export, Failure.TEMPLATE)
    except Exception:
        logger.exception("export %s of %s failed", export.pk, export.document_id or export.workspace_id)
        return _fail(export, Failure.BROKEN)


def _made(export: Export) -> Exported:
    made = _volume(export) if export.is_volume else _document(export)
    if made is None:
        export.delete()
        raise libreoffice.Unwanted
    return made


def _document(export: Export) -> Exported | None:
    document, person = export.document, export.person
    if (
        not person.is_active
        or document.trashed_at is not None
        or not person.has_perm(document.permission("view"), document)
    ):
        return None
    options = Options(**export.options)
    if export.format in BY_OFFICE:
        return by_office(export.format, document, person, options, _Steps(export))
    return EXPORTERS[export.format](document, person, options)


def _volume(export: Export) -> Exported | None:
    return make_volume(export, _Steps(export)) if export.person.is_active else None


class _Steps:
    """Writes down how far it is, once a second at most, and looks whether the file is still wanted."""

    def __init__(self, export: Export) -> None:
        self._export, self._heard = export, timezone.now()

    def __call__(self, done: int) -> bool:
        now = timezone.now()
        if stopping.is_set():
            return False
        if now - self._heard < SIGN_OF_LIFE:
            return True
        self._heard = now
        return bool(Export.objects.filter(pk=self._export.pk).update(progress=done, heard_at=now))


def _keep(export: Export, made: Exported) -> str:
    """Cancelled meanwhile, its file goes again."""
    export.file.save(made.filename, ContentFile(made.content), save=False)
    name, storage = str(export.file.name), export.file.storage
    fields: dict[str, Any] = {
        "file": name,
        "filename": made.filename,
        "content_type": made.content_type,
        "size": len(made.content),
        "left_out": made.left_out,
    }
    if end_export(export, Export.State.DONE, **fields):
        return "done"
    storage.delete(name)
    return "not wanted"


def _fail(export: Export, failure: Failure) -> str:
    return str(failure.value) if end_export(export, Export.State.FAILED, failure=failure) else "not wanted"


def _put_back(export: Export) -> str:
    if Export.objects.filter(pk=export.pk).update(state=Export.State.WAITING, heard_at=None, progress=0):
        tasks.make_export.enqueue(str(export.pk))
    return "put back"
