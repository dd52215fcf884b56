"""What changed as Word tracks it: runs and paragraphs put in and taken out, by whom and when; each can be refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from documents.formats.docx.markup import Element, W, sub
from documents.formats.nodes import Node, change_of, one_line

_TAGS = {"added": "ins", "removed": "del"}
_GONE = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_AFTER_MARK = frozenset({f"{W}sectPr", f"{W}pPrChange"})  # what follows w:rPr in a w:pPr


class Hand(NamedTuple):
    """Whose a change is."""

    author: str
    at: datetime


@dataclass
class Revisions:
    """By `author` at `at`; a change that names another hand (`by` on its node) is that one's, of `hands`."""

    author: str
    at: datetime
    hands: Mapping[str, Hand] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1_000_000))  # far from the numbers of bookmarks

    def mark(self, elements: Iterable[Element], node: Node) -> None:
        """What was written of a node that was added or taken out; of what is inside, only what is not marked yet."""
        tag = _TAGS.get(change_of(node))
        for element in elements if tag else ():
            runs = [element] if element.tag == f"{W}r" else list(element.iter(f"{W}r"))
            for run in runs:
                if run.getparent().tag not in (f"{W}ins", f"{W}del") and run.find(f"{W}commentReference") is None:
                    self._wrap(run, str(tag), node)

    def restyle(self, elements: Iterable[Element], node: Node, put_before: Callable[[Element], None]) -> None:
        """The same words that looked otherwise: `put_before` writes the properties they had."""
        for run in (run for element in elements for run in element.iter(f"{W}r")):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = run.makeelement(f"{W}rPr")
                run.insert(0, properties)
            change = sub(properties, "rPrChange")
            change.attrib.update(self._attributes(node))
            put_before(sub(change, "rPr"))

    def _wrap(self, run: Element, tag: str, node: Node) -> None:
        parent = run.getparent()
        around = parent.makeelement(W + tag, self._attributes(node))
        parent.replace(run, around)
        around.append(run)
        if tag == "del":
            for piece in run.iter(*_GONE):
                piece.tag = _GONE[piece.tag]

    def _attributes(self, node: Node) -> dict[str, str]:
        author, moment = self.hands.get(node.get("by", ""), Hand(self.author, self.at))
        at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            f"{W}id": str(next(self._numbers)),
            f"{W}author": one_line(author) or "?",
            f"{W}date": at,
        }

    def finish(self, body: Element) -> None:
        """A paragraph, or a row, of which every run was put in is itself put in: refused, it leaves no blank line."""
        for paragraph in body.iter(f"{W}p"):
            if (change := _one_change(paragraph)) is not None:
                self._mark_end(paragraph, change)
        for row in body.iter(f"{W}tr"):
            if (change := _one_change(row)) is not None:
                properties = row.find(f"{W}trPr")
                if properties is None:
                    properties = row.makeelement(f"{W}trPr")
                    row.insert(0, properties)
                properties.append(self._again(change))

    def _mark_end(self, paragraph: Element, change: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = paragraph.makeelement(f"{W}pPr")
            paragraph.insert(0, properties)
        mark = properties.find(f"{W}rPr")
        if mark is None:
            mark = sub(properties, "rPr")
            for late in [child for child in properties if child.tag in _AFTER_MARK]:
                properties.append(late)
        mark.insert(0, self._again(change))

    def _again(self, change: Element) -> Element:
        """The same change, of something else."""
        made = change.makeelement(change.tag, dict(change.attrib))
        made.set(f"{W}id", str(next(self._numbers)))
        return made


def _one_change(element: Element) -> Element | None:
    """What happened to all runs in it; None where it differs, or there are none. What points to a comment is no word."""
    runs = [run for run in element.iter(f"{W}r") if run.find(f"{W}commentReference") is None]
    around = [run.getparent() for run in runs]
    alike = {change.tag for change in around}
    return around[0] if len(alike) == 1 and alike <= {f"{W}ins", f"{W}del"} else None
