"""What stands inside a paragraph: text with its marks, links, breaks, mentions, citations, footnotes."""

from itertools import groupby
from typing import Any

from documents.formats.docx.comments import Comments
from documents.formats.docx.links import Links
from documents.formats.docx.markup import Element, put_text, sub
from documents.formats.docx.notes import Notes
from documents.formats.docx.report import Report
from documents.formats.docx.revisions import Revisions
from documents.formats.docx.styles import MONO
from documents.formats.docx.tongues import language_attributes, written_from_the_right
from documents.formats.nodes import Node, change_of, children, clean, kind, language, link_of, marks, text_of, visible
from documents.formats.words import Words
from documents.schema import NODES

# In the order the schema asks for; each w:rPr child a mark stands for.
_SWITCHES = (("bold", ("b", "bCs")), ("italic", ("i", "iCs")), ("strike", ("strike",)))


class Inline:
    """Writes inline nodes into a paragraph of the text or of a note."""

    def __init__(
        self,
        part: Any,
        links: Links,
        notes: Notes,
        report: Report,
        words: Words,
        revisions: Revisions | None = None,
        comments: Comments | None = None,
    ) -> None:
        self._part, self._links, self._notes, self._report, self._words = part, links, notes, report, words
        self._revisions = revisions
        self._comments = comments or Comments({}, {})

    def write(self, parent: Element, nodes: list[Node]) -> None:
        self._write(parent, nodes, self._part)

    def _write(self, parent: Element, nodes: list[Node], part: Any) -> None:
        last = len(nodes)
        while last and kind(nodes[last - 1]) == "hardBreak":  # it would show as a blank line
            last -= 1
        for href, group in groupby(nodes[:last], link_of):
            members = list(group)
            link = self._links.open(parent, part, href, members) if href is not None else None
            into = parent if link is None else link
            for node in members:
                if part is self._part:
                    self._comments.before(into, node)
                first = len(into)
                self._node(into, node, part, linked=link is not None)
                self.revise(into[first:], node)
                if part is self._part:
                    self._comments.after(into, node)

    def code(self, parent: Element, nodes: list[Node]) -> None:
        """The lines of a piece of code, without the empty ones at both ends."""
        texts = [clean(found.get("text")) for found in nodes]
        if texts:
            texts[0], texts[-1] = texts[0].lstrip("\n"), texts[-1] if len(texts) > 1 else texts[-1].strip("\n")
            texts[-1] = texts[-1].rstrip("\n")
        for node, text in zip(nodes, texts, strict=True):
            self._comments.before(parent, node)
            first = len(parent)
            if text:
                put_text(sub(parent, "r"), text)
            self.revise(parent[first:], node)
            self._comments.after(parent, node)

    def block(self, elements: list[Element], node: Node) -> None:
        """What was just written of a block: whether it is a change, and what is said of it as a whole."""
        self.revise(elements, node)
        self._comments.around(elements, node)

    def revise(self, elements: list[Element], node: Node) -> None:
        """Mark what was just written of a node as the change that it is, if it is one."""
        if self._revisions is None:
            return
        self._revisions.mark(elements, node)
        if change_of(node) == "restyled":
            before = marks(node["was"])
            self._revisions.restyle(elements, node, lambda properties: _put_marks(properties, before, linked=False))

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
        if written_from_the_right(tag):
            sub(properties, "rtl")
        sub(properties, "lang", **language_attributes(tag))
