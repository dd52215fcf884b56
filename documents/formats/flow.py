"""Collecting inline pieces into blocks while reading a foreign format: what has no paragraph of its own gets one."""

import re
from typing import Any

from documents.formats.nodes import Node
from documents.schema import is_safe_link

Marks = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]

_BLANKS = re.compile(r"[ \t\n\r\f]+")


def link(href: object, title: object = None) -> Marks:
    """The mark of a link, or no mark at all when its address is not safe: the words stay."""
    if not is_safe_link(href):
        return ()
    attrs: list[tuple[str, Any]] = [("href", str(href).strip())]
    if isinstance(title, str) and title.strip():
        attrs.append(("title", title.strip()))
    return (("link", tuple(attrs)),)


class Flow:
    """One place that takes blocks: the document, an item, a cell. Text gathers until a block or the end closes it."""

    def __init__(self, **template: Any) -> None:
        self.blocks: list[Node] = []
        self._template = template or {"type": "paragraph"}
        self._run: list[Node] = []

    def text(self, words: str, marks: Marks = ()) -> None:
        """Text as HTML means it: any stretch of blanks is one space, none at the edges. U+00A0 is no blank."""
        words = _BLANKS.sub(" ", words)
        if words.startswith(" ") and (not self._run or self._ends_blank()):
            words = words[1:]
        self.verbatim(words, marks)

    def verbatim(self, words: str, marks: Marks = ()) -> None:
        if not words:
            return
        listed = [{"type": name, **({"attrs": dict(attrs)} if attrs else {})} for name, attrs in dict(marks).items()]
        last = self._run[-1] if self._run else {}
        if last.get("type") == "text" and last.get("marks", []) == listed:
            last["text"] += words
        else:
            self._run.append({"type": "text", "text": words, **({"marks": listed} if listed else {})})

    def line_break(self) -> None:
        self._trim()
        self._run.append({"type": "hardBreak"})

    def block(self, node: Node) -> None:
        self.close()
        self.blocks.append(node)

    def close(self) -> None:
        """Make a block of what has gathered; two line breaks in a row were meant as a new paragraph."""
        run, self._run = self._run, []
        piece: list[Node] = []
        for number, node in enumerate(run):
            doubled = node["type"] == "hardBreak" and number and run[number - 1]["type"] == "hardBreak"
            if doubled and self._template["type"] == "paragraph":
                self._emit(piece)
                piece = []
            else:
                piece.append(node)
        self._emit(piece)

    def done(self) -> list[Node]:
        self.close()
        return self.blocks

    def _emit(self, nodes: list[Node]) -> None:
        self._run = nodes
        self._trim()
        while self._run and self._run[-1]["type"] == "hardBreak":
            self._run.pop()
            self._trim()
        while self._run and self._run[0]["type"] == "hardBreak":
            self._run.pop(0)
        nodes, self._run = self._run, []
        if any(node["type"] != "text" or node["text"].strip() for node in nodes):
            self.blocks.append({**self._template, "content": nodes})

    def _trim(self) -> None:
        """No blank before a line break or at the end."""
        while self._run and self._run[-1]["type"] == "text":
            self._run[-1]["text"] = self._run[-1]["text"].rstrip(" ")
            if self._run[-1]["text"]:
                return
            self._run.pop()

    def _ends_blank(self) -> bool:
        last = self._run[-1]
        return last["type"] == "hardBreak" or str(last.get("text", "")).endswith(" ")


def begin_with_paragraph(blocks: list[Node]) -> list[Node]:
    """The schema wants a paragraph first in an item of a list, and something in every container."""
    return blocks if blocks and blocks[0]["type"] == "paragraph" else [{"type": "paragraph"}, *blocks]


def never_empty(blocks: list[Node]) -> list[Node]:
    return blocks or [{"type": "paragraph"}]
