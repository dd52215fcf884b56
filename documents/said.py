"""One comment as one person sees it: whether its words are shown to them, and what they may do with it."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from documents import speech
from documents.discussion import Place, manages, may_settle, may_speak
from documents.models import Comment
from documents.threads import Page, Signs

State = Comment.State


@dataclass(frozen=True)
class May:
    edit: bool
    delete: bool
    react: bool
    hide: bool
    show: bool
    report: bool

    @property
    def anything(self) -> bool:
        return self.edit or self.delete or self.hide or self.show or self.report


@dataclass(frozen=True)
class Sign:
    """One kind of sign under a comment."""

    sign: str
    people: list[str]
    mine: bool


@dataclass(frozen=True)
class Said:
    comment: Comment
    html: SafeString | str
    signs: list[Sign]
    may: May


class Reader:
    """One person in front of the threads of one place, on which their rung is remembered."""

    def __init__(self, place: Place, user: Any, page: Page) -> None:
        self.user, self.page = user, page
        self.speaks, self.manages = may_speak(place, user), manages(place, user)

    def rows(self) -> list[dict[str, Any]]:
        """For each thread its comments, and what the person may do with it."""
        return [
            {
                "thread": thread,
                "said": [self.said(one) for one in thread.said],
                "may_answer": self.speaks and thread.resolved_at is None,
                "may_settle": may_settle(thread, self.user),
            }
            for thread in self.page.threads
        ]

    def said(self, one: Comment) -> Said:
        html = speech.as_html(one.body, self.page.names) if self.reads(one) and one.body else ""
        signs = self._signs(self.page.signs.get(one.pk, {})) if one.state == State.SHOWN else []
        return Said(one, html, signs, self.may(one))

    def reads(self, one: Comment) -> bool:
        """What was hidden is read by its author and by those who manage, who may show it again."""
        if one.state == State.HIDDEN:
            return self._wrote(one) or self.manages
        return one.state in {State.SHOWN, State.WAITING}

    def may(self, one: Comment) -> May:
        shown, waiting, mine = one.state == State.SHOWN, one.state == State.WAITING, self._wrote(one)
        return May(
            edit=mine and self.speaks and (shown or waiting),
            delete=mine and one.state != State.DELETED,
            react=self.speaks and shown,
            hide=self.manages and (shown or waiting),
            show=self.manages and (waiting or one.state == State.HIDDEN),
            report=self.user.is_authenticated and not mine and shown,
        )

    def _wrote(self, one: Comment) -> bool:
        return bool(self.user.is_authenticated and one.author_id == self.user.pk)

    def _signs(self, signs: Signs) -> list[Sign]:
        ordered = sorted(signs.items(), key=lambda one: speech.SIGNS.index(one[0]))
        return [
            Sign(sign, [name for _key, name in people], any(key == self.user.pk for key, _name in people))
            for sign, people in ordered
        ]
