"""The result of a comparison: blocks and words, each with what happened to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from documents.blocks import ATOM
from documents.formats.nodes import Node, kind, text_of

Op = Literal["same", "added", "removed", "restyled"]
Kind = Literal["same", "added", "removed", "changed", "moved", "left"]


@dataclass(frozen=True)
class Word:
    """A piece of a line as an inline node; `was` is how the same words looked before, of `restyled` ones."""

    op: Op
    node: Node
    was: Node | None = None

    @property
    def text(self) -> str:
        """Its part of the line, as `documents.blocks` counts it: a mention, a note, a line break is one place."""
        return str(self.node["text"]) if kind(self.node) == "text" else ATOM


@dataclass
class Change:
    """A block in both texts, or in one of them. One that holds text has `words`, one that holds blocks `inside`.

    `moved` stands where the block is now (its words may have changed too), `left` where it was; both bear the same
    number in `move`. `attrs` names what else changed: "type", "level", "checked"…
    """

    kind: Kind
    before: Node | None
    after: Node | None
    words: list[Word] = field(default_factory=list)
    inside: list["Change"] = field(default_factory=list)
    attrs: list[str] = field(default_factory=list)
    move: int = 0

    @property
    def node(self) -> Node:
        """The block as it is, or as it was where it is no more."""
        return self.after or self.before or {}

    @property
    def block(self) -> str:
        """The id of the block, "" for one without."""
        return str((self.node.get("attrs") or {}).get("id") or "")

    @property
    def differs(self) -> bool:
        """Whether anything in it is not as it was; that it stands elsewhere does not count."""
        return bool(self.attrs) or any(word.op != "same" for word in self.words) or any(
            change.kind != "same" for change in self.inside
        )  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """How much changed, in words of text and in blocks moved."""

    added: int = 0
    removed: int = 0
    moved: int = 0
    other: int = 0  # blocks where something else changed than words: bold, a level, a box ticked

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.other)


def leaves(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes of blocks that hold no others, in document order."""
    for change in changes:
        if change.inside:
            yield from leaves(change.inside)
        else:
            yield change


def summary(changes: Iterable[Change]) -> Summary:
    counts = {"added": 0, "removed": 0, "moved": 0, "other": 0}
    _count(changes, counts)
    return Summary(**counts)


def _count(changes: Iterable[Change], counts: dict[str, int]) -> None:
    for change in changes:
        if change.kind == "left":
            continue  # told where it is now
        counts["moved"] += change.kind == "moved"
        said = [word for word in change.words if word.op in ("added", "removed")]
        for word in said:
            counts[word.op] += len(text_of([word.node]).split())
        blank = not said and not change.inside and kind(change.node) != "paragraph"
        counts["other"] += (change.kind == "changed" and not said and not (change.inside and not change.attrs)) or (
            change.kind in ("added", "removed") and blank
        )
        _count(change.inside, counts)


def as_json(change: Change) -> dict[str, Any]:
    """As the API gives it; what is empty is left out."""
    given: dict[str, Any] = {"kind": change.kind, "block": change.block, "type": kind(change.node)}
    if change.words:
        given["words"] = [
            {"op": word.op, "node": word.node, **({"was": word.was} if word.was else {})} for word in change.words
        ]
    if change.inside:
        given["inside"] = [as_json(one) for one in change.inside]
    return given | {name: value for name, value in (("attrs", change.attrs), ("move", change.move)) if value}
