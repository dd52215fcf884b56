"""Images that come into a document: believed in nothing but their pixels."""

import io
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from activity.record import record
from documents.formats.pixels import MOST_PIXELS, pixels_alone
from documents.models import Attachment, Document
from permissions.actions import require

IMAGE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp"}  # MPO: phones


@transaction.atomic
def attach_image(document: Document, upload: Any, *, by: Any) -> Attachment:
    """Keep an image for a document. `upload` is a Django uploaded file; its name and declared type are not believed.

    Raises `PermissionDenied` below `change`, `ValidationError` for what is not a png, jpeg or webp of at most 10 MB.
    """
    require(by, "change", document)
    data, kind, size = _checked(upload)
    attachment = keep_image(document, uuid.uuid4(), data, kind, size, added_by=by)
    record("document.image_added", by=by, on=document, workspace=document.workspace_id, title=document.title)
    return attachment


def keep_image(
    document: Document, key: uuid.UUID, data: bytes, kind: str, size: tuple[int, int], *, added_by: Any
) -> Attachment:
    """`data` are pixels alone, written by ourselves."""
    made = Attachment(
        pk=key,
        document=document,
        content_type=kind,
        size=len(data),
        width=size[0],
        height=size[1],
        added_by=added_by,
    )
    made.file.save("image", ContentFile(data), save=False)
    made.save()
    return made


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
            data, size = pixels_alone(image, kind.removeprefix("image/"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(
            _("This file is not a PNG, JPEG or WebP image that can be read."), code="image_kind"
        ) from None
    return data, kind, size
