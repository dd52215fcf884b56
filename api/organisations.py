"""Organisations for programs: opened, joined, their members and the e-mail domains that let one join."""

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accounts.joining import join_organisation, joinable_by, list_domain, unlist_domain
from accounts.models import Organisation
from accounts.organisations import add_member, change_role, create_organisation, remove_member, rename_organisation
from api import member_schemas, members
from api.auth import SIGNED_IN
from api.schemas import ASKED_WRONGLY, NOT_DONE, NOT_SEEN, Limit, Offset, Refusal

router = Router(tags=["organisations"], auth=SIGNED_IN)
DONE = {200: member_schemas.OrganisationOut, NOT_DONE: Refusal}


@router.get(
    "/",
    response={200: member_schemas.Organisations, ASKED_WRONGLY: Refusal},
    summary="List the organisations one is in",
)
def list_organisations(request: HttpRequest, offset: Offset = 0, limit: Limit = 20) -> member_schemas.Organisations:
    found = Organisation.objects.told_to(request.user)
    page = found.prefetch_related("domains")[offset : offset + limit]
    joinable = [member_schemas.JoinableOut(id=one.pk, name=one.name) for one in joinable_by(request.user)]
    return member_schemas.Organisations(items=[_out(one) for one in page], count=found.count(), joinable=joinable)


@router.post(
    "/",
    response={201: member_schemas.OrganisationOut, ASKED_WRONGLY: Refusal, 403: Refusal},
    summary="Open an organisation",
)
def create(request: HttpRequest, body: member_schemas.NameIn) -> Status[member_schemas.OrganisationOut]:
    made = create_organisation(body.name, by=request.user)
    return Status(201, _out(_mine(request, made.pk)))


@router.get(
    "/{int:pk}/", response={200: member_schemas.OrganisationOut, NOT_SEEN: Refusal}, summary="Show an organisation"
)
def show(request: HttpRequest, pk: int) -> member_schemas.OrganisationOut:
    return _out(_mine(request, pk))


@router.patch("/{int:pk}/", response=DONE, summary="Rename an organisation that is not verified")
def rename(request: HttpRequest, pk: int, body: member_schemas.NameIn) -> member_schemas.OrganisationOut:
    organisation = _mine(request, pk)
    rename_organisation(organisation, body.name, by=request.user)
    return _out(organisation)


@router.post("/{int:pk}/join/", response=DONE, summary="Join by a confirmed address")
def join(request: HttpRequest, pk: int) -> member_schemas.OrganisationOut:
    """Those whom an address lets join know that it exists, and so do its members."""
    joinable = Q(pk__in=joinable_by(request.user).values("pk")) | Q(memberships__user=request.user.pk)
    join_organisation(get_object_or_404(Organisation.objects.filter(joinable).distinct(), pk=pk), by=request.user)
    return _out(_mine(request, pk))


@router.post("/{int:pk}/domains/", response=DONE, summary="Let addresses at a domain join")
def post_domain(request: HttpRequest, pk: int, body: member_schemas.DomainIn) -> member_schemas.OrganisationOut:
    organisation = _mine(request, pk)
    list_domain(organisation, body.domain, by=request.user)
    return _out(organisation)


@router.delete("/{int:pk}/domains/{domain}/", response=DONE, summary="Take a domain off the list")
def delete_domain(request: HttpRequest, pk: int, domain: str) -> member_schemas.OrganisationOut:
    organisation = _mine(request, pk)
    unlist_domain(organisation, domain, by=request.user)
    return _out(organisation)


@router.get("/{int:pk}/members/", response={200: member_schemas.Members, NOT_SEEN: Refusal}, summary="List its members")
def list_members(request: HttpRequest, pk: int, offset: Offset = 0, limit: Limit = 20) -> member_schemas.Members:
    return members.listed(_mine(request, pk), offset, limit)


@router.put(
    "/{int:pk}/members/{key}/",
    response={200: member_schemas.MemberOut, NOT_DONE: Refusal},
    summary="Add someone to an organisation, or change their role",
)
def put_member(request: HttpRequest, pk: int, key: str, body: member_schemas.RoleIn) -> member_schemas.MemberOut:
    return members.put(request, _mine(request, pk), key, body.role, add=add_member, change=change_role)


@router.delete(
    "/{int:pk}/members/{key}/", response={204: None, NOT_DONE: Refusal}, summary="Take someone out, or leave"
)
def delete_member(request: HttpRequest, pk: int, key: str) -> Status[None]:
    members.delete(request, _mine(request, pk), key, remove=remove_member)
    return Status(204, None)


def _mine(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = members.mine(Organisation.objects.told_to(request.user), pk)
    return found


def _out(organisation: Organisation) -> member_schemas.OrganisationOut:
    told = organisation.__dict__  # annotated by `told_to`
    return member_schemas.OrganisationOut(
        id=organisation.pk,
        name=organisation.name,
        members=told["member_count"],
        role=told["my_role"],
        url=organisation.get_absolute_url(),
        verified=organisation.verified,
        public=organisation.verified and organisation.public,
        domains=[domain.name for domain in organisation.domains.all()],
    )
