"""Paragraphs one after another become blocks in blocks: lists in lists, quotations, callouts, what goes on in an item."""

from dataclasses import dataclass, field

from documents.formats.nodes import Node
from documents.formats.reading.paragraphs import Para
from documents.formats.reading.runs import Line

_STEP = 397  # twips: one level of a list in our own files
_ANYWHERE = -1


@dataclass
class _Frame:
    """A block that is still open: `left` is where what stands in it begins, in twips."""

    kind: str  # "root", "item" or "box"
    blocks: list[Node]
    left: int = _ANYWHERE
    level: int = 0
    box: str = ""
    list: Node = field(default_factory=dict)
    key: str = ""
    count: int = 0


class Assembly:
    """One place that takes blocks: the text, a cell, a text box."""

    def __init__(self, *, ours: bool) -> None:
        self.blocks: list[Node] = []
        self._stack = [_Frame("root", self.blocks)]
        self._ours = ours

    def close(self) -> None:
        del self._stack[1:]

    def put(self, node: Node, para: Para) -> None:
        """A block where its paragraph says that it stands."""
        self._enter_box(para)
        while self._top.kind == "item" and not self._goes_on_in(para):
            self._stack.pop()
        self._top.blocks.append(node)

    def put_table(self, node: Node, left: int) -> None:
        self.put(node, Para("table", Line(), left=left))

    @property
    def last(self) -> Node | None:
        """The block put last, wherever."""
        return self._top.blocks[-1] if self._top.blocks else None

    def drop_last(self) -> None:
        self._top.blocks.pop()

    def put_item(self, paragraph: Node, para: Para) -> None:
        self._enter_box(para)
        tasks = para.line.tick is not None
        previous = self._leave_items(para)
        level = (
            sum(1 for frame in self._stack if frame.kind == "item") if tasks or para.place is None else para.place.level
        )
        name = "taskList" if tasks else "orderedList" if para.place and para.place.ordered else "bulletList"
        made: Node = {"type": "taskItem" if tasks else "listItem", "content": [paragraph]}
        if tasks:
            made["attrs"] = {"checked": bool(para.line.tick)}
        key, count = (para.place.list, para.place.count) if para.place and not tasks else ("", 0)
        if previous is not None and self._is_same_list(previous, name, key, count, level):
            listed = previous.list
        else:
            listed = {"type": name, "content": []}
            if name == "orderedList" and count != 1:
                listed["attrs"] = {"start": max(count, 0)}
            self._top.blocks.append(listed)
        listed["content"].append(made)
        frame = _Frame("item", made["content"], left=para.left, level=level, list=listed, key=key, count=count)
        self._stack.append(frame)

    def _leave_items(self, para: Para) -> _Frame | None:
        """Close the items that this one does not stand in; the last closed may be its neighbour."""
        previous = None
        while self._top.kind == "item" and not self._holds(self._top, para):
            previous = self._stack.pop()
        return previous

    def _holds(self, frame: _Frame, para: Para) -> bool:
        if para.place is None or para.line.tick is not None:
            return frame.left < para.left
        if not frame.key:  # a task: it has no level of its own
            return frame.left < para.left
        return frame.level < para.place.level

    def _is_same_list(self, previous: _Frame, name: str, key: str, count: int, level: int) -> bool:
        if previous.list["type"] != name or previous.level != level:
            return False
        if self._ours or previous.key == key:
            return previous.key == key
        return name == "bulletList" or count == previous.count + 1

    def _goes_on_in(self, para: Para) -> bool:
        if self._ours:
            return para.left >= self._top.left
        continues = para.role == "continue" and para.left >= self._top.left - 2 * _STEP * (para.left == 0)
        return continues or (para.role in ("", "table", "quote", "code", "figure") and 0 < self._top.left <= para.left)

    @property
    def _top(self) -> _Frame:
        return self._stack[-1]

    def _enter_box(self, para: Para) -> None:
        left = para.left - (_STEP if para.is_item else 0)
        if not para.box:
            unsaid = self._ours and para.role in ("code", "table")  # nothing is drawn around these: their place says it
            self._leave_boxes(
                next((at for at, frame in enumerate(self._stack) if frame.left > para.left), 99) if unsaid else 0
            )
            return
        open_boxes = [at for at, frame in enumerate(self._stack) if frame.kind == "box"]
        for at in reversed(open_boxes):
            frame = self._stack[at]
            if frame.box == para.box and not para.opens_box and (left >= frame.left or not self._ours):
                self._leave_boxes(at + 1)
                return
        self._leave_boxes(
            next((at for at in open_boxes if not self._ours or self._stack[at].left >= left), len(self._stack))
        )
        while self._top.kind == "item" and not (self._goes_on_in(para) if not para.is_item else self._top.left <= left):
            self._stack.pop()
        made: Node = {"type": "blockquote", "content": []}
        if para.box.startswith("callout"):
            made = {"type": "callout", "attrs": {"kind": para.box.removeprefix("callout ")}, "content": []}
        self._top.blocks.append(made)
        self._stack.append(_Frame("box", made["content"], left=left, box=para.box))

    def _leave_boxes(self, at: int) -> None:
        """Close the boxes from this depth on, with what is open in them."""
        first = next((n for n, frame in enumerate(self._stack) if n >= at and frame.kind == "box"), None)
        if first is not None:
            del self._stack[first:]
