"""The shapes of organisations and groups in the API's bodies and answers."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from api.schemas import Body, PersonOut

MemberRole = Literal["member", "manager"]


class NameIn(Body):
    name: str


class RoleIn(Body):
    role: MemberRole = "member"


class DomainIn(Body):
    domain: str


class MemberOut(PersonOut):
    """Never an address."""

    role: str
    since: datetime


class Members(Schema):
    items: list[MemberOut]
    count: int


class GroupOut(Schema):
    """`role` is the caller's own."""

    id: int
    name: str
    members: int
    role: str
    url: str


class Groups(Schema):
    items: list[GroupOut]
    count: int


class OrganisationOut(GroupOut):
    """`public` says that it was verified as a public body."""

    verified: bool
    public: bool
    domains: list[str]


class JoinableOut(Schema):
    id: int
    name: str


class Organisations(Schema):
    """`joinable` are those that an address of the caller lets them join."""

    items: list[OrganisationOut]
    count: int
    joinable: list[JoinableOut]
