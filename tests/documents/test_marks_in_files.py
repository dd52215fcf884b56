"""The mark of a comment is nothing that a reader of a page or of a file sees: the same words, with or without it."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document as WordFile

from activity.models import Event
from documents import content
from documents.actions.exporting import export
from documents.formats.html import writer as html
from documents.formats.options import Options
from documents.models import Document
from realtime import log, settling
from tests import make
from tests.threads import thread_on

TEXT = {
    "type": "doc",
    "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "Les données publiques sont ouvertes."}]},
        {"type": "codeBlock", "content": [{"type": "text", "text": "x = donnees()"}]},
        {
            "type": "paragraph",
            "content": [
                {"type": "text", "text": "Voir "},
                {"type": "text", "text": "lire()", "marks": [{"type": "code"}]},
                {"type": "text", "text": " ici."},
            ],
        },
    ],
}


@pytest.fixture
def commented(alice: Any, workspace: Any) -> Document:
    document: Document = make.create_document(workspace, "Commenté", by=alice, tree=TEXT)
    for words in ("données publiques", "publiques sont", "donnees", "lire", "ouvertes.\nx = donnees()\nVoir lire"):
        thread_on(document, words, by=alice)
    return document


def test_pages_and_files_say_what_they_said_before(commented: Document, alice: Any, workspace: Any) -> None:
    plain: Document = make.create_document(workspace, "Commenté", by=alice, tree=TEXT)
    now, before = content.read_document(commented), content.read_document(plain)
    assert content.plain(now) == content.plain(before)
    shown = html.write(now, lambda image: "")
    assert "comment" not in shown and "thread" not in shown
    without = Options(comments=False)
    files = [export(one, "docx", by=alice, options=without).content for one in (commented, plain)]
    parts = [zipfile.ZipFile(io.BytesIO(one)) for one in files]
    assert "comment" not in parts[0].read("word/document.xml").decode()
    words = [["".join(run.text for run in one.runs) for one in WordFile(part.fp).paragraphs] for part in parts]
    assert words[0] == words[1]


def test_commenting_is_no_writing(document: Document, carol: Any, alice: Any) -> None:
    thread_on(document, "publiques", by=carol)
    settling.settle(document.room, log.load(document.room).last)
    assert not Event.objects.filter(verb="document.edited", actor=carol).exists()
    assert list(document.authors()) == [alice]
