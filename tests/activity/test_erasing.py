"""Names taken out of what was recorded: gone for good, told in the chain, which stays whole."""

from typing import Any

from activity.chain import chain_of
from activity.erasing import forget
from activity.models import Event
from activity.record import record
from activity.verbs import sentence
from activity.verifying import verify
from workspaces.models import Workspace


def named(workspace: Workspace, alice: Any, bob: Any) -> Event:
    """As events were recorded once: with the name."""
    told = {"title": "Ouvrir les données", "person": "Bob Martin", "role": "view"}
    return record("access.granted", by=alice, on=workspace, workspace=workspace.pk, about=bob, **told)


def test_the_name_is_gone_and_the_chain_is_whole(workspace: Workspace, alice: Any, bob: Any) -> None:
    event = named(workspace, alice, bob)
    assert forget(bob, by=alice) == 1
    event.refresh_from_db()
    assert event.data == {"title": "Ouvrir les données", "role": "view"}
    assert event.seals["person"].startswith(":")
    report = verify(chain_of(workspace.pk))
    assert (report.whole, report.blanked) == (True, 1)


def test_what_was_recorded_under_an_address_is_found(workspace: Workspace, alice: Any, bob: Any) -> None:
    event = record("access.shared", by=alice, workspace=workspace.pk, person="bob@example.org", title="Un")
    assert forget(bob, by=None) == 1
    event.refresh_from_db()
    assert event.data == {"title": "Un"}


def test_nobody_else_is_forgotten(workspace: Workspace, alice: Any, bob: Any, carol: Any) -> None:
    event = named(workspace, alice, carol)
    assert forget(bob, by=alice) == 0
    event.refresh_from_db()
    assert event.data["person"] == "Bob Martin"
    assert not Event.objects.filter(verb="activity.blanked").exists()


def test_twice_is_once(workspace: Workspace, alice: Any, bob: Any) -> None:
    named(workspace, alice, bob)
    assert (forget(bob, by=alice), forget(bob, by=alice)) == (1, 0)


def test_what_has_no_chain_is_blanked_too(workspace: Workspace, bob: Any) -> None:
    event = record("workspace.changed", by=None, workspace=workspace.pk, about=bob, name="Bob Martin")
    assert forget(bob, by=None) == 1
    event.refresh_from_db()
    assert event.data == {}
    assert verify(chain_of(workspace.pk)).events == 1


def test_it_is_recorded_in_each_chain_without_a_name(workspace: Workspace, alice: Any, bob: Any) -> None:
    numbers = [named(workspace, alice, bob).number, named(workspace, alice, bob).number]
    record("access.shared", by=alice, person="bob@example.org")
    forget(bob, by=alice)
    told = Event.objects.filter(verb="activity.blanked").order_by("pk")
    assert [(one.workspace, one.data["numbers"]) for one in told] == [(workspace.pk, numbers), (None, [1])]
    assert not [one for one in told if one.about]


def test_the_sentence_still_reads(workspace: Workspace, alice: Any, bob: Any) -> None:
    event = named(workspace, alice, bob)
    forget(bob, by=alice)
    event.refresh_from_db()
    assert "quelqu’un" in sentence(event.verb, event.data)
