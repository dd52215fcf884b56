"""When a text falls quiet its proposals are looked at again: outdated where it has gone on without them, never applied."""

from typing import Any

import pytest

from activity.models import Event
from documents.actions.settle import settle_document
from documents.models import Document, Suggestion
from permissions.actions import grant
from tests import make, writing
from tests.documents.proposing import propose


@pytest.fixture
def paula(document: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(document, "suggest", to=made, by=alice)
    return made


def settle(document: Document) -> None:
    store = settle_document(document.room)
    assert store is not None
    store([])


def state(suggestion: Suggestion) -> str:
    return Suggestion.objects.get(pk=suggestion.pk).state


def rewrite(document: Document, by: Any, words: str) -> None:
    def change(text: Any) -> None:
        found = text.children[0].children[0]
        found.clear()
        found.insert(0, words)

    writing.edit(document, by, change)


def test_outdated_then_open_again(document: Document, paula: Any, bob: Any) -> None:
    """A text emptied by accident and brought back leaves nobody's proposal behind."""
    made = propose(document, paula, "Les données publiques sont libres par défaut.")
    settle(document)
    assert state(made) == "open" and not Event.objects.filter(verb__in=["suggestion.outdated", "suggestion.reopened"])
    rewrite(document, bob, "Tout est autre.")
    settle(document)
    assert state(made) == "outdated"
    event = Event.objects.get(verb="suggestion.outdated")
    assert (event.actor, event.about, event.data["suggestion"]) == (None, f"user:{paula.pk}", str(made.pk))
    settle(document)
    assert Event.objects.filter(verb="suggestion.outdated").count() == 1
    rewrite(document, bob, "Les données publiques sont ouvertes par défaut.")
    settle(document)
    assert state(made) == "open" and Event.objects.filter(verb="suggestion.reopened").exists()


def test_a_change_elsewhere_leaves_it_open(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, "Les données publiques sont libres par défaut.")
    writing.write_into(document, bob, 0, 0, "Oui : ")
    writing.write(document, bob, "Un autre paragraphe.")
    settle(document)
    assert state(made) == "open"


def test_a_block_that_is_gone(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, "Autre.")
    writing.write(document, bob, "Un autre paragraphe.")
    writing.edit(document, bob, lambda text: text.children.__delitem__(0))
    settle(document)
    assert state(made) == "outdated"


def test_what_was_answered_meanwhile_stays(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, "Autre.")
    rewrite(document, bob, "Tout est autre.")
    store = settle_document(document.room)
    Suggestion.objects.filter(pk=made.pk).update(state="refused")
    assert store is not None
    store([])
    assert state(made) == "refused"
