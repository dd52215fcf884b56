"""Tables: rows and cells with what is merged, header rows, widths."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.formats.nodes import Node
from documents.formats.reading.markup import Element, W, child, content, is_on, number, value
from documents.formats.reading.runs import changed

_PIXELS = 15  # twips in one
_WASH = "E6F2F0"  # the ground of header cells in our own files

ReadBlocks = Callable[[Element], list[Node]]


@dataclass
class _Cell:
    node: Node
    column: int
    width: int


def read_table(table: Element, read: ReadBlocks, *, ours: bool) -> Node | None:
    widths = [number(one.get(f"{W}w")) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    rows: list[Node] = []
    above: dict[int, _Cell] = {}
    for row in _rows(table):
        made, above = _read_row(row, above, widths, read, ours=ours)
        if made is not None:
            rows.append(made)
    if not any(row["content"] for row in rows):
        return None
    return {"type": "table", "content": rows}


def _rows(table: Element) -> list[Element]:
    return _named(table, "tr")


def _named(parent: Element, name: str) -> list[Element]:
    """Rows of a table or cells of a row, content controls and the like seen through."""
    found: list[Element] = []
    for one in content(parent):
        if one.tag == W + name:
            found.append(one)
        elif one.tag == f"{W}sdt" and (inside := child(one, "sdtContent")) is not None:
            found += _named(inside, name)
        elif one.tag in (f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}del"):
            found += _named(one, name)
    return found


def _read_row(
    row: Element, above: dict[int, _Cell], widths: list[int], read: ReadBlocks, *, ours: bool
) -> tuple[Node | None, dict[int, _Cell]]:
    properties = child(row, "trPr")
    heading = is_on(properties, "tblHeader") is True
    made: Node = {"type": "tableRow", "content": []}
    column = number(value(properties, "gridBefore"))
    held: dict[int, _Cell] = {}
    for element in _named(row, "tc"):
        about = child(element, "tcPr")
        span = max(1, number(value(about, "gridSpan"), 1))
        merge = child(about, "vMerge")
        going_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
        if going_on and column in above:
            cell = above[column]
            cell.node["attrs"]["rowspan"] = cell.node["attrs"].get("rowspan", 1) + 1
        else:
            cell = _Cell(
                _read_cell(element, span, widths[column : column + span], heading, read, ours=ours), column, span
            )
            made["content"].append(cell.node)
        held[column] = cell
        column += span
    for name, kind in (("ins", "added"), ("del", "removed")):
        if (change := child(properties, name)) is not None:
            made["mark"] = changed(change, kind)
    return made, held


def _read_cell(element: Element, span: int, widths: list[int], heading: bool, read: ReadBlocks, *, ours: bool) -> Node:
    ground = child(element, "tcPr", "shd")
    heads = ground is not None and ground.get(f"{W}fill") == _WASH if ours else heading
    attrs: Node = {"colspan": span} if span > 1 else {}
    pixels = [round(width / _PIXELS) for width in widths]
    if len(pixels) == span and all(pixel > 0 for pixel in pixels):
        attrs["colwidth"] = pixels
    blocks = read(element)
    return {
        "type": "tableHeader" if heads else "tableCell",
        "attrs": attrs,
        "content": blocks or [{"type": "paragraph"}],
    }
