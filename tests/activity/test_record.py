"""Recording: audit verbs go in a chain, numbered and linked; others do not; an act that fails leaves no number behind."""

from typing import Any

import pytest
from django.db import transaction

from activity.chain import INSTANCE, chain_of
from activity.models import ChainHead, Event
from activity.record import record
from activity.verbs import AUDIT, FEED, KINDS, ORDINARY, SENTENCES, kind_of, sentence
from activity.verifying import verify
from documents.models import Document
from permissions.actions import grant
from workspaces.models import Workspace


def test_an_audit_event_takes_the_next_number_and_holds_the_one_before(workspace: Workspace, alice: Any) -> None:
    first = Event.objects.get(chain=chain_of(workspace.pk))
    second = record("access.shared", by=alice, on=workspace, workspace=workspace.pk, title="Un", reach="public")
    assert (first.verb, first.number, first.previous) == ("workspace.created", 1, "")
    assert (second.number, second.previous) == (2, first.hash)
    head = ChainHead.objects.get(pk=chain_of(workspace.pk))
    assert (head.number, head.hash) == (2, second.hash)


def test_each_workspace_has_its_chain_and_the_instance_one(workspace: Workspace, alice: Any) -> None:
    record("activity.exported", by=alice)
    record("activity.exported", by=alice, on=workspace, workspace=workspace.pk)
    assert Event.objects.get(chain=INSTANCE).number == 1
    assert verify(INSTANCE).whole
    assert verify(chain_of(workspace.pk)).events == 2


def test_what_is_only_told_has_no_chain(workspace: Workspace, alice: Any) -> None:
    event = record("workspace.changed", by=alice, on=workspace, workspace=workspace.pk)
    assert (event.chain, event.number, event.hash, event.seals) == ("", None, "", {})


def test_it_keeps_whom_it_is_about_and_for_whom_one_acted(document: Document, alice: Any, bob: Any) -> None:
    event = record("access.granted", by=alice, on=document, about=bob, on_behalf_of="organisation:3", title="Un")
    assert (event.about, event.on_behalf_of, event.actor_key) == (f"user:{bob.pk}", "organisation:3", alice.pk)
    assert event.data == {"title": "Un"}


def test_a_grant_names_nobody(document: Document, bob: Any) -> None:
    event = Event.objects.get(verb="access.granted", about=f"user:{bob.pk}")
    assert "Bob" not in str(event.data)


def test_an_act_that_fails_leaves_no_gap(workspace: Workspace, alice: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record("access.shared", by=alice, on=workspace, workspace=workspace.pk, reach="public")
        raise RuntimeError
    assert record("access.shared", by=alice, on=workspace, workspace=workspace.pk, reach="public").number == 2
    assert verify(chain_of(workspace.pk)).whole


def test_a_verb_without_a_sentence_is_refused(alice: Any) -> None:
    with pytest.raises(KeyError):
        record("access.dreamed", by=alice)
    assert not Event.objects.filter(verb="access.dreamed").exists()


def test_it_costs_three_queries_more_than_what_is_only_told(
    workspace: Workspace, alice: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        record("workspace.changed", by=alice, on=workspace, workspace=workspace.pk)
    with transaction.atomic(), django_assert_num_queries(5):  # two of them are the savepoint
        record("access.shared", by=alice, on=workspace, workspace=workspace.pk, reach="public")


def test_rights_exports_and_deletions_are_of_audit() -> None:
    assert {verb for verb in SENTENCES if kind_of(verb) == "access"} <= AUDIT
    assert {verb for verb in SENTENCES if verb.endswith((".exported", ".deleted", ".archived", ".trashed"))} <= AUDIT
    assert set(SENTENCES) >= ORDINARY
    assert set(SENTENCES) >= FEED


def test_every_kind_of_verb_has_a_name() -> None:
    assert {kind_of(verb) for verb in SENTENCES} <= set(KINDS)


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_a_sentence_whose_words_are_gone_still_reads(verb: str) -> None:
    assert "%" not in sentence(verb, {})


def test_a_verb_that_is_none_is_told_as_it_stands() -> None:
    assert sentence("x.y", {}) == "x.y"


def test_a_deleted_account_leaves_its_number(document: Document, alice: Any, eve: Any) -> None:
    grant(document, "manage", to=eve, by=alice)
    grant(document, "view", to=alice, by=eve)
    key = eve.pk
    eve.delete()
    assert Event.objects.filter(actor=None, actor_key=key).exists()
    assert verify(chain_of(document.workspace_id)).whole
