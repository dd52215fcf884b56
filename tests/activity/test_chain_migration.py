"""Events from before there were chains: chained in their order when the site is brought up to date."""

from importlib import import_module
from typing import Any

from django.apps import apps

from activity.chain import chain_of
from activity.models import ChainHead, Event
from activity.record import record
from activity.verifying import verify, verify_all
from workspaces.models import Workspace


def as_before(workspace: Workspace, alice: Any) -> None:
    """Rows as they were: no key of the actor, no chain; a name in the words."""
    Event.objects.all().delete()
    ChainHead.objects.all().delete()
    for verb in ("workspace.created", "document.edited", "access.granted", "access.shared"):
        Event.objects.create(
            actor=alice, verb=verb, workspace=workspace.pk, data={"title": "Un", "person": "Bob Martin"}
        )
    Event.objects.create(verb="document.exported", data={"format": "docx"})


def test_what_exists_is_chained(workspace: Workspace, alice: Any) -> None:
    as_before(workspace, alice)
    assert not all(report.whole for report in verify_all())
    import_module("activity.migrations.0003_chain_what_exists").chain_what_exists(apps, None)
    report = verify(chain_of(workspace.pk))
    assert (report.whole, report.events) == (True, 3)
    assert all(one.whole for one in verify_all())
    assert Event.objects.get(verb="document.edited").actor_key == alice.pk


def test_the_chain_goes_on_from_there(workspace: Workspace, alice: Any) -> None:
    as_before(workspace, alice)
    import_module("activity.migrations.0003_chain_what_exists").chain_what_exists(apps, None)
    assert record("access.shared", by=alice, workspace=workspace.pk, reach="public").number == 4
    assert verify(chain_of(workspace.pk)).whole
