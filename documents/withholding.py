"""Where a document names people, and who stands in it for those who took their name out (docs/decisions/0036)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from activity.models import Event
from activity.verbs import kind_of
from documents.models import (
    Attachment,
    Comment,
    Document,
    Import,
    Reaction,
    Report,
    Suggestion,
    SuggestionVote,
    Thread,
    Version,
    WithheldName,
)
from realtime import log

# Every column that says who did something in a document, and how it leads there. Roles and visits name nobody's work.
NAMING: tuple[tuple[Any, str, str], ...] = (
    (Document, "created_by", "pk"),
    (Document, "trashed_by", "pk"),
    (Version, "made_by", "document"),
    (Version.authors.through, "user", "version__document"),
    (Attachment, "added_by", "document"),
    (Thread, "opened_by", "document"),
    (Thread, "resolved_by", "document"),
    (Comment, "author", "thread__document"),
    (Comment, "judged_by", "thread__document"),
    (Comment.mentioned.through, "user", "comment__thread__document"),
    (Reaction, "person", "comment__thread__document"),
    (Report, "reporter", "comment__thread__document"),
    (Report, "answered_by", "comment__thread__document"),
    (Suggestion, "author", "document"),
    (Suggestion, "answered_by", "document"),
    (SuggestionVote, "person", "suggestion__document"),
    (Import, "by", "document"),
)


def rows_naming(document: Document, person: Any) -> list[tuple[Any, str]]:
    """What names them, with the column that does."""
    return [
        (model._base_manager.filter(**{field: person.pk, leads: document.pk}), field) for model, field, leads in NAMING
    ]


def told_of(document: Document) -> Any:
    """What was recorded of the document and can be written again: the rest is sealed."""
    return Event.objects.filter(subject_kind="document", subject_id=str(document.pk), chain="")


def people_named(document: Document) -> list[User]:
    """Everybody whose name stands somewhere in it, by name."""
    keys = {int(key) for key in log.authors_between(document.room, 0, 2**62) if key.isdecimal()}
    first, *others = (
        model._base_manager.filter(**{leads: document.pk}).order_by().values_list(field, flat=True)
        for model, field, leads in NAMING
    )
    keys |= set(first.union(*others)) - {None}
    found = User.objects.exclude(name="").filter(pk__in=keys).select_related("profile__organisation")
    return sorted(found, key=lambda one: str(one).casefold())


def withhold_in(events: Iterable[Event]) -> None:
    """Put stand-ins in sealed events as they are told: what is stored proves who did it, by number.

    Who was given which right is about access, and told with the name.
    """
    sealed = [one for one in events if one.chain and one.subject_kind == "document" and kind_of(one.verb) != "access"]
    rows = _withheld({one.subject_id for one in sealed}) if sealed else {}
    for event in sealed:
        row = rows.get((event.subject_id, event.actor_id))
        if row is not None and event.at <= row.at:
            event.actor, event.actor_key = row.stand_in, row.stand_in_id
        about = rows.get((event.subject_id, _number(event.about)))
        if about is not None and event.at <= about.at:
            event.about = f"user:{about.stand_in_id}"


def _withheld(keys: Iterable[str]) -> dict[tuple[str, int | None], WithheldName]:
    rows = WithheldName.objects.filter(document__in=filter(_is_key, keys))
    rows = rows.select_related("stand_in__profile__organisation").order_by("at")
    return {(str(row.document_id), row.stand_in.stands_for_id): row for row in rows}


def _is_key(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return False
    return True


def _number(about: str) -> int | None:
    kind, _colon, number = about.partition(":")
    return int(number) if kind == "user" and number.isdecimal() else None


def keys_of(person: Any) -> set[str]:
    """Under which keys what was written knows them: as themselves, and as the guest they were."""
    was = Event.objects.filter(Q(verb="account.guest_taken_over"), actor_key=person.pk)
    return {str(person.pk), *(str(event.data.get("guest")) for event in was)}
