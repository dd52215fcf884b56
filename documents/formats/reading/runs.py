"""The words of a paragraph: runs with their marks, links, fields, notes, comments, changes; what else stands among them.

A node made here may carry more than the content model knows, until `changes.py` has settled it: `change` says what was
proposed, "added" or "removed", with `who` and `when`; `was` are the marks it had before.
"""

from dataclasses import dataclass, field

from documents.formats.nodes import Node, clean
from documents.formats.reading.drawings import Drawings
from documents.formats.reading.fields import Fields
from documents.formats.reading.found import Found
from documents.formats.reading.marks import ORDER, Marks
from documents.formats.reading.markup import W14, Element, M, R, W, child, content, is_on
from documents.formats.reading.package import Package
from documents.formats.reading.styles import Styles

_SIGNS = {"F0FE": "☒", "F0FD": "☒", "F0A8": "☐", "F06F": "☐", "F0E0": "→", "F0B7": "•", "F0FC": "✓", "F0D8": "➢"}
_CHANGES = {f"{W}ins": "added", f"{W}moveTo": "added", f"{W}del": "removed", f"{W}moveFrom": "removed"}
_INSIDE = frozenset(
    W + name for name in ("smartTag", "customXml", "sdtContent", "dir", "bdo", "rt", "ruby", "rubyBase", "fldSimple")
)


@dataclass(frozen=True)
class Around:
    """What holds for all that stands in an element: a link, a proposed change."""

    href: str = ""
    change: dict[str, str] | None = None


def changed(element: Element, kind: str) -> dict[str, str]:
    """Who proposed it, and when, as the file says."""
    return {"kind": kind, "who": clean(element.get(f"{W}author")), "when": element.get(f"{W}date") or ""}


@dataclass
class Line:
    """What a paragraph holds: words and notes in `nodes`; pictures and blocks of its text boxes apart; `tick` of a task."""

    nodes: list[Node] = field(default_factory=list)
    figures: list[Node] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of the bookmarks in it
    tick: bool | None = None
    breaks: list[int] = field(default_factory=list)  # before which node a new page begins
    counted: int = 0  # how many nodes make "Figure 1", where a field counts it
    ruled: bool = False  # it draws a line across the page


