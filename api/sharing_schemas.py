"""The shapes of what the API takes and tells about sharing: links, groups, who sees something and why."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import AwareDatetime

from api.schemas import Body, PersonOut, Reach


class SharingIn(Body):
    """`link_role` is what the reach gives to an account or a guest: `view` if it is left out.

    `until` (with its time zone) and `password` stay as they are if left out; `null` takes them away.
    """

    reach: Reach
    until: AwareDatetime | None = None
    password: str | None = None


class DocumentSharingIn(SharingIn):
    link_role: Literal["view", "comment", "suggest", "change"] | None = None


class WorkspaceSharingIn(SharingIn):
    link_role: Literal["view", "contribute", "change"] | None = None


class GroupGrantOut(Schema):
    """A group or an organisation with a role: the number by which grants name it."""

    id: int
    name: str
    role: str


class WayOut(Schema):
    """Where a role comes from: the `kind` and `id` of what it stands on (a workspace by its slug), through which group."""

    kind: str
    id: str
    role: str
    group: str = ""
    by_link: bool = False


class SeenBy(PersonOut):
    guest: bool
    role: str
    ways: list[WayOut]


class LinkOut(Schema):
    """A link that counts on the object: its own, or that of what holds it. `role` is its worth here."""

    kind: str
    id: str
    reach: str
    role: str
    until: datetime | None
    password: bool
    open: bool


class WhoSees(Schema):
    """Who sees an object, and by which ways; `groups` hold a role on the object itself. `grades` counts as `Grants` do."""

    items: list[SeenBy]
    count: int
    grades: dict[str, int]
    groups: list[GroupGrantOut]
    links: list[LinkOut]
