"""The lists of a template beside ours: ours keep the numbers that our writer knows, and wear the signs of its lists."""

from copy import deepcopy

from lxml import etree

from documents.formats.adopting.known import listed
from documents.formats.adopting.markup import inside, named, properties
from documents.formats.adopting.styles import Styles
from documents.formats.docx.markup import sub
from documents.formats.docx.numbering import BULLETS, LEVELS, NUMBERS, numbering_xml
from documents.formats.reading.markup import Element, W, child, number, value

MOST = 2_000  # lists of one file
_AFTER_OURS = NUMBERS  # theirs are counted from here
_PLAIN_FORMATS = frozenset(
    listed(
        "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText bullet none decimalZero"
        " hex chicago"
    )
)


class Numbering:
    """`part` is the numbering part being made; `ids` says what the number of a list became."""

    def __init__(self, file: Element | None, lists: "Signs") -> None:
        self.part = etree.fromstring(numbering_xml())
        self.ids: dict[str, str] = {}
        looks = [one for one in named(file, "abstractNum") if one.get(f"{W}abstractNumId")][:MOST]
        self._looks = {str(one.get(f"{W}abstractNumId")): one for one in looks}
        self._lists = {str(one.get(f"{W}numId")): one for one in named(file, "num")}
        self._wear(lists)
        self._take()

    def _wear(self, signs: "Signs") -> None:
        """On the first levels of ours the signs of its own lists; places and depths stay ours."""
        for ours, keys in ((BULLETS, signs.bullets), (NUMBERS, signs.numbers)):
            look = next(one for one in named(self.part, "abstractNum") if one.get(f"{W}abstractNumId") == str(ours))
            for level, key in enumerate(keys[:LEVELS]):
                theirs = self._level_of(key)
                if theirs is not None and _fits(theirs, level, ordered=ours == NUMBERS):
                    _wear(look.findall(f"{W}lvl")[level], theirs, level)

    def _level_of(self, numbered: tuple[str, str]) -> Element | None:
        """The first level of a list, by its number."""
        key, level = numbered
        look = self._looks.get(value(self._lists.get(key), "abstractNumId"))
        return next((one for one in named(look, "lvl") if one.get(f"{W}ilvl") == level), None)

    def _take(self) -> None:
        """Theirs, after ours: looks first, as the schema wants it."""
        first = next(named(self.part, "num"))
        numbers: dict[str, int] = {}
        for at, (key, look) in enumerate(self._looks.items(), _AFTER_OURS + 1):
            numbers[key] = at
            first.addprevious(_look(look, at))
        kept = [(key, one) for key, one in self._lists.items() if value(one, "abstractNumId") in numbers][:MOST]
        for at, (key, one) in enumerate(kept, _AFTER_OURS + 1):
            made = sub(self.part, "num", numId=at)
            sub(made, "abstractNumId", val=numbers[value(one, "abstractNumId")])
            self.ids[key] = str(at)
            for override in named(one, "lvlOverride"):
                _override(made, override)

    def repoint(self, element: Element) -> None:
        """References to lists within it, after the new numbers; those to nothing fall."""
        for one in list(element.iter(f"{W}numId")):
            known = "0" if one.get(f"{W}val") == "0" else self.ids.get(one.get(f"{W}val") or "")
            if known is None:
                around = one.getparent()
                around.getparent().remove(around)
            else:
                one.set(f"{W}val", known)

    def name_styles(self, styles: Styles) -> None:
        """A level that belongs to a style says so by its id."""
        for one in list(self.part.iter(f"{W}pStyle")):
            known = styles.ids.get(one.get(f"{W}val") or "")
            if known is None:
                one.getparent().remove(one)
            else:
                one.set(f"{W}val", known)


class Signs:
    """Which lists of the file its styles "List Bullet" and "List Number" wear, by number and level."""

    def __init__(self, styles: Styles) -> None:
        self.bullets = _numbers_of(styles, "ListBullet")
        self.numbers = _numbers_of(styles, "ListNumber")


def _numbers_of(styles: Styles, id: str) -> list[tuple[str, str]]:
    numbered = child(styles.by_id.get(id), "pPr", "numPr")
    return [(value(numbered, "numId"), value(numbered, "ilvl") or "0")] if numbered is not None else []


def _fits(theirs: Element, level: int, *, ordered: bool) -> bool:
    text, form = value(theirs, "lvlText"), value(theirs, "numFmt")
    if ordered:
        return form in _PLAIN_FORMATS - {"bullet", "none"} and text.count("%") == 1 and f"%{level + 1}" in text
    return form == "bullet" and 0 < len(text) <= 2


def _wear(ours: Element, theirs: Element, level: int) -> None:
    for name in ("numFmt", "lvlText"):
        inside(ours, name).set(f"{W}val", value(theirs, name))
    fonts = child(theirs, "rPr")
    passed = properties(fonts) if fonts is not None else None
    if (run := child(ours, "rPr")) is not None:
        ours.remove(run)
    if passed is not None:
        ours.append(deepcopy(passed))


def _look(look: Element, at: int) -> Element:
    made = etree.Element(f"{W}abstractNum", {f"{W}abstractNumId": str(at)})
    kind = value(look, "multiLevelType")
    if kind in ("singleLevel", "multilevel", "hybridMultilevel"):
        sub(made, "multiLevelType", val=kind)
    seen = set()
    for level in named(look, "lvl"):
        depth = number(level.get(f"{W}ilvl"), -1)
        if 0 <= depth < LEVELS and depth not in seen:
            seen.add(depth)
            made.append(_level(level, depth))
    return made


def _level(level: Element, depth: int) -> Element:
    made = properties(level, "lvl")
    if made is None:
        made = etree.Element(f"{W}lvl")
    made.attrib.clear()
    made.set(f"{W}ilvl", str(depth))
    form = child(made, "numFmt")
    if form is not None and form.get(f"{W}val") not in _PLAIN_FORMATS:
        form.set(f"{W}val", "decimal")
    for lost in [*made.iterfind(f"{W}pPr/{W}rPr"), *made.iterfind(f"{W}pPr/{W}pStyle")]:
        lost.getparent().remove(lost)
    return made


def _override(made: Element, override: Element) -> None:
    depth = number(override.get(f"{W}ilvl"), -1)
    start = number(value(override, "startOverride"), -1)
    if 0 <= depth < LEVELS and start >= 0 and not any(one.get(f"{W}ilvl") == str(depth) for one in made):
        sub(sub(made, "lvlOverride", ilvl=depth), "startOverride", val=start)
