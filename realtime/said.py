"""What updates say, in a form that is the same whatever way they are cut into pieces: to prove that two say the same.

Merging cuts and joins runs of letters, repeats nothing twice, puts clients in another order. Here runs that follow
each other are joined as far as they go, so that equal content is equal as Python values. Reads our own log: bytes that
passed the gate, or that the engine made from them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from realtime.protocol import read_bytes, read_uint
from realtime.update_reader import ANY, DELETED, GC, HAS_KEY, HAS_LEFT, HAS_RIGHT, SKIP, STRING, Place, Reader

Range = tuple[int, int]  # clocks: from, to (excluded)
JOINED = {STRING, DELETED, GC}


class Unreadable(ValueError):
    """Bytes that cannot be told apart well enough to prove anything about them."""


class Piece(NamedTuple):
    """A run of one client. `parent` is a root's name or an item; only what has no neighbours names one."""

    clock: int
    length: int
    kind: int
    left: Place | None
    right: Place | None
    parent: bytes | Place | None
    key: bytes | None
    content: bytes

    @property
    def end(self) -> int:
        return self.clock + self.length


class Said:
    """The union of some updates: `pieces` and `deleted` by client, in the order of clocks.

    Of what is said twice the first is kept: the second may have lost its content, where it was deleted meanwhile.
    """

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self.pieces: dict[int, list[Piece]] = {}
        self.deleted: dict[int, list[Range]] = {}
        for update in updates:
            self.add(update)
        self.joined()

    def joined(self) -> "Said":
        """The form that can be compared."""
        self.pieces = {client: _joined(client, pieces) for client, pieces in self.pieces.items() if pieces}
        self.deleted = {client: united(ranges) for client, ranges in self.deleted.items() if ranges}
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and (self.pieces, self.deleted) == (other.pieces, other.deleted)

    __hash__ = None  # type: ignore[assignment]

    @property
    def clocks(self) -> dict[int, int]:
        return {client: pieces[-1].end for client, pieces in self.pieces.items()}

    @property
    def whole(self) -> bool:
        """No client's run has a hole before it or in it."""
        return all(
            before == piece.clock
            for pieces in self.pieces.values()
            for before, piece in zip([0, *(piece.end for piece in pieces)], pieces, strict=False)
        )

    def at(self, place: Place) -> Piece | None:
        pieces = self.pieces.get(place[0], [])
        index = bisect_right(pieces, place[1], key=lambda piece: piece.clock) - 1
        return pieces[index] if index >= 0 and place[1] < pieces[index].end else None

    def dead(self) -> dict[int, list[Range]]:
        """What is gone, however it is said: deleted, content thrown away, or the item collected."""
        found = {client: list(ranges) for client, ranges in self.deleted.items()}
        for client, pieces in self.pieces.items():
            found.setdefault(client, []).extend((p.clock, p.end) for p in pieces if p.kind in (GC, DELETED))
        return {client: united(ranges) for client, ranges in found.items() if ranges}

    def add(self, update: bytes) -> bool:
        """Whether it repeats some of what was said before."""
        at, repeats = 0, False
        clients, at = read_uint(update, at)
        for _ in range(clients):
            count, at = read_uint(update, at)
            client, at = read_uint(update, at)
            clock, at = read_uint(update, at)
            known = self.pieces.setdefault(client, [])
            for _ in range(count):
                piece, at = _read(update, at, clock)
                clock = piece.end
                for part in _values(piece, client) if piece.kind == ANY and piece.length > 1 else [piece]:
                    if part.kind == SKIP:
                        continue
                    if not known or known[-1].end <= part.clock:
                        known.append(part)
                    else:
                        repeats = True
                        _insert(known, part, client)
        clients, at = read_uint(update, at)
        for _ in range(clients):
            client, at = read_uint(update, at)
            count, at = read_uint(update, at)
            ranges = self.deleted.setdefault(client, [])
            for _ in range(count):
                start, at = read_uint(update, at)
                length, at = read_uint(update, at)
                ranges.append((start, start + length))
        if at != len(update):
            raise Unreadable("bytes behind the update")
        return repeats


def _read(update: bytes, start: int, clock: int) -> tuple[Piece, int]:
    info = update[start]
    kind = info & 31
    if kind in (GC, SKIP):
        length, at = read_uint(update, start + 1)
        return _sound(Piece(clock, length, kind, None, None, None, None, b"")), at
    left: Place | None = None
    right: Place | None = None
    parent: bytes | Place | None = None
    key: bytes | None = None
    at = start + 1
    if info & HAS_LEFT:
        left, at = _read_id(update, at)
    if info & HAS_RIGHT:
        right, at = _read_id(update, at)
    if left is None and right is None:
        named, at = read_uint(update, at)
        parent, at = read_bytes(update, at) if named else _read_id(update, at)
        if info & HAS_KEY:
            key, at = read_bytes(update, at)
    if kind == STRING:
        content, end = read_bytes(update, at)
        length = len(content) if content.isascii() else len(content.decode().encode("utf-16-le")) // 2
    elif kind == DELETED:
        length, end = read_uint(update, at)
        content = b""
    else:
        reader = Reader(update, start)
        length, end = reader.item()[0], reader.at
        content = update[read_uint(update, at)[1] if kind == ANY else at : end]
    return _sound(Piece(clock, length, kind, left, right, parent, key, content)), end


