"""Two trees compared from the top down: each block with its twin, then what changed inside the two."""

import json
from itertools import groupby
from typing import Any

from documents.comparing.changes import Change, Kind, Word
from documents.comparing.matching import Twins, match, without_ids
from documents.comparing.moves import find_moves
from documents.comparing.tables import match_rows
from documents.comparing.words import compare_words
from documents.content import DEEPEST
from documents.formats.nodes import Node, attr, children, is_inline, kind
from documents.schema import NODES

_IGNORED = {"id", "colwidth"}  # what says nothing to a reader


def compare(before: Node, after: Node) -> list[Change]:
    """What changed in the top blocks of a text and below. The marks of comments do not count."""
    changes = _inside(children(_bare(before, 0)), children(_bare(after, 0)))
    find_moves(changes)
    return changes


def same_text(before: Node, after: Node) -> bool:
    """Whether a reader sees the same: ids, and what comments mark, do not count."""
    return without_ids(_bare(before, 0)) == without_ids(_bare(after, 0))


def without_comments(nodes: list[Node]) -> list[Node]:
    return [_bare(node, 0) for node in nodes]


def _bare(node: Node, depth: int) -> Node:
    """A copy as it is read: without the marks of comments, neighbouring words that look alike in one piece."""
    copy = {name: value for name, value in node.items() if name not in ("content", "marks", "hands")}
    marks = [mark for mark in node.get("marks", []) if mark.get("type") != "comment"]
    if marks:
        copy["marks"] = marks
    content: list[Node] = []
    for child in _in_lines(node) if depth <= DEEPEST else []:
        bare = _bare(child, depth + 1)
        last = content[-1] if content else {}
        if "text" in bare and "text" in last and last.get("marks") == bare.get("marks"):
            content[-1] = {**bare, "text": last["text"] + bare["text"]}
        else:
            content.append(bare)
    if content:
        copy["content"] = content
    return copy


def _in_lines(node: Node) -> list[Node]:
    """What stands in a node; words that stand where a block should, as no editor of ours writes them, in a paragraph."""
    if is_inline(node) or holds_text(node):
        return children(node)
    found: list[Node] = []
    for inline, group in groupby(children(node), is_inline):
        nodes = list(group)
        found += [{"type": "paragraph", "content": nodes}] if inline else nodes
    return found


def holds_text(node: Node) -> bool:
    known = NODES.get(kind(node))
    return known is not None and known.content in {"inline*", "text*"}


def _inside(before: list[Node], after: list[Node]) -> list[Change]:
    return in_order(before, after, match(before, after))


def in_order(before: list[Node], after: list[Node], twins: Twins) -> list[Change]:
    """The blocks of both, each where a reader looks for it: what is gone stands before what took its place."""
    changes: list[Change] = []
    at = 0
    stays = {now: was for was, now in twins.in_place}
    moved = {now: was for was, now in twins.moved}
    left = dict(twins.moved)
    bounds = [len(before)]  # backwards: up to where what is gone stands before each block of `after`
    for now in reversed(range(len(after))):
        bounds.append(stays.get(now, bounds[-1]))
    for now, node in enumerate([*after, None]):
        upto = bounds[-1 - now]
        for was in range(at, upto):
            changes.append(_left(before[was], after[left[was]]) if was in left else whole(before[was], "removed"))
        at = upto
        if node is None:
            break
        if now in stays:
            at = upto + 1
            changes.append(_twin(before[stays[now]], node))
        elif now in moved:
            changes.append(_moved(before[moved[now]], node))
        else:
            changes.append(whole(node, "added"))
    return changes


def whole(node: Node, how: Kind) -> Change:
    """A block that only one of the texts has, with all that is in it."""
    change = Change(how, node if how != "added" else None, node if how == "added" else None)
    if holds_text(node):
        op: Any = "added" if how == "added" else "removed"
        change.words = [Word(op, child) for child in children(node)]
    else:
        change.inside = [whole(child, how) for child in children(node)]
    return change


def _twin(before: Node, after: Node) -> Change:
    change = Change("same", before, after, attrs=_attrs(before, after))
    if holds_text(after):
        change.words = compare_words(children(before), children(after))
    elif kind(before) == kind(after) == "table":
        change.inside = _rows(before, after)
    else:
        change.inside = _inside(children(before), children(after))
    change.kind = "changed" if change.differs else "same"
    return change


def _rows(before: Node, after: Node) -> list[Change]:
    old, new = children(before), children(after)
    rows, columns = match_rows(old, new)
    changes = in_order(old, new, rows)
    for change in changes if columns else ():
        change.inside = [_cell(change, was, now) for was, now in columns]
        if change.kind in ("same", "changed"):
            change.kind = "changed" if change.differs else "same"
    return changes


def _cell(row: Change, was: int | None, now: int | None) -> Change:
    """A cell of one row; blank where the row knows nothing of the column, so that all rows are equally long."""
    before = children(row.before)[was] if row.before and was is not None else None
    after = children(row.after)[now] if row.after and now is not None and row.kind != "left" else None
    if before and after:
        return _twin(before, after)
    if before or after:
        return whole(before or after or {}, "removed" if before else "added")
    blank: Node = {"type": "tableCell", "content": [{"type": "paragraph"}]}
    return Change("same", blank, blank)


def _moved(before: Node, after: Node) -> Change:
    change = _twin(before, after)
    change.kind = "moved"
    return change


def _left(before: Node, after: Node) -> Change:
    change = whole(before, "left")
    change.after = after  # the one it became, by which `find_moves` numbers the two
    return change


def _attrs(before: Node, after: Node) -> list[str]:
    names = set(before.get("attrs") or {}) | set(after.get("attrs") or {})
    changed = ["type"] if kind(before) != kind(after) else []
    return changed + [
        name
        for name in sorted(names - _IGNORED)
        if json.dumps(attr(before, name)) != json.dumps(attr(after, name)) and not is_inline(after)
    ]
