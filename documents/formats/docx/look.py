"""What the writer must know of a template to fit into it: the room on its page, the indents and boxes of its styles."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from documents.formats.docx.markup import Element, W, fragment
from documents.formats.docx.styles import BOXES, INDENTS, TEXT_HEIGHT, TEXT_WIDTH

_OURS: Mapping[str, list[Element]] = {style: list(fragment(f"<w:pPr>{xml}</w:pPr>")) for style, xml in BOXES.items()}


@dataclass(frozen=True)
class Look:
    """Widths, heights and indents (left, right) in twips; `boxes` are the borders and ground of a style, as elements."""

    width: int = TEXT_WIDTH
    height: int = TEXT_HEIGHT
    indents: Mapping[str, tuple[int, int]] = field(default_factory=lambda: INDENTS)
    boxes: Mapping[str, list[Element]] = field(default_factory=lambda: _OURS)


OURS = Look()


def look_of(document: Any) -> Look:
    """Of a template that was made ready (`documents/formats/adopting`): its styles have our ids."""
    section = document.element.body.find(f"{W}sectPr")
    page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    room = _number(page, "w") - sum(_number(margins, side) for side in ("left", "right", "gutter"))
    height = _number(page, "h") - sum(abs(_number(margins, side)) for side in ("top", "bottom"))
    known = {str(style.get(f"{W}styleId")): style for style in document.styles.element.iterfind(f"{W}style")}
    indents = {key: _indents(known.get(key)) for key in INDENTS}
    return Look(room, height, indents, {key: _box(known.get(key)) for key in BOXES})


def _number(element: Element, name: str) -> int:
    return int(element.get(W + name) or 0) if element is not None else 0


def _indents(style: Element | None) -> tuple[int, int]:
    found = style.find(f"{W}pPr/{W}ind") if style is not None else None
    return max(0, _number(found, "left")), max(0, _number(found, "right"))


def _box(style: Element | None) -> list[Element]:
    properties = style.find(f"{W}pPr") if style is not None else None
    found = [properties.find(W + name) for name in ("pBdr", "shd")] if properties is not None else []
    return [deepcopy(one) for one in found if one is not None]
