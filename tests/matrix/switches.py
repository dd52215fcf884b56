"""Every change in the source at once: one is switched on by its number, and each tells which test passes by its place.

`if not allowed(by):` becomes `if (False if __on__(7) else (not allowed(by))):`. So nothing has to be imported anew.
"""

import builtins
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any

from tests.matrix.mutants import Mutant


def switched(source: bytes, changes: dict[int, Mutant]) -> bytes:
    """The source of one file with all of its changes, by number."""
    places: dict[tuple[int, int], dict[int, Mutant]] = defaultdict(dict)
    for number, one in changes.items():
        places[one.start, one.end][number] = one
    put: list[tuple[int, int, int, bytes]] = []
    for (start, end), ones in places.items():
        opening = "(" + "".join(f"{_value(one)} if __on__({number}) else " for number, one in ones.items()) + "("
        if any(one.kind == "no door" for one in ones.values()):
            opening = f"__door__({next(iter(ones))}, ("
        # Where places meet, what ends there goes first, the innermost before what holds it; then the widest that begins.
        put += [(start, 1, -end, opening.encode()), (end, 0, -start, b"))")]
    parts, at = [], 0
    for place, _kind, _other, text in sorted(put):
        parts += [source[at:place], text]
        at = place
    return b"".join([*parts, source[at:]])


def _value(change: Mutant) -> str:
    return "None" if change.becomes == "pass" else f"({change.becomes})"


class Switch:
    """What the changed source asks; `passed` holds the numbers that were asked for since it was emptied."""

    def __init__(self) -> None:
        self.chosen: int | None = None
        self.passed: set[int] = set()

    def install(self) -> None:
        vars(builtins).update(__on__=self.asked, __door__=self.door)

    def asked(self, number: int) -> bool:
        self.passed.add(number)
        return number == self.chosen

    def door(self, number: int, kept: Any) -> Any:
        """A decorator of pages, or the list of the API's ways to sign in, which lets everybody in when it is chosen."""
        return self._sign_in(number, kept) if isinstance(kept, list) else self._decorator(number, kept)

    def _decorator(self, number: int, kept: Callable[..., Any]) -> Callable[..., Any]:
        def decorate(page: Callable[..., Any]) -> Callable[..., Any]:
            behind = kept(page)

            @wraps(behind)
            def either(*args: Any, **kwargs: Any) -> Any:
                return (page if self.asked(number) else behind)(*args, **kwargs)

            return either

        return decorate

    def _sign_in(self, number: int, kept: list[Any]) -> list[Any]:
        asked, session = self.asked, kept[-1]

        def authenticate(self: Any, request: Any, key: str | None) -> Any:
            return request.user if asked(number) else session.authenticate(request, key)

        return [*kept[:-1], type("Session", (type(session),), {"authenticate": authenticate})()]
