"""The styles of ours that a template lacks, made to suit it: its width, its colour, its size of letters, its paragraphs."""

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from documents.formats.adopting.markup import inside, properties
from documents.formats.adopting.names import DEFAULTS, OURS, PARAGRAPH_OF_LISTS, fold
from documents.formats.adopting.styles import Styles
from documents.formats.docx.markup import fragment, sub
from documents.formats.docx.styles import TEAL, TEXT_WIDTH, WASH, Style
from documents.formats.reading.markup import Element, W, child, number, value

_OUR_SIZE = 21  # half points: what the sizes of our styles go with
_SIZE = re.compile(r'(<w:szC?s? w:val=")(\d+)(")')
_FLAT = {"left": "0", "right": "0", "firstLine": "0"}


@dataclass(frozen=True)
class Suit:
    """What added styles are made to go with. `width`: of the text, in twips."""

    width: int
    accent: str
    wash: str


def add_missing(styles: Styles, suit: Suit) -> None:
    """In our order. What stands under our name but is of another kind keeps it: ours gets another."""
    names = {fold(value(one, "name")) for one in styles.by_id.values()}
    size = _size_of(styles)
    for id, style in OURS.items():
        if id in styles.by_id:
            continue
        made = _made(style, suit, size)
        if fold(style.name) in names:
            inside(made, "name").set(f"{W}val", f"Tablée {style.name}")
        if style.kind == "paragraph" and id != DEFAULTS["paragraph"]:
            _stand_straight(made, styles)
        _follow(made, style, styles)
        styles.by_id[id] = made
        styles.ids.setdefault(id, id)
        styles.part.append(made)
        if style.id not in DEFAULTS.values():
            styles.added.append(style.name)
    _keep_bullets_in_their_place(styles)
    _lead_to_the_edge(styles, suit)


def _made(style: Style, suit: Suit, size: int) -> Element:
    xml = style.xml().replace(TEAL, suit.accent).replace(WASH, suit.wash)
    xml = xml.replace(f'w:pos="{TEXT_WIDTH}"', f'w:pos="{suit.width}"')
    xml = _SIZE.sub(lambda said: f"{said[1]}{max(2, round(int(said[2]) * size / _OUR_SIZE))}{said[3]}", xml)
    return deepcopy(fragment(xml))


def _size_of(styles: Styles) -> int:
    """Half points of the letters of a paragraph, between 8 and 16 points: beyond, it is no size of a text."""
    normal = styles.by_id.get("Normal")
    said = value(normal, "rPr", "sz") or value(styles.part[0], "rPrDefault", "rPr", "sz")
    return min(max(number(said, 20), 16), 32)  # without a word Word writes ten points


def _stand_straight(made: Element, styles: Styles) -> None:
    """Where its paragraphs begin further in, or end flush, lines in a table or a box do not."""
    normal = styles.by_id.get("Normal")
    said = [child(normal, "pPr", name) for name in ("ind", "jc")]
    if said == [None, None]:
        return
    around = child(made, "pPr")
    if around is None:
        around = made.makeelement(f"{W}pPr")
        made.insert(made.index(child(made, "rPr")) if child(made, "rPr") is not None else len(made), around)
    if said[0] is not None:
        indent = child(around, "ind")
        indent = sub(around, "ind") if indent is None else indent
        for side, none in _FLAT.items():
            if indent.get(W + side) is None:
                indent.set(W + side, none)
    if said[1] is not None:
        sub(around, "jc", val="left")
    ordered = properties(around, "pPr")
    made.replace(around, ordered)


def _follow(made: Element, style: Style, styles: Styles) -> None:
    """A list looks like its lists, a title like its titles."""
    based = inside(made, "basedOn")
    if style.id in ("ListBullet", "ListNumber", "ListContinue"):
        lists = next((id for id, one in styles.by_id.items() if fold(value(one, "name")) in PARAGRAPH_OF_LISTS), None)
        if lists and value(styles.by_id[lists], "name"):
            based.set(f"{W}val", lists)
    elif style.id in ("Subtitle", "CoverOrganisation"):
        _stand_below_the_title(made, styles)
    elif style.id.startswith("Heading") or style.id in ("Title", "TOCHeading"):
        known = [f"Heading{level}" for level in range(1, 7)] + ["Title"]
        model = next((styles.by_id[id] for id in known if id in styles.by_id and id not in styles.added), None)
        fonts = child(model, "rPr", "rFonts")
        run = child(made, "rPr")
        if fonts is not None and run is not None and child(run, "rFonts") is None:
            run.insert(0, deepcopy(fonts))


def _stand_below_the_title(made: Element, styles: Styles) -> None:
    """In the middle where the title is."""
    around, place = inside(made, "pPr"), child(styles.by_id.get("Title"), "pPr", "jc")
    if place is not None:
        for own in around.findall(f"{W}jc"):
            around.remove(own)
        around.append(deepcopy(place))
        made.replace(around, properties(around, "pPr"))


def _keep_bullets_in_their_place(styles: Styles) -> None:
    """Their numbering says where bullets stand: an indent of the style would be a second word on it."""
    for id in ("ListBullet", "ListNumber"):
        around: Any = child(styles.by_id[id], "pPr")
        for name in ("ind", "numPr"):
            if (one := child(around, name)) is not None:
                around.remove(one)
        if around is None:
            around = styles.by_id[id].makeelement(f"{W}pPr")
            run = child(styles.by_id[id], "rPr")
            styles.by_id[id].insert(len(styles.by_id[id]) if run is None else styles.by_id[id].index(run), around)
        numbering = around.makeelement(f"{W}numPr")
        sub(numbering, "numId", val=1 if id == "ListBullet" else 2)
        around.append(numbering)
        styles.by_id[id].replace(around, properties(around, "pPr"))


def _lead_to_the_edge(styles: Styles, suit: Suit) -> None:
    """Word gives an entry of the contents its tab when it makes the list; ours is made here."""
    for level in range(1, 4):
        entry = styles.by_id[f"TOC{level}"]
        tabs = child(entry, "pPr", "tabs")
        if tabs is not None and any(one.get(f"{W}val") == "right" for one in tabs):
            continue
        around = child(entry, "pPr")
        if around is None:
            around = entry.makeelement(f"{W}pPr")
            run = child(entry, "rPr")
            entry.insert(len(entry) if run is None else entry.index(run), around)
        if tabs is None:
            tabs = sub(around, "tabs")
        sub(tabs, "tab", val="right", leader="dot", pos=suit.width)
        entry.replace(around, properties(around, "pPr"))
