"""Footnotes: a part of their own in the file, numbered by Word."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from documents.formats.docx.markup import Element, put_run, sub


class Notes:
    """Appends notes to the template's part, which holds the two separators already."""

    def __init__(self, document: Any) -> None:
        self.part = next(part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml")
        self._root = etree.fromstring(self.part.blob)
        self._last = 0

    def add(self, reference_in: Element, write: Callable[[Element], None]) -> None:
        """A reference in the text, and the note that `write` fills."""
        self._last += 1
        run = sub(reference_in, "r")
        sub(sub(run, "rPr"), "rStyle", val="FootnoteReference")
        sub(run, "footnoteReference", id=self._last)
        paragraph = sub(sub(self._root, "footnote", id=self._last), "p")
        sub(sub(paragraph, "pPr"), "pStyle", val="FootnoteText")
        number = sub(paragraph, "r")
        sub(sub(number, "rPr"), "rStyle", val="FootnoteReference")
        sub(number, "footnoteRef")
        put_run(paragraph, " ")
        write(paragraph)

    def save(self) -> None:
        self.part._blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
