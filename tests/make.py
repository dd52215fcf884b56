"""Makes test data with the real acts: no factory library, so that data is always what the product would have made."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection

from accounts.actions import complete_profile
from accounts.groups import add_group_member, create_group
from accounts.models import Organisation, PeopleGroup, User
from accounts.organisations import add_member, create_organisation, verify_organisation
from config.backup.facts import new_epoch
from documents.actions.documents import create_document
from documents.models import Document
from workspaces.actions import create_workspace
from workspaces.models import Workspace


def person(name: str, kind: str = "citizen", organisation: str = "") -> User:
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.org", name=name)
    complete_profile(user, name=name, kind=kind, organisation=organisation)
    return user


def guest(name: str) -> User:
    """Somebody who came by a link."""
    user = User(name=name)
    user.set_unusable_password()
    user.save()
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


def new_epochs() -> None:
    """As if a backup had been restored: every room begins a new history."""
    with connection.cursor() as cursor:
        cursor.execute(new_epoch())


def administrator(name: str = "Root Admin") -> User:
    email = f"{name.split()[0].lower()}@example.org"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, name=name, is_staff=True)


def group(by: User, name: str = "Comité de lecture", **members: str) -> PeopleGroup:
    """Managed by its maker; `members` are roles by first name: `bob="member"`."""
    made = create_group(name, by=by)
    for first, role in members.items():
        add_group_member(made, User.objects.get(email=f"{first}@example.org"), role, by=by)
    return made


def organisation(by: User, name: str = "Ville de Lyon", public: bool | None = True, **members: str) -> Organisation:
    """Managed by whoever opens it, verified as a public body or as another one; None leaves it unverified."""
    made = create_organisation(name, by=by)
    for first, role in members.items():
        add_member(made, User.objects.get(email=f"{first}@example.org"), role, by=by)
    if public is not None:
        verify_organisation(made, public=public, by=administrator())
    return made


def address(user: User, email: str, *, verified: bool = True) -> EmailAddress:
    return EmailAddress.objects.create(user=user, email=email, verified=verified)
