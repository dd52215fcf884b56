"""What changes a document as a whole: created, renamed, put in the trash, taken out of it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lines import one_line
from accounts.models import Organisation
from accounts.organisations import may_act_for
from activity import behalf
from activity.record import record, word_of
from documents import content
from documents.actions.tree import check_depth, hold_tree, is_closed, last_position
from documents.content import Tree
from documents.models import Document
from permissions.actions import announce, require, restrict, write_grant
from permissions.lineage import below
from realtime import log, settling
from workspaces.models import Workspace


def create_document(
    place: Workspace | Document,
    title: str,
    *,
    by: Any,
    tree: Tree | None = None,
    on_behalf_of: Organisation | None = None,
    also: Callable[[Document], None] | None = None,
) -> Document:
    """A document in a workspace or in another document, managed by its creator, its text written in the same transaction,
    with what `also` does for it.

    Raises `PermissionDenied` below the place's `change` rung or for an organisation the person does not speak for,
    `ValidationError` for an empty or long title, or a place that is too deep or in the trash.
    """
    refuse_creating(place, by, on_behalf_of)
    if tree is not None and behalf.in_place_of(by) is not None:
        raise PermissionDenied(_("Nobody writes a text in another's place."))
    title = _clean(title)
    if isinstance(place, Document):
        _refuse_trashed(place)
        check_depth(place)
    # Even an empty text begins on the server, with one paragraph: two people who open it would each make their own.
    # A long one takes seconds to write: before the transaction, which on SQLite holds the one lock of all writers.
    update = content.write(content.with_ids(tree or content.EMPTY))
    made = Document(title=title, created_by=by, on_behalf_of=on_behalf_of)
    begun = log.Entry(made.room, str(by.pk), update, content.clients_of(update))
    return _store_new(made, place, begun, also, by=by)


def refuse_creating(place: Workspace | Document, by: Any, on_behalf_of: Organisation | None) -> None:
    require(by, "change", place)
    if by.is_guest:
        raise PermissionDenied(_("A guest writes in the documents of others: to make one, sign in."))
    if on_behalf_of is not None and not may_act_for(by, on_behalf_of):
        words = {"title": on_behalf_of}
        raise PermissionDenied(_("You do not speak for “%(title)s”: its managers do, once it is verified.") % words)


@transaction.atomic
def _store_new(
    document: Document,
    place: Workspace | Document,
    begun: log.Entry,
    also: Callable[[Document], None] | None,
    *,
    by: Any,
) -> Document:
    hold_tree(place)  # while a long text was written what is needed may have been taken away, the place thrown away
    refuse_creating(place, by, document.on_behalf_of)
    if isinstance(place, Document):
        _refuse_trashed(place)
    workspace, parent = (place.workspace, place) if isinstance(place, Document) else (place, None)
    document.workspace, document.parent, document.position = workspace, parent, last_position(place)
    document.save(force_insert=True)
    write_grant(document, "manage", to=by)
    log.create(document.room)
    log.append([begun])
    transaction.on_commit(lambda: settling.settle(document.room, 1))  # its words are known at once
    whose = word_of(document.on_behalf_of)
    record("document.created", by=by, on=document, workspace=workspace.pk, title=document.title, on_behalf_of=whose)
    if also is not None:
        also(document)
    return document


@transaction.atomic
def rename_document(document: Document, title: str, *, by: Any) -> None:
    """Raises `PermissionDenied` below `change`, `ValidationError` for an empty or long title, a trashed or adopted text."""
    require(by, "change", document)
    _refuse_trashed(document)
    if document.frozen:
        raise ValidationError(_("This text is adopted: nobody edits it until it is unlocked."), code="frozen")
    before, document.title = document.title, _clean(title)
    if before == document.title:
        return
    document.save(update_fields=["title"])
    record("document.renamed", by=by, on=document, workspace=document.workspace_id, title=document.title, before=before)


@transaction.atomic
def trash_document(document: Document, *, by: Any) -> None:
    """Nobody opens it any more, nor what stands in it, open pages included; kept for `TRASH_DAYS`.

    Raises `PermissionDenied` below `manage`, `ValidationError` for a document that is there already.
    """
    hold_tree(document)
    require(by, "manage", document)
    _refuse_trashed(document)
    document.trashed_at, document.trashed_by = timezone.now(), by
    kept = below(Document, [document.pk]).filter(trashed_at=None)
    kept.update(trashed_at=document.trashed_at, trashed_by=by)
    record("document.trashed", by=by, on=document, workspace=document.workspace_id, title=document.title)
    announce(document, None)


@transaction.atomic
def restore_document(document: Document, *, by: Any) -> None:
    """Take it out of the trash with what went there with it; to the top of the workspace if its place is still there,
    closed to the workspace if its place was.

    Raises `PermissionDenied` below `manage`, `ValidationError` if it is not in the trash.
    """
    hold_tree(document)
    require(by, "manage", document)
    if document.trashed_at is None:
        raise ValidationError(_("This document is not in the trash."), code="not_trashed")
    together = below(Document, [document.pk]).filter(trashed_at=document.trashed_at)
    together.update(trashed_at=None, trashed_by=None)
    document.trashed_at = document.trashed_by = None
    if document.parent is not None and document.parent.trashed_at is not None:
        _to_the_top(document, by)
    record("document.restored", by=by, on=document, workspace=document.workspace_id, title=document.title)
    announce(document, None)


def _to_the_top(document: Document, by: Any) -> None:
    """What its place kept from the workspace, it keeps itself from then on."""
    if is_closed(document.parent):
        restrict(document, True, by=by)
    document.parent = None
    document.save(update_fields=["parent"])


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
