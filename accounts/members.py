"""Members of whatever has some: the only place that writes memberships, and with each the `auth.Group` that holds grants.

Nothing here asks who wants it nor records it: the acts of `accounts.organisations` and `accounts.groups` do.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.lines import one_line
from accounts.models import Membered, Organisation, PeopleGroup, Role, User


def role_of(body: Membered, user: Any) -> str | None:
    found: str | None = body.memberships.filter(user=user.pk).values_list("role", flat=True).first()
    return found


def require_account(by: Any) -> None:
    """Raises `PermissionDenied` for visitors, for suspended accounts, and for guests, whom nobody could find again."""
    if not by.is_authenticated or not by.is_active or by.is_guest:
        raise PermissionDenied(_("You need an account to do this."))


def require_manager(body: Membered, by: Any) -> None:
    """Raises `PermissionDenied`, with a sentence, unless the person manages it."""
    if not by.is_active or role_of(body, by) != Role.MANAGER:
        raise PermissionDenied(_("You are not allowed to do this. Ask a manager of “%(title)s”.") % {"title": body})


def account_at(address: str) -> User | None:
    """The active account of an address. One opened with an address that nobody confirmed is not that of its reader."""
    unproved = EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=address, verified=False)
    people = User.objects.select_related("profile__organisation")
    return people.filter(~Exists(unproved), email__iexact=address, is_active=True).first()


def person_at(email: str) -> User:
    """The active account of an exact address. Raises `ValidationError`, which only managers are to read."""
    found = account_at(email)
    if found is None:
        raise ValidationError(_("No account goes with this address yet."), code="account_unknown")
    return found


def name_of(name: str) -> str:
    """The name as it is kept. Raises `ValidationError` for none, or one that is too long."""
    name = one_line(name)
    if not name:
        raise _about_name(_("Give it a name."), "name_empty")
    if len(name) > 200:
        raise _about_name(_("The name is too long: 200 characters at most."), "name_long")
    return name


def _about_name(sentence: str, code: str) -> ValidationError:
    return ValidationError({"name": ValidationError(sentence, code=code)})


def enter(body: Membered, user: Any, role: str, **how: Any) -> Any:
    """Make someone a member, unless they are one. Raises `ValidationError` for an unknown role or somebody who cannot be."""
    if role not in Role.values:
        raise ValidationError(_("“%(role)s” is not a role here.") % {"role": role}, code="role_unknown")
    if user.is_guest or not user.is_active:
        raise ValidationError(
            _("%(person)s has no account that can be a member.") % {"person": user}, code="no_account"
        )
    membership, new = body.memberships.get_or_create(user=user, defaults={"role": role, **how})
    if not new:
        raise ValidationError(_("%(person)s is a member already.") % {"person": user}, code="member_already")
    body.group.user_set.add(user)
    return membership


def set_role(body: Membered, user: Any, role: str) -> None:
    """Raises `ValidationError` for an unknown role, for somebody who is no member, for the last manager's step down."""
    if role not in Role.values:
        raise ValidationError(_("“%(role)s” is not a role here.") % {"role": role}, code="role_unknown")
    if role != Role.MANAGER:
        _keep_a_manager(body, without=user)
    if not body.memberships.filter(user=user).update(role=role):
        raise not_a_member(user)


def leave(body: Membered, user: Any, *, even_last: bool = False) -> None:
    """Raises `ValidationError` for somebody who is no member and, unless `even_last`, for the last manager."""
    if not even_last:
        _keep_a_manager(body, without=user)
    taken, _rows = body.memberships.filter(user=user).delete()
    if not taken:
        raise not_a_member(user)
    body.group.user_set.remove(user)


def leave_everything(user: Any) -> list[Membered]:
    """For an account that closes. Gives back what has no manager left: an administrator names one, or nobody does."""
    orphans: list[Membered] = []
    for model in (Organisation, PeopleGroup):
        for body in model.objects.filter(memberships__user=user):
            leave(body, user, even_last=True)
            if not body.memberships.filter(role=Role.MANAGER, user__is_active=True).exists():
                orphans.append(body)
    return orphans


def name_of_group(group: Group) -> str:
    """What the people of an `auth.Group` call themselves. No query after `with_owners`."""
    owner = getattr(group, "organisation", None) or getattr(group, "peoplegroup", None)
    return str(owner or group.name)


def with_owners(groups: QuerySet[Group]) -> QuerySet[Group]:
    return groups.select_related("organisation", "peoplegroup")


def not_a_member(user: Any) -> ValidationError:
    return ValidationError(_("%(person)s is not a member.") % {"person": user}, code="not_a_member")


def _keep_a_manager(body: Membered, *, without: Any) -> None:
    """Under a lock: two managers who leave at the same moment would otherwise leave nobody."""
    rows = type(body)._base_manager.filter(pk=body.pk)
    list(rows.select_for_update().values_list("pk") if connection.features.has_select_for_update else rows[:0])
    managers = body.memberships.filter(role=Role.MANAGER, user__is_active=True)
    if managers.filter(user=without).exists() and not managers.exclude(user=without).exists():
        raise ValidationError(
            _("%(person)s is the last manager: name another one first.") % {"person": without}, code="last_manager"
        )
