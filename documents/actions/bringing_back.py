"""A Word file comes back into its document: what changed in it is shown, then proposed; nothing is overwritten."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.lines import one_line
from activity.record import record
from documents import rebasing
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.importing import through_libreoffice
from documents.actions.suggestions import MOST_OPEN, State, discuss_suggestion, refuse_proposing
from documents.anchors import Passage
from documents.discussion import may_speak
from documents.formats import guard
from documents.formats.nodes import text_of
from documents.merging import same
from documents.models import Document, Return, Suggestion, Thread
from documents.models.returned import SHOWN_FOR
from documents.refusals import Changed
from documents.returning.differing import edits
from documents.returning.proposing import propose
from documents.returning.reading import read_returned
from documents.returning.talks import MOST as MOST_SAID
from documents.returning.talks import new_talks
from documents.speech import LONGEST
from realtime.editing import tell_beside

MOST_WAITING = 5  # files of one person in one document: the oldest goes


@dataclass
class Outcome:
    """What became of it: the proposals made, how much was said, and what was not, with the reason."""

    suggestions: list[Suggestion]
    said: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)  # words, and a sentence


def bring_back(document: Document, name: str, data: bytes, *, by: Any) -> Return:
    """Compare a returned file with the text of which it was made: what it changes waits for `propose_returned`.

    Raises as `make_suggestion`, and `ValidationError` for a file that is refused or was not made of this document;
    nothing parses it before its guard, and then a process of its own does.
    """
    refuse_proposing(document, by, None)
    format = guard.check(data, name)
    if format == "odt":
        data = through_libreoffice(data)
        format = guard.check(data, "file.docx")  # what it made is read as anybody's
    if format != "docx":
        sentence = _("Only a Word or LibreOffice file (.docx, .odt) comes back into its document.")
        raise ValidationError(sentence, code="file_unknown")
    found = read_returned(document, data)
    now = rebasing.today(document)
    made, left = propose(edits(found.before, found.after, found.who), now, rebasing.places(found.was))
    order = {key: at for at, key in enumerate(now.places)}
    made.sort(key=lambda one: order[one.block])
    talks = new_talks(document, found.threads, found.passages, now.places) if may_speak(document, by) else []
    return _keep(
        Return(
            document=document,
            person=by,
            filename=one_line(name)[-200:],
            proposed=[asdict(one) for one in made],
            left=[asdict(one) for one in left],
            talks=[asdict(one) for one in talks[:MOST_SAID]],
            told=found.told,
            since=found.base.since,
            by_today=found.base.today,
        )
    )


@transaction.atomic
def _keep(brought: Return) -> Return:
    others = Return.objects.filter(document=brought.document, person=brought.person)
    others.filter(pk__in=[one.pk for one in others[MOST_WAITING - 1 :]]).delete()
    brought.save(force_insert=True)
    return brought


def propose_returned(brought: Return, *, by: Any) -> Outcome:
    """What a file changed becomes proposals of the person who brought it, what was said in it comments of theirs.

    Brought forward once more to the text of this moment; what does not fit any more is told. Raises `PermissionDenied` to
    anybody else and as `make_suggestion`, `ValidationError` where they would have too many that wait.
    """
    if not by.is_authenticated or brought.person_id != by.pk:
        raise PermissionDenied(_("You are not allowed to do this."))
    document = brought.document
    refuse_proposing(document, by, None)
    outcome = _store(brought, by, rebasing.today(document))
    _say_all(document, brought.talks, outcome, by)
    return outcome


@transaction.atomic
def _store(brought: Return, by: Any, now: rebasing.Today) -> Outcome:
    document = brought.document
    if not Return.objects.select_for_update().filter(pk=brought.pk).exists():
        raise ValidationError(_("This file has become proposals already."), code="answered")
    outcome = Outcome([])
    for one in brought.proposed:
        made = _made(document, one, by, now)
        if made is None:
            outcome.left.append((_words(one), _("The passage has changed meanwhile, or has this change already.")))
        else:
            outcome.suggestions.append(made)
    waiting = Suggestion.objects.filter(document=document, author=by, state=State.OPEN).count()
    if waiting + len(outcome.suggestions) > MOST_OPEN:
        sentence = _(
            "This file would make %(count)d proposals, and %(waiting)d of yours wait for an answer already: "
            "%(most)d at most may wait. Bring it back with fewer changes, or ask somebody who writes in this document."
        )
        words = {"count": len(outcome.suggestions), "waiting": waiting, "most": MOST_OPEN}
        raise ValidationError(sentence % words, code="too_many")
    Suggestion.objects.bulk_create(outcome.suggestions)
    count = len(outcome.suggestions)
    record(
        "document.brought_back", by=by, on=document, workspace=document.workspace_id, title=document.title, count=count
    )
    tell_beside(document.room, "suggestions")
    brought.delete()
    return outcome


def _made(document: Document, one: dict[str, Any], by: Any, now: rebasing.Today) -> Suggestion | None:
    place = now.places.get(one["block"])
    wanted = place.would_show(one["before"], one["proposed"]) if place is not None else None
    if place is None or wanted is None or same(wanted, [place.node]):
        return None
    return Suggestion(
        document=document,
        author=by,
        author_name=one_line(", ".join(name for name in one["who"] if name != str(by)))[:200],
        block=one["block"],
        number=now.number,
        before=place.shown,
        proposed=wanted,
    )


def _say_all(document: Document, talks: list[dict[str, Any]], outcome: Outcome, by: Any) -> None:
    opened: dict[int, Thread] = {}
    for talk in talks:
        body = _body(talk, by)
        try:
            _say(document, talk, body, opened, by)
        except (ValidationError, PermissionDenied) as refusal:
            reason = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            outcome.left.append((talk["text"], reason))
        else:
            outcome.said += 1


def _say(document: Document, talk: dict[str, Any], body: str, opened: dict[int, Thread], by: Any) -> None:
    """In the thread it answers; else it opens one, on its passage where that stands as it was quoted."""
    known = document.threads.filter(pk=talk["thread"]).first() if talk["thread"] else opened.get(talk["opens"])
    if known is not None:
        known.document = document
        answer_thread(known, body, by=by, of_a_file=True)
        return
    proposal = document.suggestions.filter(pk=talk["suggestion"]).first() if talk["suggestion"] else None
    if proposal is not None:
        proposal.document = document
        discuss_suggestion(proposal, body, by=by)
        return
    passage = Passage(*talk["passage"]) if talk["passage"] else None
    try:
        made = open_thread(document, body, by=by, passage=passage, title=_subject(talk, passage), of_a_file=True)
    except Changed:
        made = open_thread(document, body, by=by, title=_subject(talk, None), of_a_file=True)
    opened[talk["opens"]] = made


def _subject(talk: dict[str, Any], passage: Passage | None) -> str:
    """Without a passage its words are quoted."""
    return "" if passage is not None else one_line(talk["quote"])[:200]


def _body(talk: dict[str, Any], by: Any) -> str:
    """Whose it was in the file, where that is not who brings it."""
    if not talk["who"] or talk["who"] == str(by):
        return str(talk["text"])
    whose = _("%(name)s, in Word:") % {"name": one_line(talk["who"])[:200]}
    return f"{whose}\n{talk['text']}"[:LONGEST]


def _words(one: dict[str, Any]) -> str:
    return text_of(one["proposed"]) or text_of([one["before"]])


def drop_return(brought: Return, *, by: Any) -> None:
    """Forget what was brought. Raises `PermissionDenied` to anybody but who brought it."""
    if not by.is_authenticated or brought.person_id != by.pk:
        raise PermissionDenied(_("You are not allowed to do this."))
    brought.delete()


def look_after_returns() -> int:
    """Delete what is a day old; how many."""
    return Return.objects.filter(at__lt=timezone.now() - SHOWN_FOR).delete()[0]
