"""What somebody who has the address of an object would have to give, a password or a name, to do more there than today."""

from dataclasses import dataclass
from typing import Any

from permissions import roles
from permissions.backend import may_hold, rung
from permissions.lineage import load_above
from permissions.models import Reach, Shareable
from permissions.ways import way_down


@dataclass(frozen=True)
class Door:
    """`subject` is what one comes in by: the object that was asked for, or what holds it. `role` is its worth there."""

    subject: Shareable
    role: str
    wants_password: bool
    wants_name: bool


def door_of(user: Any, subject: Shareable) -> Door | None:
    """The open link that would give most, if it gives more than the person has. No query where no link could."""
    if getattr(user, "seeing_as", None) is not None:
        return None  # who only looks is offered nothing to do
    load_above([subject])
    found = [door for door in _doors(user, subject) if door is not None]
    best = max(found, key=lambda door: roles.height(subject.kind, door.role), default=None)
    if best is None or roles.height(subject.kind, best.role) <= roles.height(subject.kind, rung(user, subject)):
        return None
    return best


def _doors(user: Any, subject: Shareable) -> list[Door | None]:
    return [_door(user, one, roles.carried(above, str(one.link_role))) for one, above in way_down(subject)]


def _door(user: Any, one: Shareable, role: str) -> Door | None:
    account = may_hold(user) and not user.is_guest
    if not one.link_is_open or (not account and one.reach != Reach.PUBLIC):
        return None
    if account and not one.link_password:
        return None  # counted already, without coming in
    return Door(one, role, wants_password=bool(one.link_password), wants_name=not user.is_authenticated)
