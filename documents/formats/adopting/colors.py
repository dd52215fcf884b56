"""The colour that a template gives its titles, so that what we add to it wears the same."""

import re

from documents.formats.adopting.styles import Styles
from documents.formats.docx.styles import INK, TEAL, WASH
from documents.formats.reading.markup import A, Element, child

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_LEAST_CONTRAST = 4.5  # on white, for words of usual size (WCAG 1.4.3)
_WASH = 0.1


def accent_of(styles: Styles, theme: Element) -> str:
    """Of the first heading, else of the theme; ink where it could not be read on white."""
    heading = styles.by_id.get("Heading1")
    color = child(heading, "rPr", "color")
    said = (
        "" if color is None else str(next((value for key, value in color.attrib.items() if key.endswith("}val")), ""))
    )
    if heading is None and (first := theme.find(f".//{A}accent1/{A}srgbClr")) is not None:
        said = first.get("val") or ""
    if not _HEX.fullmatch(said):
        return INK if heading is not None else TEAL
    return said.upper() if _contrast(said) >= _LEAST_CONTRAST else INK


def wash_of(accent: str) -> str:
    """The accent, very light: what words in ink are read on."""
    if accent == TEAL:
        return WASH
    return "".join(f"{round(255 - (255 - part) * _WASH):02X}" for part in _parts(accent))


def _parts(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (0, 2, 4)]


def _contrast(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
