"""A workspace deleted by an administration: a package keeps all of it first."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from activity.chain import INSTANCE, chain_of
from activity.models import Event
from activity.verifying import verify, verify_all
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import share_by_link
from realtime.models import Head
from tests import make
from workspaces.deletion import delete_workspace
from workspaces.models import Workspace
from workspaces.package import wrong_in


@pytest.fixture
def chief(eve: User) -> User:
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    return User.objects.get(pk=eve.pk)


def test_it_is_kept_whole_and_goes_whole(document: Document, alice: Any, chief: User) -> None:
    workspace, inside = document.workspace, make.document(alice, document, "Dedans")  # type: ignore[arg-type]
    other = make.workspace(alice, "Ailleurs")
    elsewhere = make.document(alice, other, "Ailleurs")
    binned = make.document(alice, workspace, "Jeté")
    trash_document(binned, by=alice)
    keys = {str(one.pk) for one in (document, inside, binned)}
    kept = delete_workspace(workspace, by=chief)
    assert wrong_in(kept.folder) == []
    assert {path.name for path in (kept.folder / "documents").iterdir()} == keys
    told = json.loads((kept.folder / "workspace.json").read_text())
    counted = json.loads((kept.folder / "package.json").read_text())["people"]
    assert (counted["registered"], sum(counted.values())) == (1, 1)
    assert (told["name"], told["grants"][0]["holder"]) == ("République numérique", f"user:{alice.pk}")
    assert len(json.loads((kept.folder / "events.json").read_text())) > 4
    assert list(Workspace.objects.all()) == [other]
    assert list(Document.objects.all()) == [elsewhere]
    assert list(Head.objects.values_list("room", flat=True)) == [elsewhere.room]


def test_who_does_not_administer_is_refused(workspace: Workspace, alice: Any) -> None:
    with pytest.raises(PermissionDenied):
        delete_workspace(workspace, by=alice)
    assert Workspace.objects.exists()
    assert not Path(site.ARCHIVE_DIR).exists()


def test_it_is_recorded_in_both_chains(document: Document, chief: User) -> None:
    key = document.workspace_id
    kept = delete_workspace(document.workspace, by=chief)
    told = Event.objects.filter(verb="workspace.deleted").order_by("pk")
    assert [(one.chain, one.subject_id) for one in told] == [(chain_of(key), str(key)), (INSTANCE, str(key))]
    assert {one.data["sums"] for one in told} == {kept.sums}
    assert all(report.whole for report in verify_all())
    assert verify(chain_of(key)).events == 6


def test_the_administration_asks_and_deletes(client_of: Any, chief: User, document: Document) -> None:
    browser = client_of(chief)
    address = f"/administration/workspaces/workspace/{document.workspace_id}/delete/"
    page = browser.get(address)
    assert page.status_code == 200
    assert browser.post(address, {"post": "yes"}).status_code == 302
    assert not Workspace.objects.exists()
    assert len(list(Path(site.ARCHIVE_DIR).iterdir())) == 1


def test_the_administration_changes_nothing_else(client_of: Any, alice: Any, chief: User, workspace: Workspace) -> None:
    """Nor does it open again a link whose last day is over, or make a workspace that nobody manages."""
    over = timezone.now() - timedelta(days=1)
    Workspace.objects.update(reach="public", link_until=over)
    browser = client_of(chief)
    said = {"name": "À moi", "description": "", "link_until_0": "2999-01-01", "link_until_1": "00:00:00"}
    browser.post(f"/administration/workspaces/workspace/{workspace.pk}/change/", said)
    browser.post("/administration/workspaces/workspace/add/", said)
    assert list(Workspace.objects.values_list("name", "link_until")) == [(workspace.name, over)]
    assert not chief.has_perm("workspaces.view_workspace", Workspace.objects.get())


def test_the_trail_of_the_instance_tells_it(client_of: Any, chief: User, document: Document) -> None:
    kept = delete_workspace(document.workspace, by=chief)
    text = client_of(chief).get("/administration/audit/").content.decode()
    assert kept.name in text
    assert "un espace supprimé" in text


def test_the_administration_changes_nothing_of_a_workspace(
    client_of: Any, chief: User, alice: Any, workspace: Workspace
) -> None:
    """Neither its name nor its link: an end put off there would open what had closed, untold and unrecorded."""
    until = timezone.now() + timedelta(hours=1)
    share_by_link(workspace, reach="public", link_role="view", until=until, by=alice)
    address = f"/administration/workspaces/workspace/{workspace.pk}/change/"
    sent = {"name": "Autre", "description": "Rien", "link_until_0": "2099-01-01", "link_until_1": "00:00:00"}
    browser = client_of(chief)
    assert browser.get(address).status_code == 200
    browser.post(address, sent)
    known = Workspace.objects.get(pk=workspace.pk)
    assert (known.name, known.link_until) == (workspace.name, until)
    assert browser.get("/administration/workspaces/workspace/add/").status_code == 403
