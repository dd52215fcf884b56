"""Several documents as one file: chosen among those that a person sees, asked for, and gathered again when it is made."""

from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.lines import one_line
from activity.record import record
from documents import tasks
from documents.actions.exporting import EXPORTERS, Exported, require_format
from documents.actions.exports import require_room
from documents.actions.other_formats import BY_OFFICE, by_office, options_for
from documents.formats.options import Options
from documents.house import template_for
from documents.models import Document, Export, ExportPart
from documents.models.document import DocumentQuerySet
from documents.outgoing import Volume
from documents.tree import branches, in_order
from permissions.actions import require
from permissions.lineage import below
from workspaces.models import Workspace

MOST_DOCUMENTS = 200
MOST_WORDS = 400_000  # some 1,000 pages

Place = Workspace | Document


def inside(place: Place) -> DocumentQuerySet:
    """What a volume asked for there may be made of: what stands in the workspace, or in the document, itself first."""
    if isinstance(place, Workspace):
        return Document.objects.filter(workspace=place)
    return Document.objects.filter(pk__in=below(Document, [place.pk]).values("pk"))


def offered(place: Place, user: Any) -> DocumentQuerySet:
    """Of these, what the person may open. What lies in the trash is in no volume."""
    found: DocumentQuerySet = in_order(inside(place).visible_to(user).without_text())  # type: ignore[assignment]
    return found


def holds_others(document: Document, user: Any) -> bool:
    """Whether the person may open a document that stands in it."""
    return Document.objects.visible_to(user).filter(parent=document).exists()


@transaction.atomic
def ask_volume(
    place: Place,
    title: str,
    *,
    documents: Collection[UUID] | None = None,
    format: str = "docx",
    options: Options | None = None,
    by: Any,
) -> Export:
    """Have one file made of some documents of a workspace, or of those that stand in a document: of all without `documents`.

    Raises `PermissionDenied` to a visitor and to who may not see the place; `ValidationError` for no title, no document,
    one that the person does not see there, too many of them or of their words, for a format or a choice that is unknown,
    and to who has too many files underway.
    """
    require(by, "view", place)
    if not by.is_authenticated:
        raise PermissionDenied(_("Sign in first."))
    require_format(format)
    title = _clean(title)
    workspace = place if isinstance(place, Workspace) else place.workspace
    chosen = with_contents(options or options_for(format, {}))
    template_for(workspace, chosen)
    found = _chosen(offered(place, by), documents)
    _refuse_too_much(found)
    require_room(by)
    export = Export.objects.create(
        person=by,
        workspace=workspace,
        document=place if isinstance(place, Document) else None,
        title=title,
        format=format,
        options=asdict(chosen),
    )
    ExportPart.objects.bulk_create(ExportPart(export=export, document=one, title=one.title) for one in found)
    record_volume(place, found, title, format, by=by)
    tasks.make_export.enqueue(str(export.pk))
    return export


def record_volume(place: Place, documents: list[Document], title: str, format: str, *, by: Any) -> None:
    """One event for all of them: their ids say what was taken away."""
    record(
        "document.volume_exported",
        by=by,
        on=place,
        workspace=place.workspace_id if isinstance(place, Document) else place.pk,
        volume=title,
        format=format,
        count=len(documents),
        documents=[str(one.pk) for one in documents],
    )


def with_contents(options: Options) -> Options:
    """A volume has its contents page unless it is told otherwise."""
    return replace(options, contents=options.contents is not False)


def _clean(title: str) -> str:
    title = one_line(title)
    refusal = ""
    if not title:
        refusal, code = _("Give the volume a title."), "title_empty"
    elif len(title) > 250:
        refusal, code = _("The title is too long: 250 characters at most."), "title_long"
    if refusal:
        raise ValidationError({"title": ValidationError(refusal, code=code)})
    return title


def _chosen(seen: DocumentQuerySet, keys: Collection[UUID] | None) -> list[Document]:
    """In the order of the tree."""
    found = list(seen if keys is None else seen.filter(pk__in=keys))
    if keys is not None and len(found) != len(set(keys)):
        raise _about_documents(_("One of these documents is not there any more: look at the list again."), "unknown")
    if not found:
        raise _about_documents(_("Choose at least one document."), "none")
    return [branch.document for top in branches(found) for branch in top.walk()]


def _refuse_too_much(documents: list[Document]) -> None:
    if len(documents) > MOST_DOCUMENTS:
        sentence = _("These are %(count)s documents: a volume holds %(most)s. Make several volumes of them.")
        raise _about_documents(sentence % _told(len(documents), MOST_DOCUMENTS), "many")
    words = sum(one.words for one in documents)
    if words > MOST_WORDS:
        sentence = _("These documents have %(count)s words: a volume holds %(most)s. Make several volumes of them.")
        raise _about_documents(sentence % _told(words, MOST_WORDS), "long")


def _told(count: int, most: int) -> dict[str, str]:
    return {"count": number_format(count, force_grouping=True), "most": number_format(most, force_grouping=True)}


def _about_documents(sentence: str, code: str) -> ValidationError:
    return ValidationError({"documents": ValidationError(sentence, code=f"documents_{code}")})


def make_volume(export: Export, step: Callable[[int], bool]) -> Exported | None:
    """Of those of its documents that the person may still open; the others are told. None where nothing is left of it."""
    parts = list(export.parts.order_by("pk"))
    open_now = Document.objects.visible_to(export.person).filter(pk__in=[part.document_id for part in parts])
    documents = list(in_order(open_now.select_related("workspace", "on_behalf_of", "created_by").without_text()))
    if not documents:
        return None
    there = {one.pk for one in documents}
    gone = [part for part in parts if part.document_id not in there]
    volume = volume_of(export.title, export.workspace, documents, step)
    made = written(volume, export.format, export.person, Options(**export.options))
    ExportPart.objects.filter(
        pk__in=[part.pk for part in gone]
    ).delete()  # they are not in it: nobody asks for them again
    sentence = _("“%(title)s” was left out: it is gone, or not open to you any more.")
    return replace(made, left_out=[*(sentence % {"title": part.title} for part in gone), *made.left_out])


def export_tree(document: Document, title: str, format: str, *, options: Options) -> Exported:
    """For the machine itself, which waits: a document with all that stands in it, but for what lies in the trash.

    Raises `ValidationError` for a title or a format that is none, and what LibreOffice's formats raise.
    """
    require_format(format)
    kept = in_order(inside(document).filter(trashed_at=None).without_text())
    documents = list(kept.select_related("workspace", "on_behalf_of", "created_by"))
    if not documents:
        raise _about_documents(_("Choose at least one document."), "none")
    volume = volume_of(_clean(title), document.workspace, documents)
    made = written(volume, format, None, with_contents(options))
    record_volume(document, documents, volume.title, format, by=None)
    return made


def volume_of(
    title: str, workspace: Workspace, documents: list[Document], step: Callable[[int], bool] = lambda done: True
) -> Volume:
    """Of documents in the order of their places."""
    ordered = [branch.document for top in branches(documents) for branch in top.walk()]
    return Volume(title, workspace, ordered, step)


def written(volume: Volume, format: str, by: Any, options: Options) -> Exported:
    if format in BY_OFFICE:
        return by_office(format, volume, by, options, volume.step)
    return EXPORTERS[format](volume, by, options)


def is_closed_to(export: Export, user: Any) -> bool:
    """Whether a document of this volume is gone or not open to the person any more: then nobody takes the file away."""
    seen = Document.objects.visible_to(user).values("pk")
    return export.parts.filter(Q(document=None) | ~Q(document__in=seen)).exists()
