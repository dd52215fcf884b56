"""A Word file that LibreOffice opened and saved comes back: our names are in it, what it did not touch is unchanged."""

import shutil
from typing import Any

import pytest

from documents.actions.documents import create_document
from documents.formats import libreoffice
from documents.models import Document
from tests import make
from tests.documents.returned import brought, changed, retype, taken

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def text(alice: Any, workspace: Any) -> Document:
    return create_document(
        workspace, "Ouvrir", by=alice, tree=make.tree("Le premier point.", "Le second point.", "Fin.")
    )


def saved_by_libreoffice(data: bytes) -> bytes:
    """Through its own format and back, as somebody who keeps working there would."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is absent")
    return libreoffice.convert(libreoffice.convert(data, "docx", "odt"), "odt", "docx")


def test_what_it_saves_unchanged_is_unchanged(text: Document, alice: Any) -> None:
    waiting = brought(text, alice, saved_by_libreoffice(taken(text, alice)))
    assert (waiting.proposed, waiting.left) == ([], [])


def test_what_was_written_there_is_one_proposal(text: Document, alice: Any) -> None:
    data = changed(taken(text, alice), retype("second", "deuxième"))
    waiting = brought(text, alice, saved_by_libreoffice(data))
    assert len(waiting.proposed) == 1 and waiting.left == []
