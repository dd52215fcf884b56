"""Every file of the corpus, which lies beside the repository, imports with a report or is refused with a sentence."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from documents.actions.importing import import_document
from documents.brought import report_of
from documents.formats import libreoffice
from documents.formats.reading.__main__ import MEMORY
from documents.models import Import
from workspaces.models import Workspace

FOLDER = Path(__file__).parents[3] / "shared" / "word" / "corpus" / "open"
FILES = sorted(FOLDER.iterdir()) if FOLDER.exists() else []
SECONDS = 20  # of processor time, ours and the child's: what else the machine does is not ours to answer for


def test_the_corpus_is_here() -> None:
    if not FILES:
        pytest.skip("the corpus is not beside this repository")
    assert len(FILES) == 56


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_imports_with_a_report_or_is_refused_with_a_sentence(file: Path, workspace: Workspace, alice: Any) -> None:
    if file.suffix == ".odt" and not libreoffice.is_here():
        pytest.skip("LibreOffice is not here")
    before = os.times()
    try:
        made = import_document(workspace, file.name, file.read_bytes(), by=alice)
    except ValidationError as refusal:
        assert " ".join(refusal.messages).endswith(".")
    else:
        assert report_of(Import.objects.get(document=made)).kept
    after = os.times()
    assert sum(after[:4]) - sum(before[:4]) < SECONDS
    assert MEMORY <= 512 * 1024 * 1024
