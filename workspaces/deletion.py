"""A workspace deleted by an administration: a package keeps it first. The apps above say what they hold in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.grades import count_by_grade, grade
from accounts.members import name_of_group
from accounts.models import User
from accounts.names import key_of
from activity.models import Event
from activity.record import record
from permissions.actions import group_holders, holders
from permissions.models import Shareable
from workspaces.models import Workspace
from workspaces.package import Package, package


@dataclass(frozen=True)
class Holding:
    """`keep` puts in a package what an app holds in a workspace; `purge` deletes it, as it was when it was kept.

    `purge` gets what `keep` returned, and raises `ValidationError` if something has changed since.
    """

    keep: Callable[[Workspace, Package], Any]
    purge: Callable[[Workspace, Any, Package, Any], None]


HOLDINGS: list[Holding] = []


def delete_workspace(workspace: Workspace, *, by: Any) -> Package:
    """Delete a workspace for ever, keeping a package of all it holds. Raises `PermissionDenied`, `ValidationError`."""
    if not by.has_perm("workspaces.delete_workspace"):
        raise PermissionDenied(_("Only an administrator of the site may do this."))
    with package(f"espace-{workspace.slug}") as kept:
        found = [(holding, holding.keep(workspace, kept)) for holding in HOLDINGS]
        kept.put_json("workspace.json", {"name": workspace.name, "slug": workspace.slug} | facts(workspace))
        told = Event.objects.filter(workspace=workspace.pk)
        kept.put_json("events.json", events_of(told))
        kept.put_json("package.json", cover(workspace, by, told))
    try:
        _delete(workspace, found, kept, by)
    except BaseException:
        kept.remove()
        raise
    return kept


@transaction.atomic
def _delete(workspace: Workspace, found: list[tuple[Holding, Any]], kept: Package, by: Any) -> None:
    for holding, was in found:
        holding.purge(workspace, was, kept, by)
    told: dict[str, Any] = {"title": workspace.name, "package": kept.name, "sums": kept.sums}
    record("workspace.deleted", by=by, on=workspace, workspace=workspace.pk, **told)
    record("workspace.deleted", by=by, on=workspace, **told)  # for administrators: the workspace's own page is gone
    workspace.delete()


def cover(subject: Shareable, by: Any, events: "QuerySet[Event]") -> dict[str, Any]:
    """What the package is of, who had it made, and how many people of each grade had a role or did something there."""
    about = {"kind": subject.kind, "key": str(subject.pk), "title": str(subject), "by": key_of(by), "form": 1}
    return about | {"people": count_by_grade(_people(subject, events))}


def _people(subject: Shareable, events: "QuerySet[Event]") -> list[Any]:
    """Each once; None stands for somebody whose row is gone."""
    known = {person.pk: person for person, _role in holders(subject)}
    keys = {key for key in events.order_by().values_list("actor_key", flat=True).distinct() if key is not None}
    others = User.objects.filter(pk__in=keys - known.keys()).select_related("profile__organisation")
    known |= {person.pk: person for person in others}
    return [*known.values(), *(None for _gone in keys - known.keys())]


def facts(subject: Shareable) -> dict[str, Any]:
    """Every column of an object but what was derived and what is secret, and who held which role on it."""
    hidden = {"text", "link_password"}
    fields = [field for field in subject._meta.concrete_fields if field.name not in hidden]
    grants = [
        *(named(person) | {"role": role} for person, role in holders(subject)),
        *(
            {"holder": key_of(group), "name": name_of_group(group), "role": role}
            for group, role in group_holders(subject)
        ),
    ]
    return {field.attname: field.value_from_object(subject) for field in fields} | {"grants": grants}


def named(person: Any) -> dict[str, str]:
    """A person as they are known today, which the package keeps."""
    return {"holder": key_of(person), "name": str(person), "grade": grade(person)}


def events_of(events: Any) -> list[dict[str, Any]]:
    """Events with their seals and hashes: what they prove can be verified from the package alone."""
    return [{**row, "at": row["at"].astimezone(UTC).isoformat()} for row in events.order_by("pk").values()]
