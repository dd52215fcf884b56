"""Mentions of somebody whose account is closed: in every text, its history included, they say nobody's name."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.models.people import FORMER
from documents.actions.settle import derive_again
from documents.mentions import KEPT, label_in, relabel_proposals, relabel_versions
from documents.models import Document, Suggestion
from documents.withholding import keys_of
from realtime.relabelling import NAME, Relabel, relabel, rooms_mentioning


def forget_mentions(user: User) -> None:
    """May be called again: where it was done nothing changes."""
    keys = keys_of(user)
    for document in _mentioning_anybody():
        wanted = Relabel(keys, label_in(document, FORMER))
        with transaction.atomic():
            text = relabel(document.room, wanted)
            beside = relabel_versions(document, wanted) + relabel_proposals(document, wanted)
        if text or beside:
            derive_again(document)


def _mentioning_anybody() -> Iterator[Document]:
    proposed = Q()
    for field in KEPT:
        proposed |= Q(**{f"{field}__icontains": f'"{NAME}"'})
    beside = Suggestion.objects.filter(proposed).values_list("document", flat=True)
    found = Document.objects.filter(pk__in={*rooms_mentioning(), *map(str, beside)})
    yield from found.without_text().order_by("pk").iterator()
