"""A document becomes a Word file that two validators and LibreOffice accept; who may read may export."""

import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from openxml_audit import OpenXmlValidator

from activity.models import Event
from config.demo.bill import bill, source
from documents.actions.documents import create_document
from documents.actions.exchange import attach_image
from documents.actions.exporting import export
from documents.models import Document
from tests.documents.test_attach_image import picture
from workspaces.models import Workspace

CHECKER = Path(__file__).resolve().parents[3] / "shared" / "word" / "check_docx.py"


@pytest.fixture
def word_bill(alice: Any, workspace: Workspace) -> Document:
    return create_document(workspace, "Projet de loi : « République numérique »", by=alice, tree=bill(source()))


def test_readers_export(document: Document, dan: Any) -> None:
    exported = export(document, "docx", by=dan)
    assert exported.filename == "ouvrir-les-donnees.docx"
    assert (
        "sont ouvertes par défaut" in zipfile.ZipFile(io.BytesIO(exported.content)).read("word/document.xml").decode()
    )
    core = zipfile.ZipFile(io.BytesIO(exported.content)).read("docProps/core.xml").decode()
    assert "Alice Diop" in core
    assert "Ouvrir les données" in core


def test_strangers_do_not(document: Document, eve: Any) -> None:
    with pytest.raises(PermissionDenied):
        export(document, "docx", by=eve)


def test_strangers_are_told_nothing_of_files_that_take_their_time(document: Document, eve: Any) -> None:
    with pytest.raises(PermissionDenied):
        export(document, "pdf", by=eve)


@pytest.mark.parametrize("format", ["", "exe", "DOCX"])
def test_unknown_formats_are_told(document: Document, dan: Any, format: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        export(document, format, by=dan)
    assert refusal.value.code == "format_unknown"


def test_its_own_images_are_taken_along_and_no_other(document: Document, alice: Any, workspace: Workspace) -> None:
    image = attach_image(document, picture("WEBP"), by=alice)
    figures = [
        {"type": "figure", "attrs": {"image": key, "alt": alt}}
        for key, alt in ((str(image.pk), "La place"), ("00000000-0000-4000-8000-000000000000", "Ailleurs"))
    ]
    other = create_document(workspace, "Autre", by=alice, tree={"type": "doc", "content": figures})
    image.document = other
    image.save()
    exported = export(other, "docx", by=alice)
    names = zipfile.ZipFile(io.BytesIO(exported.content)).namelist()
    assert len([name for name in names if name.startswith("word/media/")]) == 1
    assert len(exported.left_out) == 1
    assert "Ailleurs" in zipfile.ZipFile(io.BytesIO(exported.content)).read("word/document.xml").decode()


def test_the_bill_passes_both_validators(word_bill: Document, tmp_path: Path) -> None:
    path = tmp_path / "bill.docx"
    call_command("export_document", str(word_bill.pk), "--format", "docx", "--output", str(path))
    result = OpenXmlValidator().validate(path)
    assert list(result.errors) == []
    if not CHECKER.exists():
        pytest.skip("the second validator is not beside the project (shared/word)")
    checked = subprocess.run(
        [sys.executable, str(CHECKER), str(path), "--profile", "export"], capture_output=True, text=True, check=False
    )
    assert checked.returncode in {0, 1}
    assert " 0 error(s)" in checked.stdout, checked.stdout


@pytest.mark.slow
def test_the_bill_opens_in_libreoffice(word_bill: Document, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is absent")
    path = tmp_path / "bill.docx"
    path.write_bytes(export(word_bill, "docx", by=None).content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    assert (tmp_path / "bill.pdf").read_bytes().startswith(b"%PDF")


def test_the_command_tells_what_is_wrong(db: Any, document: Document, tmp_path: Path) -> None:
    for key, format, output in (
        ("nimporte", "docx", "x.docx"),
        ("00000000-0000-4000-8000-000000000000", "docx", "x.docx"),
        (str(document.pk), "exe", "x.docx"),
        (str(document.pk), "docx", "absent/x.docx"),
    ):
        with pytest.raises(CommandError):
            call_command("export_document", key, "--format", format, "--output", str(tmp_path / output))


def test_it_is_recorded(document: Document, dan: Any) -> None:
    export(document, "docx", by=dan)
    event = Event.objects.get(verb="document.exported")
    assert (event.actor, event.data["format"]) == (dan, "docx")
