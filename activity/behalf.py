"""Who is really there while somebody acts for another: set around a request, read where events are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_now: ContextVar[tuple[Any, int] | None] = ContextVar("behalf", default=None)


@contextmanager
def on_behalf(of: Any, *, by: Any) -> Iterator[None]:
    """What `of` would be recorded as doing meanwhile is recorded as done by `by`."""
    token = _now.set((by, of.pk))
    try:
        yield
    finally:
        _now.reset(token)


def really(by: Any, on_behalf_of: str = "") -> tuple[Any, str]:
    """The account that acts, and for whom: `("user:12")`, an organisation that the caller named, or nobody."""
    administrator = in_place_of(by)
    return (by, on_behalf_of) if administrator is None else (administrator, f"user:{by.pk}")


def in_place_of(account: Any) -> Any:
    """Who is in the account's place during this request; None for nobody."""
    now = _now.get()
    return now[0] if now is not None and account is not None and account.pk == now[1] else None
