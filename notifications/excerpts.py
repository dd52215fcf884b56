"""What was said, proposed or written, read from where it is when a notice is shown: nothing of it is stored in a notice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from documents import content
from documents.models import Comment, Export, Suggestion, Thread
from documents.speech import mentioned_in, with_names
from notifications.models import Notice
from notifications.pieces import Piece, pieces_of

LONGEST = 400  # characters of what was said
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Excerpt:
    """`quote` is the passage it is about, `said` the words, `before` and `after` a proposed change, word by word in
    `pieces`, `reason` why.

    `gone`: it was taken away since, for a `reason` where a manager hid it. `anchor` leads to it on the page of the document.
    """

    quote: str = ""
    said: str = ""
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    reason: str = ""
    gone: bool = False
    waiting: bool = False
    anchor: str = ""
    path: str = ""  # of a discussion that is about no passage


NOTHING = Excerpt()


class Said:
    """What some notices are about, read together: four queries at most."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = list(notices)
        self.comments = _by_key(Comment.objects.select_related("thread"), self._keys("comment"))
        threads = {one.thread_id: one.thread for one in self.comments.values()}
        self.threads = threads | _by_key(Thread.objects, self._keys("thread") - threads.keys())
        self.suggestions = _by_key(Suggestion.objects, self._keys("suggestion"))
        self.exports = _by_key(Export.objects, self._keys("export"))

    def _keys(self, word: str) -> set[UUID]:
        return {key for one in self.notices if (key := _key(one, word)) is not None}

    def people(self) -> set[str]:
        """Those mentioned, as `accounts.names` wants them."""
        return {f"user:{number}" for number in mentioned_in(one.body for one in self.comments.values())}

    def excerpts(self, names: Mapping[str, str]) -> dict[int, Excerpt]:
        """By the key of the notice."""
        known = {int(key.partition(":")[2]): name for key, name in names.items() if key.startswith("user:")}
        return {one.pk: self._excerpt(one, known) for one in self.notices}

    def _excerpt(self, notice: Notice, names: Mapping[int, str]) -> Excerpt:
        data = notice.event.data
        if data.get("suggestion"):
            return _of_suggestion(notice, self.suggestions.get(_key(notice, "suggestion")))
        if data.get("export"):
            export = self.exports.get(_key(notice, "export"))
            return Excerpt(path=export.get_absolute_url()) if export is not None else NOTHING
        if data.get("comment"):
            return _of_comment(notice, self.comments.get(_key(notice, "comment")), names)
        if data.get("thread"):
            thread = self.threads.get(_key(notice, "thread"))
            return Excerpt(gone=True) if thread is None else Excerpt(quote=_quote(thread), **_way_to(thread))
        return NOTHING


def _key(notice: Notice, word: str) -> UUID | None:
    try:
        return UUID(str(notice.event.data.get(word)))
    except ValueError:
        return None


def _by_key(found: Any, keys: set[UUID]) -> dict[UUID | None, Any]:
    return {one.pk: one for one in found.filter(pk__in=keys)} if keys else {}


def _of_comment(notice: Notice, comment: Comment | None, names: Mapping[int, str]) -> Excerpt:
    """A hidden one is told by the reason alone, to who could read it; one that waits for a manager to those who judge it."""
    if comment is None or comment.state == Comment.State.DELETED:
        return Excerpt(gone=True)
    quote, way = _quote(comment.thread), _way_to(comment.thread)
    if comment.state == Comment.State.HIDDEN:
        mine = comment.author_id == notice.person_id
        reason = comment.public_reason if mine or comment.was_shown else ""
        return Excerpt(quote=quote, reason=reason, gone=not mine, **way)
    waiting = comment.state == Comment.State.WAITING
    return Excerpt(quote=quote, said=cut(with_names(comment.body, names)), waiting=waiting, **way)


def _of_suggestion(notice: Notice, suggestion: Suggestion | None) -> Excerpt:
    if suggestion is None:
        return Excerpt(gone=True)
    answered = notice.event.verb in {"suggestion.refused", "suggestion.accepted"}
    proposed = suggestion.applied if suggestion.applied is not None else suggestion.proposed
    return Excerpt(
        before=cut(_plain([suggestion.before])),
        after=cut(_plain(proposed)),
        pieces=tuple(pieces_of(suggestion.before, proposed)),
        reason=cut(suggestion.answer if answered else suggestion.reason),
        anchor=f"proposition-{suggestion.pk}",
    )


def _way_to(thread: Thread) -> dict[str, Any]:
    """One on a passage is answered beside it, in the editor; another has a page of its own."""
    if thread.is_anchored:
        return {"anchor": f"fil-{thread.pk}"}
    return {"path": thread.get_absolute_url()}


def _plain(nodes: Any) -> str:
    return " ".join(content.plain({"type": "doc", "content": [one for one in nodes or [] if one]}).split())


def _quote(thread: Thread) -> str:
    return cut(thread.quote, LONGEST_QUOTE)


def cut(text: str, longest: int = LONGEST) -> str:
    """Whole words, with an ellipsis where there is more."""
    text = text.strip()
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(None, 1)[0].rstrip(" ,;:.") + "…"
