"""The shapes of notices, and of how one wants to be told."""

from datetime import datetime, time
from typing import Literal
from uuid import UUID

from ninja import Schema

from api.schemas import Body, PersonOut

Pace = Literal["immediate", "daily", "weekly", "never", "off"]


class NoticeOut(Schema):
    """`addressed`: it is said to the caller; `url` leads to the passage; the rest is what was said, as it stands today."""

    id: int
    at: datetime
    read: bool
    addressed: bool
    verb: str
    by: PersonOut | None
    sentence: str
    document: UUID | None
    workspace: str
    url: str
    quote: str
    said: str
    before: str
    after: str


class Notices(Schema):
    items: list[NoticeOut]
    count: int


class Done(Schema):
    """How many were not read before."""

    count: int


class Paces(Schema):
    """`addressed` is what is said to oneself, `rest` what happens in what one follows.

    `never`: not by e-mail, but in the list; `off`: not at all.
    """

    addressed: Pace
    rest: Pace


class PacesIn(Body):
    """Null follows the wider place: the workspace, then one's general choice."""

    addressed: Pace | None = None
    rest: Pace | None = None


class PacesOut(Schema):
    """`wider` is what holds where one of the two is null."""

    addressed: Pace | None
    rest: Pace | None
    wider: Paces


class GeneralIn(Body):
    """No notice is mailed between the quiet hours (in the site's time zone), nor at the week-end if so wished."""

    addressed: Pace
    rest: Pace
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_weekend: bool = False


class GeneralOut(Paces):
    quiet_from: time | None
    quiet_until: time | None
    quiet_weekend: bool
