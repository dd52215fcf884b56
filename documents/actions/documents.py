"""What changes a document as a whole: created, renamed, put in the trash, taken out of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lines import one_line
from activity.record import record
from documents import content
from documents.content import Tree
from documents.models import Document
from permissions.actions import announce, require, write_grant
from realtime import log, settling
from workspaces.models import Workspace


@transaction.atomic
def create_document(workspace: Workspace, title: str, *, by: Any, tree: Tree | None = None) -> Document:
    """A document managed by its creator, with its text written in the log in the same transaction.

    Raises `PermissionDenied` below the workspace's `change` rung, `ValidationError` for an empty or long title.
    """
    require(by, "change", workspace)
    document = Document.objects.create(workspace=workspace, title=_clean(title), created_by=by)
    write_grant(document, "manage", to=by)
    log.create(document.room)
    # Even an empty text begins on the server, with one paragraph: two people who open it would each make their own.
    update = content.write(content.with_ids(tree or content.EMPTY))
    log.append([log.Entry(document.room, str(by.pk), update, content.clients_of(update))])
    transaction.on_commit(lambda: settling.settle(document.room, 1))  # its words are known at once
    record("document.created", by=by, on=document, workspace=workspace.pk, title=document.title)
    return document


@transaction.atomic
def rename_document(document: Document, title: str, *, by: Any) -> None:
    """Raises `PermissionDenied` below `change`, `ValidationError` for an empty or long title or a trashed document."""
    require(by, "change", document)
    _refuse_trashed(document)
    before, document.title = document.title, _clean(title)
    if before == document.title:
        return
    document.save(update_fields=["title"])
    record("document.renamed", by=by, on=document, workspace=document.workspace_id, title=document.title, before=before)


@transaction.atomic
def trash_document(document: Document, *, by: Any) -> None:
    """Nobody opens it any more, open pages included; kept for `TRASH_DAYS`. Raises `PermissionDenied` below `manage`."""
    require(by, "manage", document)
    _refuse_trashed(document)
    document.trashed_at, document.trashed_by = timezone.now(), by
    document.save(update_fields=["trashed_at", "trashed_by"])
    record("document.trashed", by=by, on=document, workspace=document.workspace_id, title=document.title)
    announce(document, None)


@transaction.atomic
def restore_document(document: Document, *, by: Any) -> None:
    """Take it out of the trash. Raises `PermissionDenied` below `manage`, `ValidationError` if it is not there."""
    require(by, "manage", document)
    if document.trashed_at is None:
        raise ValidationError(_("This document is not in the trash."), code="not_trashed")
    document.trashed_at = document.trashed_by = None
    document.save(update_fields=["trashed_at", "trashed_by"])
    record("document.restored", by=by, on=document, workspace=document.workspace_id, title=document.title)
    announce(document, None)


def _clean(title: str) -> str:
    title = one_line(title)
    if not title:
        raise _about_the_title(_("Give the document a title."), "title_empty")
    if len(title) > 250:
        raise _about_the_title(_("The title is too long: 250 characters at most."), "title_long")
    return title


def _about_the_title(sentence: str, code: str) -> ValidationError:
    return ValidationError({"title": ValidationError(sentence, code=code)})  # beside a field, a code is lost otherwise


def _refuse_trashed(document: Document) -> None:
    if document.trashed_at is not None:
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")
