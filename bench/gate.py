"""What the gate costs: `python -m bench.gate [--json FILE]`, microseconds of processor time for one update.

A hundred people type in turn in one text, each behind their own last letter, as in the scenario "workshop"; the other
updates come at the end of it. Each figure is the best of many short rounds: a busy machine makes the others worse.
"""

import argparse
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from realtime.gate import Gate
from realtime.protocol import write_bytes, write_uint

TYPISTS, LETTERS, ROUNDS = 100, 60, 40
ROOT = b"\x01" + write_bytes(b"default")


def update(client: int, clock: int, *items: bytes, deletes: bytes = b"\0") -> bytes:
    return b"\x01" + write_uint(len(items)) + write_uint(client) + write_uint(clock) + b"".join(items) + deletes


def beside(info: int, places: list[tuple[int, int]], content: bytes) -> bytes:
    return bytes([info]) + b"".join(write_uint(number) for place in places for number in place) + content


def typed(letters: str, *, between: bool) -> list[bytes]:
    """The stream of the workshop, after one text that holds a word."""
    chance = random.Random(1)
    people = [chance.getrandbits(32) for _ in range(TYPISTS)]
    stream = [update(5, 0, b"\x07" + ROOT + b"\x06", b"\x04\0" + write_uint(5) + b"\0" + write_bytes(b"abcd"))]
    last = dict.fromkeys(people, (5, 2))
    clocks = dict.fromkeys(people, 0)
    for turn in range(LETTERS):
        letter = letters[turn % len(letters)]
        for client in people:
            places = [last[client], (5, 3)] if between else [last[client]]
            item = beside(0xC4 if between else 0x84, places, write_bytes(letter.encode()))
            stream.append(update(client, clocks[client], item))
            clocks[client] += len(letter.encode("utf-16-le")) // 2
            last[client] = (client, clocks[client] - 1)
    return stream


def best(work: Callable[[], int]) -> float:
    """Microseconds for one of the things that `work` says it did."""
    found = []
    for _ in range(ROUNDS):
        began = time.thread_time()
        count = work()
        found.append((time.thread_time() - began) / count)
    return min(found) * 1e6


def streams(stream: list[bytes]) -> float:
    def work() -> int:
        gate = Gate()
        for one in stream:
            gate.accept(gate.check(one))
        return len(stream)

    return best(work)


def checks(gate: Gate, one: bytes) -> float:
    def work() -> int:
        for _ in range(200):
            gate.check(one)
        return 200

    return best(work)


def one_by_one() -> dict[str, float]:
    stream = typed("a", between=False)
    gate = Gate(stream)
    client = next(client for client in gate.clocks if client != 5)
    clock, own = gate.clocks[client], client
    bold = [
        beside(0xC6, [(own, clock - 3), (own, clock - 2)], write_bytes(b"bold") + write_bytes(b"{}")),
        beside(0xC6, [(own, clock - 1), (5, 3)], write_bytes(b"bold") + write_bytes(b"null")),
    ]
    paragraph = [
        b"\x07" + ROOT + b"\x03" + write_bytes(b"paragraph"),
        b"\x07\0" + write_uint(own) + write_uint(clock) + b"\x06",
        b"\x28\0" + write_uint(own) + write_uint(clock) + write_bytes(b"id") + b"\x01\x77" + write_bytes(b"0123456789"),
    ]
    return {
        "a deletion": checks(gate, b"\0" + b"\x01" + write_uint(own) + b"\x01" + write_uint(3) + b"\x02"),
        "a mark on some words": checks(gate, update(own, clock, *bold)),
        "a new paragraph": checks(gate, update(own, clock, *paragraph)),
        "a paste of 1 kB": checks(gate, update(own, clock, beside(0x84, [(own, clock - 1)], write_bytes(b"x" * 1000)))),
    }


def large() -> dict[str, float]:
    """A snapshot in which pieces of text and deleted pieces take turns, as a long history leaves them."""
    items = [b"\x04" + ROOT + b"\x01a"]
    chance = random.Random(2)
    for clock in range(1, 20_001):
        places = [(1234567890, clock - 1), (1234567890, chance.randrange(clock))]
        items.append(beside(0xC4, places, b"\x01a") if clock % 2 else beside(0xC1, places, b"\x01"))
    snapshot = update(1234567890, 0, *items)
    kilobytes = len(snapshot) / 1000

    def learn() -> int:
        Gate([snapshot]).clocks  # noqa: B018
        return 1

    def check() -> int:
        Gate().check(snapshot)
        return 1

    return {"learning a snapshot, a kB": best(learn) / kilobytes, "checking it, a kB": best(check) / kilobytes}


def memory() -> dict[str, float]:
    """kB that the gates of rooms take, once read: 20 paragraphs, 5 kB."""
    items = []
    for number in range(20):
        clock = number * 252
        parent = b"\0" + write_uint(7)
        items += [b"\x07" + ROOT + b"\x03" + write_bytes(b"paragraph"), b"\x07" + parent + write_uint(clock) + b"\x06"]
        items.append(b"\x04" + parent + write_uint(clock + 1) + write_bytes(b"x" * 250))
    stored = update(7, 0, *items)
    tracemalloc.start()
    gates = [Gate([stored]) for _ in range(100)]
    for gate in gates:
        gate.clocks  # noqa: B018
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"memory of a room of 5 kB, kB": size / len(gates) / 1000}


def measure() -> dict[str, float]:
    return {
        "a letter": streams(typed("a", between=False)),
        "a letter between others": streams(typed("a", between=True)),
        "é": streams(typed("é", between=True)),
        "an emoji": streams(typed("😀", between=True)),
        "a letter among emoji": streams(typed("😀abc", between=True)),
        **one_by_one(),
        **large(),
        **memory(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.gate", description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    figures = {name: round(value, 2) for name, value in measure().items()}
    for name, value in figures.items():
        print(f"{value:8.2f}  {name}")
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
