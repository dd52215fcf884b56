"""What stands at the head and foot of pages: paragraphs and tables, words, fields and pictures; all else falls."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.formats.adopting import fields
from documents.formats.adopting.drawings import WPG_SPACE, WPS_SPACE, Drawings
from documents.formats.adopting.known import listed
from documents.formats.adopting.markup import local, named, properties
from documents.formats.adopting.numbering import Numbering
from documents.formats.adopting.pictures import Pictures
from documents.formats.adopting.styles import Styles
from documents.formats.docx.markup import NAMESPACES, put_text, sub
from documents.formats.nodes import clean
from documents.formats.reading.found import Found
from documents.formats.reading.markup import MC, Element, W, child, content, number
from documents.formats.reading.package import Package

_BLANKS = frozenset({"tab", "cr", "noBreakHyphen", "softHyphen", "pgNum"})
_OPENED = frozenset({"hyperlink", "smartTag", "customXml", "ins", "moveTo", "dir", "bdo", "fldSimple", "sdt"})
_IN_SILENCE = frozenset(
    listed(
        "pPr rPr proofErr bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference permStart permEnd"
        " lastRenderedPageBreak annotationRef footnoteReference endnoteReference del moveFrom sdtPr sdtEndPr tblPr tblGrid"
        " tblPrEx trPr tcPr instrText delText delInstrText moveFromRangeStart moveFromRangeEnd moveToRangeStart"
        " moveToRangeEnd"
    )
)
_TOLD = {"object": "object", "altChunk": "chunk", "pict": "old_drawing"}
_BOUND = re.compile(r"/(?:\w+:)?(coreProperties|Properties)\b.*/(?:\w+:)?(title|creator|subject|keywords|Company)\b")
_MOST_DEEP = 12  # tables in tables, shapes in shapes
MOST_LETTERS = 20_000


@dataclass
class Margin:
    """One part made: its root, what it relates to (relation -> picture), the words that show, its fields."""

    root: Element
    pictures: dict[str, str] = field(default_factory=dict)
    words: str = ""
    fields: list[str] = field(default_factory=list)


class Margins:
    """Copies the headers and footers of one file."""

    def __init__(self, package: Package, styles: Styles, numbering: Numbering, found: Found) -> None:
        self._package, self._styles, self._numbering, self._found = package, styles, numbering, found
        self.stored = Pictures(package)
        self._drawn: list[int] = []

    def take(self, part: str, kind: str) -> Margin:
        """`kind`: "hdr" or "ftr"."""
        spaces = {**NAMESPACES, "wps": WPS_SPACE, "wpg": WPG_SPACE}
        made = etree.Element(W + kind, nsmap={prefix: space for prefix, space in spaces.items() if prefix != "adec"})
        made.set(f"{{{NAMESPACES['mc']}}}Ignorable", "w14")
        margin = Margin(made)
        relations = self._package.relations_of(part)

        def picture(relation: str) -> str:
            word, target, outside = relations.get(relation, ("", "", True))
            name = self.stored.take(target) if word == "image" and not outside else ""
            if not name:
                return ""
            known = {held: key for key, held in margin.pictures.items()}
            key = known.get(name) or f"rId{len(margin.pictures) + 1}"
            margin.pictures[key] = name
            return key

        file = self._package.part(part)
        copy = _Copy(self._found, Drawings(picture, lambda a, b: copy.blocks(a, b), self._found, self._drawn))
        if file is not None:
            copy.blocks(file, made)
        if not len(made) or made[-1].tag != f"{W}p":
            sub(made, "p")
        margin.fields = fields.settle([made], self._found)
        self._styles.repoint(made)
        self._numbering.repoint(made)
        margin.words = " ".join("".join(one.text or " " for one in made.iter(f"{W}t", f"{W}tab", f"{W}p")).split())
        return margin


class _Copy:
    """From elements of the file to new ones, by what is known."""

    def __init__(self, found: Found, drawings: Drawings) -> None:
        self._found, self._drawings = found, drawings
        self._letters = 0
        self._depth = 0

    def blocks(self, file: Element | None, parent: Element) -> None:
        """Paragraphs and tables; a shape or a cell ends with a paragraph, or Word calls the file damaged."""
        self._depth += 1
        for one in content(file) if file is not None and self._depth <= _MOST_DEEP else ():
            name = local(one)
            if name == "p":
                self._paragraph(one, parent)
            elif name == "tbl":
                self._table(one, parent)
            elif name == "sdt":
                self.blocks(child(one, "sdtContent"), parent)
            elif name in ("customXml", "ins", "moveTo"):
                self.blocks(one, parent)
            else:
                self._tell(name)
        self._depth -= 1
        if parent.tag in (f"{W}tc", f"{W}txbxContent") and (not len(parent) or parent[-1].tag != f"{W}p"):
            sub(parent, "p")

    def _paragraph(self, file: Element, parent: Element) -> None:
        made = sub(parent, "p")
        self._properties(file, "pPr", made)
        self._lines(file, made)

    def _lines(self, file: Element, parent: Element) -> None:
        for one in content(file):
            name = local(one)
            if name == "r":
                self._run(one, parent)
            elif name == "fldSimple":
                simple = sub(parent, "fldSimple")
                simple.set(f"{W}instr", (one.get(f"{W}instr") or "")[:500])
                self._lines(one, simple)
            elif name == "sdt":
                self._bound(one, parent)
            elif name in _OPENED:
                if name == "hyperlink":
                    self._found.tell("link", "".join(one.itertext(f"{W}t")))
                self._lines(one, parent)
            else:
                self._tell(name)

    def _bound(self, file: Element, parent: Element) -> None:
        """A control that shows a property of the document goes on showing it; another becomes its words."""
        binding: Any = child(file, "sdtPr", "dataBinding")
        path = binding.get(f"{W}xpath") or "" if binding is not None else ""
        inside = child(file, "sdtContent")
        if inside is None:
            return
        if not _BOUND.search(path) or len(path) > 300 or parent.tag != f"{W}p":
            self._lines(inside, parent)
            return
        control = sub(parent, "sdt")
        kept = {key: said for key, said in binding.attrib.items() if key.startswith(W)}
        about = sub(control, "sdtPr")
        sub(about, "dataBinding").attrib.update(kept)
        sub(about, "text")
        self._lines(inside, sub(control, "sdtContent"))

    def _run(self, file: Element, parent: Element) -> None:
        """One run for each thing in it: a field and its words may stand in one, and are told apart so."""
        about = child(file, "rPr")
        passed = properties(about) if about is not None else None
        for one in file:
            made = parent.makeelement(f"{W}r")
            self._piece(one, local(one), made)
            if len(made):
                if passed is not None:
                    made.insert(0, deepcopy(passed))
                parent.append(made)

    def _piece(self, one: Element, name: str, run: Element) -> None:
        if name == "t":
            words = clean(one.text or "")[: MOST_LETTERS - self._letters]
            self._letters += len(words)
            if words:
                put_text(run, words)
        elif name in _BLANKS:
            sub(run, name)
        elif name == "br":
            if one.get(f"{W}type", "textWrapping") == "textWrapping":
                sub(run, "br")
        elif name == "fldChar" and one.get(f"{W}fldCharType") in ("begin", "separate", "end"):
            sub(run, "fldChar", fldCharType=one.get(f"{W}fldCharType"))
        elif name == "instrText":
            instruction = sub(run, "instrText")
            instruction.text = clean(one.text or "")[:500]
            instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        elif name == "sym" and re.fullmatch("[0-9A-Fa-f]{4}", one.get(f"{W}char") or ""):
            sub(run, "sym", font=(one.get(f"{W}font") or "Symbol")[:60], char=one.get(f"{W}char"))
        elif name == "ptab":
            self._tab_to_margin(one, run)
        elif name == "drawing":
            self._drawing(one, run)
        elif one.tag == f"{MC}AlternateContent":
            for drawing in list(one.iter(f"{W}drawing"))[:1] or self._told_old(one):
                self._drawing(drawing, run)
        else:
            self._tell(name)

    def _drawing(self, one: Element, run: Element) -> None:
        made = self._drawings.take(one) if self._depth <= _MOST_DEEP else None
        if made is not None:
            run.append(made)

    def _told_old(self, one: Element) -> list[Element]:
        self._found.tell("old_drawing")
        return []

    @staticmethod
    def _tab_to_margin(one: Element, run: Element) -> None:
        known = {
            "alignment": "left center right",
            "relativeTo": "margin indent",
            "leader": "none dot hyphen underscore",
        }
        said = {name: one.get(W + name) for name in known}
        if all(said[name] in words.split() for name, words in known.items()):
            sub(run, "ptab", **said)
        else:
            sub(run, "tab")

    def _table(self, file: Element, parent: Element) -> None:
        rows = [row for row in content(file) if local(row) == "tr"]
        table = sub(parent, "tbl")
        self._properties(file, "tblPr", table, always=True)
        grid = sub(table, "tblGrid")
        for column in named(child(file, "tblGrid"), "gridCol"):
            sub(grid, "gridCol", w=max(0, number(column.get(f"{W}w"))))
        for row in rows:
            cells = [cell for cell in content(row) if local(cell) == "tc"]
            made = sub(table, "tr") if cells else None
            for cell in cells:
                if made is not None and len(made) == 0:
                    self._properties(row, "trPr", made)
                inside = sub(made, "tc")
                self._properties(cell, "tcPr", inside)
                self.blocks(cell, inside)
        if not table.findall(f"{W}tr"):
            parent.remove(table)

    @staticmethod
    def _properties(file: Element, name: str, made: Element, *, always: bool = False) -> None:
        found = child(file, name)
        passed = properties(found) if found is not None else None
        if passed is not None:
            made.append(passed)
        elif always:
            sub(made, name)

    def _tell(self, name: str) -> None:
        if name in _TOLD:
            self._found.tell(_TOLD[name])
        elif name and name not in _IN_SILENCE:
            self._found.tell("unknown", name)
