"""Sharing for programs, alike for all that can be shared: who opens it by its address, who has a role on it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from api.schemas import DocumentSharingIn, GrantOut, Grants, WorkspaceSharingIn
from permissions.actions import grant, holders, require, revoke, share_by_link
from permissions.models import Shareable


def share(subject: Shareable, body: DocumentSharingIn | WorkspaceSharingIn, *, by: Any) -> None:
    share_by_link(subject, reach=body.reach, link_role=body.link_role, by=by)


def grants(subject: Shareable, *, by: Any) -> Grants:
    require(by, "manage", subject)
    items = [_out(person, role) for person, role in holders(subject)]
    return Grants(items=items, count=len(items))


def put_grant(subject: Shareable, key: str, role: str, *, by: Any) -> GrantOut:
    require(by, "manage", subject)
    person = _person(key, subject)
    grant(subject, role, to=person, by=by)
    return _out(person, role)


def delete_grant(subject: Shareable, key: str, *, by: Any) -> None:
    """Whoever does not manage may name nobody but themselves: otherwise the answer tells which addresses have accounts."""
    if key.casefold() in {str(by.pk), str(by.email).casefold()}:
        revoke(subject, of=by, by=by)
        return
    require(by, "manage", subject)
    revoke(subject, of=_person(key, subject), by=by)


def _person(key: str, subject: Shareable) -> User:
    """An active account by its exact e-mail; by its number only among those who hold a role on `subject` already.

    Otherwise a list of numbers would give everybody's name. Raises `Http404`; `ValidationError` for neither form.
    """
    found: User | None
    if key.isascii() and key.isdecimal():
        found = next((holder for holder, _role in holders(subject) if str(holder.pk) == key), None)
    else:
        try:
            validate_email(key)
        except ValidationError:
            sentence = _("“%(key)s” is neither a number nor an e-mail address.") % {"key": key}
            raise ValidationError(sentence, code="person_unknown") from None
        people = User.objects.select_related("profile__organisation")
        found = people.filter(email__iexact=key, is_active=True).first()
    if found is None:
        raise Http404
    return found


def _out(person: User, role: str) -> GrantOut:
    """Addresses are not told: a list of members is not a list of e-mails."""
    profile = getattr(person, "profile", None)
    return GrantOut(
        id=person.pk,
        name=str(person),
        kind=profile.kind if profile else "",
        organisation=str(profile.organisation or "") if profile else "",
        role=role,
    )
