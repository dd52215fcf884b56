"""Pictures: read once, converted where Word could not show them, drawn in line with the text."""

import io
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from PIL import Image, ImageOps

from documents.formats.docx.markup import NAMESPACES, Element, R, sub
from documents.formats.docx.model import ImageSource
from documents.formats.docx.styles import TEXT_HEIGHT

EMU_PER_PIXEL, EMU_PER_TWIP = 9525, 635  # a pixel is 1/96 inch, as on screen
_ORIENTATION = 0x0112  # the Exif tag that says which side is up
_LARGEST = 2400  # pixels a side of a converted picture: 15 cm at 400 dpi
_WP, _A, _PIC = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("wp", "a", "pic"))


@dataclass(frozen=True)
class Picture:
    relation: str
    width: int  # pixels
    height: int


class Images:
    """Every picture of one document; the same attachment is stored once."""

    def __init__(self, part: Any, source: ImageSource, page_height: int = TEXT_HEIGHT) -> None:
        """`page_height`: of the text on a page, in twips."""
        self._part, self._source = part, source
        self._tallest = page_height * EMU_PER_TWIP * 9 // 10
        self._known: dict[str, Picture | None] = {}
        self._drawn = 0

    def load(self, attachment: str) -> Picture | None:
        """The picture behind an attachment, or None when it is gone or cannot be read."""
        if attachment not in self._known:
            try:
                found = self._source(attachment) if attachment else None
            except OSError:  # the row is there, its file is not
                found = None
            self._known[attachment] = self._store(found[0]) if found else None
        return self._known[attachment]

    def _store(self, content: bytes) -> Picture | None:
        try:
            content, extension, (width, height) = _for_word(content)
        except Exception:  # damaged files make Pillow raise nearly anything
            return None
        name = PackURI(f"/word/media/image{len(self._known) + 1}.{extension}")
        part = Part(name, f"image/{extension}", content, self._part.package)
        return Picture(self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE), width, height)

    def draw(self, run: Element, picture: Picture, room: int, percent: int | None, alt: str) -> None:
        """Into a run; `room` is the width there is in twips, no `alt` means that the picture is decoration."""
        widest = room * EMU_PER_TWIP
        width = widest * percent // 100 if percent else min(picture.width * EMU_PER_PIXEL, widest)
        height = max(1, width * picture.height // picture.width)
        if height > self._tallest:
            width, height = max(1, width * self._tallest // height), self._tallest
        self._drawn += 1
        inline = etree.SubElement(sub(run, "drawing"), f"{_WP}inline", distT="0", distB="0", distL="0", distR="0")
        etree.SubElement(inline, f"{_WP}extent", cx=str(width), cy=str(height))
        properties = etree.SubElement(
            inline, f"{_WP}docPr", id=str(self._drawn), name=f"Image {self._drawn}", descr=alt
        )
        if not alt:
            _mark_as_decoration(properties)
        frame = etree.SubElement(inline, f"{_WP}cNvGraphicFramePr")
        etree.SubElement(frame, f"{_A}graphicFrameLocks", noChangeAspect="1")
        graphic = etree.SubElement(inline, f"{_A}graphic")
        _put_picture(
            etree.SubElement(graphic, f"{_A}graphicData", uri=NAMESPACES["pic"]), picture, self._drawn, width, height
        )


def _for_word(content: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """PNG and JPEG as they are; WebP and pictures that lie on their side are written anew (Word turns nothing)."""
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
        extension, size = (image.format or "").lower(), image.size
        if extension == "png":
            image.verify()
            return content, extension, size
        if extension == "jpeg" and image.getexif().get(_ORIENTATION, 1) in (0, 1):
            return content, extension, size
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((_LARGEST, _LARGEST))
        buffer = io.BytesIO()
        kept = "jpeg" if extension == "jpeg" else "png"
        upright.save(buffer, kept.upper(), **({"quality": 90} if kept == "jpeg" else {}))
        return buffer.getvalue(), kept, upright.size


def _mark_as_decoration(properties: Element) -> None:
    space = NAMESPACES["adec"]
    extension = etree.SubElement(
        etree.SubElement(properties, f"{_A}extLst"), f"{_A}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
    )
    etree.SubElement(extension, f"{{{space}}}decorative", nsmap={"adec": space}, val="1")


def _put_picture(parent: Element, picture: Picture, number: int, width: int, height: int) -> None:
    element = etree.SubElement(parent, f"{_PIC}pic")
    properties = etree.SubElement(element, f"{_PIC}nvPicPr")
    etree.SubElement(properties, f"{_PIC}cNvPr", id=str(number), name=f"Image {number}")
    etree.SubElement(properties, f"{_PIC}cNvPicPr")
    fill = etree.SubElement(element, f"{_PIC}blipFill")
    etree.SubElement(fill, f"{_A}blip").set(f"{R}embed", picture.relation)
    etree.SubElement(etree.SubElement(fill, f"{_A}stretch"), f"{_A}fillRect")
    shape = etree.SubElement(element, f"{_PIC}spPr")
    transform = etree.SubElement(shape, f"{_A}xfrm")
    etree.SubElement(transform, f"{_A}off", x="0", y="0")
    etree.SubElement(transform, f"{_A}ext", cx=str(width), cy=str(height))
    etree.SubElement(etree.SubElement(shape, f"{_A}prstGeom", prst="rect"), f"{_A}avLst")
