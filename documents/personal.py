"""What documents know of a person: what they wrote, the images they added, what they keep for themselves alone."""

import io
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from PIL import Image, ImageDraw

from accounts.models import User
from accounts.personal_data import BLANK
from documents import schema
from documents.actions.settle import derive_again
from documents.actions.trash import purge_document
from documents.forgetting import forget_in_versions
from documents.models import Attachment, Document
from documents.personal_files import erase_files
from documents.personal_mentions import forget_mentions
from documents.personal_proposals import erase_proposals, forget_erased_words
from documents.personal_words import comments_of, erase_comments
from documents.withholding import keys_of
from permissions.leaving import left_by
from permissions.lineage import below
from realtime import own_words
from realtime.erasing import erase_words

logger = logging.getLogger(__name__)

# Attributes and marks that say how a text is made and nothing else: they stay when words are erased.
STRUCTURE = frozenset(
    {"id", "level", "start", "checked", "kind", "colspan", "rowspan", "colwidth", "image", "decorative", "width"}
    | {"bold", "italic", "underline", "strike", "code", "superscript", "subscript", "highlight", "textLanguage"}
)
PLACEHOLDER = 480  # pixels, the longer side
GREY, LINE = "#d9d7d0", "#8d8a82"


def collect(user: User) -> Iterator[tuple[str, Any]]:
    """One's passages, a file for each document; then one's images. What one sees no more has no title."""
    faces = faces_of(user)
    titles = _titles_seen_by(user, faces)
    for face in faces:
        yield from _passages_of(face, titles, "" if face == user else "-sans-nom")
    if said := comments_of(faces, titles):
        yield "commentaires.json", said
    for image in Attachment.objects.filter(added_by__in=faces).order_by("pk"):
        extension = str(image.file.name).rpartition(".")[2]
        folder = _name(image.document_id, titles.get(image.document_id, ""))
        yield f"images/{folder}/{image.pk}.{extension}", image.file


def faces_of(user: User) -> list[User]:
    """The account, and who stands for it where it took its name out: their words are its person's too."""
    return [user, *user.stand_ins.order_by("pk")]


def _passages_of(user: User, titles: dict[UUID, str], ending: str) -> Iterator[tuple[str, Any]]:
    for document in _written_by(user):
        found = own_words.passages(document.room, str(user.pk))
        sittings = [{"from": one.begun, "to": one.ended, "texts": one.texts} for one in found]
        if sittings:
            title = titles.get(document.pk, "")
            told = {"document": str(document.pk), "title": title, "passages": sittings}
            if document.created_by == user:
                told["signature"] = document.signature
            yield f"textes/{_name(document.pk, title)}{ending}.json", told


def _titles_seen_by(user: User, faces: list[User]) -> dict[UUID, str]:
    """By key, of what they wrote, drew or commented in; in the trash too."""
    wrote = [key for one in faces for key in _keys_of(one)]
    theirs = Q(pk__in=wrote) | Q(attachments__added_by__in=faces) | Q(threads__comments__author__in=faces)
    return dict(Document.objects.held_by(user, "view").filter(theirs).values_list("pk", "title").distinct())


def _name(key: UUID, title: str) -> str:
    return f"{slugify(title)[:60] or 'document'}-{str(key)[:8]}"


def _written_by(user: User) -> Iterator[Document]:
    """In the trash too."""
    found = Document.objects.filter(pk__in=_keys_of(user)).signed().without_text()
    yield from found.order_by("created_at", "pk").iterator()


def _keys_of(user: User) -> list[UUID]:
    return [UUID(room) for room in own_words.rooms_of(str(user.pk))]


def erase(user: User, how: str) -> None:
    """What only they could open is deleted; what others have too stays, with or without their words."""
    _purge(left_by(user).alone, by=user)
    forget_mentions(user)
    failed = sum(_erase_as(one, how) for one in faces_of(user))
    if failed:
        raise RuntimeError(f"{failed} documents are to be tried again")


def _erase_as(user: User, how: str) -> int:
    """In how many documents it failed."""
    erase_comments(user, how)
    erase_proposals(user, how)
    erase_files(user, how)
    if how != BLANK:
        return 0
    failed = 0
    for document in _written_by(user):
        try:
            _erase_from(document, user)
        except Exception:
            logger.exception("document %s: the words of account %s are not erased yet", document.pk, user.pk)
            failed += 1
    for image in Attachment.objects.filter(added_by=user):
        _replace(image)
    return failed


def _erase_from(document: Document, user: User) -> None:
    forget_in_versions(document, keys_of(user))  # while the log still tells what is theirs
    if erase_words(document.room, str(user.pk), keeps=_keeps):
        Document.objects.filter(pk=document.pk).update(text="")  # should the text not be read now: nothing, not the old
        derive_again(document)
        forget_erased_words(document)


def _keeps(name: str) -> bool:
    return schema.mark_name(name) in STRUCTURE


def _purge(alone: list[Any], *, by: User) -> None:
    """What stands in a document goes first; a document in which somebody else's stands is kept as its place."""
    found = {one.pk: one for one in alone if isinstance(one, Document)}
    gone = True
    while gone:
        gone = False
        for document in list(found.values()):
            if not below(Document, [document.pk]).exclude(pk=document.pk).exists():
                purge_document(found.pop(document.pk), by=by)
                gone = True


@transaction.atomic
def _replace(image: Attachment) -> None:
    """A grey card of the same shape takes its place, so that the text around it stays as it was laid out."""
    before, storage = str(image.file.name), image.file.storage
    ratio = PLACEHOLDER / max(image.width, image.height, 1)
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    card = Image.new("RGB", size, GREY)
    pen = ImageDraw.Draw(card)
    pen.line([(0, 0), size], LINE, 3)
    pen.line([(0, size[1]), (size[0], 0)], LINE, 3)
    out = io.BytesIO()
    card.save(out, "PNG")
    image.content_type, image.added_by = "image/png", None
    image.file.save("image", ContentFile(out.getvalue()), save=False)
    image.size, (image.width, image.height) = out.tell(), size
    image.save()
    transaction.on_commit(partial(storage.delete, str(before)))
