"""What is drawn among words: pictures, text boxes, charts and other things of which the words alone are kept."""

import hashlib

from documents.formats.nodes import Node, clean
from documents.formats.reading.found import Found
from documents.formats.reading.markup import ADEC, DGM, WP, A, C, Element, R, V, W, content, number
from documents.formats.reading.package import Package, Unreadable
from documents.formats.reading.pictures import for_screens

_EMU_PER_TWIP = 635
_VALUELESS = frozenset({"", "image", "picture"})
MOST_PICTURES = 300


class Drawings:
    """`images` are the pictures of the text, by a key of their bytes, each once."""

    def __init__(self, package: Package, found: Found) -> None:
        self._package, self._found = package, found
        self._keys: dict[str, str] = {}  # part -> key, "" for one that cannot be shown
        self.images: dict[str, bytes] = {}
        self._widths: dict[str, int] = {}

    def read(self, element: Element, part: str, figures: list[Node], boxes: list[Element]) -> None:
        """Add the pictures of a drawing, and its text boxes, which hold paragraphs."""
        inside = list(_all(element))
        own = [one for one in inside if one.tag == f"{W}txbxContent"]
        boxes += own
        within_boxes = {id(each) for box in own for each in box.iter()}
        free = [one for one in inside if id(one) not in within_boxes]
        about = _about(free)
        for one in free:
            key = (
                one.get(f"{R}embed")
                if one.tag == f"{A}blip"
                else one.get(f"{R}id")
                if one.tag == f"{V}imagedata"
                else None
            )
            linked = one.get(f"{R}link") if one.tag == f"{A}blip" else None
            if key or linked:
                self._picture(key or "", part, about, figures)
            elif one.tag == f"{C}chart":
                self._words_of("chart", one.get(f"{R}id") or "", part, boxes)
            elif one.tag == f"{DGM}relIds":
                self._words_of("diagram", one.get(f"{R}dm") or "", part, boxes)
        if element.tag == f"{W}object":
            self._found.tell("object")

    def _picture(self, relation: str, part: str, about: tuple[str, bool, int], figures: list[Node]) -> None:
        _, target, outside = self._package.relations_of(part).get(relation, ("", "", True))
        alt, decorative, width = about
        key = "" if outside else self._stored(target)
        if not key:
            self._found.tell("picture_outside" if outside else "picture", alt)
            if alt:
                figures.append({"type": "lost picture", "alt": alt})
            return
        attrs = {"image": key, "alt": alt, "decorative": decorative, "emu": width}
        figures.append({"type": "figure", "attrs": {name: held for name, held in attrs.items() if held}})

    def _stored(self, target: str) -> str:
        if target not in self._keys:
            self._keys[target] = ""
            try:
                made = for_screens(self._package.bytes(target)) if len(self.images) < MOST_PICTURES else None
            except (KeyError, Unreadable):
                made = None
            if made is not None:
                key = hashlib.sha256(made[0]).hexdigest()[:16]
                self._keys[target] = key
                self.images[key], self._widths[key] = made
        return self._keys[target]

    def width_of(self, key: str) -> int:
        """In pixels."""
        return self._widths.get(key, 0)

    def _words_of(self, kind: str, relation: str, part: str, boxes: list[Element]) -> None:
        """A chart's titles and names, a diagram's labels: a paragraph each."""
        _, target, outside = self._package.relations_of(part).get(relation, ("", "", True))
        root = None if outside else self._package.part(target)
        words = _words(root) if root is not None else []
        self._found.tell(kind, " · ".join(words))
        if words:
            box = boxes_of(words)
            boxes.append(box)


def boxes_of(words: list[str]) -> Element:
    from lxml import etree

    box = etree.Element(f"{W}txbxContent")
    for each in words:
        run = etree.SubElement(etree.SubElement(box, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = each
    return box


def _words(root: Element) -> list[str]:
    found: dict[str, None] = {}
    for paragraph in root.iter(f"{A}p"):
        found["".join(paragraph.itertext(f"{A}t")).strip()] = None
    for one in root.iter(f"{C}v"):
        text = (one.text or "").strip()
        if any(letter.isalpha() for letter in text):
            found[text] = None
    return [clean(each) for each in found if each][:200]


def _all(element: Element) -> list[Element]:
    """The element and what counts below it, alternatives chosen among."""
    found, waiting = [], [element]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting.extend(reversed(list(content(current))))
    return found


def _about(elements: list[Element]) -> tuple[str, bool, int]:
    """What the drawing says of itself: description, whether it is decoration, how wide it is."""
    alt, decorative, width = "", False, 0
    for one in elements:
        if one.tag == f"{WP}docPr":
            alt = alt or one.get("descr") or one.get("title") or ""
            decorative |= any(each.get("val") in ("1", "true") for each in one.iter(f"{ADEC}decorative"))
        elif one.tag == f"{WP}extent":
            width = width or number(one.get("cx"))
        elif one.tag == f"{V}shape":
            alt = alt or one.get("alt") or ""
    return " ".join(clean(alt).split()), decorative, width
