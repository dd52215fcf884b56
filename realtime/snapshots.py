"""Makes a snapshot and the archive out of rows, and proves both before anybody relies on them. Bytes in, bytes out.

The rows are the truth. The engine's own encoding of a document (smaller: what was deleted is thrown away) replaces them
only where it is proved to say the same; it does not after an edit inside a surrogate pair, which the engine reads
otherwise than Yjs (DESIGN §10.8b). Nothing here knows the database, so that it can run in a small process.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pycrdt import get_update

from realtime import child, engine
from realtime.engine import merge
from realtime.gate import Gap, Gate, Refused
from realtime.protocol import write_uint
from realtime.said import Piece, Range, Said, Unreadable, cut, missing
from realtime.update_reader import DELETED, GC, LONGEST

SITTING = 30 * 60  # seconds without a word from an author after which another sitting begins
LONGEST_SITTING = 64 * 1024  # bytes; more is a sitting of its own, or it would be merged again and again


@dataclass(
    frozen=True, slots=True
)  # tens of thousands at once: without slots the collector of garbage stops the server
class Sitting:
    """What an author wrote from number `first` to `last`, between `at` and `until` (seconds since 1970)."""

    author: str
    first: int
    last: int
    at: float
    until: float
    content: bytes


@dataclass
class Made:
    """`snapshot` is None where not even the merged rows are proved to say what the rows say."""

    snapshot: bytes | None
    faithful: bool
    sittings: list[Sitting] = field(default_factory=list)


def make(snapshot: bytes | None, rows: Sequence[Sitting], begun: Sequence[Sitting]) -> Made:
    """The snapshot of an older one and the rows after it, each given as a sitting of its own.

    `begun` are the latest sittings of the archive: they grow where their author went on. Raises `ValueError` or one
    of the engine's own exceptions for what cannot be read.
    """
    truth = Said([snapshot] if snapshot else [])
    rows = [_unrepeated(row, truth) for row in rows]
    truth.joined()
    parts = ([snapshot] if snapshot else []) + [row.content for row in rows]
    made = Made(engine.open_doc(parts).get_update(), True)
    if not is_faithful(made.snapshot or b"", truth, Gate(parts)):
        merged = merge(parts)
        made = Made(merged if Said([merged]) == truth else None, False)
    made.sittings = list(_sittings(rows, begun))
    return made


def _unrepeated(row: Sitting, truth: Said) -> Sitting:
    """The row, without what `truth` says already; then `truth` says it too."""
    known = truth.clocks
    if not truth.add(row.content):
        return row
    vector = b"".join(write_uint(client) + write_uint(clock) for client, clock in known.items())
    return replace(row, content=get_update(row.content, write_uint(len(known)) + vector))


# Faithful


def is_faithful(snapshot: bytes, truth: Said, rows: Gate) -> bool:
    """Whether an encoding by the engine says what is true, says it again once loaded, and passes the gate.

    `rows` is what the gate knows of the same rows: how far each client wrote, and whether a character was cut in two.
    """
    try:
        said = Said([snapshot])
        return (
            not rows.splits
            and truth.whole
            and said.clocks == truth.clocks == rows.clocks
            and _masked(truth, said) == said.pieces
            and not any(missing(truth.dead(), said.dead()))
            and _rightly_dead(said, truth)
            and Said([engine.open_doc([snapshot]).get_update()]) == said
            and _passes(snapshot, said.clocks)
        )
    except (ValueError, Refused, Gap):
        return False


def _passes(snapshot: bytes, clocks: dict[int, int]) -> bool:
    """One person sends fewer items than a long document holds: their number is not judged."""
    gate = Gate()
    gate.accept(gate.check(snapshot, most=LONGEST))
    return gate.clocks == clocks


def _masked(truth: Said, said: Said) -> dict[int, list[Piece]]:
    """What is true, without the contents that the snapshot threw away."""
    found = Said()
    for client, pieces in truth.pieces.items():
        thrown = [piece for piece in said.pieces.get(client, []) if piece.kind in (GC, DELETED)]
        starts = [piece.clock for piece in thrown]
        masked = []
        for piece in pieces:
            rest: Piece | None = piece
            while rest is not None:
                index = bisect_right(starts, rest.clock) - 1
                if index >= 0 and rest.clock < thrown[index].end:
                    part, rest = cut(rest, thrown[index].end, client)
                    masked.append(_thrown(part, thrown[index].kind))  # type: ignore[arg-type]
                else:
                    part, rest = cut(rest, starts[index + 1], client) if index + 1 < len(starts) else (rest, None)
                    masked.append(part)  # type: ignore[arg-type]
        found.pieces[client] = masked
    return found.joined().pieces


def _thrown(piece: Piece, kind: int) -> Piece:
    if kind == GC:
        return Piece(piece.clock, piece.length, GC, None, None, None, None, b"")
    return piece._replace(kind=DELETED, content=b"")


def _rightly_dead(said: Said, truth: Said) -> bool:
    """What the snapshot calls deleted beyond what was deleted: only what lies in something deleted, or lost its key."""
    dead = said.dead()
    for client, start, end in missing(dead, truth.dead()):
        at = start
        while at < end:
            piece = truth.at((client, at))
            if piece is None or not _may_die(piece, truth, dead):
                return False
            at = piece.end
    return True


def _may_die(piece: Piece, truth: Said, dead: dict[int, list[Range]]) -> bool:
    seen = 0
    while piece.parent is None:
        found = truth.at(piece.left or piece.right or (0, 0))
        seen += 1
        if found is None or found.kind == GC or seen > 1_000_000:
            return found is not None and found.kind == GC
        piece = found
    if piece.key is not None:
        return True
    if isinstance(piece.parent, bytes):
        return False
    client, clock = piece.parent
    return not any(missing({client: [(clock, clock + 1)]}, dead))


# The archive


def _sittings(rows: Sequence[Sitting], begun: Sequence[Sitting]) -> Iterator[Sitting]:
    """Rows gathered by author and sitting, in the order in which they began; those of `begun` that grew come again."""
    going = {one.author: [one] for one in begun}
    grown: set[str] = set()
    for row in rows:
        group = going.get(row.author)
        if group and (
            row.at - group[-1].until > SITTING or sum(len(one.content) for one in group[:1]) > LONGEST_SITTING
        ):
            if row.author in grown:
                yield from _merged(group)
            group = None
        if group is None:
            going[row.author] = group = []
        group.append(row)
        grown.add(row.author)
    for author in grown:
        yield from _merged(going[author])


def _merged(group: Sequence[Sitting]) -> Iterator[Sitting]:
    """One sitting of several rows, or the rows as they are if the engine's merge would not say what they say."""
    contents = [one.content for one in group]
    try:
        merged = merge(contents)
        same = Said([merged]) == Said(contents)
    except (ValueError, Unreadable):
        same = False
    if not same:
        yield from group
        return
    first, last = group[0], group[-1]
    yield Sitting(first.author, first.first, last.last, first.at, last.until, merged)


