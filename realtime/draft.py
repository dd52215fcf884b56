"""A room's draft: what it needs to take updates in. Made when somebody writes, dropped when the room is quiet.

It is ahead of the log by what is being committed, so nobody is ever shown it; the log's bytes stay the truth.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from realtime import engine
from realtime.gate import Checked, Gate, Refused

if TYPE_CHECKING:
    from realtime.log import Row
    from realtime.room import Pending


LONG_TO_LEARN = 256 * 1024  # bytes: a third of a second on the event loop if it is many small items


class Draft:
    """A gate, a Doc, and whose each client id is: in the database (`bound`), or on its way there too (`owners`)."""

    def __init__(self, room: str, parts: Sequence[bytes], owners: dict[int, str]) -> None:
        """Blocking, and long for a large document: to be called in a thread. Raises what the engine raises."""
        self.room = room
        self.gate = Gate(parts)
        self.gate.clocks  # noqa: B018  read here, in the thread: on the event loop it would hold up everybody
        self.doc: Doc[Any] = engine.open_doc(parts, room)
        self.owners = owners
        self.bound = set(owners)
        self.vector = self.doc.get_state()

    def check(self, author: str, content: bytes) -> tuple[bytes, Checked]:
        """The update as it is to be stored, without what is known already. Raises `Refused`, `Gap`; changes nothing."""
        checked = self.gate.check(content)
        owners = self.owners
        for client in checked.fresh:
            if owners.get(client, author) != author:
                raise Refused("a client id of someone else")
        return engine.unheard(self.gate, checked, content, self.room), checked

    def accept(self, author: str, checked: Checked) -> None:
        """Count a checked update as known, so that what follows may build on it."""
        self.gate.accept(checked)
        for client in checked.fresh:
            self.owners[client] = author

    def unbound(self, clients: Iterable[int]) -> list[int]:
        return [client for client in clients if client not in self.bound]

    def apply(self, items: "Sequence[Pending]") -> None:
        """Let the engine take what is about to be committed, and find what says nothing new (`known`).

        Raises `Refused` when the engine cannot take it; the draft is spoilt then.
        """
        fresh: list[bytes] = []
        for item in items:
            if item.tried:
                continue
            item.tried = True
            if item.fresh:
                fresh.append(item.content)
            elif not item.known:  # deletions alone: whether they are known, only the engine can tell
                self._take_fresh(fresh)
                fresh = []
                item.known = not engine.apply_new(self.doc, item.content, self.room)
        self._take_fresh(fresh)

    def _take_fresh(self, contents: list[bytes]) -> None:
        if not contents:
            return
        engine.apply(self.doc, engine.merge(contents, self.room), self.room)
        self.vector = self.doc.get_state()  # unmoved if it came by another process meanwhile: said twice is no harm

    def learn(self, rows: "Sequence[Row]") -> bool:
        """Take in what others stored; False when that is long, or it cannot know whose it is: then make another one."""
        if sum(len(row.content) for row in rows) > LONG_TO_LEARN:
            return False
        for row in rows:
            fresh = self.gate.learn(row.content)
            if fresh and not row.author:
                return False
            for client in fresh:
                self.owners.setdefault(client, row.author)
        engine.apply(self.doc, engine.merge([row.content for row in rows], self.room), self.room)
        self.vector = self.doc.get_state()
        return True
