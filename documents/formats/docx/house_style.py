"""A text in an organisation's own template, which `documents/formats/adopting` made ready: its page, its head and foot."""

import re
from collections.abc import Iterator
from typing import Any

from documents.formats.docx.markup import Element, W, put_text
from documents.formats.docx.styles import WASH

_SHOWN = re.compile(
    r"\s*(TITLE|AUTHOR|LASTSAVEDBY|DOCPROPERTY\s+\"?(?:Title|Author|Company)|STYLEREF\s+\"?(?:Title|Titre)(?!\s*\d))",
    re.IGNORECASE,
)
_OF_CONTROL = re.compile(r":?(title|creator|Company)\[\d+\]\s*$")


def fill_margins(document: Any, title: str, author: str, organisation: str) -> None:
    """Fields show their last result until Word computes them anew: these are known, and the template's own say who made it."""
    known = {
        "title": title,
        "titre": title,
        "author": author,
        "lastsavedby": author,
        "creator": author,
        "company": organisation,
    }
    for part in _margins(document):
        for instruction, shown in [*_long_fields(part), *_simple_fields(part)]:
            if said := _SHOWN.match(instruction):
                _show(shown, known[re.split(r"[\s\"]+", said[1])[-1].lower()])
        for control in part.iter(f"{W}sdt"):
            binding = control.find(f"{W}sdtPr/{W}dataBinding")
            said = _OF_CONTROL.search(binding.get(f"{W}xpath") or "") if binding is not None else None
            if said:
                _show(list(control.iter(f"{W}r")), known[said[1].lower()])


def _margins(document: Any) -> Iterator[Element]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element


def _simple_fields(part: Element) -> Iterator[tuple[str, list[Element]]]:
    for one in part.iter(f"{W}fldSimple"):
        yield one.get(f"{W}instr") or "", list(one.iter(f"{W}r"))


def _long_fields(part: Element) -> Iterator[tuple[str, list[Element]]]:
    """The instruction, and the runs of the result, of fields that hold no other."""
    words, shown, state = "", list[Element](), ""
    for run in list(part.iter(f"{W}r")):
        mark = run.find(f"{W}fldChar")
        if mark is not None:
            state = mark.get(f"{W}fldCharType")
            if state == "begin":
                words, shown = "", []
            elif state == "end":
                yield words, shown
        elif state == "begin":
            words += "".join(one.text or "" for one in run.iter(f"{W}instrText"))
        elif state == "separate":
            shown.append(run)


def _show(runs: list[Element], words: str) -> None:
    """In the look of the first run; a field that showed nothing goes on showing nothing until Word fills it in."""
    for number, run in enumerate(runs):
        for piece in list(run):
            if piece.tag != f"{W}rPr":
                run.remove(piece)
        if number == 0:
            put_text(run, words)


def wear(document: Any) -> None:
    """What is said in the text itself, cell by cell, of the ground of headings: that of the template's own colour."""
    ground = document.styles.element.find(f"{W}style[@{W}styleId='CalloutInfo']/{W}pPr/{W}shd")
    fill = ground.get(f"{W}fill") if ground is not None else None
    for shade in document.element.body.iter(f"{W}shd") if fill and fill != WASH else ():
        if shade.get(f"{W}fill") == WASH:
            shade.set(f"{W}fill", fill)
