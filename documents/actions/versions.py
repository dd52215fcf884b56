"""Versions that people keep by name, and the return to one: of the whole text, or of one block."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pycrdt import Doc

from accounts.lines import one_line
from activity.record import record
from documents import authorship, content
from documents.actions.keeping import store_version
from documents.actions.text import edit_text
from documents.comparing import same_text
from documents.content import Tree
from documents.formats.nodes import children, label, walk
from documents.models import Document, Version
from documents.restoring import make_block_like, make_like
from permissions.actions import require
from realtime.editing import tell_beside

LONGEST_NAME = 120


@dataclass(frozen=True)
class Restored:
    """`before` holds the text as it was a moment ago: going back to it undoes the return."""

    number: int
    before: Version


@transaction.atomic
def name_version(document: Document, name: str, *, by: Any) -> Version:
    """Keep the text as it is now under a name. Raises `PermissionDenied` below `change`, `ValidationError` for no name."""
    require(by, "change", document)
    _refuse_trashed(document)
    name = _clean(name)
    tree, number = authorship.read_numbered(document)
    last = document.versions.first()
    if last is not None and last.kind == Version.Kind.AUTOMATIC and last.number == number:
        last.kind, last.name, last.made_by = Version.Kind.NAMED, name, by
        last.save(update_fields=["kind", "name", "made_by"])
        version = last
    else:
        version = store_version(document, tree, number, kind=Version.Kind.NAMED, name=name, made_by=by)
    tell("version.named", version, by, name=name)
    return version


@transaction.atomic
def rename_version(version: Version, name: str, *, by: Any) -> None:
    """Give a version a name, or another one: from then on it is never thinned."""
    require(by, "change", version.document)
    _refuse_trashed(version.document)
    name = _clean(name)
    if name == version.name:
        return
    version.name = name
    if version.kind == Version.Kind.AUTOMATIC:
        version.kind, version.made_by = Version.Kind.NAMED, by
    version.save(update_fields=["kind", "name", "made_by"])
    tell("version.named", version, by, name=name)


def restore_version(version: Version, *, by: Any, block: str = "") -> Restored:
    """Make the text, or one block of it, as it was in a version: a new edit, by which history is never rewound.

    The text of a moment ago is kept as a version first. Raises `PermissionDenied` below `change`, `ValidationError` where
    nothing would change, for a block the version does not hold, or a text that nobody edits.
    """
    wanted = version.tree
    node, above = _block_of(wanted, block) if block else (wanted, "")

    def change(doc: "Doc[Any]") -> Tree:
        today = content.read(doc)
        if block:
            make_block_like(doc, block, node, above)
        else:
            make_like(doc, node)
        if same_text(today, content.read(doc)):
            raise ValidationError(_("The text is already as it was in this version."), code="version_same")
        return today

    with transaction.atomic():
        before, number = edit_text(version.document, change, by=by)
        kept = _keep_before(version.document, before, number - 1, by)
        tell("version.restored", version, by, name=version.name, block=block)
        return Restored(number, kept)


def _block_of(tree: Tree, key: str) -> tuple[Tree, str]:
    """The block with this id, and the id of the top block before it."""
    above = ""
    for top in children(tree):
        for node in walk(top):
            if label(node, "id") == key:
                return node, above
        above = label(top, "id") or above
    raise ValidationError(_("This version has no such passage."), code="block_unknown")


def _keep_before(document: Document, tree: Tree, number: int, by: Any) -> Version:
    last = document.versions.first()
    if last is not None and same_text(last.tree, tree):
        return last
    return store_version(document, tree, number, kind=Version.Kind.RESTORE, made_by=by)


def tell(verb: str, version: Version, by: Any, **data: Any) -> None:
    """Record what was done with a version, and let open pages know."""
    document = version.document
    told = {"title": document.title, "version": str(version.pk), "of": version.at.isoformat()} | data
    record(verb, by=by, on=document, workspace=document.workspace_id, **told)
    tell_beside(document.room, "versions")


def _clean(name: str) -> str:
    name = one_line(name)
    if not name:
        raise ValidationError({"name": ValidationError(_("Give the version a name."), code="name_empty")})
    if len(name) > LONGEST_NAME:
        sentence = _("The name is too long: 120 characters at most.")
        raise ValidationError({"name": ValidationError(sentence, code="name_long")})
    return name


def _refuse_trashed(document: Document) -> None:
    if document.trashed_at is not None:
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")
