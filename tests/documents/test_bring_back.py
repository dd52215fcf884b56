"""A Word file that comes back: what it changes becomes proposals of the person who brings it, and nothing else does."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from lxml import etree

from activity.behalf import on_behalf
from activity.models import Event
from documents.actions import bringing_back
from documents.actions.accepting import accept_suggestion
from documents.actions.bringing_back import bring_back, drop_return, look_after_returns, propose_returned
from documents.actions.discussion import open_thread
from documents.actions.documents import create_document
from documents.formats.options import Options
from documents.models import Comment, Document, Return, Stage, Suggestion, Version
from documents.models.returned import SHOWN_FOR
from permissions.actions import grant
from tests import make
from tests.documents.proposing import propose, texts
from tests.documents.returned import brought, changed, of, proposed, retype, taken

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIRST, SECOND = "Les données publiques sont ouvertes par défaut.", "Chaque commune publie ses délibérations."


@pytest.fixture
def text(alice: Any, workspace: Any) -> Document:
    return create_document(workspace, "Ouvrir", by=alice, tree=make.tree(FIRST, SECOND, "Fin."))


@pytest.fixture
def paula(text: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(text, "suggest", to=made, by=alice)
    return made


def written(document: Document, by: Any, *words: str, at: int = 0) -> None:
    accept_suggestion(propose(document, by, *words, at=at), by=by)


def test_a_paragraph_retyped_is_a_proposal_of_who_brings_it(text: Document, paula: Any, alice: Any) -> None:
    data = changed(taken(text, paula), retype("par défaut", "à tous"))
    waiting = brought(text, paula, data)
    assert len(waiting.proposed) == 1 and texts(text)[0] == FIRST
    assert not Suggestion.objects.exists()
    outcome = propose_returned(waiting, by=paula)
    made = Suggestion.objects.get()
    assert (made.author, made.state, made.author_name) == (paula, "open", "")
    assert outcome.suggestions == [made] and outcome.left == []
    event = Event.objects.get(verb="document.brought_back")
    assert (event.actor, event.subject_id, event.data["count"]) == (paula, str(text.pk), 1)
    assert not Event.objects.filter(verb="suggestion.made").exists() and not Return.objects.exists()
    accept_suggestion(made, by=alice)
    assert texts(text) == [FIRST.replace("par défaut", "à tous"), SECOND, "Fin."]


def test_an_unchanged_file_changes_nothing(text: Document, paula: Any, alice: Any) -> None:
    data = taken(text, paula, Options(cover=True, contents=True, contributors=True))
    written(text, alice, "Autre début.")
    waiting = brought(text, paula, data)
    assert (waiting.proposed, waiting.left, waiting.talks, waiting.told) == ([], [], [], {})
    assert waiting.since is None and not waiting.by_today


def test_added_and_removed_paragraphs_stand_with_their_neighbours(text: Document, paula: Any, alice: Any) -> None:
    def change(opened: Any) -> None:
        new = copy.deepcopy(of(opened, SECOND)._p)
        of(opened, FIRST)._p.addnext(new)
        opened.paragraphs[[one.text for one in opened.paragraphs].index(SECOND)].runs[0].text = "Tout nouveau."
        last = of(opened, "Fin.")._p
        last.getparent().remove(last)

    data = changed(taken(text, paula), change)
    for made in proposed(text, paula, data).suggestions:
        accept_suggestion(made, by=alice)
    assert texts(text)[:3] == [FIRST, "Tout nouveau.", SECOND]
    assert "Fin." not in texts(text)


def test_what_others_wrote_meanwhile_stays(text: Document, paula: Any, alice: Any) -> None:
    data = changed(taken(text, paula), retype("délibérations", "comptes"))
    written(text, alice, FIRST + " Et gratuites.")
    outcome = proposed(text, paula, data)
    assert [one.before["content"][0]["text"] for one in outcome.suggestions] == [SECOND]
    accept_suggestion(outcome.suggestions[0], by=alice)
    assert texts(text) == [FIRST + " Et gratuites.", SECOND.replace("délibérations", "comptes"), "Fin."]


def test_where_both_changed_the_same_words_it_is_told_with_both(text: Document, paula: Any, alice: Any) -> None:
    data = changed(taken(text, paula), retype("par défaut", "à tous"))
    written(text, alice, FIRST.replace("par défaut", "sur demande"))
    waiting = brought(text, paula, data)
    assert waiting.proposed == []
    assert [(one["why"], one["was"], one["wanted"]) for one in waiting.left] == [
        ("changed", FIRST, FIRST.replace("par défaut", "à tous"))
    ]


def test_changes_tracked_in_word_bear_the_name_that_the_file_gives(text: Document, paula: Any) -> None:
    def change(opened: Any) -> None:
        paragraph = of(opened, SECOND)._p
        inserted = etree.SubElement(paragraph, f"{W}ins")
        inserted.set(f"{W}id", "900")
        inserted.set(f"{W}author", "Jeanne Martin")
        inserted.set(f"{W}date", "2026-11-20T10:00:00Z")
        etree.SubElement(etree.SubElement(inserted, f"{W}r"), f"{W}t").text = " Toutes."

    made = proposed(text, paula, changed(taken(text, paula), change)).suggestions[0]
    assert (made.author, made.author_name) == (paula, "Jeanne Martin")
    assert made.proposed[0]["content"][0]["text"] == SECOND + " Toutes."
    assert "Paula Proposante" in made.signature and "Jeanne Martin" in made.signature


def test_our_own_tracked_proposals_are_not_made_twice(text: Document, paula: Any, alice: Any) -> None:
    propose(text, alice, FIRST.replace("ouvertes", "libres"))
    data = taken(text, paula)
    assert brought(text, paula, data).proposed == []
    assert [one["block"] for one in brought(text, paula, changed(data, retype("Fin.", "La fin."))).proposed]


def test_a_file_without_names_comes_back_as_well(text: Document, paula: Any) -> None:
    data = taken(text, paula, Options(names=False))
    assert brought(text, paula, data).proposed == []
    assert len(proposed(text, paula, changed(data, retype("Fin.", "La fin."))).suggestions) == 1


def test_comments_of_ours_are_known_again_and_new_ones_are_said(text: Document, paula: Any, alice: Any) -> None:
    thread = open_thread(text, "Est-ce sûr ?", by=alice)
    Comment.objects.update(at=timezone.now() - timedelta(hours=1))  # never in the second in which Word's is made

    def change(opened: Any) -> None:
        opened.add_comment(of(opened, SECOND).runs, text="Lesquelles ?", author="Jeanne Martin", initials="JM")

    outcome = proposed(text, paula, changed(taken(text, paula), change))
    assert (outcome.said, outcome.suggestions, outcome.left) == (1, [], [])
    said = Comment.objects.exclude(thread=thread).get()
    assert said.author == paula and "Jeanne Martin" in said.body and "Lesquelles ?" in said.body
    assert said.thread.quote == SECOND
    assert brought(text, paula, taken(text, paula)).talks == []


def test_a_file_of_another_document_or_of_none_is_refused(
    text: Document, paula: Any, alice: Any, workspace: Any
) -> None:
    other = create_document(workspace, "Autre", by=alice, tree=make.tree("Ailleurs."))
    with pytest.raises(ValidationError) as refused:
        brought(text, paula, taken(other, alice))
    assert refused.value.code == "file_elsewhere"
    with pytest.raises(ValidationError) as refused:
        bring_back(text, "note.md", b"Note", by=paula)
    assert refused.value.code == "file_unknown"
    with pytest.raises(ValidationError):
        bring_back(text, "vide.docx", b"", by=paula)
    assert not Return.objects.exists()


def test_lower_rungs_may_not_and_nobody_in_anothers_place(
    text: Document, paula: Any, alice: Any, eve: Any, workspace: Any
) -> None:
    carol = make.person("Carole Commente")
    grant(text, "comment", to=carol, by=alice)
    data = taken(text, paula)
    for person in (carol, eve):
        with pytest.raises(PermissionDenied):
            brought(text, person, data)
    with on_behalf(paula, by=make.administrator()), pytest.raises(PermissionDenied):
        brought(text, paula, data)


def test_an_adopted_text_takes_nothing_back(text: Document, paula: Any) -> None:
    data = taken(text, paula)
    waiting = brought(text, paula, changed(data, retype("Fin.", "La fin.")))
    Document.objects.filter(pk=text.pk).update(stage=Stage.ADOPTED)
    text.refresh_from_db()
    waiting.document = text
    for act in (lambda: brought(text, paula, data), lambda: propose_returned(waiting, by=paula)):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.code == "frozen"


def test_it_is_of_who_brought_it_alone_and_once(text: Document, paula: Any, alice: Any) -> None:
    waiting = brought(text, paula, changed(taken(text, paula), retype("Fin.", "La fin.")))
    for act in (propose_returned, drop_return):
        with pytest.raises(PermissionDenied):
            act(waiting, by=alice)
    again = Return.objects.get()
    propose_returned(waiting, by=paula)
    with pytest.raises(ValidationError):
        propose_returned(again, by=paula)
    assert Suggestion.objects.count() == 1


def test_more_than_may_wait_are_refused_whole(text: Document, paula: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing_back, "MOST_OPEN", 1)
    propose(text, paula, "Déjà une.")
    waiting = brought(text, paula, changed(taken(text, paula), retype("délibérations", "comptes")))
    with pytest.raises(ValidationError) as refused:
        propose_returned(waiting, by=paula)
    assert refused.value.code == "too_many" and Suggestion.objects.count() == 1 and Return.objects.exists()


def test_it_is_forgotten_after_a_day(text: Document, paula: Any) -> None:
    made = brought(text, paula, taken(text, paula))
    assert look_after_returns() == 0
    Return.objects.update(at=timezone.now() - SHOWN_FOR - timedelta(minutes=1))
    assert not Return.objects.recent().exists() and look_after_returns() == 1
    assert not Return.objects.filter(pk=made.pk).exists()


def test_where_that_state_is_not_kept_it_is_said(text: Document, paula: Any, alice: Any) -> None:
    data = taken(text, paula)
    written(text, alice, "Autre début.")
    Version.objects.filter(document=text).delete()
    assert brought(text, paula, data).by_today
