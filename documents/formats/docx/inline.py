"""What stands inside a paragraph: text with its marks, links, breaks, mentions, citations, footnotes."""

from itertools import groupby
from typing import Any

from documents.formats.docx.links import Links
from documents.formats.docx.markup import Element, put_text, sub
from documents.formats.docx.notes import Notes
from documents.formats.docx.report import Report
from documents.formats.docx.styles import MONO
from documents.formats.nodes import Node, children, clean, kind, language, link_of, marks, text_of, visible
from documents.formats.words import Words
from documents.schema import NODES

# In the order the schema asks for; each w:rPr child a mark stands for.
_SWITCHES = (("bold", ("b", "bCs")), ("italic", ("i", "iCs")), ("strike", ("strike",)))


class Inline:
    """Writes inline nodes into a paragraph of the text or of a note."""

    def __init__(self, part: Any, links: Links, notes: Notes, report: Report, words: Words) -> None:
        self._part, self._links, self._notes, self._report, self._words = part, links, notes, report, words

    def write(self, parent: Element, nodes: list[Node]) -> None:
        self._write(parent, nodes, self._part)

    def _write(self, parent: Element, nodes: list[Node], part: Any) -> None:
        last = len(nodes)
        while last and kind(nodes[last - 1]) == "hardBreak":  # it would show as a blank line
            last -= 1
        for href, group in groupby(nodes[:last], link_of):
            members = list(group)
            link = self._links.open(parent, part, href, members) if href is not None else None
            for node in members:
                self._node(parent if link is None else link, node, part, linked=link is not None)

    def _node(self, parent: Element, node: Node, part: Any, *, linked: bool) -> None:
        name = kind(node)
        if name == "footnote":
            self._footnote(parent, node, part)
        elif name in ("text", "hardBreak", "mention", "citation") or (not name and "text" in node):
            self._run(parent, visible(node), marks(node), linked=linked)
        else:
            text = " ".join(filter(None, (clean(node.get("text")), text_of(children(node)))))
            if name not in NODES:
                self._report.add(self._words.left_unknown, text)
            self._run(parent, text, marks(node), linked=linked)

    def _footnote(self, parent: Element, node: Node, part: Any) -> None:
        if part is self._notes.part:  # a note inside a note: its words stay, between brackets
            self._run(parent, f" [{text_of([node])}]", {}, linked=False)
            return
        self._notes.add(parent, lambda paragraph: self._write(paragraph, children(node), self._notes.part))

    def _run(self, parent: Element, text: str, found: dict[str, dict[str, Any]], *, linked: bool) -> None:
        if not text:
            return
        run = sub(parent, "r")
        if found or linked:
            properties = sub(run, "rPr")
            _put_marks(properties, found, linked=linked)
            if len(properties) == 0:
                run.remove(properties)
        put_text(run, text)


def _put_marks(properties: Element, found: dict[str, dict[str, Any]], *, linked: bool) -> None:
    """Run properties, in the order of the schema."""
    if linked or "code" in found:
        sub(properties, "rStyle", val="Hyperlink" if linked else "Code")
    if linked and "code" in found:
        sub(properties, "rFonts", ascii=MONO, hAnsi=MONO, cs=MONO)
    for mark, tags in _SWITCHES:
        if mark in found:
            for tag in tags:
                sub(properties, tag)
    if "highlight" in found:
        sub(properties, "highlight", val="yellow")
    if "underline" in found:
        sub(properties, "u", val="single")
    if "superscript" in found or "subscript" in found:
        sub(properties, "vertAlign", val="superscript" if "superscript" in found else "subscript")
    if tag := language(found.get("textLanguage", {}).get("lang")):
        sub(properties, "lang", val=tag)
