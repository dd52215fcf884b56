"""Makes test data with the real acts: no factory library, so that data is always what the product would have made."""

from typing import Any

from accounts.actions import complete_profile
from accounts.models import User
from documents.actions.documents import create_document
from documents.models import Document
from workspaces.actions import create_workspace
from workspaces.models import Workspace


def person(name: str, kind: str = "citizen", organisation: str = "") -> User:
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.org", name=name)
    complete_profile(user, name=name, kind=kind, organisation=organisation)
    return user


def workspace(by: User, name: str = "République numérique", **fields: Any) -> Workspace:
    return create_workspace(name, by=by, **fields)


def document(by: User, workspace: Workspace, title: str = "Ouvrir les données", text: str | None = None) -> Document:
    return create_document(workspace, title, by=by, tree=tree(text) if text is not None else None)


def tree(*paragraphs: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in paragraphs],
    }
