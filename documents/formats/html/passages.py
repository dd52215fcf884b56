"""The threads of a text in its HTML: their passages drawn, each followed by a number that leads to what is said there."""

from collections.abc import Collection, Iterable, Mapping
from html import escape

from documents.formats.nodes import Node, attr, kind, walk

_NO_PLACE_AFTER = frozenset({"listItem", "taskItem", "tableRow", "tableCell", "tableHeader"})


class Passages:
    """`marked` are the threads whose marks count (a mark of any other shows nothing); `blocks` maps a block's id to the
    threads on the block as a whole. `numbers` tells them in the order of the text."""

    def __init__(
        self, tree: Node, marked: Collection[str] = (), blocks: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self._marked, self._blocks = frozenset(marked), dict(blocks or {})
        self.numbers: dict[str, int] = {}
        self._ends: dict[int, list[str]] = {}  # the node after which a thread's number stands
        last: dict[str, Node] = {}
        for node in walk(tree):
            for thread in (*self._on_block(node), *self._on(node)):
                self.numbers.setdefault(thread, len(self.numbers) + 1)
                last[thread] = node
        for thread, node in last.items():
            self._ends.setdefault(id(node), []).append(thread)

    def drawn(self, node: Node, html: str) -> str:
        """The HTML of an inline node, shown as a passage where it is one."""
        threads = self._on(node)
        many = " passage-many" if len(threads) > 1 else ""
        return f'<span class="passage{many}">{html}</span>' if threads else html

    def numbers_after(self, nodes: Iterable[Node], spoken: str) -> str:
        """The numbers of the threads whose passage ends with one of these nodes; `spoken` is "Comment %s"."""
        ending = sorted(self.numbers[thread] for node in nodes for thread in self._ends.get(id(node), ()))
        threads = {number: thread for thread, number in self.numbers.items()}
        return "".join(_number(threads[number], number, spoken) for number in ending)

    def _on(self, node: Node) -> list[str]:
        listed = node.get("marks")
        attributes = [
            mark.get("attrs")
            for mark in (listed if isinstance(listed, list | tuple) else ())
            if isinstance(mark, dict) and mark.get("type") == "comment"
        ]
        found = [str(attrs.get("thread")) for attrs in attributes if isinstance(attrs, dict)]
        return [thread for thread in found if thread in self._marked]

    def _on_block(self, node: Node) -> Collection[str]:
        """Of several blocks with one id, the first owns it."""
        if not self._blocks or kind(node) in _NO_PLACE_AFTER:
            return ()
        return self._blocks.pop(str(attr(node, "id") or ""), ())


def _number(thread: str, number: int, spoken: str) -> str:
    told = escape(spoken.replace("%s", str(number)))
    link = f'id="passage-{escape(thread)}" href="#fil-{escape(thread)}"'
    return f'<sup class="passage-number"><a {link} aria-label="{told}">{number}</a></sup>'
