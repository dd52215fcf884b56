"""Who may propose makes a proposal beside the text: the text does not change, and only what is sound is kept."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.behalf import on_behalf
from activity.models import Event
from documents import sound
from documents.actions import suggestions as acts
from documents.actions.suggestions import make_suggestion
from documents.actions.trash import purge_document
from documents.models import Document, Stage, Suggestion
from documents.refusals import Changed
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from realtime import log
from tests import make, writing
from tests.documents.proposing import blocks, paragraph, propose, texts
from tests.documents.trees import link, node, text

WORDS = "Les données publiques sont ouvertes par défaut."


@pytest.fixture
def paula(document: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(document, "suggest", to=made, by=alice)
    return made


def test_it_stands_beside_the_text(document: Document, paula: Any) -> None:
    before = log.standing([document.room])
    made = propose(document, paula, "Les données publiques sont libres.", reason="Plus court.")
    assert (made.author, made.reason, made.state) == (paula, "Plus court.", "open")
    assert made.before["content"][0]["text"] == WORDS
    assert texts(document) == [WORDS] and log.standing([document.room]) == before
    event = Event.objects.get(verb="suggestion.made")
    assert (event.actor, event.subject_id, event.data["suggestion"]) == (paula, str(document.pk), str(made.pk))


def test_lower_rungs_may_not_and_strangers_are_told_nothing(
    document: Document, carol: Any, dan: Any, eve: Any, bob: Any, alice: Any
) -> None:
    for person in (carol, dan, eve):
        with pytest.raises(PermissionDenied) as refused:
            propose(document, person, "Autre chose.")
        assert (document.title in str(refused.value)) is (person != eve)
    assert {propose(document, person, f"De {person}.").author for person in (bob, alice)} == {bob, alice}


def test_a_guest_of_the_link_may(document: Document, alice: Any) -> None:
    share_by_link(document, reach="public", link_role="suggest", by=alice)
    guest = enter_as_guest(document, "Zoé")
    assert propose(document, guest, "De Zoé.").signature == "Zoé"


def test_nobody_proposes_in_anothers_place(document: Document, paula: Any) -> None:
    with on_behalf(paula, by=make.administrator()), pytest.raises(PermissionDenied):
        propose(document, paula, "Autre chose.")


def test_in_the_name_of_an_organisation(document: Document, paula: Any, alice: Any) -> None:
    town, other = make.organisation(paula, "Ville de Brest"), make.organisation(alice, "Ville de Lyon")
    key, before = blocks(document)[0]
    made = make_suggestion(document, key, before, [paragraph("Autre.")], by=paula, on_behalf_of=town)
    assert made.signature == "Ville de Brest, par Paula Proposante"
    with pytest.raises(PermissionDenied):
        make_suggestion(document, key, before, [paragraph("Autre.")], by=paula, on_behalf_of=other)


@pytest.mark.parametrize("stage", [Stage.ADOPTED, Stage.PUBLISHED])
def test_an_adopted_text_takes_none(document: Document, paula: Any, stage: str) -> None:
    document.stage = stage
    document.save()
    with pytest.raises(ValidationError) as refused:
        propose(document, paula, "Autre chose.")
    assert refused.value.code == "frozen"


def test_what_others_wrote_meanwhile_is_kept_in_it(document: Document, paula: Any, bob: Any) -> None:
    key, seen = blocks(document)[0]
    writing.write_into(document, bob, 0, len(WORDS.encode()), " Toutes.")
    made = make_suggestion(document, key, seen, [paragraph(WORDS.replace("publiques", "de l'État"))], by=paula)
    assert made.before["content"][0]["text"] == f"{WORDS} Toutes."
    assert made.proposed[0]["content"][0]["text"] == "Les données de l'État sont ouvertes par défaut. Toutes."


def test_a_block_that_is_gone_or_another_by_now(document: Document, paula: Any, bob: Any) -> None:
    key, seen = blocks(document)[0]
    with pytest.raises(Changed) as refused:
        make_suggestion(document, "nulle-part", seen, [paragraph("Autre.")], by=paula)
    assert refused.value.code == "block_gone"
    with pytest.raises(Changed) as refused:
        make_suggestion(document, key, paragraph("Tout autre chose."), [paragraph("Autre.")], by=paula)
    assert refused.value.code == "block_changed"
    assert not Suggestion.objects.exists()


def test_what_changes_nothing_is_none(document: Document, paula: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        propose(document, paula, WORDS)
    assert refused.value.code == "unchanged"


def deep(levels: int) -> Any:
    made = paragraph("fond")
    for _ in range(levels):
        made = node("blockquote", made)
    return made


@pytest.mark.parametrize(
    "proposed",
    [
        [{"type": "gadget"}],
        [{"type": "paragraph", "content": [{"type": "text"}]}],
        [{"type": "paragraph", "content": [{"type": "text", "text": "\0"}]}],
        [{"type": "paragraph", "content": [{"type": "text", "text": "\ud800"}]}],
        [{"type": "paragraph", "content": "mots"}],
        [{"type": "paragraph", "attrs": {"style": "x"}}],
        [{"type": "paragraph", "extra": 1}],
        [{"type": "heading", "attrs": {"level": 7}}],
        [{"type": "heading", "attrs": {"level": True}}],
        [{"type": "listItem", "content": [paragraph("seul")]}],  # not in the text itself
        [node("bulletList", paragraph("sans puce"))],
        [{"type": "text", "text": "nu"}],
        [node("paragraph", text("lien", link("javascript:alert(1)")))],
        [node("paragraph", text("mot", {"type": "blink"}))],
        [node("table", node("tableRow", node("tableCell", paragraph("x"), colwidth=["x"])))],
        "mots",
        [None],
        [deep(60)],
        [paragraph("x" * (sound.MOST_LETTERS + 1))],
        [paragraph("x")] * (sound.MOST_NODES + 1),
    ],
)
def test_unsound_nodes_are_refused(document: Document, paula: Any, proposed: Any) -> None:
    key, before = blocks(document)[0]
    with pytest.raises(ValidationError) as refused:
        make_suggestion(document, key, before, proposed, by=paula)
    assert refused.value.code in {"nodes", "nodes_large", "block_changed"}
    assert not Suggestion.objects.exists()


def test_what_belongs_to_the_server_is_left_out(document: Document, paula: Any) -> None:
    comment = {"type": "comment", "attrs": {"thread": "x"}}
    other = {"type": "link", "attrs": {"href": "/documents/", "title": None}}
    made = propose(document, paula, node("paragraph", text("Autre", comment, other), id="forgé"))
    key = blocks(document)[0][0]
    assert made.proposed == [node("paragraph", text("Autre", link("/documents/")), id=key)]


def test_a_long_reason_and_too_many(document: Document, paula: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as refused:
        propose(document, paula, "Autre.", reason="x" * 1001)
    assert refused.value.message_dict
    monkeypatch.setattr(acts, "MOST_OPEN", 1)
    propose(document, paula, "Autre.")
    with pytest.raises(ValidationError) as refused:
        propose(document, paula, "Encore autre.")
    assert refused.value.code == "too_many"


def test_proposals_go_with_their_document(document: Document, paula: Any, alice: Any) -> None:
    propose(document, paula, "Autre.")
    purge_document(document, by=alice)
    assert not Suggestion.objects.exists()
