"""The audit trail as managers of a workspace, or administrators, read it and take it away."""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from accounts.grades import NAMES, grade
from accounts.names import names_of
from activity import spreadsheet
from activity.chain import chain_of
from activity.feed import in_chain
from activity.models import Event
from activity.verbs import kind_of, sentence
from workspaces.panels import SUBJECTS, Line, Place
from workspaces.telling import as_told, data_of, for_whom, people_named, words_of


def chain_at(place: Place | None) -> str:
    """The chain of a workspace; without one, the chain of the instance."""
    return chain_of(place.workspace.pk if place is not None else None)


def audit_lines(events: Iterable[Event], place: Place | None) -> list[Line]:
    """In plain text. Of what is closed to its reader a line says that something was done, and by whom."""
    told = as_told(events)
    names, hidden = names_of(people_named(told)), _hidden(told, place)
    return [_line(event, names, _subject(event) in hidden) for event in told]


def _line(event: Event, names: dict[str, str], closed: bool) -> Line:
    words = {"title": _("something closed to you")} if closed else words_of(event, names)
    return Line(event, sentence(event.verb, words), for_whom(event, names), closed)


def _hidden(events: list[Event], place: Place | None) -> set[tuple[str, str]]:
    """Administrators have no place in any workspace: their chain names what they deleted themselves."""
    if place is None:
        return set()
    subjects = {_subject(event) for event in events}
    asked = {kind: {key for one, key in subjects if one == kind} for kind in SUBJECTS}
    return {(kind, key) for kind, keys in asked.items() if keys for key in SUBJECTS[kind].hidden(place, keys)}


def _subject(event: Event) -> tuple[str, str]:
    """What one has to see to be told its title: for an invitation or a request, what it is on."""
    kind, colon, key = str(data_of(event).get("of", "")).partition(":")
    return (kind, key) if colon and event.subject_kind not in SUBJECTS else (event.subject_kind, event.subject_id)


def trail_as_csv(place: Place | None) -> bytes:
    """The whole chain, oldest first. Hashes are those of the chain: `manage.py verify_audit` says whether it is whole."""
    head = [
        *(_("number"), _("time (UTC)"), _("account"), _("name"), _("identity")),
        *(_("on behalf of"), _("kind"), _("verb")),
        *(_("what happened"), _("subject"), _("about"), _("previous hash"), _("hash")),
    ]
    events = in_chain(chain_at(place)).order_by("number")
    return spreadsheet.table(head, (_row(line) for line in audit_lines(events, place)))


def _identity(event: Event) -> str:
    """How well we know today who did it; nothing for the machine."""
    return str(NAMES[grade(event.actor)]) if event.actor_key else ""


def _row(line: Line) -> list[Any]:
    event = line.event
    subject = ":".join(filter(None, (event.subject_kind, line.subject_id)))
    return [
        *(event.number, event.at.astimezone(UTC).isoformat(timespec="seconds"), event.actor_key, event.actor or ""),
        *(_identity(event), line.for_whom, kind_of(event.verb), event.verb, line.sentence),
        *(subject, line.about, event.previous, event.hash),
    ]
