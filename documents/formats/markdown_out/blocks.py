"""Blocks as Markdown: each becomes lines; what holds blocks sets its sign before them."""

import re
from collections.abc import Callable
from itertools import groupby

from documents.formats.grid import lay_out
from documents.formats.markdown_out.inline import Inline, escaped
from documents.formats.nodes import (
    Node,
    attachment,
    attr,
    children,
    clean,
    is_blank,
    is_inline,
    kind,
    label,
    text_of,
    walk,
    whole,
)
from documents.formats.words import Words
from documents.schema import CALLOUT_KINDS

ImageName = Callable[[str], str]  # attachment id -> path of its file beside the text
_LISTS = ("bulletList", "orderedList", "taskList")


def write(tree: Node, title: str, image_name: ImageName, words: Words) -> tuple[str, list[str]]:
    """The text under its title, and what Markdown could not hold. Pictures are named, not written."""
    writer = _Writer(image_name, words, _anchors(tree))
    lines = [f"# {escaped(title)}", "", *writer.blocks(children(tree)), *writer.notes()]
    return "\n".join(lines).rstrip("\n") + "\n", list(dict.fromkeys(writer.left_out))


class _Writer:
    def __init__(self, image_name: ImageName, words: Words, anchors: dict[str, str]) -> None:
        self.left_out: list[str] = []
        self._image_name, self._words = image_name, words
        self._inline = Inline(anchors)
        self._writers: dict[str, Callable[[Node], list[str]]] = {
            "paragraph": lambda node: self._paragraph(children(node)),
            "heading": self._heading,
            "blockquote": lambda node: _quoted(self.blocks(children(node))),
            "callout": self._callout,
            "codeBlock": _code,
            "table": self._table,
            "figure": self._figure,
            "horizontalRule": lambda node: ["---"],
            "pageBreak": self._page_break,
            "details": self._details,
        }

    def blocks(self, nodes: list[Node]) -> list[str]:
        """With a blank line between two; two lists in a row take different signs, or they would be one."""
        out: list[str] = []
        before, turn = "", 0
        for inline, group in groupby(nodes, is_inline):
            for node in [{"type": "paragraph", "content": list(group)}] if inline else list(group):
                name = "bulletList" if kind(node) == "taskList" else kind(node)
                turn = 1 - turn if name == before and name in _LISTS else 0
                lines = self._list(node, turn) if kind(node) in _LISTS else self._block(node)
                if lines:
                    out += [*([""] if out else []), *lines]
                    before = name
        return out

    def notes(self) -> list[str]:
        """A note within a note was never written: the list does not grow while it is walked."""
        out = []
        for number, nodes in enumerate(list(self._inline.notes), 1):
            out += ["", f"[^{number}]: {self._inline.one_line(nodes)}"]
        return out

    def _block(self, node: Node) -> list[str]:
        known = self._writers.get(kind(node))
        return known(node) if known else self.blocks(children(node))

    def _paragraph(self, nodes: list[Node]) -> list[str]:
        return [] if is_blank(nodes) else self._inline.text(nodes).split("\n")

    def _heading(self, node: Node) -> list[str]:
        """One level below the title."""
        if is_blank(children(node)):
            return []
        text = self._inline.one_line(children(node))
        return [f"{'#' * min(whole(attr(node, 'level'), 1, 1, 6) + 1, 6)} {text}"]

    def _list(self, node: Node, turn: int) -> list[str]:
        number = whole(attr(node, "start"), 1, 0, 999_999_000)
        out: list[str] = []
        items = children(node)
        loose = any(len([block for block in children(item) if kind(block) not in _LISTS]) > 1 for item in items)
        for item in items:
            sign = "-*"[turn] if kind(node) != "orderedList" else f"{number}{'.)'[turn]}"
            box = ("[x] " if attr(item, "checked") is True else "[ ] ") if kind(item) == "taskItem" else ""
            lines = self._item(item, loose) or [""]
            first = next(iter(children(item)), None)
            if box and first and not is_inline(first) and kind(first) != "paragraph":
                lines = ["", "", *lines]  # a box stands before words alone
            lines[0] = f"{sign} {box}{lines[0]}".rstrip()
            indent = " " * (len(sign) + 1)
            out += [*([""] if out and loose else []), lines[0], *(indent + line if line else "" for line in lines[1:])]
            number += 1
        return out

    def _item(self, item: Node, loose: bool) -> list[str]:
        """A list within follows its paragraph at once, as people write it."""
        found = self.blocks(children(item) if kind(item) in ("listItem", "taskItem") else [item])
        blocks = children(item)
        if not loose and len(blocks) > 1 and "" in found and kind(blocks[1]) in _LISTS:
            found.remove("")
        return found

    def _callout(self, node: Node) -> list[str]:
        name = attr(node, "kind") if attr(node, "kind") in CALLOUT_KINDS else "info"
        return _quoted([f"**{escaped(self._words.of_callout(name))}**", "", *self.blocks(children(node))])

    def _details(self, node: Node) -> list[str]:
        out = []
        for child in children(node):
            if kind(child) == "detailsSummary":
                summary = self._inline.one_line(children(child))
                out += [f"**{summary}**", ""] if summary else []
            else:
                out += self.blocks([child])
        return out

    def _figure(self, node: Node) -> list[str]:
        caption, image = children(node), attachment(node)
        alt = "" if attr(node, "decorative") is True else label(node, "alt") or text_of(caption)
        if image:
            out = [f"![{escaped(alt)}]({self._image_name(image)})"]
        else:
            out = [escaped(self._words.missing.replace("%s", alt or self._words.undescribed))]
        return [*out, "", *self._paragraph(caption)] if not is_blank(caption) else out

    def _page_break(self, node: Node) -> list[str]:
        self.left_out.append(self._words.left_breaks)
        return []

    def _table(self, node: Node) -> list[str]:
        grid = lay_out(node)
        if not grid.rows:
            return []
        if any(cell.width > 1 or cell.height > 1 for cell in grid.cells):
            self.left_out.append(self._words.left_merges)
        rows = [
            [
                text
                for slot in row
                for text in (self._cell(slot.cell.blocks if slot.cell and slot.first else []), *[""] * (slot.width - 1))
            ]
            for row in grid.rows
        ]
        head, body = (rows[0], rows[1:]) if grid.heading_rows() else ([""] * grid.columns, rows)
        lines = [head, ["---"] * grid.columns, *body]
        return [f"| {' | '.join(line)} |" for line in lines]

    def _cell(self, blocks: list[Node]) -> str:
        """A cell is one line: what was several is separated by tags, which all that shows tables understand."""
        pieces = []
        for found in walk({"type": "tableCell", "content": blocks}):
            words = [child for child in children(found) if is_inline(child)]
            if words and not is_inline(found):
                pieces.append(self._inline.text(words).replace("\\\n", "<br>").replace("\n", " "))
        return "<br>".join(piece for piece in pieces if piece).replace("|", "\\|")


def _anchors(tree: Node) -> dict[str, str]:
    """The id of each heading to the name that readers of Markdown make of its words."""
    found: dict[str, str] = {}
    for node in walk(tree):
        if kind(node) == "heading" and (name := label(node, "id")):
            words = re.sub(r"[^\w\- ]", "", text_of(children(node)).lower())
            found.setdefault(name, words.replace(" ", "-"))
    return found


def _quoted(lines: list[str]) -> list[str]:
    return [f"> {line}".rstrip() for line in lines]


def _code(node: Node) -> list[str]:
    text = "".join(clean(found.get("text")) for found in walk(node) if "text" in found)
    fence = "`" * max(3, max((len(found) for found in re.findall("`+", text)), default=0) + 1)
    name = attr(node, "language")
    known = name if isinstance(name, str) and re.fullmatch(r"[\w+#.-]{1,30}", name) else ""
    return [f"{fence}{known}", *text.split("\n"), fence]
