"""What files that were brought know of people: who brought them, and the names they give to who commented or changed."""

from django.db import transaction

from accounts.models import User
from accounts.personal_data import BLANK
from documents.models import Comment, Import, Suggestion


@transaction.atomic
def erase_files(user: User, how: str) -> None:
    """The names that files give lead to no account: those are for `forget_name`."""
    if how == BLANK:
        Import.objects.filter(by=user).update(filename="", report={})


@transaction.atomic
def forget_name(name: str) -> int:
    """Take a name that files gave off everything that bears it; how many comments and proposals did."""
    found = 0
    for model in (Comment, Suggestion):
        found += model.objects.filter(author_name__iexact=name.strip()).update(author_name="")
    return found
