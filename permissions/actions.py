"""Changes of rights. Each is recorded in its transaction and announced after it, so that open sockets are asked again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from activity.record import record
from permissions import roles
from permissions.models import Reach, Shareable, grant_model
from permissions.signals import access_changed


def require(user: Any, rung: str, subject: Shareable) -> None:
    """Raises `PermissionDenied`, with a sentence, unless the person holds the rung."""
    if not user.has_perm(subject.permission(rung), subject):
        raise PermissionDenied(_("You are not allowed to do this. Ask a manager of “%(title)s”.") % {"title": subject})


@transaction.atomic
def grant(subject: Shareable, role: str, *, to: Any, by: Any) -> None:
    """Make `to` hold exactly `role` by grant. Raises `ValidationError` for an unknown role or the last manager's step down."""
    require(by, "manage", subject)
    write_grant(subject, role, to=to)
    record("access.granted", by=by, on=subject, workspace=_workspace(subject), **_words(subject, to), role=str(role))
    announce(subject, to)


def write_grant(subject: Shareable, role: str, *, to: Any) -> None:
    """The rows of a grant, without asking who wants it: for the creator of an object, and for `grant`."""
    ladder = roles.LADDERS[subject.kind]
    if role not in ladder:
        raise ValidationError(_("“%(role)s” is not a role here.") % {"role": role}, code="role_unknown")
    if role != "manage":
        _keep_a_manager(subject, without=to)
    for rung in ladder:
        change = assign_perm if roles.reaches(subject.kind, role, rung) else remove_perm
        change(subject.permission(rung), to, subject)


@transaction.atomic
def revoke(subject: Shareable, *, of: Any, by: Any) -> None:
    """Take the person's grant away; leaving by oneself needs no right. Raises `ValidationError` for the last manager."""
    if of != by:
        require(by, "manage", subject)
    _keep_a_manager(subject, without=of)
    taken, _rows = grant_model(type(subject), "user").objects.filter(content_object=subject, user=of).delete()
    if not taken:
        raise ValidationError(_("%(person)s has no role of their own here.") % {"person": of}, code="not_granted")
    record("access.revoked", by=by, on=subject, workspace=_workspace(subject), **_words(subject, of))
    announce(subject, of)


@transaction.atomic
def share_by_link(subject: Shareable, *, reach: str, link_role: str | None, by: Any) -> None:
    """Say who may open the object by its address, and up to which rung. Raises `ValidationError` for unknown words."""
    require(by, "manage", subject)
    if reach not in Reach.values:
        raise ValidationError(_("“%(reach)s” is not a way of opening.") % {"reach": reach}, code="reach_unknown")
    link_role = link_role or "view"
    if link_role not in roles.LADDERS[subject.kind][:-1]:
        raise ValidationError(_("A link cannot make someone “%(role)s”.") % {"role": link_role}, code="role_unknown")
    subject.reach, subject.link_role = reach, link_role
    subject.save(update_fields=["reach", "link_role"])
    record("access.shared", by=by, on=subject, workspace=_workspace(subject), title=str(subject), reach=reach)
    announce(subject, None)


def holders(subject: Shareable) -> list[tuple[Any, str]]:
    """Who holds a grant on the object itself, highest first: `(account, rung)`. One query."""
    rows = grant_model(type(subject), "user").objects.filter(content_object=subject)
    held: dict[Any, set[str | None]] = {}
    for row in rows.select_related("user__profile__organisation", "permission"):
        held.setdefault(row.user, set()).add(row.permission.codename.removesuffix(f"_{subject.kind}"))
    found = [(user, str(roles.highest(subject.kind, rungs))) for user, rungs in held.items()]
    return sorted(found, key=lambda pair: (-roles.height(subject.kind, pair[1]), str(pair[0]).casefold()))


def _keep_a_manager(subject: Shareable, *, without: Any) -> None:
    """Under a lock on the object: two managers who leave at the same moment would otherwise leave nobody."""
    rows = type(subject)._base_manager.filter(pk=subject.pk)
    list(rows.select_for_update().values_list("pk") if connection.features.has_select_for_update else rows[:0])
    managers = grant_model(type(subject), "user").objects.filter(
        content_object=subject, permission__codename=f"manage_{subject.kind}", user__is_active=True
    )
    if managers.filter(user=without).exists() and not managers.exclude(user=without).exists():
        raise ValidationError(
            _("%(person)s is the last manager: name another one first.") % {"person": without}, code="last_manager"
        )


def _words(subject: Shareable, person: Any) -> dict[str, str]:
    return {"title": str(subject), "person": str(person)}


def _workspace(subject: Shareable) -> int:
    top = subject
    while top.access_parent is not None:
        top = top.access_parent
    return int(top.pk)


def announce(subject: Shareable, user: Any) -> None:
    """Rights on the object changed for an account, or (None) for many: told after the commit."""
    transaction.on_commit(lambda: _send(subject, user))


def _send(subject: Shareable, user: Any) -> None:
    access_changed.send_robust(sender=type(subject), subject=subject, user=user)
