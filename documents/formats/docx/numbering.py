"""True list numbering: two looks of list, and one instance per list, so that each list counts from its own start."""

from documents.formats.docx.markup import DECLARATIONS, Element, W, sub
from documents.formats.docx.styles import STEP

LEVELS = 9  # Word knows no more
BULLETS, NUMBERS = 1, 2  # both the looks and the instances that the styles List Bullet and List Number refer to

_SIGNS = ("•", "–", "▪")
_COUNTERS = (("decimal", "%{}."), ("lowerLetter", "%{})"), ("lowerRoman", "%{}."))


def _level(look: int, level: int) -> str:
    if look == BULLETS:
        counter, text = "bullet", _SIGNS[level % 3]
    else:
        counter, pattern = _COUNTERS[level % 3]
        text = pattern.format(level + 1)
    indent = f'<w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/>'
    font = (
        '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/></w:rPr>'
        if look == BULLETS
        else ""
    )
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{counter}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr>{font}</w:lvl>'
    )


def numbering_xml() -> str:
    """The numbering part of the template."""
    looks = "".join(
        f'<w:abstractNum w:abstractNumId="{look}"><w:nsid w:val="7AB1EE0{look}"/>'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        for look in (BULLETS, NUMBERS)
        for levels in ["".join(_level(look, level) for level in range(LEVELS))]
    )
    instances = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (BULLETS, NUMBERS))
    return f'<w:numbering {DECLARATIONS} mc:Ignorable="w14">{looks}{instances}</w:numbering>'


class Numbering:
    """Hands out one instance per list."""

    def __init__(self, part: Element) -> None:
        self._part = part
        self._last = max(
            int(one.get(f"{W}numId")) for one in part.iterfind(f"{W}num")
        )  # a template has lists of its own

    def begin(self, *, ordered: bool, level: int, start: int = 1) -> int:
        """A new list at this level; the levels below it count from 1 again, or they would go on from another list."""
        self._last += 1
        instance = sub(self._part, "num", numId=self._last)
        sub(instance, "abstractNumId", val=NUMBERS if ordered else BULLETS)
        if ordered:
            for each in range(level, LEVELS):
                sub(sub(instance, "lvlOverride", ilvl=each), "startOverride", val=start if each == level else 1)
        return self._last