# In a child process

LINES = 500  # encoded at once: one call of the JSON encoder holds the GIL


def ask(snapshot: bytes | None, rows: Sequence[Sitting], begun: Sequence[Sitting]) -> Made:
    """`make`, in a process of its own. Raises `child.Died`, `child.Failed`."""
    heading = {"snapshot": snapshot is not None, "rows": len(rows)}
    told, blobs = child.run("make", heading, [snapshot or b"", *_packed([*rows, *begun])])
    return Made(blobs[0] if told["snapshot"] else None, told["faithful"], _unpacked(blobs[1:]))


def answer(heading: dict[str, Any], blobs: list[bytes], tell: Callable[..., None]) -> None:
    kept = _unpacked(blobs[1:])
    made = make(blobs[0] if heading["snapshot"] else None, kept[: heading["rows"]], kept[heading["rows"] :])
    told = {"snapshot": made.snapshot is not None, "faithful": made.faithful}
    tell(told, [made.snapshot or b"", *_packed(made.sittings)])


def _packed(kept: Sequence[Sitting]) -> Iterator[bytes]:
    """For some sittings at a time: what is known of each, then their contents."""
    for start in range(0, len(kept), LINES):
        some = kept[start : start + LINES]
        yield json.dumps([[one.author, one.first, one.last, one.at, one.until] for one in some]).encode()
        yield from (one.content for one in some)


def _unpacked(blobs: Sequence[bytes]) -> list[Sitting]:
    kept: list[Sitting] = []
    at = 0
    while at < len(blobs):
        for author, first, last, begun, until in json.loads(blobs[at]):
            at += 1
            kept.append(Sitting(author, first, last, begun, until, blobs[at]))
        at += 1
    return kept
