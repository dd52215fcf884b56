"""Runs the cases named, or all, in their long form, and prints one JSON line for each: `python -m bench.faults F01 F05`."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.faults.cases import ALONE, CASES
from bench.faults.places import Place, alone, pair
from bench.faults.report import Report


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    asked.add_argument("cases", nargs="*", metavar="F01", help="which ones; all without a name")
    asked.add_argument("--seed", type=int, help="the seed of an earlier run, to run it again")
    options = asked.parse_args()
    wrong = set(options.cases) - set(CASES)
    if wrong:
        asked.error(f"unknown: {', '.join(sorted(wrong))}; known: {', '.join(CASES)}")
    failed = 0
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="faults-") as folder:
        places: dict[str, Place] = {}
        for name in options.cases or CASES:
            kind = "alone" if name in ALONE else "pair"
            if kind not in places:
                made = alone(_folder(folder, kind)) if kind == "alone" else pair(_folder(folder, kind))
                places[kind] = stack.enter_context(made)
            places[kind].ready()
            report = Report(name, options.seed if options.seed is not None else secrets.randbits(31))
            try:
                asyncio.run(CASES[name](places[kind], report))
            except Exception as error:
                report.exactly("harness", f"{type(error).__name__}: {error}", "runs to its end")
            print(report.line(), flush=True)
            failed += bool(report.failed)
    return 1 if failed else 0


def _folder(inside: str, name: str) -> Path:
    made = Path(inside) / name
    made.mkdir()
    return made


if __name__ == "__main__":
    sys.exit(main())
