"""The shapes of the API's bodies and answers; an unknown field is refused rather than silently dropped."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, field_validator

Reach = Literal["restricted", "signed_in", "public"]
DocumentRole = Literal["view", "comment", "suggest", "change", "manage"]
WorkspaceRole = Literal["view", "contribute", "change", "manage"]


class Body(Schema):
    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="after")
    @classmethod
    def text_that_can_be_stored(cls, value: Any) -> Any:
        """No database keeps half a character; PostgreSQL keeps no NUL."""
        if isinstance(value, str) and ("\0" in value or re.search("[\ud800-\udfff]", value)):
            raise ValueError("characters that cannot be stored")
        return value


Offset = Annotated[int, Field(ge=0, le=1_000_000)]
Limit = Annotated[int, Field(ge=1, le=100)]
Key = Annotated[int, Field(ge=0, le=2**62)]
Word = Annotated[str, Field(pattern=r"^[a-z_]{0,30}$")]
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]


BINARY = {"schema": {"type": "string", "format": "binary"}}
NUMBER = {"type": "integer"}


class Refusal(Schema):
    """`detail` is a sentence for people, `code` a word for programs, `fields` what is wrong with which field."""

    detail: str
    code: str
    fields: dict[str, list[str]] = {}


# The statuses of refusals, by what is asked (docs/api.md says when each comes).
ASKED_WRONGLY = frozenset({401, 422})
NOT_SEEN = frozenset({401, 404, 422})
NOT_DONE = frozenset({401, 403, 404, 422})


class WorkspaceIn(Body):
    name: str
    reach: Reach = "restricted"
    description: str = ""


class WorkspaceChangeIn(Body):
    name: str | None = None
    description: str | None = None


class WorkspaceOut(Schema):
    """`role` is the caller's own rung."""

    slug: str
    name: str
    description: str
    reach: str
    link_role: str
    role: str | None
    url: str


class Workspaces(Schema):
    items: list[WorkspaceOut]
    count: int


class PersonOut(Schema):
    """What is shown of a person everywhere: the account's number, name, kind, organisation, and how well we know them.

    `grade` is one of `verified_public_servant`, `verified_organisation`, `registered`, `guest`, `anonymous`.
    """

    id: int
    name: str
    kind: str
    organisation: str
    grade: str


class OnBehalfOf(Schema):
    """The organisation in whose name something was made, by its number."""

    id: int
    name: str
    verified: bool


class DocumentIn(Body):
    """`markdown` or `html`, not both; without either the document is empty. `parent` is a document of the workspace.

    `on_behalf_of` is the number of an organisation that the caller manages and that is verified.
    """

    workspace: str
    title: str
    parent: UUID | None = None
    markdown: str | None = None
    html: str | None = None
    on_behalf_of: Key | None = None


class DocumentOut(Schema):
    """`role` is the caller's own rung; `words` are counted when the text has been quiet for a moment.

    `created_by` made it, in the name of `on_behalf_of` if there is one; `signature` says both as the pages do.
    """

    id: UUID
    title: str
    workspace: str
    parent: UUID | None
    restricted: bool
    role: str | None
    reach: str
    link_role: str
    language: str
    words: int
    created_by: PersonOut | None
    on_behalf_of: OnBehalfOf | None
    signature: str
    created_at: datetime
    edited_at: datetime
    url: str


class Documents(Schema):
    items: list[DocumentOut]
    count: int


class TitleIn(Body):
    title: str


class PlaceIn(Body):
    """In a document (`parent`) or at the top of a workspace, `before` a neighbour there or last."""

    workspace: str | None = None
    parent: UUID | None = None
    before: UUID | None = None


class RestrictedIn(Body):
    """Whether it is closed to those who only have rights on what holds it."""

    restricted: bool


class DocumentGrantIn(Body):
    role: DocumentRole


class WorkspaceGrantIn(Body):
    role: WorkspaceRole


class GrantOut(PersonOut):
    """Someone with a role."""

    role: str


class Grants(Schema):
    """`grades` counts the people apart, by how well we know them."""

    items: list[GrantOut]
    count: int
    grades: dict[str, int]


class DocumentInvitationIn(Body):
    """`language` is that of the message, for an address without an account: the caller's own if it is left out."""

    email: str
    role: DocumentRole
    language: Literal["fr", "en"] | None = None


class WorkspaceInvitationIn(Body):
    """`language` is that of the message, for an address without an account: the caller's own if it is left out."""

    email: str
    role: WorkspaceRole
    language: Literal["fr", "en"] | None = None


class InvitationOut(Schema):
    """An address that may take a role; `sent`: the message has left."""

    id: int
    email: str
    role: str
    language: str
    invited_at: datetime
    expires_at: datetime
    sent: bool


class Invitations(Schema):
    items: list[InvitationOut]
    count: int


class Invited(Schema):
    """One of the two: the invitation that was sent, or the role that the account of the address now has."""

    invitation: InvitationOut | None
    grant: GrantOut | None


class AccessRequestIn(Body):
    """Any role of the object's ladder but the highest."""

    role: str = "view"
    message: Annotated[str, Field(max_length=500)] = ""


class AccessRequestOut(Schema):
    """Someone asks for a role: what is shown of the person, and what they wrote."""

    id: int
    name: str
    kind: str
    organisation: str
    grade: str
    role: str
    message: str
    asked_at: datetime


class AccessRequests(Schema):
    items: list[AccessRequestOut]
    count: int


class Received(Schema):
    detail: str


class Number(Schema):
    """The place of the update in the log."""

    number: int
