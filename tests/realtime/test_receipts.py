"""What a client is told is saved is saved: the count never runs ahead of a frame that was held back."""

from hypothesis import given
from hypothesis import strategies as st

from realtime.receipts import Receipts

UPDATE, EARLY, EVERYTHING, REFUSED = "update", "early", "everything", "refused"


def test_frames_count_as_they_are_committed() -> None:
    receipts = Receipts()
    assert [receipts.arrived(says_everything=False) for _ in range(3)] == [1, 2, 3]
    assert [receipts.committed(2), receipts.saved] == [True, 2]
    assert [receipts.committed(1), receipts.saved] == [False, 2]


def test_a_frame_that_came_too_early_holds_the_count_until_the_answer() -> None:
    receipts = Receipts()
    for _ in range(2):
        receipts.arrived(says_everything=False)
    receipts.hold(2)
    receipts.arrived(says_everything=False)
    assert [receipts.committed(3), receipts.saved] == [True, 1]
    answer = receipts.arrived(says_everything=True)
    assert receipts.is_answer(answer)
    assert [receipts.committed(3), receipts.saved] == [False, 1]
    assert [receipts.committed(4), receipts.saved] == [True, 4]


def test_a_refused_frame_never_counts() -> None:
    receipts = Receipts()
    for _ in range(3):
        receipts.arrived(says_everything=False)
    receipts.hold(2)
    assert [receipts.committed(3), receipts.saved] == [True, 1]


@given(st.lists(st.sampled_from([UPDATE, EARLY, EVERYTHING]), max_size=40), st.data())
def test_saved_is_never_said_of_what_is_not(steps: list[str], data: st.DataObject) -> None:
    """Frames are committed in order and in random batches; an early one only by the answer that follows it."""
    receipts, waiting, stored, early = Receipts(), [], set(), set()
    for step in steps:
        frame = receipts.arrived(says_everything=step == EVERYTHING)
        if step == EARLY:
            receipts.hold(frame)
            early.add(frame)
        else:
            waiting.append((frame, set(early) if step == EVERYTHING else set()))
        if waiting and data.draw(st.booleans()):
            for number, brings in waiting:
                stored |= {number} | brings
            receipts.committed(waiting[-1][0])
            waiting = []
        assert set(range(1, receipts.saved + 1)) <= stored
