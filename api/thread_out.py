"""What the API tells of threads: their comments, the signs under them, and what the caller may do with each."""

from dataclasses import asdict
from typing import Any

from accounts.grades import grade
from api.people import about
from api.schemas import PersonOut
from api.thread_schemas import CommentOut, MayComment, MayThread, ReactionOut, ThreadOut, Threads
from documents import speech
from documents.discussion import Place, may_settle
from documents.models import Comment
from documents.said import Reader
from documents.threads import Page, Signs

State = Comment.State


class Teller:
    """Tells one caller of threads on one place, whose rung is remembered."""

    def __init__(self, place: Place, user: Any, page: Page) -> None:
        self.user, self.page = user, page
        self._reader = Reader(place, user, page)
        self.speaks = self._reader.speaks

    def threads(self) -> Threads:
        return Threads(items=[self.thread(one) for one in self.page.threads], count=self.page.count)

    def thread(self, one: Any) -> ThreadOut:
        settles = may_settle(one, self.user)
        return ThreadOut(
            id=one.pk,
            state="open" if one.resolved_at is None else "resolved",
            anchored=one.is_anchored and one.orphaned_at is None,
            marked=one.marked,
            block=one.block,
            start=one.start,
            end_block=one.end_block,
            end=one.end,
            quote=one.quote,
            words=one.words,
            title=one.title,
            opened_by=person(one.opened_by),
            opened_at=one.opened_at,
            said_at=one.said_at,
            assigned_to=person(one.assigned_to),
            resolved_by=person(one.resolved_by),
            resolved_at=one.resolved_at,
            suggestion=one.suggestion_key,
            comments=[self.comment(said) for said in one.said],
            may=MayThread(answer=self.speaks and one.resolved_at is None, resolve=settles, assign=settles),
        )

    def comment(self, one: Comment) -> CommentOut:
        body = one.body if self._reader.reads(one) else ""
        return CommentOut(
            id=one.pk,
            author=person(one.author),
            signature=one.signature,
            grade=grade(one.author),
            body=speech.with_names(body, self.page.names),
            html=speech.as_html(body, self.page.names) if body else "",
            mentioned=sorted(speech.mentioned_in([body])),
            at=one.at,
            edited_at=one.edited_at,
            state=one.state,
            public_reason=one.public_reason,
            reactions=self._reactions(self.page.signs.get(one.pk, {})) if one.state == State.SHOWN else [],
            may=MayComment(**asdict(self._reader.may(one))),
        )

    def _reactions(self, signs: Signs) -> list[ReactionOut]:
        return [
            ReactionOut(
                sign=sign,
                count=len(people),
                mine=any(key == self.user.pk for key, _name in people),
                people=[name for _key, name in people],
            )
            for sign, people in sorted(signs.items(), key=lambda one: speech.SIGNS.index(one[0]))
        ]


def person(one: Any) -> PersonOut | None:
    return PersonOut(**about(one)) if one is not None else None
