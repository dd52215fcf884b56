"""What somebody proposed is in their data, is taken along by a guest, and goes with them if they want it."""

import io
import json
import zipfile
from typing import Any

import pytest

from accounts.closing import close_account
from accounts.personal_data import export_personal_data
from documents.actions.accepting import accept_suggestion
from documents.actions.suggestions import refuse_suggestion, vote_on_suggestion
from documents.models import Document, Suggestion, SuggestionVote
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from permissions.taking_over import take_over
from tests import make
from tests.documents.proposing import propose, texts

WORDS = "Les données publiques sont ouvertes par défaut."


@pytest.fixture
def paula(document: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(document, "suggest", to=made, by=alice)
    return made


def state(suggestion: Suggestion) -> tuple[str, str]:
    """And everything it says."""
    found = Suggestion.objects.get(pk=suggestion.pk)
    said = [found.before, found.proposed, found.applied, found.reason, found.answer]
    return found.state, json.dumps(said, ensure_ascii=False)


def test_ones_proposals_are_in_ones_data(document: Document, paula: Any, bob: Any) -> None:
    vote_on_suggestion(propose(document, bob, "Autre chose."), 1, by=paula)
    propose(document, paula, "Les données sont libres.", reason="Plus court.")
    out = io.BytesIO()
    export_personal_data(paula, by=paula, to=out)
    file = zipfile.ZipFile(out)
    said = file.read("propositions.json").decode()
    assert "Les données sont libres." in said and "Plus court." in said and "Autre chose." not in said


@pytest.mark.parametrize(("how", "kept"), [("anonymise", True), ("blank", False)])
def test_closing_an_account(document: Document, paula: Any, bob: Any, carol: Any, how: str, kept: bool) -> None:
    accepted = propose(document, paula, WORDS.replace("ouvertes", "libres"), reason="Mot simple.")
    accept_suggestion(accepted, by=bob)
    refused = propose(document, paula, "Rien de tout cela.")
    refuse_suggestion(refused, "Trop court.", by=bob)
    waiting, others = propose(document, paula, "Encore autre."), propose(document, bob, "De Bob.")
    vote_on_suggestion(others, 1, by=paula)
    close_account(paula, how, by=paula)
    assert not SuggestionVote.objects.exists()
    assert ("simple" in state(accepted)[1], "Rien" in state(refused)[1]) == (kept, kept)
    assert (state(accepted)[0], state(refused)[0]) == ("accepted", "refused")
    assert Suggestion.objects.filter(pk=waiting.pk).exists() is kept


def test_erased_words_are_in_nobodys_proposals(document: Document, paula: Any, bob: Any, alice: Any) -> None:
    """Bob proposed around words of Paula's; what he proposed elsewhere stays."""
    accept_suggestion(propose(document, paula, "Mon adresse est rue des Lilas.", "Un autre paragraphe."), by=alice)
    around = propose(document, bob, "Mon adresse est bien rue des Lilas.")
    done = propose(document, bob, "Un tout autre paragraphe.", at=1)
    accept_suggestion(done, by=alice)
    close_account(paula, "blank", by=paula)
    assert "Lilas" not in " ".join(texts(document))
    assert state(around)[0] == "outdated" and "Lilas" not in state(around)[1]
    assert "paragraphe" not in state(done)[1]
    kept = propose(document, bob, "Neuf.")
    close_account(make.person("Autre Personne"), "blank", by=None)
    assert "Neuf" in state(kept)[1]


def test_a_guest_takes_them_along(document: Document, alice: Any, eve: Any) -> None:
    share_by_link(document, reach="public", link_role="suggest", by=alice)
    made = propose(document, enter_as_guest(document, "Gaston"), "De Gaston.")
    take_over(Suggestion.objects.get(pk=made.pk).author, by=eve)
    assert Suggestion.objects.get(pk=made.pk).author == eve
