"""A room by itself: what one connection sends wrongly never counts against what another sent rightly."""

from typing import Any

import pytest

from realtime import log
from realtime.connection import Connection
from realtime.gate import Refused
from realtime.gatekeeper import Admission
from realtime.room import Room
from tests.realtime.test_gate import ROOT, struct, update_of
from tests.realtime.test_log import Author


def connection_of(key: str) -> Connection:
    async def send(message: Any) -> None: ...

    return Connection(send, Admission(key, may_read=True, may_write=True, role="change"), speaks_ours=True)


@pytest.mark.parametrize("committing", [False, True])
def test_a_refusal_forgets_nobody_elses_update_on_its_way(committing: bool, monkeypatch: Any) -> None:
    room = Room(log.Stored("salle", "epoch", 0, None, []), {})
    honest, hostile, author = connection_of("1"), connection_of("2"), Author()
    room.receive(honest, 1, author.write("un"))
    if committing:
        assert len(room.take()) == 1  # the writer has it; it is neither stored nor pending
    monkeypatch.setattr(room.trial, "apply", lambda update: (_ for _ in ()).throw(Refused("by the engine")))
    with pytest.raises(Refused):
        room.receive(hostile, 1, update_of(struct(4, ROOT, b"\x01x"), client=99))
    room.receive(honest, 2, author.write("deux"))
    assert not room.pending[-1].known
