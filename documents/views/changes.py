"""What changed between two texts, as a page shows it: passages with what happened to each, long silences folded."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from documents.comparing import Change, Summary, compare, summary
from documents.comparing.merged import merged
from documents.content import Tree
from documents.formats import html
from documents.formats.words import words_for
from documents.models import Document
from documents.views.pages import image_address

AROUND = 1  # passages shown beside one that changed
FOLDED = 3  # as many unchanged ones in a row are folded away

SAID: dict[str, Any] = {
    "added": _("Added"),
    "removed": _("Removed"),
    "changed": _("Changed"),
    "moved": _("Moved here"),
    "left": _("Moved elsewhere"),
}


@dataclass(frozen=True)
class Passage:
    """A top block of the two texts; `restores` is the id by which it can be made as it was."""

    kind: str
    said: Any
    body: SafeString
    restores: str = ""


@dataclass
class Stretch:
    """Passages in a row, `folded` where nothing changed in any of them."""

    folded: bool
    passages: list[Passage] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    stretches: list[Stretch]
    notes: SafeString
    summary: Summary


def told_changes(before: Tree, after: Tree, document: Document) -> Told:
    changes = [change for change in compare(before, after) if change.kind != "same" or change.words or change.inside]
    *bodies, notes = html.write_each(
        [merged(change) for change in changes],
        lambda key: image_address(document, key),
        words=words_for(document.language),
    )
    # What stands inside a block of the text says itself what happened to it; an empty line that came or went says nothing.
    passages = [_passage(change, body) for change, body in zip(changes, bodies, strict=True) if body]
    return Told(_stretches(passages), mark_safe(notes), summary(changes))


def _passage(change: Change, body: str) -> Passage:
    key = str(((change.before or {}).get("attrs") or {}).get("id") or "")
    restores = (
        key if change.kind in ("changed", "removed", "moved") and change.differs | (change.kind != "moved") else ""
    )
    return Passage(change.kind, SAID.get(change.kind, ""), mark_safe(body), restores)


def _stretches(passages: list[Passage]) -> list[Stretch]:
    near = {
        place + step
        for place, passage in enumerate(passages)
        if passage.kind != "same"
        for step in range(-AROUND, AROUND + 1)
    }
    found: list[Stretch] = []
    for place, passage in enumerate(passages):
        folded = place not in near
        if not found or found[-1].folded != folded:
            found.append(Stretch(folded))
        found[-1].passages.append(passage)
    for stretch in found:
        stretch.folded = stretch.folded and len(stretch.passages) >= FOLDED
    return found
