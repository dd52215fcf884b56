"""An accepted proposal comes into the text: exactly it, its words its proposer's, and nobody else's words lost."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pycrdt import Doc, XmlFragment

from activity.models import Event
from documents.actions.accepting import accept_suggestion, answer_all
from documents.actions.suggestions import refuse_suggestion
from documents.models import Document, Stage, Suggestion
from documents.refusals import Changed
from permissions.actions import grant
from realtime import engine, log, own_words
from tests import make, writing
from tests.documents.proposing import blocks, paragraph, propose, texts
from tests.documents.trees import node

WORDS = "Les données publiques sont ouvertes par défaut."
FREE = "Les données publiques sont libres par défaut."


@pytest.fixture
def paula(document: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(document, "suggest", to=made, by=alice)
    return made


def again(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.get(pk=suggestion.pk)


def said_by(document: Document, person: Any) -> str:
    found = own_words.passages(document.room, str(person.pk))
    return " ".join(words for sitting in found for words in sitting.texts)


def test_its_words_are_its_proposers(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, FREE)
    accept_suggestion(made, by=bob, answer="Merci.")
    found = again(made)
    assert texts(document) == [FREE]
    assert (found.state, found.answered_by, found.answer) == ("accepted", bob, "Merci.")
    assert found.applied[0]["content"][0]["text"] == FREE and found.applied_at == 2
    assert said_by(document, paula) == "libres" and not said_by(document, bob)
    event = Event.objects.get(verb="suggestion.accepted")
    assert (event.actor, event.about) == (bob, f"user:{paula.pk}")


def test_the_block_keeps_its_id(document: Document, paula: Any, bob: Any) -> None:
    key = blocks(document)[0][0]
    accept_suggestion(propose(document, paula, "Les données publiques", "sont libres."), by=bob)
    assert texts(document) == ["Les données publiques", "sont libres."]
    assert blocks(document)[0][0] == key and blocks(document)[1][0] not in {"", key}


def test_only_who_writes_accepts(document: Document, paula: Any, carol: Any, dan: Any, eve: Any) -> None:
    made = propose(document, paula, FREE)
    for person in (paula, carol, dan, eve):
        with pytest.raises(PermissionDenied):
            accept_suggestion(made, by=person)
    assert texts(document) == [WORDS] and again(made).state == "open"


def test_what_was_written_since_stays(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, FREE)
    writing.write_into(document, bob, 0, len(WORDS.encode()), " Toutes.")
    accept_suggestion(made, by=bob)
    assert texts(document) == [f"{FREE} Toutes."]


def test_unclear_is_never_applied(document: Document, paula: Any, bob: Any) -> None:
    first, second = propose(document, paula, FREE), propose(document, paula, WORDS.replace("ouvertes", "gratuites"))
    accept_suggestion(first, by=bob)
    with pytest.raises(Changed) as refused:
        accept_suggestion(second, by=bob)
    assert refused.value.code == "block_changed"
    assert texts(document) == [FREE] and again(second).state == "open"
    writing.edit(document, bob, lambda text: text.children.__delitem__(0))
    with pytest.raises(Changed) as refused:
        accept_suggestion(second, by=bob)
    assert refused.value.code == "block_gone"


def test_with_changes_each_name_stands_on_its_words(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, FREE)
    seen = blocks(document)[0][1]
    accept_suggestion(made, by=bob, applied=[paragraph(f"{FREE} Vraiment.")], seen=seen)
    assert texts(document) == [f"{FREE} Vraiment."]
    assert said_by(document, paula) == "libres" and said_by(document, bob).strip() == "Vraiment."
    assert again(made).applied[0]["content"][0]["text"] == f"{FREE} Vraiment."


def test_with_changes_what_others_wrote_since_stays(document: Document, paula: Any, bob: Any, alice: Any) -> None:
    """Also where the proposal itself has become unclear: whoever accepts has seen the block as it is."""
    made = propose(document, paula, FREE)
    accept_suggestion(propose(document, paula, WORDS.replace("ouvertes", "gratuites")), by=bob)
    seen = blocks(document)[0][1]
    writing.write_into(document, alice, 0, 0, "Oui : ")
    mixed = [paragraph("Les données publiques sont libres et gratuites par défaut.")]
    accept_suggestion(made, by=bob, applied=mixed, seen=seen)
    assert texts(document) == ["Oui : Les données publiques sont libres et gratuites par défaut."]


def test_several_blocks_with_changes(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, "Un.", "Deux.")
    accept_suggestion(made, by=bob, applied=[paragraph("Un."), paragraph("Deux bis.")])
    assert texts(document) == ["Un.", "Deux bis."]
    gone = propose(document, paula, at=1)
    accept_suggestion(gone, by=bob)
    assert texts(document) == ["Un."]


def test_a_list_a_heading_and_a_table(document: Document, paula: Any, bob: Any) -> None:
    accept_suggestion(propose(document, paula, node("heading", WORDS, level=2), node("horizontalRule")), by=bob)
    assert [one["type"] for _, one in blocks(document)] == ["heading", "horizontalRule"]
    key = blocks(document)[0][0]
    table = node("table", node("tableRow", node("tableCell", paragraph("a")), node("tableCell", paragraph("b"))))
    accept_suggestion(propose(document, paula, table, at=1), by=bob)
    assert blocks(document)[0][0] == key
    assert blocks(document)[1][1]["content"][0]["content"][1]["attrs"]["colspan"] == 1  # as an editor would store it


def test_answered_once(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, FREE)
    refuse_suggestion(made, "Non.", by=bob)
    with pytest.raises(ValidationError) as refused:
        accept_suggestion(again(made), by=bob)
    assert refused.value.code == "answered"


def test_bad_nodes_and_an_adopted_text(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, FREE)
    with pytest.raises(ValidationError) as refused:
        accept_suggestion(made, by=bob, applied=[{"type": "gadget"}])
    assert refused.value.code == "nodes"
    document.stage = Stage.ADOPTED
    document.save()
    with pytest.raises(ValidationError) as refused:
        accept_suggestion(made, by=bob)
    assert refused.value.code == "frozen" and again(made).state == "open"


def test_of_a_closed_account(document: Document, paula: Any, bob: Any) -> None:
    made = propose(document, paula, FREE)
    Suggestion.objects.filter(pk=made.pk).update(author=None)
    accept_suggestion(Suggestion.objects.get(pk=made.pk), by=bob)
    assert texts(document) == [FREE]


def test_all_of_a_filter_the_first_made_first(document: Document, paula: Any, bob: Any, carol: Any) -> None:
    first = propose(document, paula, FREE)
    second = propose(document, paula, WORDS.replace("ouvertes", "gratuites"))  # of the same words
    third = propose(document, paula, WORDS.replace("Les", "Toutes les"))
    with pytest.raises(PermissionDenied):
        answer_all(document, [first], "accept", by=carol)
    answered, left = answer_all(document, [first, second, third], "accept", by=bob)
    assert answered == [first, third] and [one for one, _ in left] == [second]
    assert texts(document) == ["Toutes les données publiques sont libres par défaut."]
    answered, left = answer_all(document, [second], "refuse", "Déjà fait.", by=bob)
    assert answered == [second] and again(second).answer == "Déjà fait."


def test_words_on_their_way_while_it_is_accepted(document: Document, paula: Any, bob: Any, alice: Any) -> None:
    """Alice types on a page that has not heard of it; what she typed arrives after, and nobody's words are lost."""
    made = propose(document, paula, WORDS.replace("Les données publiques", "Toutes les données libres"))
    page: Doc[Any] = engine.open_doc(log.load(document.room).parts())
    before = page.get_state()
    text: Any = page.get("default", type=XmlFragment).children[0]
    text.children[0].insert(len("Les données publi".encode()), "-x-")
    text.children[0].insert(len(b"Les"), " belles")
    accept_suggestion(made, by=bob)
    log.submit(document.room, str(alice.pk), page.get_update(before))
    said = texts(document)[0]
    assert "-x-" in said and " belles" in said
    assert said.replace("-x-", "").replace(" belles", "") == "Toutes les données libres sont ouvertes par défaut."
