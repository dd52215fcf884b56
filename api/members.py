"""Members for programs, alike for organisations and groups: listed, added by an exact address, given a role, taken out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.members import require_manager
from api.member_schemas import MemberOut, Members
from api.people import about, among, named


def mine(told: Any, pk: int) -> Any:
    """One of those the caller belongs to, with `my_role`: for all others it does not exist."""
    return get_object_or_404(told, pk=pk)


def listed(body: Any, offset: int, limit: int) -> Members:
    rows = body.memberships.select_related("user__profile__organisation").order_by("role", "user__name", "pk")
    return Members(items=[_out(row) for row in rows[offset : offset + limit]], count=rows.count())


def put(
    request: HttpRequest, body: Any, key: str, role: str, *, add: Callable[..., None], change: Callable[..., None]
) -> MemberOut:
    """Add someone, or change the role of a member."""
    require_manager(body, request.user)
    person = named(request, key, _members(body))
    act = change if body.memberships.filter(user=person).exists() else add
    act(body, person, role, by=request.user)
    return _out(body.memberships.select_related("user__profile__organisation").get(user=person))


def delete(request: HttpRequest, body: Any, key: str, *, remove: Callable[..., None]) -> None:
    """Whoever does not manage may name nobody but themselves; an address that is no member's is nobody's, account or not."""
    by: Any = request.user
    if key.casefold() in {str(by.pk), str(by.email).casefold()}:
        remove(body, by, by=by)
        return
    require_manager(body, by)
    remove(body, among(key, _members(body)), by=by)


def _members(body: Any) -> Any:
    return body.memberships.values("user")


def _out(membership: Any) -> MemberOut:
    return MemberOut(**about(membership.user), role=membership.role, since=membership.since)
