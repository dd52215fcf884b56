"""What is said beside a text as Word's comments: threads with replies and their state, each around exactly its words."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from documents.formats.docx.markup import NAMESPACES, Element, W, put_text, sub
from documents.formats.nodes import Node, change_of, children, clean, is_inline, one_line

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W14 = f"{{{NAMESPACES['w14']}}}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_IGNORABLE = f"{{{NAMESPACES['mc']}}}Ignorable"
_PARTS = {  # name in the package -> relationship
    "comments": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
}


@dataclass(frozen=True)
class Remark:
    """One thing said, by whom, when."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Talk:
    """A thread: what was said first and the replies to it. `done`: it is resolved."""

    remarks: tuple[Remark, ...]
    done: bool = False


class Comments:
    """Places each talk in the text, and writes them. A talk stands, by its key,

    - on words: between the first and the last text that bears a `comment` mark of its key, or is a change `by` it;
    - on blocks: those that list it in `talks`;
    - on the title, where the text has no place for it.
    """

    def __init__(self, tree: Node, talks: Mapping[str, Talk]) -> None:
        self._talks = {key: talk for key, talk in talks.items() if talk.remarks}
        self._first_number: dict[str, int] = {}
        number = 0
        for key, talk in self._talks.items():
            self._first_number[key] = number
            number += len(talk.remarks)
        self._first: dict[str, Node] = {}
        self._last: dict[str, Node] = {}
        for node in _lines(tree) if self._talks else ():
            for key in self._on(node):
                self._first.setdefault(key, node)
                self._last[key] = node
        self._begins = _by_node(self._first)
        self._ends = _by_node(self._last)
        self._open: dict[str, Element] = {}  # where a talk began that has not ended yet
        self._placed: set[str] = set()

    def _on(self, node: Node) -> list[str]:
        listed = node.get("marks")
        marks = listed if isinstance(listed, list) else []
        found = [str((mark.get("attrs") or {}).get("thread")) for mark in marks if _is_comment(mark)]
        return [key for key in (*found, _changed_by(node)) if key in self._talks]

    def before(self, parent: Element, node: Node) -> None:
        """Begin what begins with an inline node that is about to be written."""
        for key in self._begins.get(id(node), ()):
            self._begin(parent, len(parent), key)

    def after(self, parent: Element, node: Node) -> None:
        for key in self._ends.get(id(node), ()):
            if key not in self._open:  # what it begins with was not written
                self._begin(parent, len(parent), key)
            self._end(parent, key)

    def around(self, elements: Collection[Element], node: Node) -> None:
        """On what a block became; one that became nothing leaves its talks to the title."""
        wanted = [key for key in (*(node.get("talks") or ()), _changed_by(node)) if key in self._talks]
        if not wanted:
            return
        paragraphs = [found for element in elements for found in element.iter(f"{W}p")]
        for key in wanted if paragraphs else ():
            if key not in self._first and key not in self._placed:
                self._begin(paragraphs[0], _behind_properties(paragraphs[0]), key)
                self._end(paragraphs[-1], key)

    def rest(self, title: Element) -> None:
        """What found no place in the text stands on its title; what has no end ends with its paragraph."""
        for key in self._talks:
            if key in self._open:
                self._end(next(self._open[key].iterancestors(f"{W}p")), key)
            elif key not in self._placed:
                self._begin(title, _behind_properties(title), key)
                self._end(title, key)

    def _begin(self, parent: Element, at: int, key: str) -> None:
        for number in reversed(self._numbers(key)):
            start = parent.makeelement(f"{W}commentRangeStart", {f"{W}id": str(number)})
            parent.insert(at, start)
        self._open[key] = start

    def _end(self, parent: Element, key: str) -> None:
        del self._open[key]
        self._placed.add(key)
        for number in self._numbers(key):
            sub(parent, "commentRangeEnd", id=number)
            run = sub(parent, "r")
            sub(sub(run, "rPr"), "rStyle", val="CommentReference")
            sub(run, "commentReference", id=number)

    def _numbers(self, key: str) -> range:
        """A reply is a comment of its own, on the same words."""
        first = self._first_number[key]
        return range(first, first + len(self._talks[key].remarks))

    def save(self, part: Any) -> None:
        """Both parts beside the text; none where nothing is said."""
        if not self._talks:
            return
        spaces = {"w": NAMESPACES["w"], "w14": NAMESPACES["w14"], "mc": NAMESPACES["mc"]}
        said = etree.Element(f"{W}comments", nsmap=spaces)
        said.set(_IGNORABLE, "w14")
        states = etree.Element(f"{_W15}commentsEx", nsmap={"w15": _W15[1:-1], "mc": NAMESPACES["mc"]})
        states.set(_IGNORABLE, "w15")
        for key, talk in self._talks.items():
            names = [f"{number + 1:08X}" for number in self._numbers(key)]
            for number, name, remark in zip(self._numbers(key), names, talk.remarks, strict=True):
                _put_remark(said, number, name, remark)
                state = etree.SubElement(states, f"{_W15}commentEx", {f"{_W15}paraId": name})
                if name != names[0]:
                    state.set(f"{_W15}paraIdParent", names[0])
                state.set(f"{_W15}done", str(int(talk.done)))
        for name, root in (("comments", said), ("commentsExtended", states)):
            data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            made = Part(PackURI(f"/word/{name}.xml"), f"{_KIND}.{name}+xml", data, part.package)
            part.relate_to(made, _PARTS[name])


def _lines(node: Node) -> Iterator[Node]:
    """What stands in lines, in document order; what stands in a note is the note's."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if is_inline(current):
            yield current
        else:
            waiting.extend(reversed(children(current)))


def _by_node(nodes: Mapping[str, Node]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, node in nodes.items():
        found.setdefault(id(node), []).append(key)
    return found


def _changed_by(node: Node) -> str:
    return str(node.get("by", "")) if change_of(node) else ""


def _behind_properties(paragraph: Element) -> int:
    return 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0


def _is_comment(mark: Any) -> bool:
    return isinstance(mark, dict) and mark.get("type") == "comment"


def _put_remark(said: Element, number: int, name: str, remark: Remark) -> None:
    """`name` is known to the other part by the last paragraph."""
    author = one_line(remark.author)[:250] or "?"
    at = remark.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    comment = sub(said, "comment", id=number, author=author, date=at, initials=initials(author))
    lines = [line for line in clean(remark.text).split("\n") if line.strip()] or [""]
    for at_line, line in enumerate(lines):
        paragraph = sub(comment, "p")
        if at_line == len(lines) - 1:
            paragraph.set(f"{_W14}paraId", name)
        sub(sub(paragraph, "pPr"), "pStyle", val="CommentText")
        if at_line == 0:
            mark = sub(paragraph, "r")
            sub(sub(mark, "rPr"), "rStyle", val="CommentReference")
            sub(mark, "annotationRef")
        put_text(sub(paragraph, "r"), line)


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:3].upper() or "?"
