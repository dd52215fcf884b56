"""A Word file as a text, its pictures, its discussions and its proposals, and what became of the rest."""

from collections import Counter
from typing import Any

from documents.formats.nodes import Node, clean
from documents.formats.origin import PROPERTY
from documents.formats.reading.blocks import Blocks
from documents.formats.reading.changes import Proposal, settle
from documents.formats.reading.comments import read_comments
from documents.formats.reading.found import Found
from documents.formats.reading.markup import Element, W, child, number, value
from documents.formats.reading.numbering import Numbering
from documents.formats.reading.package import Package, TooLong
from documents.formats.reading.paragraphs import Paragraphs
from documents.formats.reading.runs import Runs
from documents.formats.reading.shape import sound_shape
from documents.formats.reading.styles import Styles

_EMU_PER_TWIP = 635
_A4 = 9072  # twips of text between the margins
_OURS = "Tablée"
MOST_PARAGRAPHS = 15_000  # some thousand pages


def read(data: bytes, *, returned: bool = False) -> dict[str, Any]:
    """Raises `package.Unreadable` for what is no Word text, `package.TooLong` for more than anybody writes together.

    `returned`: the file comes back into the document it was made of. Its changes are left in the tree, for
    `formats/returned.py` to settle; `known` tells which block bears which of our names, `origin` what it says of itself.
    """
    package, found = Package(data), Found()
    body = _body(package.text())
    origin = _origin(package)
    ours = bool(origin) if returned else _is_ours(package)
    styles = Styles(package.part(package.of_kind("styles")))
    if not ours:
        styles.language = _spoken(body, styles.language)
    runs = Runs(package, styles, found, ours=ours, spoken=ours and not returned)
    _take_notes(package, runs)
    numbering = Numbering(package.part(package.of_kind("numbering")))
    paragraphs = Paragraphs(styles, numbering, runs, found, ours=ours)
    blocks = Blocks(paragraphs, runs, found, _room(body), ours=ours, returned=returned)
    tree: Node = {"type": "doc", "content": blocks.read(body) if body is not None else []}
    blocks.link_to_blocks(tree)
    proposals: list[Proposal] = []
    if not returned:
        tree, proposals = settle(tree, found)
        tree = sound_shape(tree, found)
    for href in runs.dropped_links:
        found.tell("link", href)
    _tell_of_margins(package, found, ours=ours)
    return {
        "tree": tree,
        "images": runs.drawings.images,
        "threads": read_comments(package),
        "proposals": [one.as_json() for one in proposals],
        "told": found.as_json(),
        "title": blocks.title or _core(package, "title"),
        "titled": bool(blocks.title),
        "language": styles.language,
        "ours": ours,
        "origin": origin,
        "known": blocks.known,
    }


def _is_ours(package: Package) -> bool:
    properties = package.part("docProps/app.xml")
    return any((one.text or "").strip() == _OURS for one in (properties if properties is not None else ()))


def _origin(package: Package) -> str:
    """Other programs write their own name into the file, and leave ours here."""
    properties = package.part("docProps/custom.xml")
    for one in properties if properties is not None else ():
        if one.get("name") == PROPERTY:
            return "".join(one.itertext()).strip()
    return ""


def _body(root: Element) -> Element | None:
    """Some files have several: they follow one another."""
    bodies = root.findall(f"{W}body")
    for more in bodies[1:]:
        bodies[0].extend(list(more))
    if bodies and sum(1 for _ in bodies[0].iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise TooLong
    return bodies[0] if bodies else None


def _spoken(body: Element | None, default: str) -> str:
    """The language of most of the words: many a program writes English into every file."""
    counted: Counter[str] = Counter()
    for run in body.iter(f"{W}r") if body is not None else ():
        letters = sum(len(one.text or "") for one in run.iterfind(f"{W}t"))
        counted[value(run, "rPr", "lang") or default] += letters
    return counted.most_common(1)[0][0] if counted else default


def _take_notes(package: Package, runs: Runs) -> None:
    for name in ("footnote", "endnote"):
        part = package.of_kind(f"{name}s")
        root = package.part(part)
        for note in root.iter(W + name) if root is not None else ():
            note.set("part", part)
            runs.notes[f"{name} {note.get(f'{W}id')}"] = note


def _room(body: Element | None) -> int:
    """The width of the text in the first section, in the units of drawings."""
    section = next(body.iter(f"{W}sectPr"), None) if body is not None else None
    page, margins = child(section, "pgSz"), child(section, "pgMar")
    if page is None or margins is None:
        return _A4 * _EMU_PER_TWIP
    sides = sum(number(margins.get(W + side)) for side in ("left", "right"))
    return max(1400, number(page.get(f"{W}w"), _A4 + sides) - sides) * _EMU_PER_TWIP


def _tell_of_margins(package: Package, found: Found, *, ours: bool) -> None:
    """What stands at the head and foot of pages is Tablée's own to write."""
    for name in () if ours else ("header", "footer"):
        for part in package.all_of_kind(name):
            root = package.part(part)
            words = " ".join("".join(root.itertext(f"{W}t")).split()) if root is not None else ""
            if any(letter.isalpha() for letter in words):
                found.tell("margins", words)


def _core(package: Package, name: str) -> str:
    part = package.part("docProps/core.xml")
    for one in part if part is not None else ():
        if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name:
            return " ".join(clean(one.text or "").split())
    return ""
