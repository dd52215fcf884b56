"""What a file must be before anything parses it (DESIGN §10.14): known by its bytes, of a size, without what harms.

Nothing is believed of the file's name but how a plain text is to be read. Each refusal is a sentence, and a code.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST = 20 * 1024 * 1024  # the file as it comes
LARGEST_TEXT = 4 * 1024 * 1024  # Markdown and HTML, which nothing packs
MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100  # unpacked to packed: no text comes near it
MOST_ELEMENTS = 500_000

_FREE = 1024 * 1024  # a part this small may be packed as well as it likes
_CHUNK = 256 * 1024
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\\|\x00")
_MARKUP = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # UTF-16: two bytes a sign

PLAIN = {"md": "markdown", "markdown": "markdown", "txt": "markdown", "html": "html", "htm": "html", "xhtml": "html"}


def check(data: bytes, name: str) -> str:
    """What the file is: "docx", "odt", "markdown" or "html". Raises `ValidationError` for what we do not take."""
    if not data:
        raise _refused(_("This file is empty."), "file_empty")
    if len(data) > LARGEST:
        raise too_large()
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _packed(data)
    _refuse_others(data)
    kind = PLAIN.get(name.rpartition(".")[2].lower())
    if kind is None or (b"\x00" in data[:4096] and data[:2] not in _WIDE):
        raise _unknown(name)
    if len(data) > LARGEST_TEXT:
        raise too_large()
    return kind


def _refuse_others(data: bytes) -> None:
    """Kinds of files that people do send, each told what to do."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refused(_("This file is protected by a password: take it off, then try again."), "file_encrypted")
        raise _refused(_("This is a file of an older Word (.doc): save it as .docx, then try again."), "file_old")
    if data.startswith(b"%PDF"):
        raise _refused(_("This is a PDF, which has no paragraphs to edit: give the file it was made from."), "file_pdf")
    if data.startswith(b"{\\rtf"):
        raise _refused(_("This is an RTF file: save it as .docx, then try again."), "file_rtf")


def _packed(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        _check_entries(entries)
        kind = _kind(archive, {entry.filename for entry in entries})
        _unpack(archive, entries)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged() from error
    except Exception as error:  # a broken stream raises zlib's own errors, LZMA's, and struct's
        if isinstance(error, ValidationError):
            raise
        raise _damaged() from error
    return kind


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _bomb()
    if any(_UNSAFE_NAME.search(entry.orig_filename) for entry in entries):
        sentence = _("This file names parts outside of itself, which no word processor does: it is not opened.")
        raise _refused(sentence, "file_names")
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise _damaged()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(_("This file is protected by a password: take it off, then try again."), "file_encrypted")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED or any(map(_is_bomb, entries)):
        raise _bomb()


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _FREE and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        said = _beginning(archive, "mimetype")
        if said.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        raise _other_office()
    if "[Content_Types].xml" not in names:
        raise _refused(_("This is an archive, not a text: take the file out of it first."), "file_archive")
    types = _beginning(archive, "[Content_Types].xml")
    if _MACROS.search(types) or any(name.lower().endswith("vbaproject.bin") for name in names):
        sentence = _("This file holds macros, which are programs: save it without them (.docx), then try again.")
        raise _refused(sentence, "file_macros")
    if b"wordprocessingml" not in types:
        raise _other_office()
    return "docx"


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_FREE)


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """All of it once, a piece at a time: what an archive says of its sizes is not believed."""
    unpacked = elements = 0
    for entry in entries:
        markup = entry.filename.lower().endswith(_MARKUP)
        tail = b""
        for number, chunk in enumerate(_chunks(archive, entry)):
            unpacked += len(chunk)
            if unpacked > LARGEST_UNPACKED:
                raise _bomb()
            if not markup:
                continue
            if number == 0 and chunk[:2] in _WIDE:
                chunk = chunk.replace(b"\x00", b"")
            if _DECLARATION.search(tail + chunk):
                sentence = _("This file declares entities, which no word processor does: it is not opened.")
                raise _refused(sentence, "file_entities")
            elements += len(_ELEMENT.findall(chunk))
            tail = chunk[-10:]
        if elements > MOST_ELEMENTS:
            sentence = _("This file is too complex: more than %(most)d elements. Cut it in several.")
            raise _refused(sentence % {"most": MOST_ELEMENTS}, "file_complex")


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _refused(sentence: str, code: str) -> ValidationError:
    return ValidationError(sentence, code=code)


def too_large() -> ValidationError:
    sentence = _("This file is too large: %(most)d MB at most.") % {"most": LARGEST // (1024 * 1024)}
    return _refused(sentence, "file_large")


def _bomb() -> ValidationError:
    return _refused(_("Unpacked, this file would take too much room: it is not opened."), "file_bomb")


def _damaged() -> ValidationError:
    return _refused(
        _("This file is damaged or cut: open it in your word processor, save it again, and retry."), "file_damaged"
    )


def _other_office() -> ValidationError:
    sentence = _("This is a spreadsheet, a presentation or a drawing: only texts can be imported.")
    return _refused(sentence, "file_other_office")


def _unknown(name: str) -> ValidationError:
    sentence = _(
        "“%(name)s” is not a kind of file that can be imported: Word (.docx), LibreOffice (.odt), Markdown or HTML."
    )
    return _refused(sentence % {"name": name[-80:]}, "file_kind")
