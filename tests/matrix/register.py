"""How acts are put in the register of the matrix, by their name and what they act on, and how one is tried."""

import inspect
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from tests.matrix.table import NOWHERE
from tests.matrix.world import World

Act = Callable[[World, Any, Any], Any]  # (world, thing, by)
ACTS: dict[tuple[str, str], Act] = {}  # (name, kind) -> how
CALLED: set[str] = set()  # the acts of the product that are called here: "permissions.actions.grant"


def act(name: str, *kinds: str, of: Any) -> Callable[[Act], Act]:
    def put(how: Act) -> Act:
        ACTS.update(dict.fromkeys([(name, kind) for kind in kinds], how))
        if inspect.isfunction(inspect.unwrap(of)):
            CALLED.add(f"{of.__module__}.{of.__name__}")
        return how

    return put


def ask(world: World, name: str, kind: str, thing: str, by: Any) -> str:
    """What comes of it: "done", "refused" or "wrong"."""
    try:
        ACTS[name, kind](world, world.fresh(thing) if thing != NOWHERE else None, by)
    except PermissionDenied:
        return "refused"
    except ValidationError:
        return "wrong"
    return "done"
