"""The fuzz as targets for other tools: one function of bytes for atheris, one strategy for hypothesis.

    .venv/bin/python -m pip install atheris==3.0.0      # not among our dependencies: it needs clang for some Pythons
    .venv/bin/python -m bench.fuzz.properties -max_total_time=600 -timeout=10

libFuzzer's own options follow. Without atheris, hypothesis looks for a counterexample for a minute or so.
"""

import os
import sys

import django
from hypothesis import given, settings
from hypothesis import strategies as st

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench.fuzz.judge import judge  # noqa: E402
from bench.fuzz.mutants import hostile  # noqa: E402
from realtime.gate import Gap, Gate, Refused  # noqa: E402

EXAMPLES = 20_000


def one_input(data: bytes) -> None:
    """Updates one after the other, each behind a byte for its length: with what the gate takes the engine must agree."""
    gate, taken, at = Gate(), [], 0
    while at < len(data):
        length = 1 + data[at]
        update = data[at + 1 : at + 1 + length]
        at += 1 + length
        try:
            gate.accept(gate.check(update))
        except (Refused, Gap):
            continue
        taken.append(update)
    if taken:
        judge([], taken, len(data))


@given(st.lists(st.binary(max_size=255), max_size=6))
@settings(max_examples=EXAMPLES, deadline=None)
def any_bytes(updates: list[bytes]) -> None:
    one_input(b"".join(bytes([max(0, len(one) - 1)]) + one for one in updates))


@given(st.integers(0, 2**62))
@settings(max_examples=EXAMPLES // 10, deadline=None)
def hostile_rooms(seed: int) -> None:
    case = hostile(seed)
    if case.updates:
        judge([], case.updates, seed)


def main() -> None:
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: hypothesis alone")
        any_bytes()
        hostile_rooms()
        return
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
