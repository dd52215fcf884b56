"""What changes an organisation: opened by one of its people, verified by an administrator, looked after by its managers."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import members
from accounts.models import Affiliation, Organisation, Profile, Role, new_group
from activity import behalf
from activity.record import record

How = Affiliation.How


@transaction.atomic
def create_organisation(name: str, *, by: Any) -> Organisation:
    """Open an organisation, unverified and managed by whoever opens it. Raises `ValidationError` for a name in use.

    A name that was only declared on profiles is free; those who declared it become members by nothing of this.
    """
    members.require_account(by)
    name = members.name_of(name)
    known = Organisation.objects.filter(name__iexact=name).first()
    if known is not None and (known.verified or known.memberships.exists()):
        sentence = _("This organisation is here already: ask one of its managers to add you.")
        raise ValidationError({"name": ValidationError(sentence, code="name_taken")})
    organisation = known or Organisation.objects.create(name=name, group=new_group())
    affiliate(organisation, by, Role.MANAGER, How.FOUNDER)
    record("organisation.created", by=by, on=organisation, title=organisation.name)
    return organisation


@transaction.atomic
def rename_organisation(organisation: Organisation, name: str, *, by: Any) -> None:
    """By a manager until it is verified, since it is under this name that it was; by an administrator at any time.

    Raises `ValidationError` for a name in use.
    """
    administrator = by.is_active and by.is_staff
    if not administrator:
        members.require_manager(organisation, by)
    name = members.name_of(name)
    if organisation.verified and not administrator:
        sentence = _("The organisation was verified under this name: an administrator can change it.")
        raise ValidationError({"name": ValidationError(sentence, code="verified")})
    if Organisation.objects.filter(name__iexact=name).exclude(pk=organisation.pk).exists():
        raise ValidationError({"name": ValidationError(_("This name is taken."), code="name_taken")})
    before, organisation.name = organisation.name, name
    organisation.save(update_fields=["name"])
    record("organisation.renamed", by=by, on=organisation, title=name, before=before)


@transaction.atomic
def add_member(organisation: Organisation, person: Any, role: str = Role.MEMBER, *, by: Any) -> None:
    """Raises `ValidationError` for an unknown role, a guest, or somebody who is a member already."""
    members.require_manager(organisation, by)
    affiliate(organisation, person, role, How.MANAGER)
    record("organisation.member_added", by=by, on=organisation, about=person, title=organisation.name, role=str(role))


@transaction.atomic
def name_first_manager(organisation: Organisation, person: Any, *, by: Any) -> None:
    """By an administrator, for an organisation that has no manager, and never themselves: they would give themselves rights.

    Raises `PermissionDenied` for anyone else, `ValidationError` where there is a manager.
    """
    require_administrator(by)
    if person == by:
        raise ValidationError(_("Name somebody else: an administrator gives themselves no right."), code="oneself")
    if organisation.memberships.filter(role=Role.MANAGER, user__is_active=True).exists():
        raise ValidationError(_("The organisation has a manager: they add people."), code="managed")
    if organisation.memberships.filter(user=person).exists():
        members.set_role(organisation, person, Role.MANAGER)
    else:
        affiliate(organisation, person, Role.MANAGER, How.ADMINISTRATOR)
    record("organisation.manager_named", by=by, on=organisation, about=person, title=organisation.name)


@transaction.atomic
def change_role(organisation: Organisation, person: Any, role: str, *, by: Any) -> None:
    """Raises `ValidationError` when the last manager would step down."""
    members.require_manager(organisation, by)
    members.set_role(organisation, person, role)
    record("organisation.role_changed", by=by, on=organisation, about=person, title=organisation.name, role=str(role))


@transaction.atomic
def remove_member(organisation: Organisation, person: Any, *, by: Any) -> None:
    """Leaving by oneself needs no right. Raises `ValidationError` for the last manager."""
    if person != by:
        members.require_manager(organisation, by)
    members.leave(organisation, person)
    record("organisation.member_removed", by=by, on=organisation, about=person, title=organisation.name)


@transaction.atomic
def verify_organisation(organisation: Organisation, *, public: bool, by: Any) -> None:
    """Its name is true, and so is being a public body or not. From then on belonging to it counts. By an administrator."""
    require_administrator(by)
    organisation.public, organisation.verified_at, organisation.verified_by = public, timezone.now(), by
    organisation.save(update_fields=["public", "verified_at", "verified_by"])
    record("organisation.verified", by=by, on=organisation, title=organisation.name, public=public)


@transaction.atomic
def withdraw_verification(organisation: Organisation, *, by: Any) -> None:
    """Its members keep what they share; nothing says any more that the organisation is what it says."""
    require_administrator(by)
    if not organisation.verified:
        raise ValidationError(_("It is not verified."), code="not_verified")
    organisation.verified_at = organisation.verified_by = None
    organisation.save(update_fields=["verified_at", "verified_by"])
    record("organisation.verification_withdrawn", by=by, on=organisation, title=organisation.name)


def require_administrator(by: Any) -> None:
    if not (by.is_active and by.is_staff):
        raise PermissionDenied(_("Only an administrator can do this."))


def spoken_for(user: Any) -> "QuerySet[Organisation]":
    """In whose name the person may make something: what they manage and is verified, unless somebody acts for them.

    An administrator in somebody's place speaks for nobody else: an event has room for one on whose behalf.
    """
    if behalf.in_place_of(user) is not None:
        return Organisation.objects.none()
    return Organisation.objects.spoken_for_by(user)


def may_act_for(user: Any, organisation: Organisation) -> bool:
    """Whether the person may make something in the name of the organisation."""
    return spoken_for(user).filter(pk=organisation.pk).exists()


def signature(person: Any, organisation: Organisation | None) -> str:
    """Whose a thing is: "Ville de Lyon, by Alice Diop". The acting person is always said; None where their row is gone."""
    if organisation is None or person is None:
        return str(organisation or person or "")
    return _("%(organisation)s, by %(person)s") % {"organisation": organisation, "person": person}


def affiliate(organisation: Organisation, person: Any, role: str, how: str) -> Affiliation:
    """A confirmed membership. Whoever declares this organisation on their profile appears as confirmed from now on."""
    made: Affiliation = members.enter(organisation, person, role, how=how)
    Profile.objects.filter(user=person, organisation=organisation).update(affiliation=made)
    return made
