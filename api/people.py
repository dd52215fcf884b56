"""People for programs: how one is named, by an exact address, or a number where they are known; what is told of them."""

from typing import Any

from allauth.core.ratelimit import consume
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from accounts.grades import grade
from accounts.member_views import ADDING
from accounts.members import account_at
from accounts.models import User


def about(person: Any) -> dict[str, Any]:
    """The fields of `schemas.PersonOut`, never an address. No query once the profile and its organisation are read."""
    profile = getattr(person, "profile", None)
    return {
        "id": person.pk,
        "name": str(person),
        "kind": profile.kind if profile else "",
        "organisation": str(profile.organisation or "") if profile else "",
        "grade": grade(person),
    }


def named(request: HttpRequest, key: str, known: "QuerySet[Any]") -> User:
    """By its number only among the accounts of `known`, or a list of numbers would give everybody's name.

    Raises `Http404`, and `ValidationError` for what has neither form.
    """
    if _is_number(key):
        return among(key, known)
    _check(key)
    found = _at(request, key)
    if found is None:
        raise Http404
    return found


def among(key: str, known: "QuerySet[Any]") -> User:
    """By number or address among the accounts of `known` alone: the answer is the same for an address of no account."""
    people = User.objects.select_related("profile__organisation").filter(pk__in=known)
    if _is_number(key):
        return get_object_or_404(people, pk=int(key))
    _check(key)
    return get_object_or_404(people, email__iexact=key)


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdecimal()


def _check(key: str) -> None:
    try:
        validate_email(key)
    except ValidationError:
        sentence = _("“%(key)s” is neither a number nor an e-mail address.") % {"key": key}
        raise ValidationError(sentence, code="person_unknown") from None


def _at(request: HttpRequest, address: str) -> User | None:
    """Addresses without an account are counted: after too many, no answer tells of any address whether it has one."""
    if not consume(request, action=ADDING, dry_run=True):
        raise HttpError(429, _("Too many people were added in a short time. Wait an hour, then go on."))
    found = account_at(address)
    if found is None:
        consume(request, action=ADDING)
    return found
