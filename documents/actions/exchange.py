"""What goes in and out of a document: images in, Word out."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from activity.record import record
from documents import content
from documents.formats import docx
from documents.models import Attachment, Document
from permissions.actions import require

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp"}  # MPO: phones
MOST_PIXELS = 50_000_000  # a larger picture would take more memory to open than it is worth


@dataclass(frozen=True)
class Exported:
    """A file made from a document. `left_out` says, in sentences, what could not be taken along."""

    filename: str
    content_type: str
    content: bytes
    left_out: list[str] = field(default_factory=list)


Exporter = Callable[[Document], Exported]


def _word(document: Document) -> Exported:
    tree = content.read_document(document)
    with translation.override(document.language.partition("-")[0]):  # the file speaks as its text does
        made = docx.write(tree, _info(document), _images(document))
    name = f"{slugify(document.title)[:80] or 'document'}.docx"
    return Exported(name, DOCX, made.content, made.left_out)


EXPORTERS: dict[str, Exporter] = {"docx": _word}


def export(document: Document, format: str, *, by: Any) -> Exported:
    """Raises `PermissionDenied` to who may not read, `ValidationError` for a format we do not write.

    Reads the log, never the live room; `by` is None for the machine itself.
    """
    if by is not None:
        require(by, "view", document)
    if format not in EXPORTERS:
        known = ", ".join(EXPORTERS)
        raise ValidationError(
            _("“%(format)s” is not a format we can write: choose among %(known)s.")
            % {"format": format, "known": known},
            code="format_unknown",
        )
    exported = EXPORTERS[format](document)
    if by is None or by.is_authenticated:
        record(
            "document.exported",
            by=by,
            on=document,
            workspace=document.workspace_id,
            title=document.title,
            format=format,
        )
    return exported


def _info(document: Document) -> docx.DocumentInfo:
    return docx.DocumentInfo(
        title=document.title,
        authors=tuple(str(person) for person in document.authors()),
        organisation=document.workspace.name,
        language=document.language,
        modified=timezone.localtime(document.edited_at),
        address=settings.SITE_URL,
    )


def _images(document: Document) -> Callable[[str], tuple[bytes, str] | None]:
    """Pictures of this document only: an id copied from elsewhere shows nothing."""
    known = {str(attachment.pk): attachment for attachment in document.attachments.all()}

    def find(key: str) -> tuple[bytes, str] | None:
        attachment = known.get(str(key))
        if attachment is None:
            return None
        try:
            with attachment.file.open("rb") as file:
                return file.read(), attachment.content_type
        except OSError:
            return None

    return find


@transaction.atomic
def attach_image(document: Document, upload: Any, *, by: Any) -> Attachment:
    """Keep an image for a document. `upload` is a Django uploaded file; its name and declared type are not believed.

    Raises `PermissionDenied` below `change`, `ValidationError` for what is not a png, jpeg or webp of at most 10 MB.
    """
    require(by, "change", document)
    data, kind, size = _checked(upload)
    attachment = Attachment(
        pk=uuid.uuid4(),
        document=document,
        content_type=kind,
        size=len(data),
        width=size[0],
        height=size[1],
        added_by=by,
    )
    attachment.file.save("image", ContentFile(data), save=False)
    attachment.save()
    record("document.image_added", by=by, on=document, workspace=document.workspace_id, title=document.title)
    return attachment


def _checked(upload: Any) -> tuple[bytes, str, tuple[int, int]]:
    if upload.size > settings.IMAGE_MAX_BYTES:
        limit = filesizeformat(settings.IMAGE_MAX_BYTES)
        raise ValidationError(_("This image is too large: %(limit)s at most.") % {"limit": limit}, code="image_large")
    data = upload.read()
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as image:
            kind, size = IMAGE_TYPES[str(image.format)], image.size
            if size[0] * size[1] > MOST_PIXELS:
                raise ValidationError(_("This image has too many pixels: reduce it first."), code="image_pixels")
            image.load()  # a cut or broken file is refused now, not shown as a hole later
            data, size = _pixels_alone(image, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(
            _("This file is not a PNG, JPEG or WebP image that can be read."), code="image_kind"
        ) from None
    return data, kind, size


def _pixels_alone(image: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    """A photograph says where and by what it was taken: only its pixels are kept, turned as its metadata asks."""
    turned = ImageOps.exif_transpose(image)
    mode = "RGBA" if turned.has_transparency_data else "L" if turned.mode in {"1", "L"} else "RGB"
    turned = turned.convert(mode)
    plain = Image.frombytes(mode, turned.size, turned.tobytes())
    out = io.BytesIO()
    plain.save(out, kind.removeprefix("image/"), quality=90)
    return out.getvalue(), plain.size
