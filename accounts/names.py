"""Who or what an event names, kept as a key and told at reading: a name that was erased is nowhere else."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.models.people import FORMER, WITHHELD

KINDS: dict[str, Any] = {"user": User, "group": Group, "organisation": Organisation}
NAMES: dict[str, Any] = {
    "group": Coalesce("organisation__name", "peoplegroup__name"),
    "organisation": F("name"),
}


def shown_name(account: str = "") -> Any:
    """What `str` says of an account, in a query; `account` leads to it: `shown_name("author__")`."""
    nobody = Case(
        When(**{f"{account}stands_for__isnull": False}, then=Value(str(WITHHELD))), default=Value(str(FORMER))
    )
    return Coalesce(NullIf(F(f"{account}name"), Value("")), nobody, output_field=CharField())


def key_of(holder: Any) -> str:
    """`user:12` for an account, `group:3` for a group of them, `organisation:4`."""
    kind = next(kind for kind, model in KINDS.items() if isinstance(holder, model))
    return f"{kind}:{holder.pk}"


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The name of each as it is today; whoever is gone altogether has one too. One query."""
    wanted: dict[str, set[int]] = {}
    for key in set(keys):
        kind, _colon, number = key.partition(":")
        if kind in KINDS and number.isdecimal():
            wanted.setdefault(kind, set()).add(int(number))
    if not wanted:
        return {}
    first, *others = (_told(kind, numbers) for kind, numbers in wanted.items())
    known = {(kind, number): name for kind, number, name in first.union(*others, all=True)}
    gone = {"user": str(FORMER)}
    return {
        f"{kind}:{number}": known.get((kind, number)) or gone.get(kind) or _("a group that is no more")
        for kind, numbers in wanted.items()
        for number in numbers
    }


def _told(kind: str, numbers: set[int]) -> Any:
    rows = KINDS[kind].objects.filter(pk__in=numbers).order_by()
    return rows.values_list(Value(kind), "pk", NAMES.get(kind) or _of_an_account())


def _of_an_account() -> Any:
    """Who has not said their name yet is known by their address."""
    return Coalesce(NullIf("name", Value("")), "email", shown_name(), output_field=CharField())
