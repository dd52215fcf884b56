"""Help for tests of files that take their time: LibreOffice played by a function, and the worker's part done at once."""

from collections.abc import Callable
from typing import Any

import pytest

from documents.actions.making_exports import make_export
from documents.formats import libreoffice
from documents.models import Export

Office = Callable[..., bytes]


def play_office(monkeypatch: pytest.MonkeyPatch, makes: Office) -> None:
    monkeypatch.setattr(libreoffice, "convert", makes)


def makes_pdf(data: bytes, before: str, after: str, **_: Any) -> bytes:
    assert data.startswith(b"PK") and (before, after) == ("docx", "pdf")
    return b"%PDF-1.6 made"


def fails_with(error: Exception) -> Office:
    def makes(*args: Any, **more: Any) -> bytes:
        raise error

    return makes


def work_on(export: Export) -> Export:
    """The worker's part; the export as it is then."""
    make_export(str(export.pk))
    export.refresh_from_db()
    return export
