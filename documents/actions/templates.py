"""Templates of organisations and workspaces: added from a Word file, chosen for a workspace, taken away."""

import hashlib
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.members import require_manager
from accounts.models import Organisation
from activity.record import record
from documents import tasks
from documents.formats import child, guard
from documents.house import offered_to
from documents.models import ChosenTemplate, Template
from permissions.actions import require
from workspaces.models import Workspace

LARGEST = 10 * 1024 * 1024
MOST = 20  # of one owner

Owner = Workspace | Organisation


def require_owner(owner: Owner, by: Any) -> None:
    """Raises `PermissionDenied` to who does not manage the workspace, or the organisation."""
    if isinstance(owner, Workspace):
        require(by, "manage", owner)
    else:
        require_manager(owner, by)


def add_template(owner: Owner, name: str, filename: str, data: bytes, *, by: Any) -> Template:
    """Make a template of a Word file, under `name` or else the file's own. What was left out is in its report.

    Raises `PermissionDenied`, and `ValidationError` for a file that is refused or one too many. Nothing parses it before its
    guard, and then a process of its own does; what is kept is what that process made. What is done to an organisation's is
    told in the trail of the site, as all that is done to it.
    """
    require_owner(owner, by)
    _refuse_others(data)
    content, report = child.read_template(data)
    called = (name.strip() or filename.rpartition(".")[0].strip() or _("Template"))[:100]
    whose = {"workspace" if isinstance(owner, Workspace) else "organisation": owner}
    made = Template(
        **whose,
        name=called,
        size=len(content),
        sha256=hashlib.sha256(data).hexdigest(),
        report=report,
        added_by=by,
    )
    with transaction.atomic():
        _require_room(owner)
        made.file.save("template.docx", ContentFile(content), save=False)
        made.save()
        record("template.added", by=by, on=owner, workspace=made.workspace_id, name=made.name)
        transaction.on_commit(partial(tasks.draw_template.enqueue, str(made.pk)))
    return made


def _refuse_others(data: bytes) -> None:
    if len(data) > LARGEST:
        raise too_large()
    if data[:2] != b"PK" and not data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _no_word_file()
    if guard.check(data, "template.docx") != "docx":
        raise _no_word_file()


def _no_word_file() -> ValidationError:
    return ValidationError(_("A template is a Word file: .docx or .dotx."), code="template_kind")


def too_large() -> ValidationError:
    sentence = _("This file is too large for a template: %(most)d MB at most.")
    return ValidationError(sentence % {"most": LARGEST // (1024 * 1024)}, code="file_large")


def _require_room(owner: Owner) -> None:
    """The lock lets nobody add two in one moment."""
    type(owner)._base_manager.select_for_update().get(pk=owner.pk)
    if owner.templates.count() >= MOST:
        sentence = _("There are %(most)d templates already: take one away first.") % {"most": MOST}
        raise ValidationError(sentence, code="templates_many")


@transaction.atomic
def remove_template(template: Template, *, by: Any) -> None:
    """Where it was chosen, files are made in Tablée's own again. Raises `PermissionDenied`."""
    require_owner(template.owner, by)
    record("template.removed", by=by, on=template.owner, workspace=template.workspace_id, name=template.name)
    template.delete()


@transaction.atomic
def choose_template(workspace: Workspace, template: Template | None, *, by: Any) -> None:
    """The template of the workspace's files from now on; None is Tablée's own.

    Raises `PermissionDenied` below `manage`, and for a template that neither the workspace has nor an organisation that `by`
    acts for.
    """
    require(by, "manage", workspace)
    if template is None:
        if ChosenTemplate.objects.filter(workspace=workspace).delete()[0]:
            record("template.unchosen", by=by, on=workspace, workspace=workspace.pk)
        return
    if not offered_to(by, workspace).filter(pk=template.pk).exists():
        raise PermissionDenied(_("You are not allowed to do this."))
    told = {"template": template, "chosen_by": by}
    ChosenTemplate.objects.update_or_create(workspace=workspace, defaults=told)
    record("template.chosen", by=by, on=workspace, workspace=workspace.pk, name=template.name)


def delete_files(template: Template) -> None:
    """Once its row is gone for good."""
    for file in (template.file, template.preview):
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
