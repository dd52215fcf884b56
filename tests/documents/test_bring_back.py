"""A Word file that comes back: what it changes becomes proposals of the person who brings it, and nothing else does."""

from typing import Any

import pytest

from documents.actions.accepting import accept_suggestion
from documents.models import Document, Suggestion
from permissions.actions import grant
from tests import make
from tests.documents.proposing import propose, texts
from tests.documents.returned import brought, changed, proposed, retype, taken

FIRST, SECOND = "Les données publiques sont ouvertes par défaut.", "Chaque commune publie ses délibérations."


@pytest.fixture
def text(alice: Any, workspace: Any) -> Document:
    return make.document(alice, workspace, text=FIRST) if False else _text(alice, workspace)


def _text(alice: Any, workspace: Any) -> Document:
    from documents.actions.documents import create_document

    return create_document(workspace, "Ouvrir", by=alice, tree=make.tree(FIRST, SECOND, "Fin."))


@pytest.fixture
def paula(text: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(text, "suggest", to=made, by=alice)
    return made


def test_a_paragraph_retyped_is_a_proposal_of_who_brings_it(text: Document, paula: Any, alice: Any) -> None:
    data = changed(taken(text, paula), retype("par défaut", "à tous"))
    waiting = brought(text, paula, data)
    assert [one["block"] for one in waiting.proposed] and texts(text)[0] == FIRST
    assert not Suggestion.objects.exists()
    outcome = proposed(text, paula, data)
    made = Suggestion.objects.get()
    assert (made.author, made.state, made.author_name) == (paula, "open", "")
    assert outcome.suggestions == [made] and outcome.left == []
    accept_suggestion(made, by=alice)
    assert texts(text) == [FIRST.replace("par défaut", "à tous"), SECOND, "Fin."]


def test_an_unchanged_file_changes_nothing(text: Document, paula: Any, alice: Any) -> None:
    data = taken(text, paula)
    propose_and_accept(text, alice, "Autre début.")
    waiting = brought(text, paula, data)
    assert (waiting.proposed, waiting.left, waiting.talks, waiting.told) == ([], [], [], {})


def propose_and_accept(document: Document, by: Any, *words: str, at: int = 0) -> None:
    accept_suggestion(propose(document, by, *words, at=at), by=by)
