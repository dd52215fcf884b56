"""Becoming a member of an organisation without being added: by a confirmed address, or by a claim of ProConnect."""

import re
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import members
from accounts.domains import confirmed_domains, domain_of, refusal, tidy
from accounts.models import Affiliation, Domain, Organisation, Profile, Role, User, new_group
from accounts.organisations import How, affiliate
from activity.record import record

SIRET = re.compile(r"\A[0-9]{14}\Z")
# INSEE gives the State and national bodies a SIREN that begins with 1, local ones with 2. The converse does not hold (La
# Poste has 356000000): a public body of another number is verified as one by an administrator (decision 0021).
PUBLIC_SIREN = ("1", "2")


def joinable_by(user: Any) -> "QuerySet[Organisation]":
    """Verified organisations that list the domain of an address of theirs, and of which they are no member."""
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    listed = Domain.objects.filter(name__in=confirmed_domains(user))
    found = Organisation.objects.filter(verified_at__isnull=False, pk__in=listed.values("organisation"))
    return found.exclude(memberships__user=user)


@transaction.atomic
def list_domain(organisation: Organisation, text: str, *, by: Any) -> Domain:
    """Let people with an address at this domain join. Raises `ValidationError` unless the manager has one themselves."""
    members.require_manager(organisation, by)
    domain = tidy(text)
    if domain not in confirmed_domains(by):
        sentence = _("Confirm an address of yours at %(domain)s first: nobody lists the domain of others.")
        raise refusal(sentence % {"domain": domain}, "domain_foreign")
    listed, new = Domain.objects.get_or_create(organisation=organisation, name=domain)
    if not new:
        raise refusal(_("This domain is listed already."), "domain_listed")
    record("organisation.domains_changed", by=by, on=organisation, title=organisation.name, listed=domain)
    return listed


@transaction.atomic
def unlist_domain(organisation: Organisation, domain: str, *, by: Any) -> None:
    """Whoever joined by it stays a member. Raises `ValidationError` for a domain that is not listed."""
    members.require_manager(organisation, by)
    taken, _rows = organisation.domains.filter(name=domain).delete()
    if not taken:
        raise refusal(_("This domain is not listed."), "domain_unlisted")
    record("organisation.domains_changed", by=by, on=organisation, title=organisation.name, unlisted=domain)


@transaction.atomic
def join_organisation(organisation: Organisation, *, by: Any) -> Affiliation:
    """By a confirmed address of a listed domain. Raises `PermissionDenied` without one, or while it is not verified."""
    members.require_account(by)
    if not joinable_by(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied(_("None of your confirmed addresses lets you join this organisation."))
    return _joined(organisation, by, How.DOMAIN)


@transaction.atomic
def end_by_lost_address(user: User, address: str) -> None:
    """An address is no longer theirs: what was joined by its domain ends, unless another address of theirs allows it."""
    domains = confirmed_domains(user)
    joined = Organisation.objects.filter(memberships__user=user, memberships__how=How.DOMAIN)
    for organisation in joined.filter(domains__name=domain_of(address)):
        if not organisation.domains.filter(name__in=domains).exists():
            _end(organisation, user)


@transaction.atomic
def affiliate_by_claim(user: User, siret: Any) -> Affiliation | None:
    """Their employer as ProConnect tells it at each sign-in: they are a member, and of no other by an older claim.

    None, and nothing changes, for what is no SIRET number. An organisation that is met for the first time is verified by
    the claim, under its number until an administrator gives it its name: ProConnect tells none.
    """
    siret = re.sub(r"\s", "", siret) if isinstance(siret, str) else ""
    if not SIRET.match(siret):
        return None
    organisation = _claimed(siret)
    for older in Organisation.objects.filter(memberships__user=user, memberships__how=How.CLAIM).exclude(siret=siret):
        _end(older, user)
    known = Affiliation.objects.filter(user=user, organisation=organisation).first()
    return known or _joined(organisation, user, How.CLAIM)


def _claimed(siret: str) -> Organisation:
    known = Organisation.objects.filter(siret=siret).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            organisation = _verified_by_claim(siret)
    except IntegrityError:  # a colleague came in at the same moment
        return Organisation.objects.get(siret=siret)
    record("organisation.verified", by=None, on=organisation, title=organisation.name, public=organisation.public)
    return organisation


def _verified_by_claim(siret: str) -> Organisation:
    public = siret.startswith(PUBLIC_SIREN)
    return Organisation.objects.create(
        name=_free_name(siret), siret=siret, public=public, verified_at=timezone.now(), group=new_group()
    )


def _free_name(siret: str) -> str:
    """Whoever took the name before, on a profile or for an organisation of theirs, does not get the number."""
    name = f"SIRET {siret}"
    taken = {
        one.casefold() for one in Organisation.objects.filter(name__istartswith=name).values_list("name", flat=True)
    }
    return next(one for n in count(1) if (one := name if n == 1 else f"{name} ({n})").casefold() not in taken)


def _joined(organisation: Organisation, user: User, how: str) -> Affiliation:
    """They did it themselves: whoever declares no organisation appears with this one."""
    Profile.objects.filter(user=user, organisation=None).update(organisation=organisation)
    made = affiliate(organisation, user, Role.MEMBER, how)
    record("organisation.joined", by=user, on=organisation, title=organisation.name, how=how)
    return made


def _end(organisation: Organisation, user: User) -> None:
    members.leave(organisation, user, even_last=True)
    record("organisation.membership_ended", by=None, on=organisation, about=user, title=organisation.name)
