"""Reading HTML from anywhere into a node tree: tolerant, no text lost, unsafe links turned into plain words."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any, TypeAlias

from lxml import etree

from documents.formats.flow import Flow, Marks, begin_with_paragraph, link, never_empty
from documents.formats.nodes import Node, clean, language, whole

Element: TypeAlias = Any  # lxml publishes no types

_DEEPEST = 40  # elements within elements; beyond, their text is taken without layout
_SKIPPED = frozenset({"script", "style", "head", "template", "noscript", "title", "meta", "link", "col", "colgroup"})
_MARKS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "cite": "italic",
    "u": "underline",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sup": "superscript",
    "sub": "subscript",
    "mark": "highlight",
}
_CONTAINERS = {
    *("html", "body", "main", "article", "section", "header", "footer", "nav", "aside", "div", "center", "search"),
    *("p", "address", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "hgroup", "dialog"),
    *("form", "fieldset", "legend", "li", "caption", "tr", "td", "th", "thead", "tbody", "tfoot"),
}


def read(html: str) -> Node:
    """The document that this HTML, a page or a fragment of one, says."""
    flow = Flow()
    text = clean(html)
    if text.strip():
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
        if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):  # the rest was dropped: too deep
            _words_alone(text, flow)
        else:
            _Reader().inside(root, flow, (), 0)
    return {"type": "doc", "content": never_empty(flow.done())}


def _words_alone(text: str, flow: Flow) -> None:
    for words in re.split(r"<[^>]*>", text):
        flow.text(unescape(words))
        flow.close()


class _Reader:
    """Walks the elements, each kind by its method."""

    def __init__(self) -> None:
        self._readers: dict[str, Callable[[Element, Flow, Marks, int], None]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("ul", "ol", "menu", "dir"), self._list),
            "br": lambda element, flow, marks, depth: flow.line_break(),
            "hr": lambda element, flow, marks, depth: flow.block({"type": "horizontalRule"}),
            "img": lambda element, flow, marks, depth: flow.text(clean(element.get("alt")), marks),
            "blockquote": self._quote,
            "pre": self._code,
            "table": self._table,
        }

    def inside(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        """Everything between the tags of an element."""
        flow.text(element.text or "", marks)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, flow, marks, depth + 1)
            flow.text(child.tail or "", marks)

    def _element(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        tag = element.tag.lower()
        if tag in _SKIPPED:
            return
        if depth > _DEEPEST:
            flow.text(" ".join(element.itertext()), marks)
        elif tag in self._readers:
            self._readers[tag](element, flow, marks, depth)
        elif tag in _CONTAINERS:
            flow.close()
            self.inside(element, flow, marks, depth)
            flow.close()
        else:
            self.inside(element, flow, _with(marks, element, tag), depth)

    def _heading(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        inner = Flow(type="heading", attrs={"level": int(element.tag[1])})
        self.inside(element, inner, tuple(mark for mark in marks if mark[0] != "bold"), depth)
        for block in inner.done():
            flow.block(block)
        flow.close()

    def _quote(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        if blocks := self._blocks(element, marks, depth):
            flow.block({"type": "blockquote", "content": blocks})

    def _code(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        text = "".join(element.itertext()).removeprefix("\n").removesuffix("\n")
        if not text.strip():
            return
        named = next((child.get("class") or "" for child in element.iter("code")), "")
        found = re.search(r"\blang(?:uage)?-([\w+#.-]{1,30})", named)
        attrs = {"attrs": {"language": found[1]}} if found else {}
        flow.block({"type": "codeBlock", **attrs, "content": [{"type": "text", "text": text}]})

    def _blocks(self, element: Element, marks: Marks, depth: int) -> list[Node]:
        inner = Flow()
        self.inside(element, inner, marks, depth)
        return inner.done()

    def _list(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        items: list[Node] = []
        loose = Flow()  # what stands in a list outside any item
        loose.text(element.text or "", marks)
        for child in element:
            if child.tag == "li":
                _adopt(items, loose)
                loose = Flow()
                items.append(self._item(child, marks, depth + 1))
            elif isinstance(child.tag, str):
                self._element(child, loose, marks, depth + 1)
            loose.text(child.tail or "", marks)
        _adopt(items, loose)
        for run in _by_kind(items):
            flow.block(_list_of(run, element))
        flow.close()

    def _item(self, element: Element, marks: Marks, depth: int) -> Node:
        box = next((found for found in element.iter("input") if _is_checkbox_of(found, element)), None)
        blocks = begin_with_paragraph(self._blocks(element, marks, depth))
        if box is None:
            return {"type": "listItem", "content": blocks}
        return {"type": "taskItem", "attrs": {"checked": box.get("checked") is not None}, "content": blocks}

    def _table(self, element: Element, flow: Flow, marks: Marks, depth: int) -> None:
        rows: list[Node] = []
        loose = Flow()  # the caption, and what stands outside every cell: browsers show it above the table
        self._rows(element, rows, loose, marks, depth)
        flow.close()
        flow.blocks += loose.done()
        widths = [whole(col.get("width"), 0, 0, 2000) for col in element.iter("col") if _table_of(col) is element]
        for row in rows:
            _set_widths(row["content"], widths)
        if rows := [row for row in rows if row["content"]]:
            flow.block({"type": "table", "content": rows})

    def _rows(self, element: Element, rows: list[Node], loose: Flow, marks: Marks, depth: int) -> None:
        loose.text(element.text or "", marks)
        for child in element:
            if child.tag == "tr":
                rows.append({"type": "tableRow", "content": []})
            if child.tag in ("thead", "tbody", "tfoot", "tr"):
                self._rows(child, rows, loose, marks, depth + 1)
            elif child.tag in ("td", "th"):
                if not rows:
                    rows.append({"type": "tableRow", "content": []})
                rows[-1]["content"].append(self._cell(child, marks, depth + 1))
            elif isinstance(child.tag, str):
                self._element(child, loose, marks, depth + 1)
            loose.text(child.tail or "", marks)

    def _cell(self, element: Element, marks: Marks, depth: int) -> Node:
        spans = {name: whole(element.get(name), 1, 1, 200) for name in ("colspan", "rowspan")}
        attrs = {name: value for name, value in spans.items() if value > 1}
        head = element.tag == "th"
        blocks = never_empty(self._blocks(element, marks, depth))
        return {
            "type": "tableHeader" if head else "tableCell",
            **({"attrs": attrs} if attrs else {}),
            "content": blocks,
        }


def _with(marks: Marks, element: Element, tag: str) -> Marks:
    """The marks inside an inline element: those around it and its own; an inner link replaces an outer one."""
    added: Marks = ((_MARKS[tag], ()),) if tag in _MARKS else ()
    if tag == "a":
        added = link(clean(element.get("href")), clean(element.get("title")))
    style = (element.get("style") or "").lower()
    if tag in ("span", "font") and style:
        added += tuple((name, ()) for name, pattern in _STYLES if re.search(pattern, style))
    spoken = language(element.get("lang"))
    if spoken:
        added += (("textLanguage", (("lang", spoken),)),)
    names = {name for name, _ in added}
    return tuple(mark for mark in marks if mark[0] not in names) + added


_STYLES = (
    ("bold", r"font-weight\s*:\s*(bold|[6-9]00)"),
    ("italic", r"font-style\s*:\s*italic"),
    ("underline", r"text-decoration[^;:]*:[^;]*underline"),
    ("strike", r"text-decoration[^;:]*:[^;]*line-through"),
)


def _adopt(items: list[Node], loose: Flow) -> None:
    """A list directly inside a list belongs to the item before it, as browsers show it."""
    blocks = loose.done()
    if blocks and items:
        items[-1]["content"] += blocks
    elif blocks:
        items.append({"type": "listItem", "content": begin_with_paragraph(blocks)})


def _by_kind(items: list[Node]) -> list[list[Node]]:
    """Runs of plain items and of tasks: the schema keeps them in lists of their own."""
    runs: list[list[Node]] = []
    for item in items:
        if runs and runs[-1][-1]["type"] == item["type"]:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _list_of(items: list[Node], element: Element) -> Node:
    if items[0]["type"] == "taskItem":
        return {"type": "taskList", "content": items}
    if element.tag != "ol":
        return {"type": "bulletList", "content": items}
    start = whole(element.get("start"), 1, 0, 2**31 - 1)
    return {"type": "orderedList", **({"attrs": {"start": start}} if start != 1 else {}), "content": items}


def _is_checkbox_of(element: Element, item: Element) -> bool:
    return (element.get("type") or "").lower() == "checkbox" and next(element.iterancestors("li"), None) is item


def _table_of(element: Element) -> Element:
    return next(element.iterancestors("table"), None)


def _set_widths(cells: list[Node], widths: list[int]) -> None:
    column = 0
    for cell in cells:
        span = cell.get("attrs", {}).get("colspan", 1)
        own = widths[column : column + span]
        if len(own) == span and all(own):
            cell.setdefault("attrs", {})["colwidth"] = own
        column += span
