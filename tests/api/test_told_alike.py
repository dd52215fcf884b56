"""Whoever may not manage is told the same of a holder that is there and of one that is not: the answer lists nobody.

Who is in a workspace is told to all who see it; so its page about one of them is not asked here.
"""

from typing import Any

import pytest

from accounts.models import User
from documents.models import Document
from permissions.actions import grant
from permissions.invitations import invite
from permissions.requests import request_access
from tests import make
from workspaces.models import Workspace

NOBODY = 987_654


@pytest.fixture
def held(document: Document, workspace: Workspace, alice: User, bob: User, carol: User, eve: User) -> dict[str, int]:
    """Bob edits here and contributes there; a group, a person and an address hold a role in both, and Eve asks for one."""
    grant(workspace, "contribute", to=bob, by=alice)
    group = make.group(alice, "Les lecteurs")
    found: dict[str, int] = {"group": group.group_id, "person": carol.pk}
    for place, role in ((document, "view"), (workspace, "view")):
        grant(place, role, to=group.group, by=alice)
        grant(place, role, to=carol, by=alice)
        found[f"{place.kind}_invitation"] = invite(place, "fanny@example.org", role, by=alice).pk
        asked = request_access(place, role, by=eve)
        assert asked is not None
        found[f"{place.kind}_request"] = asked.pk
    return found


PAGES = {
    "document person": "/documents/{document}/partager/{person}/",
    "document group": "/documents/{document}/partager/groupes/{group}/",
    "document invitation": "/documents/{document}/partager/invitations/{document_invitation}/",
    "document request": "/documents/{document}/partager/demandes/{document_request}/",
    "workspace request": "/espaces/{workspace}/membres/demandes/{workspace_request}/",
    "workspace group": "/espaces/{workspace}/membres/groupes/{group}/",
    "workspace invitation": "/espaces/{workspace}/membres/invitations/{workspace_invitation}/",
}
OPERATIONS: dict[str, tuple[Any, ...]] = {
    "document put group": ("PUT", "/documents/{document}/groups/{group}/", {"role": "view"}),
    "document put request": ("PUT", "/documents/{document}/access-requests/{document_request}/", {"role": "view"}),
    "document delete request": ("DELETE", "/documents/{document}/access-requests/{document_request}/"),
    "workspace put group": ("PUT", "/workspaces/{workspace}/groups/{group}/", {"role": "view"}),
    "workspace put request": ("PUT", "/workspaces/{workspace}/access-requests/{workspace_request}/", {"role": "view"}),
    "workspace delete request": ("DELETE", "/workspaces/{workspace}/access-requests/{workspace_request}/"),
    "document grant": ("DELETE", "/documents/{document}/grants/{person}/"),
    "document group": ("DELETE", "/documents/{document}/groups/{group}/"),
    "document resend": ("POST", "/documents/{document}/invitations/{document_invitation}/resend/"),
    "document invitation": ("DELETE", "/documents/{document}/invitations/{document_invitation}/"),
    "workspace grant": ("DELETE", "/workspaces/{workspace}/grants/{person}/"),
    "workspace group": ("DELETE", "/workspaces/{workspace}/groups/{group}/"),
    "workspace resend": ("POST", "/workspaces/{workspace}/invitations/{workspace_invitation}/resend/"),
    "workspace invitation": ("DELETE", "/workspaces/{workspace}/invitations/{workspace_invitation}/"),
}


def addresses(form: str, document: Document, held: dict[str, int]) -> list[str]:
    """Of what is there, and of what is not."""
    place: dict[str, Any] = {"document": document.pk, "workspace": document.workspace.slug}
    return [form.format(**place, **numbers) for numbers in (held, dict.fromkeys(held, NOBODY))]


@pytest.mark.parametrize("which", PAGES)
def test_by_a_page(client_of: Any, document: Document, bob: User, held: dict[str, int], which: str) -> None:
    asked = addresses(PAGES[which], document, held)
    assert [client_of(bob).post(address, {"role": ""}).status_code for address in asked] == [403, 403]


@pytest.mark.parametrize("which", OPERATIONS)
def test_by_the_api(caller: Any, document: Document, bob: User, held: dict[str, int], which: str) -> None:
    method, form, *body = OPERATIONS[which]
    answers = [caller(bob)(method, address, *body) for address in addresses(form, document, held)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
