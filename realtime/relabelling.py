"""The label of a mention, wherever it is stored of a room: what shows a name is put in the bytes in its place.

In the bytes, as words are erased (`realtime.own_words`): the value of an attribute is one clock whatever it says, so
nothing else moves. A mention is an element that says in its attributes whom it names, and under which name.
"""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import BinaryField, F, Func, IntegerField, Value

from realtime.erasing import UNREADABLE, Row, rows_of, store
from realtime.handing_over import hand_over_in
from realtime.models import Archive, Head, SetAside, Update
from realtime.own_words import Run, runs
from realtime.protocol import write_uint
from realtime.update_reader import ANY, DELETED, TYPE, XML_ELEMENT, Place, Reader

NAME, USER, LABEL = "mention", "user", "label"
STRING, INTEGER, DOUBLE = 119, 125, 123  # kinds of lib0's "any" values


@dataclass(frozen=True)
class Relabel:
    """Mentions of one of these `keys` of accounts, or that say a `name` and nobody's key, name `user` as `label` instead.

    `user` is the key that the mention has from then on; None leaves it.
    """

    keys: Collection[str]
    label: str
    name: str = ""
    user: str | None = None

    @property
    def values(self) -> dict[str, str]:
        return {LABEL: self.label} | ({} if self.user is None else {USER: self.user})

    def names(self, user: str, label: str) -> bool:
        return user in self.keys if user else bool(self.name) and label == self.name


@dataclass
class _Mentions:
    """What the rows of a room say of their mentions: `entries` are attributes, which follow one another."""

    elements: set[Place] = field(default_factory=set)
    entries: dict[Place, tuple[Place, str]] = field(default_factory=dict)
    after: dict[Place, Place] = field(default_factory=dict)
    said: dict[Place, str] = field(default_factory=dict)

    def learn(self, update: bytes) -> None:
        for run in runs(update):
            if run.kind == TYPE and _name_of(update, run) == NAME:
                self.elements.add(run.place)
            elif run.kind in (ANY, DELETED):
                if run.key is not None and isinstance(run.parent, tuple):
                    self.entries[run.place] = (run.parent, run.key)
                elif run.beside is not None:
                    self.after[run.place] = run.beside
                if run.kind == ANY and run.length == 1:
                    self.said[run.place] = _value(update, run)

    def entry(self, place: Place) -> tuple[Place, str] | None:
        """The element and the attribute that a value is of."""
        seen = set()
        while place not in self.entries:
            if place in seen or place not in self.after:
                return None
            seen.add(place)
            place = self.after[place]
        return self.entries[place]

    def naming(self, wanted: Relabel) -> set[Place]:
        """The mentions of a person, of those whom a mention ever named."""
        told: dict[Place, dict[str, set[str]]] = {}
        for place, value in self.said.items():
            element, key = self.entry(place) or (None, "")
            if element in self.elements:
                told.setdefault(element, {}).setdefault(key, set()).add(value)
        return {
            element
            for element, said in told.items()
            if any(wanted.names(user, label) for user in said.get(USER, {""}) for label in said.get(LABEL, {""}))
        }


def _name_of(update: bytes, run: Run) -> str:
    reader = Reader(update, run.content)
    return reader.text() if reader.uint() == XML_ELEMENT else ""


def _value(update: bytes, run: Run) -> str:
    """As text; "" for what is neither text nor a whole number."""
    reader = Reader(update, run.content)
    reader.uint()
    kind = reader.byte()
    if kind == STRING:
        return reader.text()
    if kind == DOUBLE:
        (number,) = struct.unpack(">d", update[reader.at : reader.at + 8])
        return str(int(number)) if number.is_integer() else ""
    if kind == INTEGER:
        first = reader.byte()
        return str(first & 63 | (reader.uint() << 6 if first & 128 else 0))
    return ""


@transaction.atomic
def withhold(room: str, author: str, wanted: Relabel) -> bool:
    """Make what one author wrote in a room another's, `wanted.user`, who is mentioned in their place; whether there was any.

    Under a new epoch: a page that was open would write on under a client id that is somebody else's by now.
    """
    _hold(room)
    moved = hand_over_in([room], author, wanted.user or "")
    changed = _relabelled(room, wanted)
    if moved or changed:
        store(room, changed, anyway=True)
    return bool(moved or changed)


@transaction.atomic
def relabel(room: str, wanted: Relabel) -> bool:
    """Whether a mention of them was found. To be called again at will."""
    _hold(room)
    return store(room, _relabelled(room, wanted))


class _PlaceOf(Func):
    """Where some bytes stand in others, from 1; 0 where they do not."""

    function = "INSTR"
    arity = 2
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        looked, wanted = self.get_source_expressions()
        turned = self.copy()
        turned.set_source_expressions([wanted, looked])
        return turned.as_sql(compiler, connection, function="POSITION", arg_joiner=" IN ", **more)


def rooms_mentioning() -> set[str]:
    """Those in which anybody was ever mentioned, as far as bytes can tell. Reads all that is stored: for rare acts."""
    found: set[str] = set()
    for model, column in ((Head, "snapshot"), (Archive, "content"), (Update, "content"), (SetAside, "content")):
        place = _PlaceOf(F(column), Value(NAME.encode(), output_field=BinaryField()))
        found |= set(
            model._default_manager.alias(found_at=place)
            .filter(found_at__gt=0)
            .values_list("room", flat=True)
            .distinct()
        )
    return found


def _hold(room: str) -> None:
    Head.objects.select_for_update().filter(room=room).values_list("pk").first()


def _relabelled(room: str, wanted: Relabel) -> list[Row]:
    """Few rooms mention anybody: nothing is read of the others but whether the word is in their bytes."""
    rows = list(rows_of(room))
    if not any(NAME.encode() in row.content for row in rows):
        return []
    mentions, readable = _Mentions(), []
    for row in rows:
        try:
            mentions.learn(row.content)
            readable.append(row)
        except UNREADABLE:  # it is shown to nobody
            continue
    theirs = mentions.naming(wanted)
    made = [(row, _rewritten(row.content, theirs, mentions, wanted)) for row in readable]
    return [Row(row.model, row.key, row.column, row.author, new) for row, new in made if new != row.content]


def _rewritten(update: bytes, theirs: set[Place], mentions: _Mentions, wanted: Relabel) -> bytes:
    parts: list[bytes] = []
    copied = 0
    for run, value in _values_of(update, theirs, mentions, wanted.values):
        parts += [update[copied : run.content], _one(value)]
        copied = run.end
    return b"".join([*parts, update[copied:]])


def _values_of(
    update: bytes, theirs: set[Place], mentions: _Mentions, values: dict[str, str]
) -> Iterator[tuple[Run, str]]:
    for run in runs(update):
        if run.kind == ANY and run.length == 1:
            element, key = mentions.entry(run.place) or (None, "")
            if element in theirs and key in values:
                yield run, values[key]


def _one(value: Any) -> bytes:
    """The content of a run that holds one text."""
    written = str(value).encode()
    return b"".join([write_uint(1), bytes([STRING]), write_uint(len(written)), written])
