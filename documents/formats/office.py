"""ODT and PDF: LibreOffice makes them of our Word file, so that one writer is enough."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from documents.formats import libreoffice

ODT, PDF = "application/vnd.oasis.opendocument.text", "application/pdf"
TYPES = {"odt": ODT, "pdf": PDF}

# PDF/UA: tags, the language, the title in the window's bar, and an outline made of the headings.
ACCESSIBLE: Mapping[str, Any] = {
    "UseTaggedPDF": True,
    "PDFUACompliance": True,
    "ExportBookmarks": True,
    "DisplayPDFDocumentTitle": True,
}


def of_word(
    word: bytes,
    after: str,
    *,
    notes: bool = False,
    seconds: float = 60,
    wanted: Callable[[], bool] = lambda: True,
) -> bytes:
    """A Word file as an `odt` or a `pdf`; `notes` puts its comments into the PDF. Raises what `libreoffice.convert` does."""
    options = {**ACCESSIBLE, "ExportNotes": notes} if after == "pdf" else None
    made = libreoffice.convert(word, "docx", after, options=options, seconds=seconds, wanted=wanted)
    return _without_empty_folders(made) if after == "odt" else made


def _without_empty_folders(odt: bytes) -> bytes:
    """LibreOffice leaves folders that hold nothing and that its list of contents does not name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(odt)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            if not entry.is_dir():
                after.writestr(entry, before.read(entry), entry.compress_type)
    return out.getvalue()
