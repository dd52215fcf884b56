"""Changes of rights. Each is recorded in its transaction and announced after it, so that open sockets are asked again."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from activity import behalf
from activity.record import record
from permissions import roles
from permissions.backend import looks_as, remembered
from permissions.links import KEPT, check_link, hashed
from permissions.models import Shareable, entry_model, grant_model
from permissions.signals import access_changed

LINK = ("reach", "link_role", "link_password", "link_until")


def require(user: Any, rung: str, subject: Shareable) -> None:
    """Raises `PermissionDenied` unless the person holds the rung, and to who only looks as another would.

    The sentence names what they see, and nothing else.
    """
    if rung != "view" and looks_as(user, subject) is not None:
        raise PermissionDenied(_("You look at this as somebody else would: be yourself again to change something."))
    if user.has_perm(subject.permission(rung), subject):
        return
    if user.has_perm(subject.permission("view"), subject):
        raise PermissionDenied(_("You are not allowed to do this. Ask a manager of “%(title)s”.") % {"title": subject})
    raise PermissionDenied(_("You are not allowed to do this."))


def hold(subject: Shareable) -> Any:
    """Until the commit nobody else changes rights on the object; its link as it is stored by now.

    What was remembered of rights on it is asked anew.
    """
    remembered(subject).clear()
    rows = type(subject)._base_manager.filter(pk=subject.pk).only(*LINK)
    return rows.select_for_update().get()  # without effect on SQLite, which has one writer at a time


@transaction.atomic
def grant(subject: Shareable, role: str, *, to: Any, by: Any) -> None:
    """Make `to`, an account or a group of them, hold exactly `role`.

    Raises `ValidationError` for an unknown role or the last manager's step down, `PermissionDenied` also to an
    administrator who acts for `by` and would keep the right afterwards.
    """
    hold(subject)
    require(by, "manage", subject)
    if behalf.in_place_of(by) == to:
        raise PermissionDenied(_("Whoever acts in somebody's place gives themselves no right."))
    write_grant(subject, role, to=to)
    told = {"title": str(subject), "role": str(role)}
    record("access.granted", by=by, on=subject, workspace=workspace_of(subject), about=to, **told)
    announce(subject, _person(to))


def write_grant(subject: Shareable, role: str, *, to: Any) -> None:
    """The rows of a grant, without asking who wants it: for the creator of an object, and for `grant`."""
    ladder = roles.LADDERS[subject.kind]
    if role not in ladder:
        raise ValidationError(_("“%(role)s” is not a role here.") % {"role": role}, code="role_unknown")
    if role != "manage":
        _keep_a_manager(subject, without=to)
    elif not isinstance(to, Group) and to.is_guest:
        raise ValidationError(_("A guest cannot manage: they have no account to come back with."), code="guest")
    for rung in ladder:
        change = assign_perm if roles.reaches(subject.kind, role, rung) else remove_perm
        change(subject.permission(rung), to, subject)


@transaction.atomic
def revoke(subject: Shareable, *, of: Any, by: Any) -> None:
    """Take away what `of`, an account or a group, holds here; leaving by oneself needs no right.

    Raises `ValidationError` for the last manager, and for someone who holds nothing of their own.
    """
    hold(subject)
    if of != by:
        require(by, "manage", subject)
    _keep_a_manager(subject, without=of)
    holder = "group" if isinstance(of, Group) else "user"
    rows = grant_model(type(subject), holder).objects.filter(content_object=subject, **{holder: of})
    entries = entry_model(type(subject)).objects.filter(content_object=subject, user=_person(of))
    if not rows.delete()[0] + entries.delete()[0]:
        raise ValidationError(_("%(person)s has no role of their own here.") % {"person": of}, code="not_granted")
    record("access.revoked", by=by, on=subject, workspace=workspace_of(subject), about=of, title=str(subject))
    announce(subject, _person(of))


@transaction.atomic
def restrict(subject: Shareable, restricted: bool, *, by: Any) -> None:
    """Say whether what holds the object gives rights on it. Whoever closes it manages it from now on by themselves."""
    hold(subject)
    require(by, "manage", subject)
    if restricted == subject.restricted:
        return
    if restricted:
        write_grant(subject, "manage", to=by)
    subject.restricted = restricted
    subject.save(update_fields=["restricted"])
    record(
        "access.restricted" if restricted else "access.unrestricted",
        by=by,
        on=subject,
        workspace=workspace_of(subject),
        title=str(subject),
    )
    announce(subject, None)


def share_by_link(
    subject: Shareable, *, reach: str, link_role: str | None, by: Any, until: Any = KEPT, password: Any = KEPT
) -> None:
    """Say who may open the object by its address, up to which rung, until when, and with which password (None: none).

    An end or a password that is not given stays. Raises `ValidationError` for unknown words, an end that is over, a
    password too short.
    """
    require(by, "manage", subject)
    link_role = link_role or "view"
    check_link(subject, reach, link_role, subject.link_until if until is KEPT else until)
    wanted = {"reach": reach, "link_role": link_role} | ({} if until is KEPT else {"link_until": until})
    _store_link(subject, wanted if password is KEPT else wanted | {"link_password": hashed(password)}, by=by)


@transaction.atomic
def _store_link(subject: Shareable, wanted: dict[str, Any], *, by: Any) -> None:
    """Whoever came in by the link as it was comes in again, unless nothing but its end has changed."""
    before = hold(subject)
    require(by, "manage", subject)  # it may have been taken away while the password was hashed
    if any(getattr(before, name) != value for name, value in wanted.items() if name != "link_until"):
        entry_model(type(subject)).objects.filter(content_object=subject).delete()
    for name in LINK:
        setattr(subject, name, wanted.get(name, getattr(before, name)))
    subject.save(update_fields=list(wanted))
    told: dict[str, Any] = {"reach": subject.reach, "role": subject.link_role, "password": bool(subject.link_password)}
    until = subject.link_until.isoformat() if subject.link_until else None
    record("access.shared", by=by, on=subject, workspace=workspace_of(subject), title=str(subject), **told, until=until)
    announce(subject, None)


def holders(subject: Shareable) -> list[tuple[Any, str]]:
    """Who holds a grant on the object itself, highest first: `(account, rung)`. One query."""
    return _holders(subject, "user", "user__profile__organisation")


def group_holders(subject: Shareable) -> list[tuple[Group, str]]:
    """The groups that hold a grant on the object itself, highest first: `(group, rung)`; what owns them too. One query."""
    return _holders(subject, "group", "group__organisation", "group__peoplegroup")


def _holders(subject: Shareable, holder: str, *told: str) -> list[tuple[Any, str]]:
    rows = grant_model(type(subject), holder).objects.filter(content_object=subject)
    held: dict[Any, set[str | None]] = {}
    for row in rows.select_related(*told, "permission"):
        held.setdefault(getattr(row, holder), set()).add(row.permission.codename.removesuffix(f"_{subject.kind}"))
    found = [(one, str(roles.highest(subject.kind, rungs))) for one, rungs in held.items()]
    return sorted(found, key=lambda pair: (-roles.height(subject.kind, pair[1]), str(pair[0]).casefold()))


def _person(holder: Any) -> Any:
    """Whom a change is announced for: an account, or many (None)."""
    return None if isinstance(holder, Group) else holder


def _keep_a_manager(subject: Shareable, *, without: Any) -> None:
    """While the object is held: two managers who leave at the same moment would otherwise leave nobody.

    A group that manages does not count: it may be emptied without anybody looking here.
    """
    if isinstance(without, Group):
        return
    managers = grant_model(type(subject), "user").objects.filter(
        content_object=subject, permission__codename=f"manage_{subject.kind}", user__is_active=True
    )
    if managers.filter(user=without).exists() and not managers.exclude(user=without).exists():
        raise ValidationError(
            _("%(person)s is the last manager: name another one first.") % {"person": without}, code="last_manager"
        )


def workspace_of(subject: Shareable) -> int:
    """The number of the workspace in which what happens to the object is recorded."""
    top = subject
    while top.access_parent is not None:
        top = top.access_parent
    return int(top.pk)


def announce(subject: Shareable, user: Any) -> None:
    """Rights on the object changed for an account, or (None) for many: told after the commit."""
    transaction.on_commit(lambda: _send(subject, user))


def _send(subject: Shareable, user: Any) -> None:
    access_changed.send_robust(sender=type(subject), subject=subject, user=user)
