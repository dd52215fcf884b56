"""From a Word file to a template: parts made anew, and what there is to tell of them."""

from typing import Any

from lxml import etree

from documents.formats.adopting.adding import Suit, add_missing
from documents.formats.adopting.colors import accent_of, wash_of
from documents.formats.adopting.margins import Margin, Margins
from documents.formats.adopting.numbering import Numbering, Signs
from documents.formats.adopting.page import Page, has_title_page, page_of, put_section
from documents.formats.adopting.parts import Parts, put_together
from documents.formats.adopting.styles import Styles, take
from documents.formats.adopting.theme import fonts_of, take_theme
from documents.formats.docx.markup import R, W, sub
from documents.formats.reading.found import Found
from documents.formats.reading.markup import Element, child, is_on
from documents.formats.reading.package import Package, Unreadable

_PLACES = ("default", "first", "even")
_KINDS = {"header": "hdr", "footer": "ftr"}
_NUMBERS = frozenset({"PAGE"})


class NoStyles(Exception):
    """The file defines no style of a paragraph: there is nothing to take from it."""


def adopt(data: bytes) -> dict[str, Any]:
    """{"report": …, "images": {"template": the .docx made}}. Raises `package.Unreadable` and `NoStyles`.

    The report's lengths are twips; its `told` maps codes to counts and passages, as those of files brought in.
    """
    package, found = Package(data), Found()
    body = child(package.text(), "body")
    file = package.part(package.of_kind("styles"))
    if body is None:
        raise Unreadable
    if file is None or not any(one.get(f"{W}type") == "paragraph" for one in file.iterfind(f"{W}style")):
        raise NoStyles
    sections = list(body.iter(f"{W}sectPr"))
    section = sections[-1] if sections else None
    page, theme = page_of(section), take_theme(package.part(package.of_kind("theme")))
    styles = take(file)
    numbering = Numbering(package.part(package.of_kind("numbering")), Signs(styles))
    numbering.repoint(styles.part)
    numbering.name_styles(styles)
    accent = accent_of(styles, theme)
    add_missing(styles, Suit(page.text_width, accent, wash_of(accent)))
    settings = package.part(package.of_kind("settings"))
    copied = Margins(package, styles, numbering, found)
    margins = _margins(package, sections, settings, copied)
    document = _document(page, section, margins)
    _tell_of_the_rest(package, body, sections, page, found)
    parts = Parts(document, styles.part, numbering.part, theme, settings, margins, copied.stored.files)
    content = put_together(parts)
    return {"report": _report(page, section, styles, theme, margins, found), "images": {"template": content}}


def _margins(
    package: Package, sections: list[Element], settings: Element | None, copied: Margins
) -> dict[tuple[str, str], Margin]:
    """By kind and place. A section without one of its own goes on with that of the section before it."""
    last = sections[-1] if sections else None
    wanted = {"default"} | ({"first"} if has_title_page(last) else set())
    wanted |= {"even"} if is_on(settings, "evenAndOddHeaders") else set()
    parts: dict[tuple[str, str], str] = {}
    for section in sections:
        for kind in _KINDS:
            for one in section.iterfind(f"{W}{kind}Reference"):
                found = package.relations.get(one.get(f"{R}id") or "")
                if found is not None and found[0] == kind and not found[2]:
                    parts[kind, one.get(f"{W}type") or "default"] = found[1]
    return {key: copied.take(part, _KINDS[key[0]]) for key, part in sorted(parts.items()) if key[1] in wanted}


def _document(page: Page, section: Element | None, margins: dict[tuple[str, str], Margin]) -> Element:
    """Its body is empty: what a template says in its text is not taken."""
    document = etree.fromstring(f'<w:document xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}"/>')
    references = []
    for kind in _KINDS:
        for place in _PLACES:
            if (kind, place) in margins:
                one = etree.Element(f"{W}{kind}Reference", {f"{W}type": place})
                one.set(f"{R}id", f"rId{kind}{place}")
                references.append(one)
    put_section(sub(document, "body"), page, section, references)
    return document


def _tell_of_the_rest(package: Package, body: Element, sections: list[Element], page: Page, found: Found) -> None:
    words = " ".join("".join(one.text or "" for one in body.iter(f"{W}t")).split())
    if words:
        found.tell("text", words)
    if any(True for _ in body.iter(f"{W}drawing", f"{W}pict")):
        found.tell("text_pictures")
    if len(sections) > 1:
        found.tell("sections", str(len(sections)))
    if not page.understood:
        found.tell("page")
    if sections and _columns(sections[-1]) > 1:
        found.tell("columns")
    relations = package.relations.values()
    outside = [kind for kind, _target, out in relations if out and kind != "hyperlink"]
    settings = package.relations_of(package.of_kind("settings")) if package.of_kind("settings") else {}
    outside += [kind for kind, _target, _out in settings.values() if kind in ("attachedTemplate", "mailMergeSource")]
    for kind in outside:
        found.tell("outside", kind)
    if package.all_of_kind("aFChunk") or any(True for _ in body.iter(f"{W}altChunk")):
        found.tell("chunk")
    if package.all_of_kind("oleObject") or package.all_of_kind("package"):
        found.tell("object")
    if package.all_of_kind("comments") or any(True for _ in body.iter(f"{W}ins", f"{W}del")):
        found.tell("review")
    fonts = package.relations_of(package.of_kind("fontTable")) if package.of_kind("fontTable") else {}
    if any(kind == "font" for kind, _target, _out in fonts.values()):
        found.tell("fonts")


def _columns(section: Element) -> int:
    said = child(section, "cols")
    number = said.get(f"{W}num") or "1" if said is not None else "1"
    return int(number) if number.isdecimal() else 1


def _report(
    page: Page,
    section: Element | None,
    styles: Styles,
    theme: Element,
    margins: dict[tuple[str, str], Margin],
    found: Found,
) -> dict[str, Any]:
    shown = {f"{kind} {place}": margin.words for (kind, place), margin in margins.items()}
    numbered = any(
        _NUMBERS.intersection(margin.fields) for (_kind, place), margin in margins.items() if place == "default"
    )
    return {
        "page": {name: getattr(page, name) for name in ("width", "height", "top", "right", "bottom", "left")},
        "found": styles.found,
        "added": styles.added,
        "styles": len(styles.by_id) - len(styles.added),
        "fonts": fonts_of(styles, theme),
        "margins": shown,
        "pictures": sum(len(margin.pictures) for margin in margins.values()),
        "numbered": numbered,
        "title_page": has_title_page(section),
        "told": found.as_json(),
    }
