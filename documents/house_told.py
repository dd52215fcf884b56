"""What was found in a Word file that became a template, in sentences; its measures in centimetres."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Template

_TWIPS_PER_CM = 567
_SIZES = {
    (11906, 16838): "A4",
    (16838, 23811): "A3",
    (8391, 11906): "A5",
    (12240, 15840): "Letter",
    (12240, 20160): "Legal",
}
_NEAR = 30  # twips: programs round differently
_SILENT = frozenset({"Default Paragraph Font", "Normal Table", "No List"})


@dataclass(frozen=True)
class Told:
    """One sentence, and the words it is about."""

    sentence: str
    about: list[str]


@dataclass(frozen=True)
class HouseReport:
    """`found`: our styles that the file has, as the file's ids say; `margins`: where, and the words that stand there."""

    page: str
    edges: str
    fonts: list[str]
    found: list[tuple[str, str]]
    added: list[str]
    margins: list[tuple[str, str]]
    notes: list[str]
    left_out: list[Told]


def report_on(template: Template) -> HouseReport:
    said: dict[str, Any] = template.report
    told = said.get("told", {})
    return HouseReport(
        page=_page(said["page"]),
        edges=_edges(said["page"]),
        fonts=said.get("fonts", []),
        found=[(name, id) for name, id in said.get("found", []) if name not in _SILENT],
        added=said.get("added", []),
        margins=[(str(_places()[key]), words) for key, words in sorted(said.get("margins", {}).items())],
        notes=_notes(said),
        left_out=[_told(code, told[code]) for code in LEFT_OUT if code in told],
    )


def _page(page: dict[str, int]) -> str:
    wide, high = sorted((page["width"], page["height"]))
    known = (name for (w, h), name in _SIZES.items() if abs(w - wide) <= _NEAR and abs(h - high) <= _NEAR)
    size = next(known, "") or _("%(wide)s × %(high)s cm") % {"wide": _cm(wide), "high": _cm(high)}
    return _("%(size)s, landscape") % {"size": size} if page["width"] > page["height"] else size


def _edges(page: dict[str, int]) -> str:
    sides = {side: _cm(abs(page[side])) for side in ("top", "right", "bottom", "left")}
    return _("%(top)s cm at the top, %(right)s on the right, %(bottom)s at the bottom, %(left)s on the left") % sides


def _cm(twips: int) -> str:
    return number_format(round(twips / _TWIPS_PER_CM, 1))


def _places() -> dict[str, str]:
    return {
        "header default": _("Head of the pages"),
        "header first": _("Head of the first page"),
        "header even": _("Head of even pages"),
        "footer default": _("Foot of the pages"),
        "footer first": _("Foot of the first page"),
        "footer even": _("Foot of even pages"),
    }


def _notes(said: dict[str, Any]) -> list[str]:
    count = said.get("pictures", 0)
    sentence = ngettext(
        "%(count)d picture at the head or foot of pages.", "%(count)d pictures at the head or foot of pages.", count
    )
    notes = [sentence % {"count": count}] if count else []
    if said.get("title_page"):
        notes.append(_("The first page has a head and a foot of its own."))
    if not said.get("numbered"):
        notes.append(_("It has no page numbers: your files will have none."))
    return notes


def _told(code: str, said: dict[str, Any]) -> Told:
    count = said["count"]
    sentence = LEFT_OUT[code]
    return Told(sentence(count) % {"count": count} if callable(sentence) else sentence, said["about"])


LEFT_OUT: dict[str, Callable[[int], str]] = {
    "text": lambda n: _("The text of the file: only its styles, its page, its head and foot are taken."),
    "text_pictures": lambda n: _(
        "The pictures in its text: what is to be on each page goes into the head or the foot."
    ),
    "sections": lambda n: _(
        "It has several sections: the page of the last one is used, with the head and foot that it has."
    ),
    "page": lambda n: _("Its page leaves no room for a text, or has no size: A4 is used."),
    "columns": lambda n: _("Its text runs in columns: here it runs in one."),
    "picture": lambda n: ngettext(
        "%(count)d picture that cannot be read here, such as a drawing of Windows (EMF, WMF): put it in as PNG.",
        "%(count)d pictures that cannot be read here, such as drawings of Windows (EMF, WMF): put them in as PNG.",
        n,
    ),
    "old_drawing": lambda n: ngettext(
        "%(count)d drawing of an older Word: put a picture (PNG) in its place.",
        "%(count)d drawings of an older Word: put pictures (PNG) in their place.",
        n,
    ),
    "drawing": lambda n: ngettext("%(count)d chart or diagram.", "%(count)d charts or diagrams.", n),
    "field": lambda n: ngettext(
        "%(count)d field that asks something outside of the document: its last words stay.",
        "%(count)d fields that ask something outside of the document: their last words stay.",
        n,
    ),
    "link": lambda n: ngettext(
        "%(count)d link at the head or foot of pages: its words stay.",
        "%(count)d links at the head or foot of pages: their words stay.",
        n,
    ),
    "outside": lambda n: ngettext(
        "%(count)d thing that it fetches from elsewhere: nothing is fetched.",
        "%(count)d things that it fetches from elsewhere: nothing is fetched.",
        n,
    ),
    "object": lambda n: _("Objects of other programs that are in it."),
    "chunk": lambda n: _("Pieces of other files that are in it."),
    "review": lambda n: _("Its comments and tracked changes."),
    "fonts": lambda n: _("The fonts that it carries: those who open your files need them on their computer."),
    "unknown": lambda n: _("Parts at the head or foot of pages that are not known here."),
}
