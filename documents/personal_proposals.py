"""Proposals of somebody who leaves with their words, and those of others that repeat words erased from a text."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.personal_data import BLANK
from documents.models import Document, Suggestion
from documents.rebasing import today
from documents.suggestions import UNANSWERED
from realtime.editing import tell_beside

State = Suggestion.State
NOTHING = {"type": "paragraph"}


@transaction.atomic
def erase_proposals(user: User, how: str) -> None:
    """What waited for an answer goes; of what was answered only that it was stays."""
    if how != BLANK:
        return
    theirs = Suggestion.objects.filter(author=user)
    documents = Document.objects.filter(suggestions__in=theirs).distinct()
    rooms = [document.room for document in documents.without_text()]
    theirs.filter(state__in=UNANSWERED).delete()
    _blank(theirs)
    theirs.update(reason="")
    Suggestion.objects.filter(answered_by=user).update(answer="")
    for room in rooms:
        tell_beside(room, "suggestions")


@transaction.atomic
def forget_erased_words(document: Document) -> None:
    """Proposals keep the block as it was: wherever that is not what stands there today, it goes with what was proposed."""
    listed = list(Suggestion.objects.filter(document=document))
    if not listed:
        return
    places = today(document).places
    repeating = [one for one in listed if one.block not in places or places[one.block].shown != one.before]
    found = Suggestion.objects.filter(pk__in=[one.pk for one in repeating])
    found.filter(state__in=UNANSWERED).update(state=State.OUTDATED)
    _blank(found)
    tell_beside(document.room, "suggestions")


def _blank(found: "QuerySet[Suggestion]") -> None:
    """Without its block it fits no text again."""
    found.update(block="", before=NOTHING, proposed=[], applied=None)
