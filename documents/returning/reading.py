"""What a returned file says, and what it said when it was made: two trees in which blocks bear the ids of the document."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.anchors import Passage
from documents.bringing import passages_of
from documents.content import Tree
from documents.formats import child, docx, returned
from documents.formats.nodes import children, kind, walk
from documents.formats.origin import Origin, bookmark_of
from documents.models import Document, Suggestion
from documents.outgoing import Pictures
from documents.returning.base import Base, base_of
from documents.returning.figures import settle_figures
from documents.returning.homes import give_homes, key_of

_NUMBERED = re.compile(r"@(?:Contributeur|Contributor)[ \u00a0]\d+")  # whom a file without names mentions
_SOMEBODY = "Contributeur 0"


@dataclass
class Returned:
    """`before` is the text of which the file was made, as it came out of Word then; `after` what it says now.

    `was` is that text itself. `who` tells by block who tracked a change in it; `passages` where each thread of the file
    lies; `told` what was changed or lost in reading, by code.
    """

    origin: Origin
    base: Base
    before: Tree
    after: Tree
    who: dict[str, list[str]]
    threads: list[dict[str, Any]]
    passages: dict[str, Passage]
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def was(self) -> Tree:
        return self.base.tree


def read_returned(document: Document, data: bytes) -> Returned:
    """Of a Word file that its guard let pass. Raises `ValidationError` for one that was made of something else."""
    now = child.read("returned", data)
    origin = _origin(document, now.origin)
    base = base_of(document, origin)
    then = child.read("returned", _written(document, base.tree, origin))
    moments = _moments(document)
    return compared(now, then, origin, base, lambda change: change["when"] in moments)


def compared(
    now: child.Contents, then: child.Contents, origin: Origin, base: Base, is_ours: returned.IsOurs
) -> Returned:
    """`now` is the file as it was read, `then` the text of which it was made, written and read the same way."""
    settled = returned.settle(now.tree, is_ours)
    after, before = settled.tree, returned.settle(then.tree, lambda _change: False).tree
    ids = {bookmark_of(key): key for node in walk(base.tree) if (key := key_of(node))}
    names = _named(after, now.known, ids)
    _named(before, then.known, ids)
    for tree in (before, after):
        give_homes(tree, base.tree)
    passages = dict(passages_of(after))
    told = {code: said for code, said in now.told.items() if _is_news(code, said, then.told)}
    before, after = (_comparable(tree, origin) for tree in (before, after))
    _drop_first_break(before, after)
    lost = settle_figures(before, after, base.tree)
    if lost:
        told["new_picture"] = {"count": len(lost), "about": lost}
    who = {names.get(key, key): said for key, said in settled.who.items()}
    return Returned(origin, base, before, after, who, now.threads, passages, told)


def _is_news(code: str, said: dict[str, Any], then: dict[str, Any]) -> bool:
    """What Word cannot carry was lost when the file was made; a contents page is the export's."""
    known = then.get(code, {"count": 0})["count"]
    return code not in ("contents", "margins", "end_of_paragraph") and said["count"] > known


def _origin(document: Document, said: str) -> Origin:
    origin = Origin.parse(said)
    if origin is None:
        sentence = _(
            "This file does not say of which document it was made. Bring one that was taken out of here as Word, or "
            "import this one as a document of its own."
        )
        raise ValidationError(sentence, code="file_unknown")
    if origin.document != document.pk:
        raise ValidationError(_("This file was made of another document: bring it there."), code="file_elsewhere")
    return origin


def _written(document: Document, tree: Tree, origin: Origin) -> bytes:
    info = docx.DocumentInfo(
        title=document.title,
        authors=(),
        organisation="",
        modified=document.edited_at,
        language=document.language,
        address=settings.SITE_URL,
        origin=origin.word(),
    )
    plain = tree if origin.names else _without_names(deepcopy(tree))
    made = docx.write(plain, info, Pictures([document]), layout=docx.Layout(contents=False))
    return made.content


def _without_names(tree: Tree) -> Tree:
    for node in walk(tree):
        if kind(node) == "mention":
            node["attrs"] = {**(node.get("attrs") or {}), "label": _SOMEBODY}
    return tree


def _moments(document: Document) -> set[str]:
    """When proposals of ours were made, as a file tells it: by that its changes are known again, whatever their names."""
    found = Suggestion.objects.filter(document=document).values_list("made_at", flat=True)
    return {at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for at in found}


def _named(tree: Tree, known: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    """Blocks get the ids that their bookmarks stand for, others none; links to them follow. What each was called before."""
    names: dict[str, str] = {}
    for bookmark, made in known.items():
        if bookmark in ids and ids[bookmark] not in names.values():
            names.setdefault(made, ids[bookmark])
    for node in walk(tree):
        if key := key_of(node):
            attrs = {name: value for name, value in node["attrs"].items() if name != "id"}
            node["attrs"] = {**attrs, **({"id": names[key]} if key in names else {})}
        for mark in node.get("marks", []):
            href = (mark.get("attrs") or {}).get("href", "")
            if href[1:] in names and href.startswith("#"):
                mark["attrs"] = {**mark["attrs"], "href": f"#{names[href[1:]]}"}
    return names


def _comparable(tree: Tree, origin: Origin) -> Tree:
    """Without what Word measures anew (widths of columns), without the marks of comments; links of this site as its own."""
    made = {name: value for name, value in tree.items() if name not in ("attrs", "content", "marks")}
    attrs = {name: value for name, value in (tree.get("attrs") or {}).items() if name != "colwidth"}
    if attrs:
        made["attrs"] = attrs
    marks = [_mark(mark) for mark in tree.get("marks", []) if mark["type"] != "comment"]
    if marks:
        made["marks"] = marks
    if "text" in made and not origin.names:
        made["text"] = _NUMBERED.sub(f"@{_SOMEBODY}", made["text"])
    if children(tree):
        made["content"] = list(_joined(_comparable(one, origin) for one in children(tree)))
    return made


def _mark(mark: Tree) -> Tree:
    here = settings.SITE_URL.rstrip("/") + "/"
    if mark["type"] == "link" and mark["attrs"]["href"].startswith(here):
        return {"type": "link", "attrs": {**mark["attrs"], "href": mark["attrs"]["href"][len(here) - 1 :]}}
    return mark


def _joined(nodes: Iterator[Tree]) -> Iterator[Tree]:
    """Words that looked apart by a comment alone are one again."""
    last: Tree | None = None
    for node in nodes:
        if last is not None and "text" in last and "text" in node and last.get("marks") == node.get("marks"):
            last["text"] += node["text"]
            continue
        if last is not None:
            yield last
        last = node
    if last is not None:
        yield last


def _drop_first_break(before: Tree, after: Tree) -> None:
    """The export begins the text on a page of its own where a cover or a contents page stands before it."""
    was = next((at for at, node in enumerate(children(before)) if kind(node) != "pageBreak"), 0)
    now = next((at for at, node in enumerate(children(after)) if kind(node) != "pageBreak"), 0)
    if now > was:
        del after["content"][: now - was]
