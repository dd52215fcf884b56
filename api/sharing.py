"""Sharing for programs, alike for all that can be shared: who opens it by its address, who has a role on it."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.grades import count_by_grade
from accounts.members import name_of_group
from accounts.models import User
from api.people import about, among, named
from api.schemas import GrantOut, Grants
from api.sharing_schemas import (
    DocumentSharingIn,
    GroupGrantOut,
    LinkOut,
    SeenBy,
    WayOut,
    WhoSees,
    WorkspaceSharingIn,
)
from permissions.actions import grant, group_holders, holders, require, revoke, share_by_link
from permissions.models import Shareable, entry_model, grant_model
from permissions.ways import Way, open_links, ways
from permissions.who import everybody_on, who_sees


def share(subject: Shareable, body: DocumentSharingIn | WorkspaceSharingIn, *, by: Any) -> None:
    given = {name: getattr(body, name) for name in ("until", "password") if name in body.model_fields_set}
    share_by_link(subject, reach=body.reach, link_role=body.link_role, by=by, **given)


def grants(subject: Shareable, *, by: Any) -> Grants:
    require(by, "manage", subject)
    found = holders(subject)
    items = [grant_out(person, role) for person, role in found]
    return Grants(items=items, count=len(items), grades=count_by_grade(person for person, _role in found))


def put_grant(request: HttpRequest, subject: Shareable, key: str, role: str) -> GrantOut:
    require(request.user, "manage", subject)
    person = named(request, key, _here(subject))
    grant(subject, role, to=person, by=request.user)
    return grant_out(person, role)


def delete_grant(request: HttpRequest, subject: Shareable, key: str) -> None:
    """Whoever does not manage may name nobody but themselves; an address without a role here is nobody's, account or not."""
    by: Any = request.user
    if key.casefold() in {str(by.pk), str(by.email).casefold()}:
        revoke(subject, of=by, by=by)
        return
    require(by, "manage", subject)
    revoke(subject, of=among(key, _here(subject)), by=by)


def put_group(subject: Shareable, number: int, role: str, *, by: Any) -> GroupGrantOut:
    """A group or organisation that one belongs to, or that has a role here already. Raises `Http404` for any other."""
    require(by, "manage", subject)
    group = _group(subject, number, by)
    grant(subject, role, to=group, by=by)
    return GroupGrantOut(id=group.pk, name=name_of_group(group), role=role)


def delete_group(subject: Shareable, number: int, *, by: Any) -> None:
    require(by, "manage", subject)
    revoke(subject, of=_group(subject, number, by), by=by)


def _group(subject: Shareable, number: int, by: Any) -> Group:
    holding = grant_model(type(subject), "group").objects.filter(content_object=subject).values("group")
    return get_object_or_404(Group.objects.filter(Q(user=by) | Q(pk__in=holding)).distinct(), pk=number)


def who(subject: Shareable, *, by: Any) -> WhoSees:
    """Everybody who sees the object, with all their ways to it."""
    require(by, "manage", subject)
    everybody = everybody_on(subject)
    found, seen = ways(subject, everybody), who_sees(subject, everybody)
    items = [
        SeenBy(
            **about(person),
            guest=person.is_guest,
            role=role,
            ways=[_way(way) for way in found.get(person.pk, ())],
        )
        for person, role in seen
    ]
    groups = [
        GroupGrantOut(id=group.pk, name=name_of_group(group), role=role) for group, role in group_holders(subject)
    ]
    return WhoSees(
        items=items,
        count=len(items),
        grades=count_by_grade(person for person, _role in seen),
        groups=groups,
        links=[_link(*link) for link in open_links(subject)],
    )


def _way(way: Way) -> WayOut:
    return WayOut(kind=way.place.kind, id=_key(way.place), role=way.role, group=way.group, by_link=way.by_link)


def _link(one: Any, role: str) -> LinkOut:
    return LinkOut(
        kind=one.kind,
        id=_key(one),
        reach=one.reach,
        role=role,
        until=one.link_until,
        password=bool(one.link_password),
        open=one.link_is_open,
    )


def _key(subject: Any) -> str:
    return str(getattr(subject, "slug", subject.pk))


def _here(subject: Shareable) -> Any:
    """Those who were given a role here or came in by the link."""
    given, entered = grant_model(type(subject), "user"), entry_model(type(subject))
    rows = [model.objects.filter(content_object=subject).values("user") for model in (given, entered)]
    return User.objects.filter(Q(pk__in=rows[0]) | Q(pk__in=rows[1])).values("pk")


def grant_out(person: User, role: str) -> GrantOut:
    return GrantOut(**about(person), role=role)
