"""What was written in a text since somebody began to: its new passages, for a digest. Only words that stand there today."""

from collections.abc import Iterable

from documents import content
from documents.comparing import Change, compare, leaves
from documents.models import Document, Version
from notifications.excerpts import cut
from notifications.models import Notice

PASSAGES = 3  # of each text
LONGEST = 220
LARGEST = 60_000  # words: comparing longer texts takes a worker for long


def written_since(notices: Iterable[Notice]) -> dict[int, str]:
    """By the key of the first notice of each text that was edited: the others of the same text say nothing more."""
    first: dict[Document, Notice] = {}
    for notice in sorted(notices, key=lambda one: one.event_id):
        if notice.event.verb == "document.edited" and notice.document is not None:
            first.setdefault(notice.document, notice)
    return {notice.pk: said for document, notice in first.items() if (said := _written(document, notice))}


def _written(document: Document, notice: Notice) -> str:
    """The version that stood before is compared with the last one; both are there once the room was quiet."""
    versions = Version.objects.filter(document=document).order_by("-number", "-at")
    before = versions.filter(at__lt=notice.event.at).first()
    now = versions.first()
    if before is None or now is None or before.pk == now.pk or now.words > LARGEST:
        return ""
    changed = [change for change in leaves(compare(before.tree, now.tree)) if change.kind in {"added", "changed"}]
    said = [words for change in changed if (words := _words(change))]
    more = ["…"] if len(said) > PASSAGES else []
    return "\n".join([*said[:PASSAGES], *more])


def _words(change: Change) -> str:
    if change.kind == "changed" and not any(word.op == "added" for word in change.words):
        return ""  # something was only taken out, or looks otherwise
    return cut(" ".join(content.plain({"type": "doc", "content": [change.node]}).split()), LONGEST)
