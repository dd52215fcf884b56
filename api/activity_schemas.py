"""The shapes of what the API tells of what happened: events, and the audit trail."""

from datetime import datetime

from ninja import Schema


class EventOut(Schema):
    """One thing that happened: `by` is the number of an account, `about` and `on_behalf_of` are words like `user:12`.

    `grade` is how well we know who did it today; empty where nobody did: the machine.
    """

    at: datetime
    by: int | None
    name: str
    grade: str
    on_behalf_of: str
    verb: str
    sentence: str
    subject_kind: str
    subject_id: str
    about: str


class Events(Schema):
    items: list[EventOut]
    count: int


class RecordOut(EventOut):
    """An event of the audit trail, with its place in the chain and its fingerprint."""

    number: int | None
    hash: str


class Trail(Schema):
    items: list[RecordOut]
    count: int
    whole: bool
    faults: list[str]
