"""The text as it was when a file was made of it, as far as it is kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from documents import content
from documents.content import Tree
from documents.formats.origin import Origin
from documents.models import Document, Suggestion
from documents.outgoing.draft import Draft


@dataclass(frozen=True)
class Base:
    """`since` is the moment of an older text that stands in for it; None where it is the very one."""

    tree: Tree
    since: datetime | None = None
    today: bool = False  # nothing older is kept: today's text stands in for it


def base_of(document: Document, origin: Origin) -> Base:
    """With the proposals that the file showed as if accepted. Raises `realtime.log.NoRoom`.

    Where that state was thinned away, the version before it: what others wrote in between is then in the file and in
    the text of today alike, and changes nothing.
    """
    found = _kept(document, origin)
    if origin.suggestions != "accepted":
        return found
    draft = Draft(found.tree)
    for one in _accepted(document, origin):
        draft.accept(one)
    return Base(draft.tree, found.since, found.today)


def _kept(document: Document, origin: Origin) -> Base:
    tree, number = content.read_numbered(document)
    if origin.number >= number:
        return Base(tree)
    version = document.versions.filter(number__lte=origin.number).order_by("-number", "-at").first()
    if version is None:
        return Base(tree, today=True)
    return Base(version.tree, None if version.number == origin.number else version.at)


def _accepted(document: Document, origin: Origin) -> list[Suggestion]:
    """Those that waited for an answer at that moment, in the order in which the export put them in."""
    waited = Q(answered_at=None) | Q(answered_at__gt=origin.at)
    return list(Suggestion.objects.filter(waited, document=document, made_at__lte=origin.at))
