"""On which page a bookmark stands: LibreOffice lays the file out, and its PDF tells."""

import re
from collections.abc import Callable

from documents.formats import libreoffice

CountPages = Callable[[bytes], dict[str, int]]

_SECONDS = 60
OPTIONS = {"ExportBookmarksToPDFDestination": True, "ExportBookmarks": False}
# Fonts as wide as Arial. With another, lines break elsewhere and pages are not those that Word will show.
_AS_WIDE = (b"LiberationSans", b"Arial", b"Arimo", b"Nimbus")

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_FONT = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/]+)")
_DESTINATION = re.compile(rb"[/(](?:_|#?5[Ff])(Toc\d{9})\)?\s*\[\s*(\d+) 0 R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")


def by_libreoffice(content: bytes) -> dict[str, int]:
    """Page by name of bookmark; nothing where LibreOffice is not here, fails, or has no font as wide as ours."""
    try:
        pdf = libreoffice.convert(content, "docx", "pdf", options=OPTIONS, seconds=_SECONDS)
    except (libreoffice.Missing, libreoffice.Failed):
        return {}
    return read_pages(pdf)


def read_pages(pdf: bytes) -> dict[str, int]:
    """From the named destinations of a PDF as LibreOffice writes it: plain objects, no encryption."""
    objects = _objects(pdf)
    fonts = {name for inside in objects.values() for name in _FONT.findall(inside)}
    if not any(name.startswith(_AS_WIDE) for name in fonts):
        return {}
    numbers = {page: number for number, page in enumerate(_pages(objects), 1)}
    found = {}
    for inside in objects.values():
        for name, page in _DESTINATION.findall(inside):
            if int(page) in numbers:
                found[f"_{name.decode()}"] = numbers[int(page)]
    return found


def count(pdf: bytes) -> int:
    return len(_pages(_objects(pdf)))


def _objects(pdf: bytes) -> dict[int, bytes]:
    return {int(number): inside for number, inside in _OBJECT.findall(pdf)}


def _pages(objects: dict[int, bytes]) -> list[int]:
    """The pages in reading order: the leaves of the tree of pages, from its root."""
    nodes = {number: inside for number, inside in objects.items() if b"/Type/Pages" in inside}
    waiting = [number for number, inside in nodes.items() if b"/Parent" not in inside][:1]
    pages, seen = [], set()
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        kids = _KIDS.search(nodes[number]) if number in nodes else None
        if kids:
            waiting += [int(each) for each in re.findall(rb"(\d+) 0 R", kids[1])][::-1]
        else:
            pages.append(number)
    return pages
