"""Why somebody sees something: every way that counts, with its worth there."""

from typing import Any

from django.contrib.auth.models import Group

from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from permissions.ways import Way, open_links, ways
from permissions.who import everybody_on, who_sees
from workspaces.models import Workspace


def told(document: Document) -> dict[int, list[Way]]:
    return ways(document, everybody_on(document))


def test_each_way_is_told(alice: Any, eve: Any, document: Document, workspace: Workspace) -> None:
    jury = Group.objects.create(name="Jury")
    jury.user_set.add(eve)
    grant(workspace, "contribute", to=jury, by=alice)
    grant(document, "view", to=eve, by=alice)
    share_by_link(document, reach="public", link_role="comment", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé")
    found = told(Document.objects.get())
    assert found[eve.pk] == [Way(document, "view"), Way(workspace, "suggest", group="Jury")]
    assert found[guest.pk] == [Way(document, "comment", by_link=True)]
    assert set(found) == {person.pk for person, _ in who_sees(Document.objects.get())}


def test_what_is_closed_has_only_its_own(alice: Any, eve: Any, document: Document, workspace: Workspace) -> None:
    inside = create_document(document, "Dedans", by=alice)
    grant(workspace, "view", to=eve, by=alice)
    assert Way(workspace, "view") in told(Document.objects.get(pk=inside.pk))[eve.pk]
    Document.objects.filter(pk=inside.pk).update(restricted=True)
    assert set(told(Document.objects.get(pk=inside.pk))) == {alice.pk}


def test_links_come_down_too(alice: Any, document: Document, workspace: Workspace) -> None:
    share_by_link(workspace, reach="public", link_role="contribute", by=alice)
    assert open_links(Document.objects.get()) == [(document, "view"), (workspace, "suggest")]
