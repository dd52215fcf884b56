"""What a file must be before anything parses it; each refusal is a sentence with a code."""

import zipfile

import pytest
from django.core.exceptions import ValidationError

from documents.formats import guard
from tests.documents.files import archive, paragraph, word

LINE = word(paragraph("Bonjour"))
TYPES = {"[Content_Types].xml": "<Types>wordprocessingml</Types>"}


def refused(data: bytes, name: str = "texte.docx") -> str:
    with pytest.raises(ValidationError) as refusal:
        guard.check(data, name)
    assert refusal.value.message.endswith(".")
    return str(refusal.value.code)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (LINE, "texte.docx", "docx"),
        (LINE, "renommé.odt", "docx"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "texte.odt", "odt"),
        (b"# Titre", "NOTE.MD", "markdown"),
        ("é".encode("utf-16"), "note.txt", "markdown"),
        (b"<p>Bonjour", "page.html", "html"),
    ],
)
def test_texts_are_known_by_their_bytes(data: bytes, name: str, kind: str) -> None:
    assert guard.check(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "texte.docx", "file_empty"),
        (LINE[: len(LINE) // 2], "texte.docx", "file_damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "texte.docx", "file_encrypted"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "texte.docx", "file_old"),
        (b"%PDF-1.7", "texte.docx", "file_pdf"),
        (b"{\\rtf1", "texte.docx", "file_rtf"),
        (b"\x7fELF\x00\x00", "texte.docx", "file_kind"),
        (b"\x7fELF\x00\x00", "texte.md", "file_kind"),
        (b"x" * (guard.LARGEST_TEXT + 1), "texte.md", "file_large"),
        (b"x" * (guard.LARGEST + 1), "texte.docx", "file_large"),
    ],
)
def test_what_is_none_is_told(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_archives_of_other_things() -> None:
    assert refused(archive({"photo.jpg": b"x"})) == "file_archive"
    assert refused(archive({"[Content_Types].xml": "spreadsheetml"})) == "file_other_office"
    assert refused(archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})) == "file_other_office"


@pytest.mark.parametrize("name", ["../sortie.xml", "/etc/passwd", "C:\\x", "word\\..\\x", "a/../../b"])
def test_names_outside_the_file(name: str) -> None:
    assert refused(archive(TYPES | {name: "x"})) == "file_names"


def test_two_parts_of_one_name() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        made = archive(TYPES)
        import io

        both = io.BytesIO(made)
        with zipfile.ZipFile(both, "a") as packed:
            packed.writestr("[Content_Types].xml", "autre")
    assert refused(both.getvalue()) == "file_damaged"


def test_macros() -> None:
    assert refused(archive({"[Content_Types].xml": "wordprocessingml document.macroEnabled.main"})) == "file_macros"
    assert refused(word(paragraph("x"), more={"word/vbaProject.bin": "x"})) == "file_macros"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(encoding: str) -> None:
    part = '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode(encoding)
    assert refused(archive(TYPES | {"word/document.xml": part})) == "file_entities"
    far = b" " * (guard._CHUNK - 4) + b"<!DOCTYPE x><x/>"
    assert refused(archive(TYPES | {"word/a.xml": far}, zipfile.ZIP_STORED)) == "file_entities"


def test_too_many_parts() -> None:
    assert refused(archive(TYPES | {f"word/{n}.xml": "x" for n in range(guard.MOST_ENTRIES)})) == "file_bomb"


def test_what_unpacks_too_far() -> None:
    assert refused(archive(TYPES | {"word/a.xml": bytes(2 * 1024 * 1024)})) == "file_bomb"
    lie = bytearray(archive(TYPES | {"word/a.bin": bytes(3 * 1024 * 1024)}))
    at = lie.rindex(b"PK\x01\x02")
    lie[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # what the directory says of its size
    assert refused(bytes(lie)) in ("file_bomb", "file_damaged")


def test_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_ELEMENTS", 20)
    assert refused(word(paragraph("x") * 40)) == "file_complex"


def test_what_the_directory_says_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_UNPACKED", 3000)
    monkeypatch.setattr(guard, "_check_entries", lambda entries: None)
    assert refused(word(paragraph("x" * 5000))) == "file_bomb"
