"""Tables: rows and cells of the grid as Word wants them."""

from collections.abc import Callable

from documents.formats.docx.markup import Element, sub
from documents.formats.docx.styles import WASH
from documents.formats.grid import Grid, Slot
from documents.formats.nodes import Node, text_of

CELL_MARGINS = 216  # left and right together
_SHORT = 500  # characters: a row no longer than this stays on one page

FillCell = Callable[[Element, list[Node], int, bool], None]  # cell, blocks, width in twips, whether it is a heading


def put_table(parent: Element, grid: Grid, width: int, indent: int, fill: FillCell) -> None:
    """A table as wide as there is room; the layout is fixed, or Word and LibreOffice collapse narrow columns."""
    widths = column_widths(grid, width)
    table = sub(parent, "tbl")
    properties = sub(table, "tblPr")
    sub(properties, "tblStyle", val="TableGrid")
    sub(properties, "tblW", w=width, type="dxa")
    sub(properties, "tblInd", w=indent, type="dxa")
    sub(properties, "tblLayout", type="fixed")
    sub(properties, "tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    columns = sub(table, "tblGrid")
    for each in widths:
        sub(columns, "gridCol", w=each)
    headings = min(max(grid.heading_rows(), 1), len(grid.rows) - 1)  # the first always counts: it says what columns are
    for number, slots in enumerate(grid.rows):
        _put_row(table, slots, widths, fill, heading=number < headings)


def _put_row(table: Element, slots: list[Slot], widths: list[int], fill: FillCell, *, heading: bool) -> None:
    row = sub(table, "tr")
    properties = sub(row, "trPr")
    if sum(len(text_of(slot.cell.blocks)) for slot in slots if slot.cell and slot.first) <= _SHORT:
        sub(properties, "cantSplit")
    if heading:
        sub(properties, "tblHeader")
    if len(properties) == 0:
        row.remove(properties)
    column = 0
    for slot in slots:
        width = sum(widths[column : column + slot.width])
        _put_cell(row, slot, width, fill)
        column += slot.width


def _put_cell(row: Element, slot: Slot, width: int, fill: FillCell) -> None:
    element = sub(row, "tc")
    properties = sub(element, "tcPr")
    sub(properties, "tcW", w=width, type="dxa")
    if slot.width > 1:
        sub(properties, "gridSpan", val=slot.width)
    cell = slot.cell
    if cell and cell.height > 1:
        sub(properties, "vMerge", val="restart" if slot.first else "continue")
    if cell and cell.heading:
        sub(properties, "shd", val="clear", color="auto", fill=WASH)
    fill(element, cell.blocks if cell and slot.first else [], width - CELL_MARGINS, bool(cell and cell.heading))


def column_widths(grid: Grid, total: int) -> list[int]:
    """In twips, adding up to `total`: the widths people set, else widths that suit the words."""
    known = grid.set_widths()
    average = sum(known.values()) / len(known) if known else 0
    shares = [float(known.get(column, average)) for column in range(grid.columns)] if known else _fitting_shares(grid)
    least = min(total // (2 * grid.columns), 400)
    widths = [least + round((total - least * grid.columns) * share / sum(shares)) for share in shares]
    widths[-1] += total - sum(widths)
    return widths


def _fitting_shares(grid: Grid) -> list[float]:
    """Long texts get more room, up to a line; long words count too, so that they are not cut in two."""
    shares = [4.0] * grid.columns
    for cell in grid.cells:
        if cell.width == 1:
            text = text_of(cell.blocks)
            longest = max(map(len, text.split()), default=0)
            shares[cell.column] = max(shares[cell.column], min(longest, 20), min(len(text), 80) ** 0.75)
    return shares
