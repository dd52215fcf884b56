"""The page of a template: that of its last section, whose size, margins and numbering of pages are used."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.formats.adopting.markup import properties
from documents.formats.docx.markup import sub
from documents.formats.docx.styles import MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from documents.formats.reading.markup import Element, W, child, is_on, number

_LEAST, _MOST = 2_835, 31_680  # twips: 5 cm of text at least; Word knows no page of more than 22 inches
_LEAST_TEXT = 2_835
_NUMBER_FORMS = frozenset({"decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "numberInDash"})
HEADER = 709


@dataclass(frozen=True)
class Page:
    """In twips."""

    width: int = PAGE_WIDTH
    height: int = PAGE_HEIGHT
    top: int = MARGIN
    right: int = MARGIN
    bottom: int = MARGIN
    left: int = MARGIN
    header: int = HEADER
    footer: int = HEADER
    gutter: int = 0
    understood: bool = True

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right - self.gutter

    @property
    def text_height(self) -> int:
        return self.height - abs(self.top) - abs(self.bottom)

    @property
    def landscape(self) -> bool:
        return self.width > self.height


def page_of(section: Element | None) -> Page:
    """A4 with our margins where the file says nothing, or nothing that leaves room for a text."""
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    if size is None:
        return Page(understood=False)
    said: dict[str, Any] = {
        side: number(margins.get(W + side) if margins is not None else None, MARGIN) for side in _SIDES
    }
    said |= {name: number(margins.get(W + name) if margins is not None else None, rest) for name, rest in _OTHERS}
    page = Page(number(size.get(f"{W}w")), number(size.get(f"{W}h")), **said)
    room = page.text_width >= _LEAST_TEXT and page.text_height >= _LEAST_TEXT
    sound = all(_LEAST <= side <= _MOST for side in (page.width, page.height))
    fair = all(0 <= side <= _MOST for side in (page.left, page.right, page.header, page.footer, page.gutter))
    return page if room and sound and fair else Page(understood=False)


_SIDES = ("top", "right", "bottom", "left")
_OTHERS = (("header", HEADER), ("footer", HEADER), ("gutter", 0))


def put_section(body: Element, page: Page, section: Element | None, references: list[Element]) -> None:
    """What the schema wants, in its order."""
    made = sub(body, "sectPr")
    made.extend(references)
    turned = {"orient": "landscape"} if page.landscape else {}
    sub(made, "pgSz", w=page.width, h=page.height, **turned)
    names = (*_SIDES, "header", "footer", "gutter")
    sub(made, "pgMar", **{name: getattr(page, name) for name in names})
    borders = child(section, "pgBorders")
    passed = properties(borders) if borders is not None else None
    if passed is not None and len(passed):
        made.append(_borders(passed, borders))
    _put_numbers(made, child(section, "pgNumType"))
    sub(made, "cols", space=708)
    if has_title_page(section):
        sub(made, "titlePg")


def _borders(passed: Element, borders: Element) -> Element:
    made = etree.Element(f"{W}pgBorders")
    made.extend(list(passed))
    for name, known in (("offsetFrom", ("page", "text")), ("display", ("allPages", "firstPage", "notFirstPage"))):
        if (said := borders.get(W + name)) in known:
            made.set(W + name, str(said))
    return made


def _put_numbers(made: Element, said: Element | None) -> None:
    if said is None:
        return
    form, start = said.get(f"{W}fmt"), number(said.get(f"{W}start"), -1)
    told: dict[str, object] = {"fmt": form} if form in _NUMBER_FORMS else {}
    told |= {"start": start} if start >= 0 else {}
    if told:
        sub(made, "pgNumType", **told)


def has_title_page(section: Element | None) -> bool:
    return bool(is_on(section, "titlePg"))
