"""Presence in one room: one state per connection, its identity written by the server, never by the client."""

import json
from typing import Any

from realtime import protocol
from realtime.connection import Connection

LARGEST_STATE = 2048  # bytes of JSON, before the identity is stamped
MOST_ENTRIES = 1000  # a stock client repeats what it heard of others: read past them, but not without end


class Awareness:
    def __init__(self) -> None:
        self._states: dict[int, tuple[int, bytes, Connection]] = {}
        self._moved: dict[int, tuple[int, bytes]] = {}

    def hear(self, connection: Connection, payload: bytes) -> bool:
        """Take the connection's own entry and ignore what it says of others; True when there is something to tell.

        Raises `BadFrame`. A client id belongs to the first connection that uses it, or to a newer one of the same
        person (a reconnection overtakes the dead link it replaces).
        """
        heard = False
        for entry in protocol.read_awareness(payload, at_most=MOST_ENTRIES):
            if self._is_theirs(connection, entry):
                self._put(connection, entry)
                heard = True
        return heard

    def _is_theirs(self, connection: Connection, entry: protocol.Presence) -> bool:
        if connection.client is not None:
            return entry.client == connection.client
        if entry.state is None:
            return False
        holder = self._states.get(entry.client)
        if holder is not None and not (connection.user_key and connection.user_key == holder[2].user_key):
            return False
        connection.client = entry.client
        return True

    def _put(self, connection: Connection, entry: protocol.Presence) -> None:
        known = self._states.get(entry.client)
        if known is not None and entry.clock < known[0]:
            return
        if entry.state is None:
            self._states.pop(entry.client, None)
            self._moved[entry.client] = (entry.clock, b"null")
            return
        state = self._stamped(connection, entry.state)
        self._states[entry.client] = (entry.clock, state, connection)
        self._moved[entry.client] = (entry.clock, state)

    @staticmethod
    def _stamped(connection: Connection, state: dict[str, Any]) -> bytes:
        """Only the cursor is the client's to say, and only within its size."""
        try:
            cursor = json.dumps(state.get("cursor"), allow_nan=False)
        except (ValueError, RecursionError):
            raise protocol.BadFrame("a cursor that is not JSON") from None
        if len(cursor) > LARGEST_STATE:
            cursor = "null"
        return f'{{"cursor": {cursor}, "user": {json.dumps(dict(connection.admission.identity))}}}'.encode()

    def leave(self, connection: Connection) -> bool:
        """Forget the connection, unless a newer one took its client id over."""
        known = self._states.get(connection.client) if connection.client is not None else None
        if connection.client is None or known is None or known[2] is not connection:
            return False
        del self._states[connection.client]
        self._moved[connection.client] = (known[0] + 1, b"null")
        return True

    def news(self) -> bytes | None:
        """One frame with the latest state of all who moved since the last call."""
        if not self._moved:
            return None
        entries = [(client, clock, state) for client, (clock, state) in self._moved.items()]
        self._moved = {}
        return protocol.awareness(entries)

    def everyone(self) -> bytes | None:
        """One frame with all states, for a newcomer."""
        if not self._states:
            return None
        return protocol.awareness([(client, clock, state) for client, (clock, state, _) in self._states.items()])
