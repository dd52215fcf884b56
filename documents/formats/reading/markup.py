"""Looking into WordprocessingML: namespaces, a parser that fetches and expands nothing, short questions to elements."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml publishes no types

_OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "c": f"{_OFFICE}/drawingml/2006/chart",
    "dgm": f"{_OFFICE}/drawingml/2006/diagram",
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
W, R, WP, A, C, M, MC, V = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "r", "wp", "a", "c", "m", "mc", "v"))
W14, W15, DGM, ADEC = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w14", "w15", "dgm", "adec"))

# The strict form of the format has other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", NAMESPACES["w"]),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", NAMESPACES["r"]),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", NAMESPACES["m"]),
    (b"http://purl.oclc.org/ooxml/drawingml/", f"{_OFFICE}/drawingml/2006/"),
)
_OFF = frozenset({"0", "false", "off", "none"})


def parse(data: bytes) -> Element:
    """Raises `etree.XMLSyntaxError`, also for what is nested deeper than anybody writes."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual.encode())
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def child(element: Element | None, *names: str) -> Element | None:
    """The first element found by going down these names of the `w` namespace."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Element | None, *names: str) -> str:
    """The `w:val` of what is found so, "" where there is none."""
    found = child(element, *names)
    return "" if found is None else str(found.get(f"{W}val") or "")


def is_on(element: Element | None, *names: str) -> bool | None:
    """A switch: there and not turned off; None where nothing is said."""
    found = child(element, *names)
    return None if found is None else found.get(f"{W}val", "1").lower() not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """Word writes whole numbers; others write "12.5", or nothing."""
    try:
        return int(float(text or default))
    except (ValueError, OverflowError):
        return default


def content(element: Element) -> Iterator[Element]:
    """The children that count: of alternatives the first, of a content control what is in it."""
    for one in element:
        if one.tag == f"{MC}AlternateContent":
            chosen = one.find(f"{MC}Choice")
            chosen = one.find(f"{MC}Fallback") if chosen is None or len(chosen) == 0 else chosen
            if chosen is not None:
                yield from content(chosen)
        elif isinstance(one.tag, str):
            yield one
