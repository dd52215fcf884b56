"""A room as if one author had never written in it, or not since some moment.

What they put in is gone, what they took out is back. Done in the bytes, as erasing words is (`realtime.own_words`), on
what the archive and the rows say, where nothing that was ever written is missing. A run of theirs becomes a deleted run;
an attribute is as it was before they set it; what they deleted is not deleted. The elements they made stay, for what
others wrote in them, and are named so that the caller knows them (`MINE`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from realtime import own_words
from realtime.models import Archive, Head, Update
from realtime.own_words import Names, Run
from realtime.protocol import write_uint
from realtime.said import Range, missing, united
from realtime.update_reader import ANY, BINARY, DELETED, EMBED, FORMAT, STRING, TYPE, XML_ELEMENT, Place, Reader

MINE = "\ue000"  # behind the name of an element that the author made: no name of ours ends so
WORDS = (STRING, EMBED, BINARY, FORMAT)

Ranges = dict[int, list[Range]]


@dataclass(frozen=True)
class _Row:
    author: str
    at: datetime
    content: bytes


@dataclass
class _Undone:
    """What is to be undone: the runs of these clients from a clock on, and these deletions."""

    floors: dict[int, int]
    deleted: Ranges = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    values: dict[Place, bytes] = field(default_factory=dict)

    def holds(self, place: Place) -> bool:
        return place[0] in self.floors and place[1] >= self.floors[place[0]]

    def value_before(self, run: Run) -> bytes | None:
        """What an attribute held before, of somebody else or of an earlier time."""
        place, seen = run.beside, set()
        while place is not None and place not in seen:
            if not self.holds(place) and place in self.values:
                return self.values[place]
            seen.add(place)
            place = self.names.after.get(place)
        return None


def parts_without(room: str, author: str, since: datetime | None = None) -> list[bytes]:
    """The updates of the room without what the author wrote, all of it or since a moment. May take a while."""
    rows = list(_rows(room))
    undone = _undone(rows, own_words.clients_of(room, author), author, since)
    return [_without(row.content, undone) for row in rows]


def _rows(room: str) -> Iterator[_Row]:
    """Everything ever said, in the order in which it began."""
    archive = Archive.objects.filter(room=room).order_by("first")
    for author, at, content in archive.values_list("author", "at", "content"):
        yield _Row(author, at, bytes(content))
    archived = Head.objects.filter(room=room).values_list("archived", flat=True).first() or 0
    rows = Update.objects.filter(room=room, number__gt=archived).order_by("number")
    for author, at, content in rows.values_list("author", "at", "content"):
        yield _Row(author, at, bytes(content))


def _undone(rows: Iterable[_Row], clients: set[int], author: str, since: datetime | None) -> _Undone:
    """A deletion is of whoever said it first: later rows may repeat it."""
    found = _Undone(dict.fromkeys(clients, 0))
    said: Ranges = {}
    for row in rows:
        theirs = row.author == author and (since is None or row.at >= since)
        found.names.learn(row.content)
        for run in own_words.runs(row.content):
            client, clock = run.place
            if run.kind == ANY:
                found.values.setdefault(run.place, row.content[run.content : run.end])
            if client in clients and not theirs and row.author == author:
                found.floors[client] = max(found.floors[client], clock + run.length)
        deleted = _deletions(row.content)[0]
        for client, start, end in missing(deleted, said) if theirs else ():
            found.deleted.setdefault(client, []).append((start, end))
        for client, ranges in deleted.items():
            said[client] = united([*said.get(client, []), *ranges])
    found.deleted = {client: united(ranges) for client, ranges in found.deleted.items()}
    return found


def _deletions(update: bytes) -> tuple[Ranges, int]:
    """What an update deletes, and where in it that is said."""
    start = max((run.end for run in own_words.runs(update)), default=1)
    reader, found = Reader(update, start), {}
    for _ in range(reader.uint()):
        client = reader.uint()
        ranges = [(clock := reader.uint(), clock + reader.uint()) for _ in range(reader.uint())]
        found[client] = united(ranges)
    return found, start


def _without(update: bytes, undone: _Undone) -> bytes:
    parts, copied = [], 0
    for run in own_words.runs(update):
        if undone.holds(run.place) and (changed := _changed(update, run, undone)) is not None:
            parts += [update[copied : run.start], changed]
            copied = run.end
    deleted, start = _deletions(update)
    kept: Ranges = {}
    for client, first, last in missing(deleted, undone.deleted):
        kept.setdefault(client, []).append((first, last))
    return b"".join([*parts, update[copied:start], _encoded(kept)])


def _changed(update: bytes, run: Run, undone: _Undone) -> bytes | None:
    """A run of theirs as it is to be; None where it stays."""
    head = update[run.start + 1 : run.content]
    if run.kind == ANY and (before := undone.value_before(run)) is not None:
        return update[run.start : run.content] + before
    if run.kind in (*WORDS, ANY):
        return bytes([update[run.start] & 0xE0 | DELETED]) + head + write_uint(run.length)
    if run.kind == TYPE and update[run.content] == XML_ELEMENT:
        name = Reader(update, run.content + 1).text() + MINE
        return update[run.start : run.content + 1] + write_uint(len(name.encode())) + name.encode()
    return None


def _encoded(deleted: Ranges) -> bytes:
    out = [write_uint(len(deleted))]
    for client, ranges in deleted.items():
        out += [write_uint(client), write_uint(len(ranges))]
        out += [write_uint(start) + write_uint(end - start) for start, end in ranges]
    return b"".join(out)
