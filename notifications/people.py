"""The people behind the names of `audiences`: who may see the place of an event, and why they would be told."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from activity.models import Event
from documents.models import Comment, Document, Suggestion, Thread
from notifications.models import Pace, Preference
from permissions.backend import rungs_in_turn
from permissions.models import Shareable
from permissions.roles import reaches
from permissions.who import everybody_on
from realtime.models import Client
from workspaces.models import Workspace

Keys = set[int]

MAILED = (Pace.IMMEDIATE, Pace.DAILY, Pace.WEEKLY)


class Around:
    """An event with its place, and who may see it; what several audiences need is read once."""

    def __init__(self, event: Event, place: Document | Workspace) -> None:
        self.event, self.place = event, place
        self._everybody = everybody_on(place)
        self._rungs: dict[int, str | None] = self._held(self._everybody.people)
        self.people: dict[int, Any] = {one.pk: one for one in self._everybody.people}

    def _held(self, people: list[Any]) -> dict[int, str | None]:
        rungs = rungs_in_turn([(one, self.place) for one in people], self._everybody.rows)
        return {one.pk: rung for one, rung in zip(people, rungs, strict=True)}

    def seeing(self, keys: Keys) -> list[Any]:
        """Those of these accounts that may see the place today, also by an address open to everybody."""
        unknown = keys - self.people.keys()
        if unknown:
            found = list(get_user_model()._default_manager.filter(pk__in=unknown, is_active=True))
            self._rungs |= self._held(found)
            self.people |= {one.pk: one for one in found}
        return [self.people[key] for key in sorted(keys) if self._rungs.get(key) is not None]

    def holding(self, rung: str) -> Keys:
        """Those known to hold it."""
        kind = self.place.kind
        return {key for key, held in self._rungs.items() if held is not None and reaches(kind, held, rung)}

    @property
    def document(self) -> Document | None:
        return self.place if isinstance(self.place, Document) else None

    @property
    def workspace(self) -> Workspace | None:
        return self.place if isinstance(self.place, Workspace) else None

    def asked(self) -> Keys:
        """Who asked to be mailed everything of here, or of its workspace."""
        document = self.document
        where = Q(workspace=self.workspace) if document is None else Q(document=document)
        if document is not None:
            where |= Q(workspace=document.workspace)
        found = Preference.objects.filter(where, rest__in=MAILED)
        return set(found.values_list("person", flat=True))


def told_of(around: Around, name: str) -> Keys:
    return AUDIENCES[name](around)


def _person(around: Around) -> Keys:
    kind, _colon, number = around.event.about.partition(":")
    return {int(number)} if kind == "user" and number.isdecimal() else set()


def _thread(around: Around) -> Keys:
    """Who opened it or said something in it; to whom it is assigned."""
    thread = Thread.objects.filter(pk=around.event.data.get("thread")).first()
    if thread is None:
        return set()
    said = thread.comments.exclude(author=None).values_list("author", flat=True)
    return {*said, *filter(None, (thread.opened_by_id, thread.assigned_to_id))}


def _proposer(around: Around) -> Keys:
    found = Suggestion.objects.filter(pk=around.event.data.get("suggestion")).exclude(author=None)
    return set(found.values_list("author", flat=True))


def _managers(around: Around) -> Keys:
    return around.holding("manage")


def _followers(around: Around) -> Keys:
    """Who wrote, commented, proposed or was mentioned in a document, manages it, or asked to be told."""
    document = around.document
    if document is None:
        return _talkers(Thread.objects.filter(workspace=around.workspace)) | _managers(around) | around.asked()
    wrote = Client.objects.filter(room=document.room).values_list("author", flat=True)
    proposed = Suggestion.objects.filter(document=document).exclude(author=None).values_list("author", flat=True)
    writers = {int(key) for key in wrote if key.isdecimal()}
    talkers = _talkers(Thread.objects.filter(document=document))
    return writers | set(proposed) | talkers | _managers(around) | around.asked()


def _talkers(threads: Any) -> Keys:
    comments = Comment.objects.filter(thread__in=threads).order_by()
    said = comments.exclude(author=None).values_list("author", flat=True)
    mentioned = comments.exclude(mentioned=None).values_list("mentioned", flat=True)
    return set(said.union(mentioned))


def _companions(around: Around) -> Keys:
    """Managers hear of every new document of theirs; others where they asked to be told of the workspace."""
    return _managers(around) | around.asked()


AUDIENCES: dict[str, Callable[[Around], Keys]] = {
    "person": _person,
    "thread": _thread,
    "proposer": _proposer,
    "managers": _managers,
    "followers": _followers,
    "companions": _companions,
}


def place_of(event: Event) -> Document | Workspace | None:
    """The document or the workspace that the event is about, if it is still there and not in the trash."""
    kind, key = event.subject_kind, event.subject_id
    holding, colon, held = str(event.data.get("of", "")).partition(":")
    if colon and kind not in {"document", "workspace"}:  # a request, an invitation: what it is on
        kind, key = holding, held
    found: Shareable | None = None
    if kind == "document":
        found = Document.objects.kept().without_text().select_related("workspace").filter(pk=key).first()
    elif kind == "workspace":
        found = Workspace.objects.filter(pk=key).first()
    return found if isinstance(found, Document | Workspace) else None
