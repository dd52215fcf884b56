"""The shapes of proposals in the API: nodes are ProseMirror's JSON, of the content model that the server owns."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field
from typing_extensions import TypedDict

from api.schemas import Body, Key, PersonOut

Node = dict[str, Any]
State = Literal["open", "accepted", "refused", "withdrawn", "outdated", "all"]
BlockKey = Annotated[str, Field(min_length=1, max_length=40)]


# How many are for and against; `mine` is the caller's own: 1, -1 or 0.
Votes = TypedDict("Votes", {"for": int, "against": int, "mine": int})


class May(Schema):
    """What the caller may do with it now."""

    answer: bool
    withdraw: bool
    vote: bool
    discuss: bool


class SuggestionOut(Schema):
    """`before` is the block when it was proposed to replace it by `proposed`; `today` the block now, null where it is gone.

    `merged` is what accepting would put in, null where that is unclear; neither is said of what is answered.
    """

    id: UUID
    block: str
    number: int
    before: Node
    proposed: list[Node]
    today: Node | None
    merged: list[Node] | None
    state: str
    author: PersonOut | None
    signature: str
    grade: str
    reason: str
    made_at: datetime
    answered_by: PersonOut | None
    answered_at: datetime | None
    answer: str
    applied: list[Node] | None
    votes: Votes
    thread: UUID | None
    may: May


class Suggestions(Schema):
    items: list[SuggestionOut]
    count: int


class SuggestionIn(Body):
    """`before` is the block as the proposer saw it, `proposed` what should stand there: nothing, one node or several.

    `on_behalf_of` is the number of an organisation that the caller manages and that is verified.
    """

    block: BlockKey
    before: Node
    proposed: list[Node]
    reason: str = ""
    on_behalf_of: Key | None = None


class AcceptanceIn(Body):
    """With `applied`, what the caller made of the proposal, looking at the block as `seen` (its `today`)."""

    applied: list[Node] | None = None
    seen: Node | None = None
    answer: str = ""


class RefusalIn(Body):
    """The reason is told to whoever made the proposal."""

    reason: str


class VoteIn(Body):
    value: Literal[1, 0, -1]


class AnswersIn(Body):
    """Of the open ones: all, those of one author, or those named."""

    answer: Literal["accept", "refuse"]
    reason: str = ""
    author: Key | None = None
    ids: Annotated[list[UUID], Field(max_length=500)] | None = None


class Left(Schema):
    """One that was not answered, and why."""

    id: UUID
    detail: str


class Answers(Schema):
    answered: list[UUID]
    left: list[Left]
