"""Comments of a file with their replies, who said them, whether they were settled."""

from typing import Any

from documents.formats.nodes import clean
from documents.formats.reading.markup import W14, W15, Element, W
from documents.formats.reading.package import Package

_MOST = 2000


def read_comments(package: Package) -> list[dict[str, Any]]:
    """Threads in the order of the file: key of the first comment, whether resolved, what was said in order."""
    part = package.part(package.of_kind("comments"))
    if part is None:
        return []
    parents, settled = _relations(package.part(package.of_kind("commentsExtended")))
    threads: dict[str, dict[str, Any]] = {}
    of_paragraph: dict[str, str] = {}  # the last paragraph of a comment -> its thread
    for one in list(part.iter(f"{W}comment"))[:_MOST]:
        key, paragraph = str(one.get(f"{W}id")), _last_paragraph(one)
        said = {"who": clean(one.get(f"{W}author")), "when": one.get(f"{W}date") or "", "text": _words(one)}
        thread = threads.get(of_paragraph.get(parents.get(paragraph, ""), ""))
        if thread is None:
            thread = threads[key] = {"key": key, "keys": [], "resolved": paragraph in settled, "said": []}
        thread["keys"].append(key)
        if said["text"]:
            thread["said"].append(said)
        if paragraph:
            of_paragraph[paragraph] = thread["key"]
    return [thread for thread in threads.values() if thread["said"]]


def _relations(part: Element | None) -> tuple[dict[str, str], set[str]]:
    """Which comment each answers, and which were settled, by the ids of their last paragraphs."""
    parents, settled = {}, set()
    for one in part.iter(f"{W15}commentEx") if part is not None else ():
        key = str(one.get(f"{W15}paraId"))
        if one.get(f"{W15}paraIdParent"):
            parents[key] = str(one.get(f"{W15}paraIdParent"))
        if one.get(f"{W15}done") in ("1", "true"):
            settled.add(key)
    return parents, settled


def _last_paragraph(comment: Element) -> str:
    paragraphs = list(comment.iter(f"{W}p"))
    return str(paragraphs[-1].get(f"{W14}paraId") or "") if paragraphs else ""


def _words(comment: Element) -> str:
    pieces = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
    lines = [
        "".join(pieces.get(one.tag) or (one.text or "" if one.tag == f"{W}t" else "") for one in paragraph.iter())
        for paragraph in comment.iter(f"{W}p")
    ]
    return clean("\n".join(lines)).strip()
