"""Lines that look like headings, and lists typed by hand: found in a text, and made real where somebody wants it."""

import re
from dataclasses import dataclass
from typing import Any

from documents.content import Tree
from documents.formats.nodes import attr, children, kind, marks, text_of

_BULLET = re.compile(r"^\s*[-–—•·*▪◦➢✓→]\s+(?=\S)")
_NUMBER = re.compile(r"^\s*(\d{1,3}|[a-z])\s*[.)°]\s+(?=\S)")
_LONGEST_HEADING = 100
_ENDS_A_SENTENCE = (".", ";", ",", ":", "…", "?", "!")


@dataclass(frozen=True)
class Lookalikes:
    """How many of each, and how each begins."""

    headings: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.headings or self.lists)


def lookalikes(tree: Tree) -> Lookalikes:
    """Among the blocks of the text itself: in a table or a box, bold lines and dashes say other things."""
    blocks = children(tree)
    headings = tuple(text_of([block]) for at, block in enumerate(blocks) if _looks_like_heading(blocks, at))
    lists = tuple(text_of(run[:1]) for run, marker in _runs(blocks) if marker)
    return Lookalikes(headings, lists)


def made_real(tree: Tree) -> Tree:
    blocks = children(tree)
    level = min(6, 1 + max((0, *(1 for block in blocks if kind(block) == "heading" and attr(block, "level") == 1))))
    turned = [_heading(block, level) if _looks_like_heading(blocks, at) else block for at, block in enumerate(blocks)]
    content: list[Tree] = []
    for run, marker in _runs(turned):
        content += [_list(run, marker)] if marker else run
    return {**tree, "content": content}


def _looks_like_heading(blocks: list[Tree], at: int) -> bool:
    """A short bold line alone, with a text after it."""
    block = blocks[at]
    words = text_of([block])
    if kind(block) != "paragraph" or not 1 < len(words) <= _LONGEST_HEADING or words.endswith(_ENDS_A_SENTENCE):
        return False
    inside = children(block)
    if any(kind(node) != "text" for node in inside) or not any(letter.isalpha() for letter in words):
        return False
    bold = all("bold" in marks(node) for node in inside if node["text"].strip())
    return bold and at + 1 < len(blocks) and not _marker(block)


def _heading(block: Tree, level: int) -> Tree:
    bare = [_without_bold(node) for node in children(block)]
    key = attr(block, "id")
    return {"type": "heading", "attrs": {**({"id": key} if key else {}), "level": level}, "content": bare}


def _without_bold(node: Tree) -> Tree:
    listed = [mark for mark in node.get("marks", []) if mark["type"] != "bold"]
    made = {key: held for key, held in node.items() if key != "marks"}
    return {**made, "marks": listed} if listed else made


def _marker(block: Tree) -> str:
    """ "bullet", or the number typed before a line; "" for a line without."""
    inside = children(block)
    if kind(block) != "paragraph" or not inside or kind(inside[0]) != "text":
        return ""
    words = "".join(node["text"] for node in inside if kind(node) == "text")
    if _BULLET.match(words):
        return "bullet"
    found = _NUMBER.match(words)
    return found[1] if found else ""


def _runs(blocks: list[Tree]) -> list[tuple[list[Tree], str]]:
    """Neighbouring lines of one typed list, of two at least; all else one by one, without a marker."""
    runs: list[tuple[list[Tree], str]] = []
    for block in blocks:
        marker = _marker(block)
        if runs and marker and _follows(runs[-1], marker):
            runs[-1][0].append(block)
        else:
            runs.append(([block], marker))
    return [(run, marker if len(run) > 1 else "") for run, marker in runs]


def _follows(run: tuple[list[Tree], str], marker: str) -> bool:
    listed, first = run
    if "bullet" in (first, marker):
        return first == marker
    if not first:
        return False
    return _value(marker) == _value(first) + len(listed) and first.isdigit() == marker.isdigit()


def _value(marker: str) -> int:
    return int(marker) if marker.isdigit() else ord(marker) - ord("a") + 1


def _list(run: list[Tree], marker: str) -> Tree:
    items = [{"type": "listItem", "content": [_without_marker(block)]} for block in run]
    if marker == "bullet":
        return {"type": "bulletList", "content": items}
    start: Any = _value(marker)
    return {"type": "orderedList", **({"attrs": {"start": start}} if start != 1 else {}), "content": items}


def _without_marker(block: Tree) -> Tree:
    inside = children(block)
    words = "".join(node["text"] for node in inside if kind(node) == "text")
    found = _BULLET.match(words) or _NUMBER.match(words)
    left = found.end() if found else 0
    kept: list[Tree] = []
    for node in inside:
        if left and kind(node) == "text":
            cut = node["text"][left:]
            left -= len(node["text"]) - len(cut)
            if not cut:
                continue
            node = {**node, "text": cut}
        kept.append(node)
    return {**block, "content": kept}
