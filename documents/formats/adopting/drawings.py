"""A drawing at the head or foot of a page: a picture, or a shape with words in it; of anything else, nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from documents.formats.adopting.known import listed
from documents.formats.docx.markup import NAMESPACES
from documents.formats.reading.found import Found
from documents.formats.reading.markup import MC, WP, A, Element, R, W

WPS_SPACE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG_SPACE = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_WPS, _WPG, _PIC = f"{{{WPS_SPACE}}}", f"{{{WPG_SPACE}}}", f"{{{NAMESPACES['pic']}}}"
_SPACES = (WP, A, _WPS, _WPG, _PIC)
_KINDS = {NAMESPACES["pic"]: "", WPS_SPACE: "wps", WPG_SPACE: "wpg"}
_DROPPED = frozenset(listed("extLst hlinkClick hlinkHover linkedTxbx snd"))
_PATH = re.compile(r"[\\/]|\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)\b", re.IGNORECASE)
_FIRST_NUMBER = 900_000  # far from the numbers of pictures in the text
_DECORATION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_MOST_DEEP = 24  # groups in groups


@dataclass
class Drawings:
    """`picture(relation)` gives the name of a stored picture and the relation to it; `words` copies what a shape says."""

    picture: Callable[[str], str]
    words: Callable[[Element, Element], None]
    found: Found
    drawn: list[int] = field(default_factory=list)  # numbers given, shared between the parts

    def take(self, drawing: Element) -> Element | None:
        """What goes into a run: the drawing, in an alternative where older programs do not know its kind."""
        frame = next((one for one in drawing if one.tag in (f"{WP}inline", f"{WP}anchor")), None)
        data = frame.find(f"{A}graphic/{A}graphicData") if frame is not None else None
        kind = _KINDS.get(data.get("uri") or "") if data is not None else None
        if kind is None:
            self.found.tell("drawing")
            return None
        pictures = list(data.iter(f"{A}blip")) if data is not None else []
        if any(not self._relation(one) for one in pictures):
            self.found.tell("picture")
            return None
        made = etree.Element(f"{W}drawing")
        made.append(self._copied(frame, 0))
        self._name(made)
        return made if not kind else _alternative(made, kind)

    def _relation(self, blip: Element) -> str:
        return self.picture(blip.get(f"{R}embed") or "")

    def _copied(self, element: Element, depth: int) -> Element:
        made = etree.Element(
            element.tag, {key: said for key, said in element.attrib.items() if not key.startswith("{")}
        )
        if element.tag == f"{A}blip":
            made.set(f"{R}embed", self._relation(element))
        if element.tag == f"{_WPS}txbx":
            self.words(element.find(f"{W}txbxContent"), etree.SubElement(made, f"{W}txbxContent"))
            made.attrib.clear()
            return made
        made.text = (element.text or "").strip() or None  # of an offset
        for one in element:
            known = isinstance(one.tag, str) and one.tag.startswith(_SPACES)
            if known and depth < _MOST_DEEP and one.tag.rpartition("}")[2] not in _DROPPED:
                made.append(self._copied(one, depth + 1))
        return made

    def _name(self, drawing: Element) -> None:
        """Numbers are each one's own; names and descriptions made of the path of somebody's disk are not kept."""
        for one in [*drawing.iter(f"{WP}docPr"), *drawing.iter(f"{_PIC}cNvPr"), *drawing.iter(f"{_WPS}cNvPr")]:
            self.drawn.append(_FIRST_NUMBER + len(self.drawn))
            about = " ".join((one.get("descr") or "").split())[:500]
            one.attrib.clear()
            one.set("id", str(self.drawn[-1]))
            one.set("name", f"Image {len(self.drawn)}")
            if about and not _PATH.search(about):
                one.set("descr", about)
            elif one.tag == f"{WP}docPr":
                _mark_as_decoration(one)


def _alternative(drawing: Element, kind: str) -> Element:
    made = etree.Element(f"{MC}AlternateContent", nsmap={"wps": WPS_SPACE, "wpg": WPG_SPACE, "mc": NAMESPACES["mc"]})
    etree.SubElement(made, f"{MC}Choice", Requires=kind).append(drawing)
    return made


def _mark_as_decoration(properties: Element) -> None:
    """The head of each page would be read out with it again and again."""
    space = NAMESPACES["adec"]
    extension = etree.SubElement(etree.SubElement(properties, f"{A}extLst"), f"{A}ext", uri=_DECORATION)
    etree.SubElement(extension, f"{{{space}}}decorative", nsmap={"adec": space}, val="1")