class Runs:
    """Reads in document order; comments and fields run on from one paragraph to the next."""

    def __init__(self, package: Package, styles: Styles, found: Found, *, ours: bool, spoken: bool) -> None:
        self._package, self._found = package, found
        self._part = package.main
        self.fields = Fields()
        self.open_comments: dict[str, None] = {}
        self.notes: dict[str, Element] = {}
        self.named: set[str] = set()  # bookmarks that links lead to
        self._ranged: set[str] = set()
        self._marks = Marks(styles, ours=ours, spoken=spoken)
        self.drawings = Drawings(package, found)

    @property
    def dropped_links(self) -> list[str]:
        return list(dict.fromkeys(self._marks.dropped))

    def start_comment(self, key: str) -> None:
        self.open_comments[key] = None
        self._ranged.add(key)

    def line(self, paragraph: Element) -> Line:
        line = Line()
        for one in content(paragraph):
            self._one(one, line, Around())
        return line

    def _one(self, element: Element, line: Line, around: Around) -> None:
        tag = element.tag
        if tag == f"{W}r":
            self._run(element, line, around)
        elif tag in _CHANGES:
            self._inside(element, line, Around(around.href, changed(element, _CHANGES[tag])))
        elif tag == f"{W}hyperlink":
            self._inside(element, line, Around(self._address(element) or around.href, around.change))
        elif tag == f"{W}sdt":
            self._control(element, line, around)
        elif tag == f"{W}fldSimple":
            self.fields.begin(element.get(f"{W}instr") or "")
            self._inside(element, line, around)
            self._end_field(line)
        elif tag in _INSIDE:
            self._inside(element, line, around)
        elif tag == f"{W}commentRangeStart":
            self.start_comment(str(element.get(f"{W}id")))
        elif tag == f"{W}commentRangeEnd":
            self.open_comments.pop(str(element.get(f"{W}id")), None)
        elif tag == f"{W}bookmarkStart":
            line.names.append(element.get(f"{W}name") or "")
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            words = "".join(element.itertext(f"{M}t"))
            self._found.tell("equation", words)
            self._text(line, words, [], None, around)

    def _inside(self, element: Element, line: Line, around: Around) -> None:
        for one in content(element):
            self._one(one, line, around)

    def _address(self, link: Element) -> str:
        anchor = link.get(f"{W}anchor")
        _, target, outside = self._package.relations_of(self._part).get(link.get(f"{R}id") or "", ("", "", False))
        if outside:
            return f"{target}#{anchor}" if anchor and "#" not in target else target
        if anchor:
            self.named.add(anchor)
            return f"#{anchor}"
        return ""

    def _control(self, control: Element, line: Line, around: Around) -> None:
        """A box to tick that begins a paragraph makes it a task."""
        box = control.find(f"{W}sdtPr/{W14}checkbox")
        inside = child(control, "sdtContent")
        if box is not None and not line.nodes and line.tick is None:
            state = box.find(f"{W14}checked")
            line.tick = state is not None and state.get(f"{W14}val", "1") in ("1", "true", "on")
        elif inside is not None:
            self._inside(inside, line, around)

    def _run(self, run: Element, line: Line, around: Around) -> None:
        properties = child(run, "rPr")
        if is_on(properties, "vanish") and not self.fields.inside_contents:
            self._found.tell("hidden", "".join(run.itertext(f"{W}t")))
            return
        href = around.href or self.fields.href
        marks, was = self._marks.of(properties, href), None
        restyled = child(properties, "rPrChange")
        if restyled is not None and around.change is None:
            was = self._marks.of(child(restyled, "rPr"), href)
            around = Around(around.href, changed(restyled, "restyled"))
        for one in content(run):
            self._piece(one, line, marks, was, around)

    def _piece(self, one: Element, line: Line, marks: list[Node], was: list[Node] | None, around: Around) -> None:
        tag = one.tag
        if tag == f"{W}fldChar":
            self._field_char(one, line, around)
        elif tag in (f"{W}instrText", f"{W}delInstrText"):
            self.fields.instruct(one.text or "")
        elif self.fields.silent:
            return
        elif tag in (f"{W}t", f"{W}delText"):
            self._text(line, one.text or "", marks, was, around)
        elif tag in (f"{W}tab", f"{W}ptab"):
            self._text(line, "\t", marks, was, around)
        elif tag in (f"{W}br", f"{W}cr"):
            self._break(one, line, around)
        elif tag in (f"{W}noBreakHyphen", f"{W}softHyphen"):
            self._text(line, "\u2011" if tag.endswith("noBreakHyphen") else "\u00ad", marks, was, around)
        elif tag == f"{W}sym":
            self._sign(one, line, marks, was, around)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._note(one, line, around)
        elif tag == f"{W}commentReference":
            self._reference(one, line)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self.drawings.read(one, self._part, line.figures, line.boxes)
        elif tag in (f"{W}ruby", f"{W}rt", f"{W}rubyBase"):
            self._inside(one, line, around)

    def _text(self, line: Line, words: str, marks: list[Node], was: list[Node] | None, around: Around) -> None:
        words = clean(words).replace("\n", " ")
        if not words:
            return
        node: Node = {"type": "text", "text": words, "marks": self._with_comments(marks)}
        if around.change is not None:
            node["change"] = around.change
        if was is not None:
            node["was"] = self._with_comments(was)
        line.nodes.append(node)

    def _with_comments(self, marks: list[Node]) -> list[Node]:
        lying = [{"type": "comment", "attrs": {"thread": key}} for key in self.open_comments]
        return sorted([*marks, *lying], key=lambda mark: ORDER.get(mark["type"], 99))

    def _atom(self, line: Line, node: Node, around: Around) -> None:
        line.nodes.append(node | ({"change": around.change} if around.change is not None else {}))

    def _break(self, one: Element, line: Line, around: Around) -> None:
        kind = one.get(f"{W}type")
        if kind == "page":
            line.breaks.append(len(line.nodes))
        elif kind != "column":
            self._atom(line, {"type": "hardBreak"}, around)

    def _sign(self, one: Element, line: Line, marks: list[Node], was: list[Node] | None, around: Around) -> None:
        code = (one.get(f"{W}char") or "").upper()
        sign = _SIGNS.get(code)
        if sign is None and code and not code.startswith("F0"):
            sign = chr(int(code, 16)) if all(letter in "0123456789ABCDEF" for letter in code) else None
        if sign is None:
            self._found.tell("sign")
        else:
            self._text(line, sign, marks, was, around)

    def _field_char(self, one: Element, line: Line, around: Around) -> None:
        kind = one.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.begin("")
            box = child(one, "ffData", "checkBox")
            if box is not None:
                ticked = is_on(box, "checked")
                ticked = is_on(box, "default") if ticked is None else ticked
                self._text(line, "☒" if ticked else "☐", [], None, around)
        elif kind == "separate":
            self.fields.separate()
            href = self.fields.href
            if href.startswith("#"):
                self.named.add(href[1:])
        elif kind == "end":
            self._end_field(line)

    def _end_field(self, line: Line) -> None:
        if self.fields.end():
            line.counted = len(line.nodes)

    def _note(self, one: Element, line: Line, around: Around) -> None:
        kind = "endnote" if one.tag.endswith("endnoteReference") else "footnote"
        note = self.notes.get(f"{kind} {one.get(f'{W}id')}")
        if note is None:
            return
        if kind == "endnote":
            self._found.tell("endnote")
        words = self._words_of_note(note)
        self._atom(line, {"type": "footnote", **({"content": words} if words else {})}, around)

    def _words_of_note(self, note: Element) -> list[Node]:
        """All that is in it, on one line: a note holds nothing but text."""
        last_part, last_comments = self._part, self.open_comments
        self._part = str(note.get("part"))
        self.open_comments = {}
        words: list[Node] = []
        for paragraph in note.iter(f"{W}p"):
            line = self.line(paragraph)
            nodes = [node for node in line.nodes if node["type"] == "text"]
            for node in nodes:
                node.pop("was", None)
            nodes = [node for node in nodes if node.pop("change", {}).get("kind") != "removed"]
            if line.figures:
                self._found.tell("note_picture")
            if words and nodes:
                words.append({"type": "text", "text": " ", "marks": []})
            words += nodes
        self._part, self.open_comments = last_part, last_comments
        if words and words[0]["text"].startswith(" "):
            words[0]["text"] = words[0]["text"][1:]  # what stands between the number and the note
        return [node for node in words if node["text"]]

    def _reference(self, one: Element, line: Line) -> None:
        """A comment without a passage lies on the words before it."""
        key = str(one.get(f"{W}id"))
        for node in line.nodes if key not in self._ranged else ():
            if node["type"] == "text":
                node["marks"] = [*node["marks"], {"type": "comment", "attrs": {"thread": key}}]
