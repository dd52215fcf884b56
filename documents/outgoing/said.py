"""The threads of a document as its file shows them to one person: the same as on the page, in words alone."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from documents.formats.docx import Remark, Talk
from documents.models import Comment, Document
from documents.outgoing.people import People
from documents.said import Reader
from documents.speech import with_names
from documents.threads import Asked, page_of

ALL = 1_000_000  # threads; none has as many
State = Comment.State


class About(Enum):
    """What a thread is about, and so where it stands."""

    WORDS = "words"
    BLOCK = "block"
    GONE = "gone"  # a passage that is in the text no more
    WHOLE = "whole"
    PROPOSAL = "proposal"


@dataclass
class Said:
    key: str
    about: About
    block: str
    suggestion: str
    title: str
    quote: str
    done: bool
    remarks: list[Remark] = field(default_factory=list)

    def talk(self) -> Talk:
        """Where the place does not say what it is about, its first remark does."""
        place = ""
        if self.about == About.GONE:
            place = _("On a passage that is gone: “%(words)s”") % {"words": self.quote}
        elif self.about == About.WHOLE:
            place = _("On the document as a whole")
        elif self.about == About.PROPOSAL:
            place = _("On a proposal")
        first, *others = self.remarks
        opening = "\n".join(filter(None, (place, self.title, first.text)))
        return Talk((Remark(first.author, first.at, opening), *others), self.done)


def threads_of(document: Document, by: Any, people: People) -> list[Said]:
    """Open and resolved ones. Whoever is nobody, a command for one, sees what every reader does."""
    user = by if by is not None else AnonymousUser()
    page = page_of(document, user, Asked(state="all"), 0, ALL)
    reader = Reader(document, user, page)
    names = people.names(dict(page.names))
    return [_said(thread, reader, people, names) for thread in page.threads if thread.said]


def _said(thread: Any, reader: Reader, people: People, names: dict[int, str]) -> Said:
    return Said(
        key=str(thread.pk),
        about=_about(thread),
        block=thread.block or thread.suggestion_block or "",
        suggestion=str(thread.suggestion_key or ""),
        title=thread.title,
        quote=thread.quote,
        done=thread.resolved_at is not None,
        remarks=[Remark(people.signature(one), one.at, _words(one, reader, names)) for one in thread.said],
    )


def _about(thread: Any) -> About:
    if thread.suggestion_key:
        return About.PROPOSAL
    if not thread.is_anchored:
        return About.WHOLE
    if thread.orphaned_at is not None:
        return About.GONE
    return About.WORDS if thread.marked else About.BLOCK


def _words(one: Comment, reader: Reader, names: dict[int, str]) -> str:
    """With the sentence that the page shows of its state."""
    state = ""
    if one.state == State.WAITING:
        state = _("Waits for a manager: nobody else sees it yet.")
    elif one.state == State.HIDDEN:
        state = _("Hidden by those who manage this place: %(reason)s") % {"reason": one.public_reason}
    elif one.state == State.DELETED:
        state = _("Taken back by its author.")
    body = with_names(one.body, names) if reader.reads(one) else ""
    return "\n".join(filter(None, (state, body)))
