"""What changes a workspace."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.lines import one_line
from activity.record import record
from permissions.actions import require, write_grant
from permissions.models import Reach
from workspaces.history import trail_as_csv
from workspaces.models import Workspace
from workspaces.panels import Place

PAGE_OF_ITS_OWN = "nouveau"  # /espaces/nouveau/ opens a workspace: none may take its address
ATTEMPTS = 10  # several people may open a workspace of one name at the same moment
LONGEST_SLUG = 70  # leaves room for "-123" in the field


@transaction.atomic
def create_workspace(name: str, *, by: Any, reach: str = "restricted", description: str = "") -> Workspace:
    """Open a workspace managed by its creator. Raises `ValidationError` for an empty name or an unknown reach."""
    if not (by.is_authenticated and by.is_active) or by.is_guest:
        raise PermissionDenied(_("Sign in to create a workspace."))
    workspace = Workspace(created_by=by, slug="")
    _fill(workspace, name, reach, description)
    _save_at_a_free_address(workspace)
    write_grant(workspace, "manage", to=by)
    record("workspace.created", by=by, on=workspace, workspace=workspace.pk, title=workspace.name)
    return workspace


@transaction.atomic
def change_workspace(workspace: Workspace, *, by: Any, name: str, description: str) -> None:
    """Rename and describe; the address stays. Raises `ValidationError` for an empty name."""
    require(by, "manage", workspace)
    _fill(workspace, name, workspace.reach, description)
    workspace.save(update_fields=["name", "description"])
    record("workspace.changed", by=by, on=workspace, workspace=workspace.pk, title=workspace.name)


def _fill(workspace: Workspace, name: str, reach: str, description: str) -> None:
    name = one_line(name)
    if not name:
        raise _refusal("name", _("Give the workspace a name."), "name_empty")
    if len(name) > 200:
        raise _refusal("name", _("The name is too long: 200 characters at most."), "name_long")
    if reach not in Reach.values:
        raise _refusal("reach", _("Choose who can open the workspace."), "reach_unknown")
    workspace.name, workspace.reach, workspace.description = name, reach, description.strip()[:2000]


def _refusal(field: str, sentence: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(sentence, code=code)})  # beside a field, a code is lost otherwise


def _save_at_a_free_address(workspace: Workspace) -> None:
    """Somebody may take the address between the look and the write: then look again."""
    for _attempt in range(ATTEMPTS):
        workspace.slug = _free_slug(workspace.name)
        try:
            with transaction.atomic():
                workspace.save()
        except IntegrityError:
            continue
        return
    raise ValidationError({"name": _("Many people use this name at this moment. Try again.")}, code="name_taken")


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "espace"
    taken = {PAGE_OF_ITS_OWN, *Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)


@transaction.atomic
def export_trail(place: Place, *, by: Any) -> bytes:
    """The audit trail of a workspace as CSV, this export included. Raises `PermissionDenied` below `manage`."""
    require(by, "manage", place.workspace)
    record("activity.exported", by=by, on=place.workspace, workspace=place.workspace.pk, title=place.workspace.name)
    return trail_as_csv(place)
