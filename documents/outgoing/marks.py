"""The comment marks of a block, put on the same block with its changes tracked: on the words that it had."""

from collections.abc import Iterator
from typing import NamedTuple

from documents.blocks import ATOM
from documents.comparing.trees import holds_text
from documents.content import Tree


class Stretch(NamedTuple):
    """Some signs of a line that bear the same comments."""

    text: str
    comments: tuple[Tree, ...]


def carry_marks(before: Tree, nodes: list[Tree]) -> bool:
    """Mark in `nodes` what is marked in `before`. Whether it could be done: both must have had the same lines."""
    marked = [_stretches(line) for line in _lines([before])]
    if not any(stretch.comments for line in marked for stretch in line):
        return True
    lines = [line for line in _lines(nodes) if line.get("change") != "added"]
    if [_words(line) for line in lines] != ["".join(stretch.text for stretch in line) for line in marked]:
        return False
    for line, stretches in zip(lines, marked, strict=True):
        if stretches:
            line["content"] = list(_marked(line["content"], stretches))
    return True


def _lines(nodes: list[Tree]) -> Iterator[Tree]:
    """The blocks that hold text, in document order."""
    for node in nodes:
        if holds_text(node):
            yield node
        else:
            yield from _lines(node.get("content", []))


def _stretches(line: Tree) -> list[Stretch]:
    return [Stretch(_sign(node), tuple(_comments(node))) for node in line.get("content", [])]


def _words(line: Tree) -> str:
    """What the line said before its changes."""
    return "".join(_sign(node) for node in line.get("content", []) if node.get("change") != "added")


def _sign(node: Tree) -> str:
    return str(node["text"]) if node["type"] == "text" else ATOM


def _comments(node: Tree) -> list[Tree]:
    return [mark for mark in node.get("marks", []) if mark["type"] == "comment"]


def _marked(nodes: list[Tree], stretches: list[Stretch]) -> Iterator[Tree]:
    """The nodes cut where the comments change. What takes the place of words bears the comments that lay on all of them."""
    waiting = [stretch for stretch in stretches if stretch.text]
    replaced: list[tuple[Tree, ...]] = []
    for node in nodes:
        if node.get("change") == "added":
            yield _with(node, _shared(replaced))
            continue
        left = _sign(node)
        replaced = replaced if node.get("change") == "removed" else []
        while left:
            first = waiting.pop(0)
            size = min(len(left), len(first.text))
            if size < len(first.text):
                waiting.insert(0, Stretch(first.text[size:], first.comments))
            piece = {**node, "text": left[:size]} if node["type"] == "text" else node
            yield _with(piece, first.comments)
            if node.get("change") == "removed":
                replaced.append(first.comments)
            left = left[size:]


def _shared(stretches: list[tuple[Tree, ...]]) -> tuple[Tree, ...]:
    first, *others = stretches or [()]
    return tuple(one for one in first if all(one in other for other in others))


def _with(node: Tree, comments: tuple[Tree, ...]) -> Tree:
    """A node is never shared: what is said of one is not said of the other."""
    return {**node, "marks": [*node.get("marks", []), *comments]} if comments else dict(node)
