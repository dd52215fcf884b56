"""What workspaces know of a person: those that are theirs alone go with them."""

from django.db import transaction

from accounts.models import User
from activity.record import record
from permissions.leaving import left_by
from workspaces.models import Workspace


def erase(user: User, how: str) -> None:
    """Documents were asked first: a workspace in which one is left is still somebody's place."""
    for one in left_by(user).alone:
        if isinstance(one, Workspace) and not one.documents.exists():
            with transaction.atomic():
                record("workspace.erased", by=user, on=one, workspace=one.pk, title=one.name)
                one.delete()
