"""Threads and comments in the API: what is asked and what is answered."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from api import schemas
from api.schemas import Body, Key, PersonOut

Place = Annotated[int, Field(ge=0, le=2**31)]
BlockKey = Annotated[str, Field(max_length=40)]
Mentioned = Annotated[list[Key], Field(max_length=20)]


class CommentIn(Body):
    """Plain text. `mentioned` are the numbers of people whose name stands in it behind an `@`; they are told."""

    body: str
    mentioned: Mentioned = []
    on_behalf_of: Key | None = None


class CommentChangeIn(Body):
    """The text as it is from now on, with everybody whom it mentions."""

    body: str
    mentioned: Mentioned = []


class ThreadIn(CommentIn):
    """On a passage (`block`, `start`, `end`, `quote`; `end_block` if it ends in another block), or on the whole.

    `start` and `end` count UTF-16 units in the line of their block, in which a line break, a mention, a citation or a
    footnote counts one and stands as U+FFFC. `quote` is what the passage says, a line for each block that holds words,
    also empty ones, joined by line feeds. A block alone, with `start` equal to `end`, is the whole block (a picture).
    `title` is a subject, for a thread on the whole. `suggestion` is the id of a proposal that is discussed: alone.
    """

    title: str = ""
    block: BlockKey = ""
    start: Place = 0
    end_block: BlockKey = ""
    end: Place = 0
    quote: str = ""
    suggestion: UUID | None = None


class WorkspaceThreadIn(CommentIn):
    """`title` is the subject."""

    title: str = ""


class WorkspaceThreadsAsked(Schema):
    """Each adds to the others: `mine` are those in which one said something, `assigned` those given to the caller."""

    state: Literal["open", "resolved", "all"] = "open"
    mine: bool = False
    assigned: bool = False
    unanswered: bool = False
    offset: schemas.Offset = 0
    limit: schemas.Limit = 50


class AssigneeIn(Body):
    """The number of a person who can comment here, or nobody."""

    person: Key | None


class ReasonIn(Body):
    """A sentence that others read."""

    reason: str


class RulesIn(Body):
    """Whether readers with an account may comment; whether what guests say waits until a manager lets it be seen."""

    readers_comment: bool
    guests_wait: bool


class Rules(Schema):
    readers_comment: bool
    guests_wait: bool


class ReactionOut(Schema):
    """`people` are names, in the order in which they came."""

    sign: str
    count: int
    mine: bool
    people: list[str]


class MayComment(Schema):
    edit: bool
    delete: bool
    react: bool
    hide: bool
    show: bool
    report: bool


class CommentOut(Schema):
    """One thing said. `body` is empty where it was taken back, and where it was hidden to all but author and managers.

    `state` is `shown`, `waiting` (for a manager; only its author and managers see it), `hidden` (for `public_reason`)
    or `deleted`. `html` is the body with its paragraphs, links and mentions, safe to be shown.
    """

    id: UUID
    author: PersonOut | None
    signature: str
    grade: str
    body: str
    html: str
    mentioned: list[int]
    at: datetime
    edited_at: datetime | None
    state: str
    public_reason: str
    reactions: list[ReactionOut]
    may: MayComment


class MayThread(Schema):
    answer: bool
    resolve: bool
    assign: bool


class ThreadOut(Schema):
    """`quote` is what was quoted when it began; `words` what stands at its passage, as of when the text last fell quiet.

    Where `anchored` is false, the passage is gone. Where `marked` is false, it is the whole block.
    """

    id: UUID
    state: str
    anchored: bool
    marked: bool
    block: str
    start: int
    end_block: str
    end: int
    quote: str
    words: str
    title: str
    opened_by: PersonOut | None
    opened_at: datetime
    said_at: datetime
    assigned_to: PersonOut | None
    resolved_by: PersonOut | None
    resolved_at: datetime | None
    suggestion: UUID | None
    comments: list[CommentOut]
    may: MayThread


class Threads(Schema):
    items: list[ThreadOut]
    count: int


class Mentionable(Schema):
    id: int
    name: str
    organisation: str


class Mentionables(Schema):
    items: list[Mentionable]
    count: int
