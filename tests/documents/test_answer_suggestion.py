"""A proposal is refused with a reason, withdrawn by its author, voted on and discussed."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.behalf import on_behalf
from activity.models import Event
from documents.actions.suggestions import (
    discuss_suggestion,
    refuse_suggestion,
    vote_on_suggestion,
    withdraw_suggestion,
)
from documents.models import Document, Suggestion, SuggestionVote
from permissions.actions import grant, revoke
from tests import make
from tests.documents.proposing import propose, texts


@pytest.fixture
def paula(document: Document, alice: Any) -> Any:
    made = make.person("Paula Proposante")
    grant(document, "suggest", to=made, by=alice)
    return made


@pytest.fixture
def made(document: Document, paula: Any) -> Suggestion:
    return propose(document, paula, "Les données sont libres.")


def again(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.get(pk=suggestion.pk)


# Refused


def test_refused_with_a_reason(document: Document, made: Suggestion, paula: Any, bob: Any) -> None:
    refuse_suggestion(made, " La loi dit autre chose. ", by=bob)
    found = again(made)
    assert (found.state, found.answer, found.answered_by) == ("refused", "La loi dit autre chose.", bob)
    event = Event.objects.get(verb="suggestion.refused")
    assert (event.actor, event.about) == (bob, f"user:{paula.pk}")
    assert texts(document) == ["Les données publiques sont ouvertes par défaut."]


def test_not_without_a_reason_nor_twice(made: Suggestion, bob: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        refuse_suggestion(made, "  ", by=bob)
    assert refused.value.error_dict["reason"][0].code == "reason_empty"
    refuse_suggestion(made, "Non.", by=bob)
    with pytest.raises(ValidationError) as refused:
        refuse_suggestion(again(made), "Non.", by=bob)
    assert refused.value.code == "answered"


def test_not_below_the_rung_of_writers(made: Suggestion, paula: Any, carol: Any, dan: Any, eve: Any) -> None:
    for person in (paula, carol, dan, eve):
        with pytest.raises(PermissionDenied):
            refuse_suggestion(made, "Non.", by=person)


def test_an_outdated_one_is_refused_too(made: Suggestion, bob: Any) -> None:
    Suggestion.objects.filter(pk=made.pk).update(state="outdated")
    refuse_suggestion(again(made), "Dépassée.", by=bob)
    assert again(made).state == "refused"


# Withdrawn


def test_withdrawn_by_its_author_alone(made: Suggestion, paula: Any, alice: Any) -> None:
    with pytest.raises(PermissionDenied):
        withdraw_suggestion(made, by=alice)
    withdraw_suggestion(made, by=paula)
    assert again(made).state == "withdrawn"
    assert Event.objects.get(verb="suggestion.withdrawn").actor == paula
    with pytest.raises(ValidationError):
        withdraw_suggestion(again(made), by=paula)


def test_not_by_who_sees_the_document_no_more(document: Document, made: Suggestion, paula: Any, alice: Any) -> None:
    revoke(document, of=paula, by=alice)
    with pytest.raises(PermissionDenied):
        withdraw_suggestion(made, by=paula)


# Votes


def test_one_voice_each_that_may_change(made: Suggestion, carol: Any, bob: Any) -> None:
    vote_on_suggestion(made, 1, by=carol)
    vote_on_suggestion(made, -1, by=bob)
    vote_on_suggestion(made, 1, by=bob)
    assert list(SuggestionVote.objects.order_by("pk").values_list("person", "value")) == [(carol.pk, 1), (bob.pk, 1)]
    vote_on_suggestion(made, 0, by=bob)
    vote_on_suggestion(made, 0, by=bob)
    assert SuggestionVote.objects.get().person == carol


def test_who_votes_not(document: Document, made: Suggestion, paula: Any, bob: Any, dan: Any, eve: Any) -> None:
    for person in (dan, eve):
        with pytest.raises(PermissionDenied):
            vote_on_suggestion(made, 1, by=person)
    with on_behalf(bob, by=make.administrator()), pytest.raises(PermissionDenied):
        vote_on_suggestion(made, 1, by=bob)
    with pytest.raises(ValidationError) as refused:
        vote_on_suggestion(made, 1, by=paula)
    assert refused.value.code == "own"
    with pytest.raises(ValidationError) as refused:
        vote_on_suggestion(made, 2, by=bob)
    assert refused.value.code == "vote"
    refuse_suggestion(made, "Non.", by=bob)
    with pytest.raises(ValidationError) as refused:
        vote_on_suggestion(again(made), 1, by=bob)
    assert refused.value.code == "answered"


def test_readers_vote_where_they_comment(document: Document, made: Suggestion, dan: Any) -> None:
    document.readers_comment = True
    document.save()
    vote_on_suggestion(again(made), 1, by=dan)
    assert SuggestionVote.objects.get().person == dan


# Discussed


def test_one_thread_for_all(document: Document, made: Suggestion, carol: Any, dan: Any, bob: Any) -> None:
    thread = discuss_suggestion(made, "Pourquoi ?", by=carol)
    assert discuss_suggestion(again(made), "Parce que.", by=bob) == thread
    assert again(made).thread == thread and thread.document == document
    assert list(thread.comments.values_list("body", flat=True)) == ["Pourquoi ?", "Parce que."]
    with pytest.raises(PermissionDenied):
        discuss_suggestion(again(made), "Moi aussi.", by=dan)
