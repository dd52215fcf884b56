"""`python -m bench.fuzz --genuine 5000 --mutants 100000 --seed 1`, also as `bin/bench --fuzz`: see `bench.fuzz`.

Ends with 1 where something genuine is refused or shown otherwise, or where the engine crashes, hangs, panics or changes
its mind about what the gate took. Every finding is printed with its seed and its bytes.
"""

import argparse
import os
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench.fuzz import genuine, mutants  # noqa: E402
from bench.fuzz.engine_process import EngineProcess, shrink  # noqa: E402

WRONG = {"crash", "hang", "panic", "disagreement"}
MOST_SHOWN = 10


def replay(updates: int, seed: int) -> tuple[bool, list[genuine.Stream]]:
    told, streams = genuine.Told(), list(genuine.make(updates, seed))
    for stream in streams:
        genuine.replay(stream, told)
    print(f"genuine: {told.updates} updates of {len(streams)} streams, {len(told.refused)} refused,")
    print(f"  {len(told.differs)} learnt otherwise from the log, {len(told.unseen)} shown otherwise than by Yjs;")
    print(f"  {told.split} streams cut a character in two, and the gate says so")
    for line in [*told.refused, *told.differs, *told.unseen][:MOST_SHOWN]:
        print("  !", line)
    return not (told.refused or told.differs or told.unseen), streams


def attack(count: int, seed: int, streams: list[genuine.Stream]) -> bool:
    process, verdicts, tried, shown, began = EngineProcess(), Counter[str](), 0, 0, time.monotonic()
    number = seed * 1_000_000_000
    while tried < count:
        number += 1
        cases = (
            [mutants.hostile(number)]
            if number % 2 or not streams
            else mutants.spoilt(streams[number % len(streams)], number)
        )
        for case in cases:
            tried += case.tried
            if not case.updates:
                verdicts["refused by the gate"] += 1
                continue
            said = process.ask(case)
            verdict = said.split(":")[0] or "taken"
            verdicts[verdict] += 1
            if verdict in WRONG and shown < MOST_SHOWN:
                shown += 1
                case = shrink(case, said, process)
                print(f"  ! {case.name}: {said[:300]}\n    base {[one.hex() for one in case.base]!s:.2000}")
                print(f"    updates {[one.hex() for one in case.updates]}", flush=True)
    process.close()
    print(f"mutants: {tried} tried in {time.monotonic() - began:.0f} s; cases: {dict(verdicts)}")
    return not WRONG & set(verdicts)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench --fuzz", description=__doc__)
    parser.add_argument("--genuine", type=int, default=5000, help="how many updates of the real Yjs")
    parser.add_argument("--mutants", type=int, default=100_000, help="how many spoilt and hostile ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    fine, streams = replay(options.genuine, options.seed) if options.genuine else (True, [])
    if options.mutants:
        fine &= attack(options.mutants, options.seed, streams)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
