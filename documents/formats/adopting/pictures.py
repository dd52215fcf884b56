"""The pictures at the head and foot of pages, written anew from their pixels; each once."""

import io
import warnings
from dataclasses import dataclass, field

from PIL import Image

from documents.formats.pixels import MOST_PIXELS, pixels_alone
from documents.formats.reading.package import Package, Unreadable

MOST = 20
_LARGEST_SIDE = 2_400  # pixels: a page at 300 dpi
_READ = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_JPEG = frozenset({"JPEG", "MPO"})


@dataclass
class Pictures:
    """`files` are those of the template being made, by name; the same bytes are kept once."""

    package: Package
    files: dict[str, bytes] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)  # part of the file -> name in `files`, "" for none

    def take(self, part: str) -> str:
        """Its name in `files`; "" for what cannot be read here, such as Windows' drawings (EMF, WMF)."""
        if part not in self._known:
            self._known[part] = self._store(part) if len(self.files) < MOST else ""
        return self._known[part]

    def _store(self, part: str) -> str:
        try:
            written, extension = _written(self.package.bytes(part))
        except (KeyError, Unreadable):
            return ""
        if not written:
            return ""
        name = f"media/margin{len(self.files) + 1}.{extension}"
        self.files[name] = written
        return name


def _written(data: bytes) -> tuple[bytes, str]:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=_READ) as image:
            warnings.simplefilter("ignore")
            if image.size[0] * image.size[1] > MOST_PIXELS:
                return b"", ""
            kind = "jpeg" if image.format in _JPEG else "png"
            image.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
            return pixels_alone(image, kind)[0], kind
    except Exception:  # damaged files make Pillow raise nearly anything
        return b"", ""
