"""What the styles of a file mean, by their names: English as Word stores them, French as others write them."""

import re
from dataclasses import dataclass, replace

from documents.formats.reading.markup import Element, W, child, is_on, number, value

_HEADING = re.compile(r"(?:heading|titre|title|überschrift)\s*([1-9])")
_LISTED = re.compile(r"(list bullet|liste à puces|list number|liste à numéros|liste numérotée)\s*([2-9])?")
_CALLOUT = re.compile(r"callout (info|warning|decision|example)")
_TOC = re.compile(
    r"(?:toc|tm|table of figures|table des illustrations|contents)(?: \d| heading)?|en-tête de table des matières"
)
_NAMES = {
    **dict.fromkeys(("title", "titre", "titre principal"), "title"),
    **dict.fromkeys(("subtitle", "sous-titre"), "subtitle"),
    **dict.fromkeys(("quote", "intense quote", "citation", "citation intense", "block text", "quotations"), "quote"),
    **dict.fromkeys(("source code", "html preformatted", "préformaté html", "preformatted text", "macro text"), "code"),
    **dict.fromkeys(("texte préformaté", "plain text", "texte brut", "texte source"), "code"),
    **dict.fromkeys(
        ("caption", "légende", "image caption", "table caption", "illustration", "figure caption"), "caption"
    ),
    **dict.fromkeys(("list continue", "liste continue", "list continue 2", "list continue 3"), "continue"),
    **dict.fromkeys(("horizontal line", "ligne horizontale"), "rule"),
    "task": "task",
    "details summary": "summary",
    "gap": "gap",
}
_RUNS = {
    **dict.fromkeys(("code", "html code", "code html", "verbatim char", "source text", "macro text char"), "code"),
    **dict.fromkeys(("strong", "élevé", "intense emphasis", "accentuation intense"), "bold"),
    **dict.fromkeys(("emphasis", "accentuation", "subtle emphasis"), "italic"),
    "callout title": "callout title",
}
_LINKS = frozenset({"hyperlink", "followedhyperlink", "lien hypertexte", "lien internet", "internet link"})


@dataclass(frozen=True)
class Style:
    """`role` is what a paragraph in it is; `level` that of a heading or a list; `mark` what a run in it wears."""

    role: str = ""
    level: int = 0
    kind: str = ""  # of a callout
    mark: str = ""
    list_number: str = ""  # w:numId
    list_level: int = 0
    left: int | None = None
    switches: tuple[str, ...] = ()  # bold, italic… of a character style
    ordered: bool | None = None


PLAIN = Style()


class Styles:
    def __init__(self, part: Element | None) -> None:
        self._elements = (
            {str(one.get(f"{W}styleId")): one for one in part.iter(f"{W}style")} if part is not None else {}
        )
        self._known: dict[str, Style] = {}
        self.language = _default_language(part)
        normal = next((one for one in self._elements.values() if _is_default(one)), None)
        self.language = value(normal, "rPr", "lang") or self.language

    def of(self, key: str) -> Style:
        """A style by its id, with what it inherits; plain where the file does not define it, unless its id says it all."""
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _read(self, key: str) -> Style:
        found, met = PLAIN, list[str]()
        while key and key not in met and len(met) < 20:
            met.append(key)
            element = self._elements.get(key)
            key = value(element, "basedOn")
        for each in reversed(met):
            element = self._elements.get(each)
            name = value(element, "name") or each
            found = _meant(element, name, found)
        return found


def _is_default(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _default_language(part: Element | None) -> str:
    found = child(part, "docDefaults", "rPrDefault", "rPr", "lang")
    return str(found.get(f"{W}val") or "") if found is not None else ""


def _meant(element: Element | None, name: str, base: Style) -> Style:
    """What a style adds to the one it is based on."""
    found = _named(name.strip().lower(), base)
    properties = child(element, "pPr")
    outline = value(properties, "outlineLvl")
    if outline and found.role in ("", "heading"):
        level = number(outline, 9)
        found = replace(found, role="heading", level=level + 1) if level < 9 else replace(found, role="")
    numbering = child(properties, "numPr")
    if numbering is not None:
        own = value(numbering, "numId")
        level = number(value(numbering, "ilvl"), found.list_level)
        found = replace(found, list_number=own or found.list_number, list_level=level)
    left = indent_of(properties)
    if left is not None:
        found = replace(found, left=left)
    if element is not None and element.get(f"{W}type") == "character":
        found = replace(found, switches=_switches(child(element, "rPr"), found.switches))
    return found


def _named(name: str, base: Style) -> Style:
    if name in _NAMES:
        return replace(base, role=_NAMES[name])
    if _TOC.fullmatch(name):
        return replace(base, role="toc")
    if heading := _HEADING.fullmatch(name):
        return replace(base, role="heading", level=int(heading[1]))
    if listed := _LISTED.fullmatch(name):
        level = int(listed[2] or 1) - 1
        return replace(base, role="listed", list_level=level, ordered="num" in listed[1])
    if callout := _CALLOUT.fullmatch(name):
        return replace(base, role="callout", kind=callout[1])
    if name in _LINKS:
        return replace(base, mark="link")
    return replace(base, mark=_RUNS[name]) if name in _RUNS else base


def indent_of(properties: Element | None) -> int | None:
    """In twips from the left, in whichever words the file says it."""
    found = child(properties, "ind")
    if found is None:
        return None
    said = found.get(f"{W}left") or found.get(f"{W}start")
    return number(said) if said is not None else None


def _switches(properties: Element | None, inherited: tuple[str, ...]) -> tuple[str, ...]:
    found = set(inherited)
    for name, tag in (("bold", "b"), ("italic", "i"), ("strike", "strike")):
        said = is_on(properties, tag)
        if said is not None:
            (found.add if said else found.discard)(name)
    return tuple(sorted(found))