def _values(piece: Piece, client: int) -> Iterator[Piece]:
    """One piece for each value, linked as Yjs links what it cuts: where a run of values was cut does not show then."""
    reader = Reader(piece.content)
    for offset in range(piece.length):
        start = reader.at
        reader._any()
        one = piece._replace(clock=piece.clock + offset, length=1, content=piece.content[start : reader.at])
        yield one if not offset else one._replace(left=(client, one.clock - 1), parent=None, key=None)


def _read_id(update: bytes, at: int) -> tuple[Place, int]:
    client, at = read_uint(update, at)
    clock, at = read_uint(update, at)
    return (client, clock), at


def _sound(piece: Piece) -> Piece:
    if piece.length < 1:
        raise Unreadable("a run of no length")
    return piece


def _insert(known: list[Piece], piece: Piece, client: int) -> None:
    """Keep of a piece what is not known yet; what is known twice is the same, or the comparison will tell."""
    index = max(0, bisect_right(known, piece.clock, key=lambda one: one.clock) - 1)
    while piece is not None and index < len(known):
        if known[index].clock > piece.clock:
            before, rest = cut(piece, min(piece.end, known[index].clock), client)
            if before is not None:
                known.insert(index, before)
            piece = rest  # type: ignore[assignment]
        elif known[index].end > piece.clock:
            piece = cut(piece, min(piece.end, known[index].end), client)[1]  # type: ignore[assignment]
        index += 1
    if piece is not None:
        known.append(piece)


def cut(piece: Piece, clock: int, client: int) -> tuple[Piece | None, Piece | None]:
    """What lies before a clock and what lies from it on, linked as Yjs links what it cuts."""
    if clock <= piece.clock or clock >= piece.end:
        return (None, piece) if clock <= piece.clock else (piece, None)
    offset = clock - piece.clock
    if piece.kind == STRING:
        units = piece.content.decode().encode("utf-16-le")
        try:
            halves = [part.decode("utf-16-le").encode() for part in (units[: 2 * offset], units[2 * offset :])]
        except UnicodeDecodeError:
            raise Unreadable("half a character") from None
    elif piece.kind in (DELETED, GC):
        halves = [b"", b""]
    else:
        raise Unreadable("a run that cannot be cut")
    left = None if piece.kind == GC else (client, clock - 1)
    rest = Piece(clock, piece.end - clock, piece.kind, left, piece.right, None, None, halves[1])
    return piece._replace(length=offset, content=halves[0]), rest


def _joined(client: int, pieces: Iterable[Piece]) -> list[Piece]:
    """Each run as long as it goes: what follows its predecessor, before the same successor, belongs to it."""
    found: list[Piece] = []
    contents: list[bytes] = []
    for piece in pieces:
        if found and _follows(client, found[-1], piece):
            found[-1] = found[-1]._replace(length=found[-1].length + piece.length)
            contents.append(piece.content)
            continue
        if len(contents) > 1:
            found[-1] = found[-1]._replace(content=b"".join(contents))
        found.append(piece)
        contents = [piece.content]
    if len(contents) > 1:
        found[-1] = found[-1]._replace(content=b"".join(contents))
    return found


def _follows(client: int, before: Piece, piece: Piece) -> bool:
    if piece.kind != before.kind or piece.clock != before.end or piece.kind not in JOINED:
        return False
    return piece.kind == GC or (piece.left == (client, piece.clock - 1) and piece.right == before.right)


def united(ranges: Iterable[Range]) -> list[Range]:
    """Sorted, without overlaps, neighbours joined."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def missing(wanted: dict[int, list[Range]], held: dict[int, list[Range]]) -> Iterator[tuple[int, int, int]]:
    """The stretches (client, from, to) of `wanted` that `held` lacks; both are united."""
    for client, ranges in wanted.items():
        have, index = held.get(client, []), 0
        for start, end in ranges:
            while index < len(have) and have[index][1] <= start:
                index += 1
            look = index
            while look < len(have) and have[look][0] < end:
                if have[look][0] > start:
                    yield client, start, have[look][0]
                start = max(start, have[look][1])
                look += 1
            if start < end:
                yield client, start, end
