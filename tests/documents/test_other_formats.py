"""A document as Markdown and as an HTML file: with its own pictures, with or without names, with proposals or not."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from documents.actions.documents import create_document
from documents.actions.exchange import attach_image
from documents.actions.exporting import export
from documents.formats.libreoffice import Missing
from documents.formats.options import Options
from documents.models import Document
from tests import make
from tests.documents.exports import fails_with, makes_pdf, play_office
from tests.documents.proposing import propose
from tests.documents.test_attach_image import picture
from workspaces.models import Workspace


def test_a_reader_takes_each(document: Document, dan: Any) -> None:
    markdown, page = (export(document, format, by=dan) for format in ("md", "html"))
    assert markdown.content.decode() == "# Ouvrir les données\n\nLes données publiques sont ouvertes par défaut.\n"
    assert (markdown.filename, page.filename) == ("ouvrir-les-donnees.md", "ouvrir-les-donnees.html")
    assert '<html lang="fr-FR">' in page.content.decode() and "Dernière modification le" in page.content.decode()


def test_strangers_take_nothing(document: Document, eve: Any) -> None:
    for format in ("md", "html"):
        with pytest.raises(PermissionDenied):
            export(document, format, by=eve)


def test_pictures_stand_beside_markdown_and_inside_a_page(document: Document, alice: Any, workspace: Workspace) -> None:
    image = attach_image(document, picture("JPEG"), by=alice)
    tree = {"type": "doc", "content": [{"type": "figure", "attrs": {"image": str(image.pk), "alt": "La place"}}]}
    other = create_document(workspace, "Autre", by=alice, tree=tree)
    image.document = other
    image.save()
    made = export(other, "md", by=alice)
    assert (made.filename, made.content_type) == ("autre.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == ["autre.md", f"images/{image.pk}.jpg"]
        assert f"![La place](images/{image.pk}.jpg)" in archive.read("autre.md").decode()
    assert "data:image/jpeg;base64," in export(other, "html", by=alice).content.decode()


def test_proposals_are_as_if_accepted_or_not_there(document: Document, bob: Any) -> None:
    propose(document, bob, "Les données publiques sont fermées.")
    for format in ("md", "html"):
        for shown, words in (("tracked", "ouvertes"), ("original", "ouvertes"), ("accepted", "fermées")):
            text = export(document, format, by=bob, options=Options(suggestions=shown)).content.decode()
            assert [word in text for word in ("ouvertes", "fermées")] == [
                word == words for word in ("ouvertes", "fermées")
            ]


def test_without_names_nobody_is_named(document: Document, dan: Any) -> None:
    assert "Alice Diop" in export(document, "html", by=dan).content.decode()
    assert "Alice Diop" not in export(document, "html", by=dan, options=Options(names=False)).content.decode()


def test_the_command_writes_every_format(document: Document, tmp_path: Path, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    for format, starts in (("md", b"# Ouvrir"), ("html", b"<!doctype html>"), ("pdf", b"%PDF")):
        path = tmp_path / f"file.{format}"
        call_command("export_document", str(document.pk), "--format", format, "--output", str(path))
        assert path.read_bytes().startswith(starts)
    play_office(monkeypatch, fails_with(Missing()))
    with pytest.raises(CommandError, match="LibreOffice"):
        call_command("export_document", str(document.pk), "--format", "odt", "--output", str(tmp_path / "file.odt"))


def test_number_of_queries(alice: Any, workspace: Workspace, django_assert_max_num_queries: Any) -> None:
    document = make.document(alice, workspace)
    with django_assert_max_num_queries(16):
        export(document, "html", by=alice)
