"""ODT and PDF as LibreOffice makes them of our Word file: what a screen reader needs is in them, no word is lost."""

import io
import re
import zipfile

import pytest

from documents.formats import libreoffice, office
from tests.documents.trees import full
from tests.documents.word import export

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not libreoffice.is_here(), reason="LibreOffice is not installed"),
]
KNOWN = ("Duplicate style name 'Table",)  # LibreOffice 7.4 names the styles of a table within a table twice


@pytest.fixture(scope="module")
def word():
    return export(full()).content


def test_a_pdf_for_everybody(word):
    pdf = office.of_word(word, "pdf")
    for wanted in (
        rb"/MarkInfo<</Marked true",
        rb"/StructTreeRoot",
        rb"/Lang\(fr-FR\)",
        rb"/DisplayDocTitle true",
        rb"pdfuaid:part",
    ):
        assert re.search(wanted, pdf), wanted
    titles = {bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Title<([0-9A-F]+)>", pdf)}
    assert "Une place pour tous" in titles and "La suite" in titles  # the bookmarks
    assert "La place du marché" in titles  # its own


def test_an_odt_that_its_validator_accepts(word, tmp_path):
    from openxml_audit import OdfValidator
    from openxml_audit.errors import ValidationSeverity

    odt = office.of_word(word, "odt")
    file = tmp_path / "export.odt"
    file.write_bytes(odt)
    found = [
        one.description
        for one in OdfValidator().validate(str(file)).errors
        if one.severity == ValidationSeverity.ERROR and not one.description.startswith(KNOWN)
    ]
    assert found == []
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        text = archive.read("content.xml").decode()
    assert all(words in text for words in ("Synthèse du 3 mars", "Réserver la salle", "Vue du ciel"))
