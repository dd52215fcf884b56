"""The grid behind a table: where each cell stands once merges, gaps and overlaps are settled, and column widths."""

from dataclasses import dataclass, field

from documents.formats.nodes import Node, attr, children, kind, whole

MOST_COLUMNS = 63  # Word opens no table with more


@dataclass
class Cell:
    """A cell of the tree at its place; `blocks` is what it holds."""

    node: Node
    row: int
    column: int
    width: int
    height: int
    blocks: list[Node] = field(default_factory=list)

    @property
    def heading(self) -> bool:
        return kind(self.node) == "tableHeader"


@dataclass(frozen=True)
class Slot:
    """What a row shows at one place: a cell's top, a cell that goes on from the row above, or a gap (no cell)."""

    cell: Cell | None
    width: int
    first: bool


@dataclass
class Grid:
    rows: list[list[Slot]]
    columns: int
    cells: list[Cell]
    crowded: bool  # more columns than Word opens: the last cell of a row took the rest

    def heading_rows(self) -> int:
        """How many rows at the top hold nothing but headings."""
        count = 0
        for row in self.rows:
            own = [slot.cell for slot in row if slot.cell and slot.first]
            if not own or not all(cell.heading for cell in own):
                break
            count += 1
        return count

    def set_widths(self) -> dict[int, int]:
        """Pixels by column, where people set them."""
        known: dict[int, int] = {}
        for cell in self.cells:
            pixels = attr(cell.node, "colwidth")
            for offset, value in enumerate(pixels[: cell.width] if isinstance(pixels, list | tuple) else ()):
                if (width := whole(value, 0, 0, 10_000)) > 0:
                    known.setdefault(cell.column + offset, width)
        return known


def lay_out(table: Node) -> Grid:
    """Every cell takes the first free place of its row, as in HTML; spans are cut where they would overlap or leave."""
    rows = [_cells_of(row) for row in children(table)]
    taken: list[dict[int, Cell]] = [{} for _ in rows]
    cells: list[Cell] = []
    crowded = False
    for number, row in enumerate(rows):
        column = 0
        for node in row:
            while column in taken[number]:
                column += 1
            if column >= MOST_COLUMNS:
                crowded = True
                cells[-1].blocks += children(node)
                continue
            cell = _place(node, number, column, taken)
            cells.append(cell)
            column += cell.width
    columns = max((cell.column + cell.width for cell in cells), default=0)
    shown = [_slots(number, taken[number], columns) for number in range(len(rows)) if taken[number]]
    return Grid(shown, columns, cells, crowded)


def _cells_of(row: Node) -> list[Node]:
    """The cells of a row; whatever else stands there is put into a cell."""
    found = children(row) if kind(row) == "tableRow" else [row]
    return [
        node if kind(node) in ("tableCell", "tableHeader") else {"type": "tableCell", "content": [node]}
        for node in found
    ]


def _place(node: Node, row: int, column: int, taken: list[dict[int, Cell]]) -> Cell:
    wanted = whole(attr(node, "colspan"), 1, 1, MOST_COLUMNS - column)
    width = 1
    while width < wanted and column + width not in taken[row]:
        width += 1
    height = whole(attr(node, "rowspan"), 1, 1, len(taken) - row)
    cell = Cell(node, row, column, width, height, children(node))
    for below in taken[row : row + height]:
        below.update(dict.fromkeys(range(column, column + width), cell))
    return cell


def _slots(row: int, taken: dict[int, Cell], columns: int) -> list[Slot]:
    slots: list[Slot] = []
    column = 0
    while column < columns:
        cell = taken.get(column)
        width = cell.width if cell else 1
        slots.append(Slot(cell, width, first=cell is None or cell.row == row))
        column += width
    return slots
