"""Once a text is quiet: which proposals still fit it. What does not is outdated; it is open again if the text comes back."""

from collections.abc import Mapping
from typing import Any

from documents.actions.suggestions import State, tell
from documents.content import Tree
from documents.models import Document, Suggestion
from documents.rebasing import Today, places
from documents.suggestions import UNANSWERED

Verdicts = Mapping[Any, State]


def judge(document: Document, tree: Tree) -> Verdicts:
    """Of those that wait for an answer, by key: whether it is clear what they come to in this text."""
    waiting = list(Suggestion.objects.filter(document=document, state__in=UNANSWERED))
    if not waiting:
        return {}
    now = Today(0, places(tree))
    return {one.pk: State.OUTDATED if now.would_show(one) is None else State.OPEN for one in waiting}


def store_verdicts(document: Document, verdicts: Verdicts) -> None:
    """In the caller's transaction. What was answered meanwhile stays as it was answered."""
    waiting = Suggestion.objects.select_for_update(of=("self",)).filter(document=document, state__in=UNANSWERED)
    for suggestion in waiting.select_related("author"):
        verdict = verdicts.get(suggestion.pk, suggestion.state)
        if verdict != suggestion.state:
            suggestion.state, suggestion.document = verdict, document
            suggestion.save(update_fields=["state"])
            tell("suggestion.outdated" if verdict == State.OUTDATED else "suggestion.reopened", suggestion, by=None)
