"""What one author wrote becomes another's: a guest who opened an account goes on under it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from realtime.models import Archive, Client, SetAside, Update


@transaction.atomic
def hand_over(author: str, to: str, rooms: Iterable[str] = ()) -> None:
    """Rows and client ids, in the rooms where the author brought content and in `rooms`.

    What a socket of theirs is writing at this moment can still arrive: to be called again a while later.
    """
    wrote = set(Client.objects.filter(author=author).values_list("room", flat=True))
    hand_over_in(sorted(wrote | set(rooms)), author, to)


def hand_over_in(rooms: Collection[str], author: str, to: str) -> int:
    """The same in these rooms alone; how many rows."""
    tables: tuple[Any, ...] = (Update, Archive, SetAside, Client)
    return sum(table.objects.filter(room__in=rooms, author=author).update(author=to) for table in tables)
