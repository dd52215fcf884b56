"""Page numbers of a contents page: read from LibreOffice's PDF, or none at all rather than wrong ones."""

import pytest

from documents.formats import libreoffice
from documents.formats.docx import Layout, pages
from tests.documents.test_docx_layout import TITLED, entries
from tests.documents.trees import doc, node
from tests.documents.word import export

FONT = b"7 0 obj\n<</Type/Font/Subtype/TrueType/BaseFont/BAAAAA+LiberationSans-Bold\n>>\nendobj\n"
PDF = (
    b"%PDF-1.6\n"
    b"1 0 obj\n<</Type/Page/Parent 8 0 R>>\nendobj\n4 0 obj\n<</Type/Page/Parent 9 0 R>>\nendobj\n"
    b"5 0 obj\n<</Type/Page/Parent 9 0 R>>\nendobj\n"
    b"9 0 obj\n<</Type/Pages\n/Parent 8 0 R/Kids[ 4 0 R 5 0 R ]\n/Count 2>>\nendobj\n"
    b"8 0 obj\n<</Type/Pages\n/Kids[ 1 0 R 9 0 R ]\n/Count 3>>\nendobj\n"
    b"6 0 obj\n<</5FToc000000001[5 0 R/XYZ 70 747 0]\n/#5FToc000000002[1 0 R/XYZ 7 7 0]/Autre[1 0 R/XYZ 7 7 0]"
    b"/_Toc000000003[99 0 R/XYZ 7 7 0]>>\nendobj\n"
)


def test_pages_are_counted_in_reading_order():
    assert pages.read_pages(PDF + FONT) == {"_Toc000000001": 3, "_Toc000000002": 1}
    assert pages.count(PDF) == 3


@pytest.mark.parametrize("pdf", [PDF, PDF + FONT.replace(b"LiberationSans", b"DejaVuSans"), b"", b"%PDF-1.7 rien"])
def test_pages_laid_out_in_other_fonts_are_not_believed(pdf):
    assert pages.read_pages(pdf) == {}


@pytest.mark.parametrize("trouble", [libreoffice.Missing, libreoffice.Failed("long")])
def test_without_libreoffice_the_contents_have_no_numbers_and_it_is_told(monkeypatch, trouble):
    def fail(*_args, **_options):
        raise trouble

    monkeypatch.setattr(libreoffice, "convert", fail)
    word = export(TITLED, layout=Layout(contents=True), count_pages=pages.by_libreoffice)
    assert {number for _, _, number in entries(word)} == {""}
    assert len(word.left_out) == 1


@pytest.mark.slow
def test_libreoffice_tells_the_pages():
    if not libreoffice.is_here():
        pytest.skip("LibreOffice is not installed")
    tree = doc(*(found for n in range(3) for found in (node("pageBreak"), node("heading", f"Titre {n}", level=1))))
    found = []

    def count_pages(content: bytes) -> dict[str, int]:
        pdf = libreoffice.convert(content, "docx", "pdf", options=pages.OPTIONS)
        found.append(pages.by_libreoffice(content))
        return pages.read_pages(pdf + FONT)  # as if this machine had the font

    word = export(tree, layout=Layout(cover=True, contents=True), count_pages=count_pages)
    assert [number for _, _, number in entries(word)] == ["3", "4", "5"]
    assert found[0] in ({}, {f"_Toc{n:09}": n + 2 for n in (1, 2, 3)})
