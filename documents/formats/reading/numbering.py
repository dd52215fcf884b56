"""The lists of a file as Word counts them: which kind a paragraph's list is of, and the number it shows."""

from dataclasses import dataclass

from documents.formats.reading.markup import Element, W, child, number, value

LEVELS = 9
_UNNUMBERED = frozenset({"bullet", "none", ""})


@dataclass(frozen=True)
class Level:
    ordered: bool
    start: int
    left: int | None


@dataclass(frozen=True)
class Place:
    """Of a paragraph in its list: `list` is the instance, `count` the number shown."""

    list: str
    level: int
    ordered: bool
    count: int
    left: int | None = None


class Numbering:
    def __init__(self, part: Element | None) -> None:
        self._looks = {}
        self._lists: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if part is None:
            return
        for look in part.iter(f"{W}abstractNum"):
            key = str(look.get(f"{W}abstractNumId"))
            self._looks[key] = {number(one.get(f"{W}ilvl")): _level(one) for one in look.iter(f"{W}lvl")}
        for one in part.iter(f"{W}num"):
            overrides = {number(each.get(f"{W}ilvl")): each for each in one.iter(f"{W}lvlOverride")}
            starts = {
                level: number(value(each, "startOverride"), 1)
                for level, each in overrides.items()
                if child(each, "startOverride") is not None
            }
            own = {level: _level(lvl) for level, each in overrides.items() if (lvl := child(each, "lvl")) is not None}
            self._lists[str(one.get(f"{W}numId"))] = (value(one, "abstractNumId"), starts, own)

    def place(self, list_number: str, level: int, ordered: bool | None = None) -> Place | None:
        """Of the next paragraph of a list; None where the paragraph is in none. To be asked once for each paragraph."""
        level = min(max(level, 0), LEVELS - 1)
        if list_number in ("", "0"):
            return None
        if list_number not in self._lists:
            return Place(list_number, level, bool(ordered), 1)
        look, starts, own = self._lists[list_number]
        known = own.get(level) or self._looks.get(look, {}).get(level) or Level(ordered is True, 1, None)
        return Place(
            list_number, level, known.ordered, self._count(list_number, look, level, known, starts), known.left
        )

    def _count(self, list_number: str, look: str, level: int, known: Level, starts: dict[int, int]) -> int:
        """Lists of one look count on together, unless one says where it begins."""
        counts = self._counts.setdefault(look, [None] * LEVELS)
        if level in starts and (list_number, level) not in self._begun:
            counts[level] = None
        self._begun.add((list_number, level))
        last = counts[level]
        counts[level] = starts.get(level, known.start) if last is None else last + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return int(counts[level] or 0)


def _level(element: Element) -> Level:
    indent = child(element, "pPr", "ind")
    said = (indent.get(f"{W}left") or indent.get(f"{W}start")) if indent is not None else None
    start = value(element, "start")
    return Level(
        value(element, "numFmt") not in _UNNUMBERED, number(start, 1) if start else 1, number(said) if said else None
    )
