"""A Word file as parts and the relations between them."""

import io
import posixpath
import zipfile
from functools import cached_property

from lxml import etree

from documents.formats.reading.markup import Element, parse

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Unreadable(Exception):
    """The file cannot be read as what it says it is."""


class TooLong(Exception):
    """It holds more than can be worked on together in one text."""


class Package:
    """Parts by name; a damaged one that is not the text itself counts as absent."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = set(self._archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable from error
        self.main = self._main()

    def _main(self) -> str:
        found = [target for kind, target, _ in self._relations("").values() if kind == "officeDocument"]
        name = found[0] if found else "word/document.xml"
        if name not in self._names:
            raise Unreadable
        return name

    def bytes(self, name: str) -> bytes:
        """Raises `KeyError` for what is not there, `Unreadable` for what is damaged."""
        try:
            return self._archive.read(name)
        except KeyError:
            raise
        except Exception as error:  # a broken stream raises zlib's errors, zipfile's and more
            raise Unreadable from error

    def text(self) -> Element:
        """The main part. Raises `Unreadable`."""
        try:
            return parse(self.bytes(self.main))
        except (KeyError, etree.XMLSyntaxError) as error:
            raise Unreadable from error

    def part(self, name: str) -> Element | None:
        try:
            return parse(self.bytes(name)) if name else None
        except (KeyError, Unreadable, etree.XMLSyntaxError):
            return None

    def of_kind(self, kind: str) -> str:
        """The name of the part that the text relates to in this way, "" where there is none."""
        return next((target for found, target, outside in self.relations.values() if found == kind and not outside), "")

    def all_of_kind(self, kind: str) -> list[str]:
        return [target for found, target, outside in self.relations.values() if found == kind and not outside]

    @cached_property
    def relations(self) -> dict[str, tuple[str, str, bool]]:
        return self._relations(self.main)

    def relations_of(self, name: str) -> dict[str, tuple[str, str, bool]]:
        return self.relations if name == self.main else self._relations(name)

    def _relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """By id: the last word of the kind, the target, whether it is outside the file."""
        folder, base = posixpath.split(name)
        listed = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for one in listed.iter(_RELATIONS) if listed is not None else ():
            outside = one.get("TargetMode") == "External"
            target = one.get("Target") or ""
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id") or ""] = (str(one.get("Type") or "").rpartition("/")[2], target, outside)
        return found
