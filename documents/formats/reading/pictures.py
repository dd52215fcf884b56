"""The pictures of a file as a browser can show them: what is no PNG, JPEG or WebP becomes a PNG, where it can be read."""

import io
import warnings

from PIL import Image

from documents.formats.pixels import MOST_PIXELS, pixels_alone

_KEPT = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "WEBP": "webp"}
_READ = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_LARGEST = 8 * 1024 * 1024


def for_screens(data: bytes) -> tuple[bytes, int] | None:
    """The pixels alone, and how many wide; None for what cannot be read here, such as Windows' drawings (EMF, WMF)."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=_READ) as image:
            warnings.simplefilter("ignore")
            if image.size[0] * image.size[1] > MOST_PIXELS:
                return None
            written, size = pixels_alone(image, _KEPT.get(str(image.format), "png"))
    except Exception:  # damaged files make Pillow raise nearly anything
        return None
    return (written, size[0]) if len(written) <= _LARGEST else None
