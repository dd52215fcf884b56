"""The shapes of what the API tells of who wrote what, how a text was written, and what changed since a visit."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from api.schemas import Body, PersonOut


class AuthorOut(Schema):
    """`letters` are the characters of the text today that are theirs; `person` is null where nobody is known.

    `clients` are the numbers under which they write in the CRDT: by them a live text can be coloured.
    """

    person: PersonOut | None
    letters: int
    percent: float
    clients: list[int]


class KindOut(Schema):
    """`kind` is a kind of profile, `guest`, `anonymous`, or empty for an account without a profile."""

    kind: str
    name: str
    letters: int
    percent: float


class AuthorsOut(Schema):
    items: list[AuthorOut]
    count: int
    kinds: list[KindOut]
    letters: int


class SignedText(Schema):
    """A node tree in which each text node has one `author`: the number of an account as a text, empty for nobody."""

    tree: dict[str, Any]


class StepOut(Schema):
    number: int
    at: datetime
    until: datetime
    people: list[PersonOut]


class StepsOut(Schema):
    """`since`: nothing older is told to the caller."""

    items: list[StepOut]
    count: int
    since: datetime | None


class StepText(Schema):
    number: int
    tree: dict[str, Any]


class RollBackIn(Body):
    """Without `since`, all that the person wrote."""

    since: datetime | None = None


class RolledBackOut(Schema):
    """Words that went and that came back, passages that stay since others wrote in them; `version` is the text before."""

    number: int
    version: UUID
    removed: int
    returned: int
    kept: int


class ErasureIn(Body):
    """`asked_on` is the day on which the person wrote their request."""

    asked_on: date


class NameTakenOut(Schema):
    """`person` stands there from now on: no account, without a name."""

    person: PersonOut


class PassageOut(Schema):
    """A passage that is new to the caller: offsets in UTF-16 units of the block's line, the whole block where both are 0."""

    block: str
    start: int
    end: int
    kind: str


class ChangesOut(Schema):
    """`since` is null at a first visit; `number` is that of the text compared, to be sent back as seen."""

    items: list[PassageOut]
    count: int
    since: datetime | None
    version: UUID | None
    number: int
    added: int = 0
    removed: int = 0


class SeenIn(Body):
    number: int | None = Field(default=None, ge=0, le=2**53)


class VisitOut(Schema):
    number: int | None
    at: datetime | None


class ChangedDocument(Schema):
    id: UUID
    title: str
    edited_at: datetime
    since: datetime | None
    words: int
    people: list[PersonOut]
    url: str


class ChangedDocuments(Schema):
    items: list[ChangedDocument]
    count: int
