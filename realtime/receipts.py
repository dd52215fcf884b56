"""Which update-carrying frames of one connection are committed, counted as its client counts them (DESIGN §4.5).

Frames are numbered from 1. "Saved up to n" promises that the content of the first n frames is in the log, so a frame
that came too early (something was missing before it) holds the count back until the client has said everything again.
"""


class Receipts:
    def __init__(self) -> None:
        self.received = 0
        self.saved = 0
        self._missing_from: int | None = None
        self._answered_by: int | None = None

    def arrived(self, *, says_everything: bool) -> int:
        """Number the next frame. A step 2 `says_everything`: once committed, nothing before it is missing any more."""
        self.received += 1
        if says_everything and self._missing_from is not None:
            self._answered_by = self.received
        return self.received

    def is_answer(self, frame: int) -> bool:
        return frame == self._answered_by

    @property
    def missing(self) -> bool:
        return self._missing_from is not None

    def hold(self, frame: int) -> None:
        """Nothing from this frame on counts until an answer that arrives later is committed; refused: for ever."""
        self._missing_from = frame if self._missing_from is None else min(frame, self._missing_from)
        self._answered_by = None

    def forgive(self) -> None:
        """The client starts afresh: what was held back is not waited for any more."""
        self._missing_from = self._answered_by = None

    def committed(self, frame: int) -> bool:
        """The frames up to this one are in the log, but for those held back; True when there is more to tell."""
        if self._answered_by is not None and frame >= self._answered_by:
            self.forgive()
        reached = frame if self._missing_from is None else min(frame, self._missing_from - 1)
        if reached <= self.saved:
            return False
        self.saved = reached
        return True
