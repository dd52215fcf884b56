"""A document made from a file that somebody brings: Word, LibreOffice, Markdown, HTML."""

import io
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import Organisation
from activity.record import record
from documents.actions.documents import create_document, refuse_creating
from documents.actions.exchange import IMAGE_TYPES, keep_image
from documents.actions.text import edit_text
from documents.bringing import Brought, Thread, bring
from documents.content import Tree, read
from documents.formats import child, guard, libreoffice
from documents.formats.nodes import kind, walk
from documents.lookalikes import Lookalikes, lookalikes, made_real
from documents.models import Comment, Document, Import, Suggestion
from documents.models import Thread as ThreadRow
from documents.restoring import make_like
from workspaces.models import Workspace

OFFICE_SECONDS, OFFICE_PATIENCE = 40.0, 5.0  # somebody waits for it: the second is spent in the queue, at most


def import_document(
    place: Workspace | Document, name: str, data: bytes, *, by: Any, on_behalf_of: Organisation | None = None
) -> Document:
    """A document of what a file holds, with its discussions and proposals under the names the file gives them.

    What became of the rest is told in `document.brought`. Raises as `create_document`, and `ValidationError` for a file
    that is refused; nothing parses it before its guard, and then a process of its own does.
    """
    refuse_creating(place, by, on_behalf_of)
    format = guard.check(data, name)
    brought = bring(_read(format, data), name)
    sizes = {key: _kind_and_size(picture) for key, picture in brought.images.items()}

    def also(document: Document) -> None:
        for key, (found, size) in sizes.items():
            keep_image(document, key, brought.images[key], found, size, added_by=by)
        _store(document, brought, format, name, by)

    return create_document(place, brought.title, by=by, tree=brought.tree, on_behalf_of=on_behalf_of, also=also)


def _read(format: str, data: bytes) -> child.Contents:
    if format == "odt":
        data = through_libreoffice(data)
        format = guard.check(data, "file.docx")  # what it made is read as anybody's
    return child.read(format, data)


def through_libreoffice(data: bytes) -> bytes:
    try:
        return libreoffice.convert(data, "odt", "docx", seconds=OFFICE_SECONDS, patience=OFFICE_PATIENCE)
    except libreoffice.Missing:
        sentence = _(
            "LibreOffice is not installed on this server, which reads no .odt without it: give the text as .docx."
        )
        raise ValidationError(sentence, code="office_missing") from None
    except libreoffice.Busy:
        raise child.busy() from None
    except libreoffice.Failed:
        sentence = _("LibreOffice could not read this file: open it there, save it as .docx, and retry.")
        raise ValidationError(sentence, code="office_failed") from None


def _kind_and_size(picture: bytes) -> tuple[str, tuple[int, int]]:
    """Its pixels were written anew by the process that read the file: its first bytes are enough."""
    with Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "WEBP"]) as image:
        return IMAGE_TYPES[str(image.format)], image.size


def _store(document: Document, brought: Brought, format: str, name: str, by: Any) -> None:
    """In the transaction that makes the document."""
    if document.language != brought.language:
        document.language = brought.language
        document.save(update_fields=["language"])
    for thread in brought.threads:
        _store_thread(document, thread, by)
    when = [one.made_at for one in brought.suggestions]
    for one, at in zip(Suggestion.objects.bulk_create(_of(document, brought.suggestions)), when, strict=True):
        one.made_at = at
    Suggestion.objects.bulk_update(brought.suggestions, ["made_at"])  # a row is stored as made now
    report = {"kept": _counts(brought), "told": brought.told}
    Import.objects.create(document=document, by=by, format=format, filename=name[-200:], report=report)
    record(
        "document.imported", by=by, on=document, workspace=document.workspace_id, title=document.title, format=format
    )


def _of(document: Document, suggestions: list[Suggestion]) -> list[Suggestion]:
    for one in suggestions:
        one.document = document
    return suggestions


def _store_thread(document: Document, thread: Thread, by: Any) -> None:
    row = ThreadRow(pk=thread.key, document=document)
    if thread.passage is not None:
        row.block, row.start, row.end_block, row.end, row.quote = thread.passage
        row.words, row.marked = row.quote, True
    if thread.resolved:
        row.resolved_at, row.resolved_by = timezone.now(), by  # a file does not tell who
    row.save(force_insert=True)
    when = [comment.at for comment in thread.comments]
    for comment in thread.comments:
        comment.thread = row
    Comment.objects.bulk_create(thread.comments)
    for comment, at in zip(thread.comments, when, strict=True):
        comment.at = at
    Comment.objects.bulk_update(thread.comments, ["at"])
    ThreadRow.objects.filter(pk=row.pk).update(opened_at=when[0], said_at=max(when))


def _counts(brought: Brought) -> dict[str, int]:
    """What people look for, by the kind of node; comments and proposals too."""
    found = Counter(kind(node) for node in walk(brought.tree))
    found["links"] = sum(any(mark["type"] == "link" for mark in node.get("marks", [])) for node in walk(brought.tree))
    found["comments"] = sum(len(thread.comments) for thread in brought.threads)
    found["suggestions"] = len(brought.suggestions)
    return dict(found)


def make_real(document: Document, *, by: Any) -> Lookalikes:
    """Turn what looks like headings and lists into headings and lists; what there was to turn.

    Raises as `edit_text`, `ValidationError` where nothing looks so any more.
    """

    def change(doc: Any) -> Lookalikes:
        today: Tree = read(doc)
        found = lookalikes(today)
        if not found:
            raise ValidationError(_("Nothing in this text looks like a heading or a list any more."), code="nothing")
        make_like(doc, made_real(today))
        return found

    return edit_text(document, change, by=by)[0]
