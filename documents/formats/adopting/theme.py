"""The theme of a template, its colours and fonts: ours with theirs written in. And which fonts its styles ask for."""

import re

from lxml import etree

from documents.formats.adopting.known import listed
from documents.formats.adopting.styles import Styles
from documents.formats.docx.theme import theme_xml
from documents.formats.reading.markup import A, Element, W, child

_COLORS = listed("dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink")
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_FONT = re.compile(r"[^<>&\"/\\:;\x00-\x1f]{1,60}")
_SYSTEM = {"windowText": "000000", "window": "FFFFFF"}


def take_theme(file: Element | None) -> Element:
    """A theme of ours when the file has none: what paragraphs and titles say of theirs is understood alike."""
    made = etree.fromstring(theme_xml())
    if file is None:
        return made
    for name in _COLORS:
        color = _color(file.find(f".//{A}clrScheme/{A}{name}"))
        if color:
            made.find(f".//{A}clrScheme/{A}{name}/{A}srgbClr").set("val", color)
    for name in ("majorFont", "minorFont"):
        latin = file.find(f".//{A}fontScheme/{A}{name}/{A}latin")
        font = latin.get("typeface") or "" if latin is not None else ""
        if _FONT.fullmatch(font):
            made.find(f".//{A}fontScheme/{A}{name}/{A}latin").set("typeface", font)
    return made


def _color(said: Element | None) -> str:
    one = said[0] if said is not None and len(said) else None
    if one is None:
        return ""
    color = one.get("val") or ""
    if one.tag == f"{A}sysClr":
        color = one.get("lastClr") or _SYSTEM.get(color, "")
    return color.upper() if _HEX.fullmatch(color) else ""


def font_of(fonts: Element | None, theme: Element) -> str:
    """The font that a w:rFonts asks for, for Latin letters; "" where it says none."""
    if fonts is None:
        return ""
    by_theme = fonts.get(f"{W}asciiTheme") or ""
    if by_theme.startswith(("major", "minor")):
        return theme.find(f".//{A}{by_theme[:5]}Font/{A}latin").get("typeface") or ""
    return fonts.get(f"{W}ascii") or ""


def fonts_of(styles: Styles, theme: Element) -> list[str]:
    """That of paragraphs first, then those of other styles that a text of ours wears."""
    standard = font_of(child(styles.part[0], "rPrDefault", "rPr", "rFonts"), theme)
    listed = [font_of(child(styles.by_id.get("Normal"), "rPr", "rFonts"), theme) or standard]
    listed += [font_of(child(one, "rPr", "rFonts"), theme) for one in styles.by_id.values() if _is_ours(one)]
    return list(dict.fromkeys(font for font in listed if font))[:12]


def _is_ours(style: Element) -> bool:
    id: str = style.get(f"{W}styleId", "")
    return id.startswith(("Heading", "Title", "Subtitle", "List", "Quote", "Caption"))
