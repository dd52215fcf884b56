"""The protocol by which realtime asks who may enter a room and write in it; `config/asgi.py` hands an answer in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Admission:
    """The answer for one person and one room.

    `user_key` is the account as the log writes it ("" for someone without an account). `refusal` is a closing code
    (4401, 4403, 4404, 4409…) or 0. `identity` is what others see beside the caret; the person cannot choose it.
    `ticket` is what they came in with, a session or a key, for `ended`; only `admit` fills it. So is `looking`: whoever
    came to look writes nothing and stays in this role, whatever later answers about the person say. `until` is when the
    answer may end by itself (seconds since the epoch; None: never): it is asked for again then.
    """

    user_key: str = ""
    may_read: bool = False
    may_write: bool = False
    role: str = ""
    refusal: int = 0
    reason: str = ""
    identity: Mapping[str, Any] = field(default_factory=dict)
    subprotocol: str | None = None
    language: str = "fr"
    ticket: str = ""
    looking: bool = False
    until: float | None = None


class Gatekeeper(Protocol):
    """All are ordinary blocking functions: realtime calls them in a thread."""

    def admit(self, scope: Mapping[str, Any], room: str) -> Admission: ...

    def recheck(self, asked: Mapping[str, Collection[str]]) -> dict[str, dict[str, Admission]]:
        """Fresh answers for people already in these rooms, in a constant number of queries."""
        ...

    def ended(self, tickets: Collection[str]) -> set[str]:
        """Which of these let nobody in any more, in a constant number of queries."""
        ...
