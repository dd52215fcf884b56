"""Word files that come back, for tests: taken out of a document, changed as somebody does in Word, brought in again."""

import io
from collections.abc import Callable
from typing import Any

import docx

from documents.actions.bringing_back import Outcome, bring_back, propose_returned
from documents.actions.exporting import export
from documents.formats.options import EVERYTHING, Options
from documents.models import Document, Return

Change = Callable[[Any], None]  # of the file, opened with python-docx


def taken(document: Document, by: Any, options: Options = EVERYTHING) -> bytes:
    return export(document, "docx", by=by, options=options).content


def changed(data: bytes, change: Change) -> bytes:
    opened = docx.Document(io.BytesIO(data))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def retype(words: str, other: str) -> Change:
    """The same paragraph says something else."""

    def change(opened: Any) -> None:
        paragraph = of(opened, words)
        paragraph.runs[0].text = paragraph.text.replace(words, other)
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)

    return change


def of(opened: Any, words: str) -> Any:
    return next(one for one in opened.paragraphs if words in one.text)


def brought(document: Document, by: Any, data: bytes, name: str = "retour.docx") -> Return:
    return bring_back(document, name, data, by=by)


def proposed(document: Document, by: Any, data: bytes) -> Outcome:
    return propose_returned(brought(document, by, data), by=by)
