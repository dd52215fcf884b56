"""The engine at arm's length: cases go to a child process, and its death, its silence and its panics are answers."""

import json
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.fuzz.mutants import Case
from realtime.gate import Gap, Gate, Refused

PATIENCE = 10.0  # seconds for one case
ROOT = Path(__file__).resolve().parents[2]


class EngineProcess:
    def __init__(self, patience: float = PATIENCE, arguments: Sequence[str] = ("-m", "bench.fuzz.child")) -> None:
        self._patience = patience
        self._command = [sys.executable, *arguments]
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, case: Case) -> str:
        """What `judge` says; or "crash: …", "hang"."""
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        child = self._child
        assert child.stdin is not None and child.stdout is not None
        base, updates = ([one.hex() for one in part] for part in (case.base, case.updates))
        child.stdin.write(json.dumps({"base": base, "updates": updates, "seed": case.seed}).encode() + b"\n")
        child.stdin.flush()
        if not select.select([child.stdout], [], [], self._patience)[0]:
            child.kill()
            child.wait()
            return "hang"
        line = child.stdout.readline()
        if not line:
            return f"crash: ended with {child.wait()}"
        said: str = json.loads(line)
        return said

    def close(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.kill()
            self._child.wait()


def shrink(case: Case, verdict: str, process: EngineProcess) -> Case:
    """The same case with as few updates as give the same verdict; the gate must still take them."""

    at, left = 0, 60
    while at < len(case.updates) and len(case.updates) > 1 and left:
        fewer = Case(case.name, case.base, case.updates[:at] + case.updates[at + 1 :], case.tried, case.seed)
        gate = Gate(case.base)
        try:
            for update in fewer.updates:
                gate.accept(gate.check(update))
        except (Refused, Gap):
            at += 1
            continue
        left -= 1
        if process.ask(fewer).split(":")[0] == verdict.split(":")[0]:
            case = fewer
        else:
            at += 1
    return case
