"""A paragraph of the file with all that says what it is: its style, its list, its box, its words, what was proposed."""

import re
from dataclasses import dataclass, field

from documents.formats.nodes import Node, is_blank, text_of
from documents.formats.reading.found import Found
from documents.formats.reading.markup import Element, W, child, is_on, number, value
from documents.formats.reading.numbering import Numbering, Place
from documents.formats.reading.runs import Line, Runs, changed
from documents.formats.reading.styles import Style, Styles, indent_of

_LABEL = re.compile(
    r"(?:figure|fig\.|image|illustration|photo|graphique|schéma|carte)\s*\d+\s*[:.–—-]?\s*", re.IGNORECASE
)
_SEPARATOR = re.compile(r"^[\s:.–—-]+")
_STEP = 397  # twips: one level of a list in our own files
# What our own files draw around the paragraphs of a quotation or a callout, lists in it too: colour of the bar -> box.
_BARS = {
    "0B5F57": "callout info",
    "B4541A": "callout warning",
    "3B4B8F": "callout decision",
    "5B625D": "callout example",
}
_QUOTE_BAR = "BFC7C4"


@dataclass
class Para:
    role: str
    line: Line
    level: int = 0
    place: Place | None = None
    left: int = 0
    box: str = ""
    opens_box: bool = False
    page_before: bool = False
    page_after: bool = False
    mark: dict[str, str] | None = None  # what was proposed for its end
    boxes: list[Element] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # the names that we gave it, in a file that comes back
    spoken: str = ""

    @property
    def nodes(self) -> list[Node]:
        return self.line.nodes

    @property
    def is_item(self) -> bool:
        return self.place is not None or self.line.tick is not None

    @property
    def blank(self) -> bool:
        return is_blank(self.nodes)

    @property
    def words(self) -> str:
        return text_of(self.nodes)


class Paragraphs:
    """`ours`: the file was written by Tablée, whose boxes are known by what is drawn around them."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: Runs, found: Found, *, ours: bool) -> None:
        self._styles, self._numbering, self._runs, self._found, self._ours = styles, numbering, runs, found, ours

    def read(self, element: Element) -> list[Para]:
        """One, or several where a page begins in the middle of it."""
        properties = child(element, "pPr")
        style = self._styles.of(value(properties, "pStyle"))
        silent = self._runs.fields.inside_contents
        line = self._runs.line(element)
        role = "toc" if style.role == "toc" or (silent and self._runs.fields.inside_contents) else style.role
        made = Para(role, line, level=style.level, boxes=line.boxes)
        made.mark = _proposed(properties)
        made.page_before = is_on(properties, "pageBreakBefore") is True
        made.page_after = _ends_page(properties)
        if role != "toc":
            self._outline(made, properties)
            self._list(made, properties, style)
            self._box(made, properties, style)
        if line.ruled or (made.blank and not line.figures and _is_ruled(properties)):
            made.role = "rule"
        return _cut(made)

    def _outline(self, made: Para, properties: Element | None) -> None:
        said = value(properties, "outlineLvl")
        if said and made.role in ("", "heading"):
            level = number(said, 9)
            made.role, made.level = ("heading", level + 1) if level < 9 else ("", 0)
        if made.role == "heading" and made.level > 6:
            self._found.tell("heading_deep", made.words)
            made.level = 6

    def _list(self, made: Para, properties: Element | None, style: Style) -> None:
        numbering = child(properties, "numPr")
        key = value(numbering, "numId") or style.list_number
        level = number(value(numbering, "ilvl"), style.list_level) if numbering is not None else style.list_level
        place = self._numbering.place(key, level, style.ordered)
        said = value(numbering, "numId") == "0"
        if place is None and made.role == "listed" and not said:
            place = Place("style" + str(style.ordered), style.list_level, bool(style.ordered), 1)
        own = indent_of(properties)
        made.left = own if own is not None else (place.left if place else None) or style.left or 0
        if made.role == "heading":
            if place is not None:
                self._found.tell("heading_number", made.words)
        elif made.role not in ("title", "caption", "code", "rule", "gap"):
            made.place = place
        if made.line.tick is not None:
            _strip_start(made.nodes)

    def _box(self, made: Para, properties: Element | None, style: Style) -> None:
        if style.role == "quote":
            made.box = "quote"
        elif style.role == "callout":
            made.box = f"callout {style.kind}"
        elif self._ours and made.role not in ("rule", "subtitle", "code"):
            made.box = _drawn_box(properties)
        if made.nodes and made.nodes[0].get("marks") == [{"type": "callout title"}]:
            made.opens_box = True
        for node in made.nodes:
            if {"type": "callout title"} in node.get("marks", []):
                node["marks"] = [mark for mark in node["marks"] if mark["type"] != "callout title"]


def _proposed(properties: Element | None) -> dict[str, str] | None:
    mark = child(properties, "rPr")
    for name, kind in (("ins", "added"), ("moveTo", "added"), ("del", "removed"), ("moveFrom", "removed")):
        found = child(mark, name)
        if found is not None:
            return changed(found, kind)
    return None


def _ends_page(properties: Element | None) -> bool:
    section = child(properties, "sectPr")
    return section is not None and value(section, "type") not in ("continuous", "nextColumn")


def _is_ruled(properties: Element | None) -> bool:
    return (
        value(child(properties, "pBdr"), "bottom") not in ("", "none", "nil")
        and child(properties, "pBdr", "left") is None
    )


def _drawn_box(properties: Element | None) -> str:
    bar = child(properties, "pBdr", "left")
    color = bar.get(f"{W}color") if bar is not None else ""
    return "quote" if color == _QUOTE_BAR else _BARS.get(str(color), "")


def _cut(made: Para) -> list[Para]:
    """A page break in the middle cuts it in two; at an edge it stands before or after."""
    places = made.line.breaks
    if not places:
        return [made]
    first, last = made.nodes[: places[0]], made.nodes[places[-1] :]
    if is_blank(first) and not is_blank(last):
        made.page_before, made.line.nodes = True, last
        return [made]
    if is_blank(last):
        made.page_after, made.line.nodes = True, first
        return [made]
    rest = Para(made.role, Line(last), level=made.level, left=made.left, box=made.box, mark=made.mark)
    rest.page_before, rest.page_after = True, made.page_after
    made.line.nodes, made.mark, made.page_after = first, None, False
    return [made, rest]


def _strip_start(nodes: list[Node]) -> None:
    """The tab or the space between a box to tick and its words."""
    if nodes and nodes[0]["type"] == "text":
        nodes[0]["text"] = (
            nodes[0]["text"].removeprefix("\t") if nodes[0]["text"][0] == "\t" else nodes[0]["text"].lstrip()
        )
        if not nodes[0]["text"]:
            del nodes[0]


def caption_of(para: Para) -> list[Node]:
    """The words of a caption without "Figure 3 –", which is counted anew wherever it is shown."""
    nodes = [dict(node) for node in para.nodes[para.line.counted :]]
    if nodes and nodes[0]["type"] == "text":
        pattern = _SEPARATOR if para.line.counted else _LABEL
        nodes[0]["text"] = (
            pattern.sub("", nodes[0]["text"], count=1) if pattern.match(nodes[0]["text"]) else nodes[0]["text"]
        )
    return [node for node in nodes if node["type"] != "text" or node["text"]]
