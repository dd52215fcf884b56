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


class DocumentIn(Body):
    """`markdown` or `html`, not both; without either the document is empty."""

    workspace: str
    title: str
    markdown: str | None = None
    html: str | None = None


class DocumentOut(Schema):
    """`role` is the caller's own rung; `words` are counted when the text has been quiet for a moment."""

    id: UUID
    title: str
    workspace: str
    role: str | None
    reach: str
    link_role: str
    language: str
    words: int
    created_at: datetime
    edited_at: datetime
    url: str


class Documents(Schema):
    items: list[DocumentOut]
    count: int


class TitleIn(Body):
    title: str


class DocumentSharingIn(Body):
    """`link_role` is what the reach gives to an account: `view` if it is left out."""

    reach: Reach
    link_role: Literal["view", "comment", "suggest", "change"] | None = None


class WorkspaceSharingIn(Body):
    """`link_role` is what the reach gives to an account: `view` if it is left out."""

    reach: Reach
    link_role: Literal["view", "contribute", "change"] | None = None


class DocumentGrantIn(Body):
    role: DocumentRole


class WorkspaceGrantIn(Body):
    role: WorkspaceRole


class GrantOut(Schema):
    """Someone with a role: the account's number, and what is shown of the person."""

    id: int
    name: str
    kind: str
    organisation: str
    role: str


class Grants(Schema):
    items: list[GrantOut]
    count: int


class Number(Schema):
    """The place of the update in the log."""

    number: int
