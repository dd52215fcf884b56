"""What one person wrote in a room: read back as text, or taken out of the stored bytes while the structure stays.

Taking out happens in the bytes, without the engine: a run of letters becomes a deleted run of the same length, which
is what Yjs itself leaves of what was deleted. Clocks, neighbours and everybody else's runs are untouched, so rows,
archive and snapshot still say the same as each other.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from realtime.models import Archive, Client, Head, Update
from realtime.protocol import write_uint
from realtime.said import Said
from realtime.snapshots import SITTING
from realtime.update_reader import ANY, BINARY, DELETED, EMBED, FORMAT, PLAIN_JSON, STRING, Place, Reader

Keeps = Callable[[str], bool]  # whether an attribute or a mark of this name is structure, to be kept


# Reading back


class Passage(NamedTuple):
    """What somebody wrote in one sitting, in the order in which it was written; deleted words are among it."""

    begun: datetime
    ended: datetime
    texts: list[str]


def clients_of(room: str, author: str) -> set[int]:
    return set(Client.objects.filter(room=room, author=author).values_list("client", flat=True))


def rooms_of(author: str) -> list[str]:
    """The rooms in which somebody wrote."""
    return sorted(Client.objects.filter(author=author).values_list("room", flat=True).distinct())


def passages(room: str, author: str) -> list[Passage]:
    mine = clients_of(room, author)
    found = []
    for begun, ended, contents in _sittings(room, author):
        said = Said(contents)
        pieces = [piece for client in sorted(mine) for piece in said.pieces.get(client, [])]
        texts = [piece.content.decode() for piece in pieces if piece.kind == STRING]
        if texts:
            found.append(Passage(begun, ended, texts))
    return found


def _sittings(room: str, author: str) -> Iterator[tuple[datetime, datetime, list[bytes]]]:
    """Archived ones, then what is not archived yet, cut where there was half an hour's silence."""
    archive = Archive.objects.filter(room=room, author=author).order_by("first")
    for at, until, content in archive.values_list("at", "until", "content"):
        yield at, until, [bytes(content)]
    archived = Head.objects.filter(room=room).values_list("archived", flat=True).first() or 0
    rows = Update.objects.filter(room=room, author=author, number__gt=archived).order_by("number")
    contents: list[bytes] = []
    begun = ended = None
    for at, content in rows.values_list("at", "content"):
        if begun and ended and at - ended > timedelta(seconds=SITTING):
            yield begun, ended, contents
            begun, contents = None, []
        begun, ended = begun or at, at
        contents.append(bytes(content))
    if begun and ended:
        yield begun, ended, contents


# Taking out


class _Items(Reader):
    """Also says where the content of the item just read begins."""

    content = 0

    def _content(self, kind: int) -> int:
        self.content = self.at
        return super()._content(kind)

    def _type(self) -> int:
        self.content = self.at
        return super()._type()


@dataclass
class Names:
    """Under which name each entry of a map stands: later entries say only which one they follow."""

    known: dict[Place, str] = field(default_factory=dict)
    after: dict[Place, Place] = field(default_factory=dict)

    def learn(self, update: bytes) -> None:
        for run in runs(update):
            if run.key is not None:
                self.known[run.place] = run.key
            elif run.beside is not None and run.kind in (ANY, DELETED):
                self.after[run.place] = run.beside

    def of(self, place: Place) -> str | None:
        seen = set()
        while place not in self.known:
            if place in seen or place not in self.after:
                return None
            seen.add(place)
            place = self.after[place]
        return self.known[place]


class Run(NamedTuple):
    """An item, and where it and its content stand in the bytes."""

    place: Place
    length: int
    kind: int
    key: str | None
    parent: Place | str | None
    beside: Place | None
    start: int
    content: int
    end: int


def runs(update: bytes) -> Iterator[Run]:
    """The items of an update, one after the other. Raises what `Reader` raises for bytes that are no update."""
    reader = _Items(update)
    for _ in range(reader.uint()):
        count, client, clock = reader.uint(), reader.uint(), reader.uint()
        for _ in range(count):
            start = reader.at
            length, kind, left, right, parent, key, _family = reader.item()
            yield Run((client, clock), length, kind, key, parent, left or right, start, reader.content, reader.at)
            clock += length


def without(update: bytes, clients: Collection[int], names: Names, keeps: Keeps) -> bytes:
    """The same update, in which the words of these clients are deleted runs."""
    parts, copied = [], 0
    for run in runs(update):
        if run.place[0] in clients and _is_words(update, run, names, keeps):
            parts += [update[copied : run.start], bytes([update[run.start] & 0xE0 | DELETED])]
            parts += [update[run.start + 1 : run.content], write_uint(run.length)]
            copied = run.end
    return b"".join([*parts, update[copied:]])


def _is_words(update: bytes, run: Run, names: Names, keeps: Keeps) -> bool:
    """Letters always; an attribute or a mark unless its name says that it is structure."""
    if run.kind in (STRING, EMBED, BINARY):
        return True
    if run.kind == ANY:
        name = names.of(run.place)
        return name is None or not keeps(name)
    if run.kind == FORMAT:
        reader = Reader(update, run.content)
        name = reader.text()
        return reader.bytes() not in PLAIN_JSON and not keeps(name)
    return False
