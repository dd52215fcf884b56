"""The pixels of a picture and nothing else: a photograph says where and by what it was taken."""

import io

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000  # a larger picture would take more memory to open than it is worth


def pixels_alone(image: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    """Written anew as `kind` ("png", "jpeg", "webp"), turned as its metadata asks."""
    turned = ImageOps.exif_transpose(image)
    mode = "RGBA" if turned.has_transparency_data else "L" if turned.mode in {"1", "L"} else "RGB"
    turned = turned.convert(mode)
    plain = Image.frombytes(mode, turned.size, turned.tobytes())
    out = io.BytesIO()
    plain.save(out, kind, quality=90)
    return out.getvalue(), plain.size
