"""Fields at the head and foot of pages: those that Word fills in from the document pass, of others their last result."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.formats.adopting.known import listed
from documents.formats.reading.found import Found
from documents.formats.reading.markup import Element, W

_PASS = frozenset(
    listed(
        "PAGE NUMPAGES SECTION SECTIONPAGES TITLE SUBJECT AUTHOR KEYWORDS DATE TIME CREATEDATE SAVEDATE STYLEREF QUOTE = IF"
        " LASTSAVEDBY"
    )
)
_PROPERTIES = frozenset(listed("TITLE AUTHOR COMPANY SUBJECT KEYWORDS"))
_WORD = re.compile(r"\s*(=|[A-Za-z]+)\s*(.*)", re.DOTALL)
_MOST_DEEP = 8


def passes(instruction: str) -> bool:
    """Whether the instruction of a field is one that asks nothing of the outside."""
    said = _WORD.match(instruction)
    if said is None or len(instruction) > 500:
        return False
    if said[1].upper() == "DOCPROPERTY":
        return said[2].strip().strip('"').split('"')[0].split(" ")[0].upper() in _PROPERTIES
    return said[1].upper() in _PASS


def keyword(instruction: str) -> str:
    said = _WORD.match(instruction)
    return said[1].upper() if said else ""


@dataclass
class _Field:
    """Its own runs, those of its instruction (fields in it too), and whether its result has begun."""

    marks: list[Element] = field(default_factory=list)
    inside: list[Element] = field(default_factory=list)
    words: str = ""
    showing: bool = False


def settle(paragraphs: Iterable[Element], found: Found) -> list[str]:
    """Takes out of cleaned paragraphs the fields that do not pass; those that do, by the first word of each."""
    seen: list[str] = []
    for part in paragraphs:
        for simple in list(part.iter(f"{W}fldSimple")):
            instruction = simple.get(f"{W}instr") or ""
            if passes(instruction):
                seen.append(keyword(instruction))
            else:
                found.tell("field", keyword(instruction))
                _unwrap(simple)
        seen += _settle_long(part, found)
    return seen


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    for one in list(element):
        element.addprevious(one)
    parent.remove(element)


def _settle_long(part: Element, found: Found) -> list[str]:
    """Those made of runs: begin, instruction, separator, result, end. What does not match is taken out."""
    fields, bad = _long_fields(part)
    seen: list[str] = []
    for one in fields:
        if passes(one.words):
            seen.append(keyword(one.words))
        else:
            found.tell("field", keyword(one.words))
            bad += [*one.marks, *one.inside]
    for run in bad:
        if (parent := run.getparent()) is not None:
            parent.remove(run)
    return seen


def _long_fields(part: Element) -> tuple[list[_Field], list[Element]]:
    """Those that end, and the runs of those that do not."""
    open_fields: list[_Field] = []
    ended: list[_Field] = []
    bad: list[Element] = []
    for run in part.iter(f"{W}r"):
        mark = run.find(f"{W}fldChar")
        kind = mark.get(f"{W}fldCharType") if mark is not None else ""
        if kind == "begin":
            open_fields.append(_Field())
        if kind and (not open_fields or len(open_fields) > _MOST_DEEP):
            bad.append(run)
        elif kind:
            open_fields[-1].marks.append(run)
        if not kind and open_fields and not open_fields[-1].showing:
            open_fields[-1].words += "".join(one.text or "" for one in run.iter(f"{W}instrText"))
        for around in open_fields:
            if not around.showing and run not in around.marks:
                around.inside.append(run)
        if kind == "separate" and open_fields:
            open_fields[-1].showing = True
        if kind == "end" and open_fields:
            ended.append(open_fields.pop())
    bad += [run for left in open_fields for run in (*left.marks, *left.inside)]
    return ended, bad
