"""The rows and columns of two tables matched, so that cells are compared with the cells they were."""

from documents.comparing.matching import Twins, match
from documents.formats.nodes import Node, attr, children

Columns = list[tuple[int | None, int | None]]


def match_rows(before: list[Node], after: list[Node]) -> tuple[Twins, Columns]:
    """Twins among the rows; and the columns in the order in which both are shown, by their places in each.

    No columns where merged cells leave none: row by row then.
    """
    rows = _level(match(before, after), len(before), len(after))
    if not before or not after or not _is_regular(before) or not _is_regular(after):
        return rows, []
    pairs = rows.in_place + rows.moved
    old = [_column([before[was] for was, _ in pairs], n) for n in range(len(children(before[0])))]
    new = [_column([after[now] for _, now in pairs], n) for n in range(len(children(after[0])))]
    twins = _level(match(old, new, ordered=True), len(old), len(new))
    return rows, _columns(twins, len(old), len(new))


def _columns(twins: Twins, before: int, after: int) -> Columns:
    found: Columns = []
    at, to = 0, 0
    for was, now in [*twins.in_place, (before, after)]:
        found += [(n, None) for n in range(at, was)] + [(None, n) for n in range(to, now)]
        if was < before:
            found.append((was, now))
        at, to = was + 1, now + 1
    return found


def _is_regular(rows: list[Node]) -> bool:
    """Whether every row has as many cells, none of them merged."""
    cells = [children(row) for row in rows]
    merged = any(attr(cell, name) != 1 for row in cells for cell in row for name in ("colspan", "rowspan"))
    return not merged and len({len(row) for row in cells}) == 1


def _column(rows: list[Node], number: int) -> Node:
    """A column as one node, so that columns are matched as rows are: by what stands in them."""
    return {"type": "tableColumn", "content": [children(row)[number] for row in rows]}


def _level(twins: Twins, before: int, after: int) -> Twins:
    """Between rows that stay, as many without a twin on both sides are each other's: everything in them changed."""
    taken = {now for _, now in twins.moved}, {was for was, _ in twins.moved}
    found = list(twins.in_place)
    at, to = 0, 0
    for was, now in [*twins.in_place, (before, after)]:
        gone = [n for n in range(at, was) if n not in taken[1]]
        come = [n for n in range(to, now) if n not in taken[0]]
        if len(gone) == len(come):
            found += zip(gone, come, strict=True)
        at, to = was + 1, now + 1
    return Twins(sorted(found), twins.moved)
