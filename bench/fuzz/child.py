"""A process that tries cases in the engine, one after the other, and may die of it: `python -m bench.fuzz.child`.

Reads one case a line, as JSON: {"base": [hex…], "updates": [hex…], "seed": n}; answers one line each: "" and more as
`judge` says, or "disagreement: …", "panic: …".
"""

import json
import resource
import sys

from bench.fuzz.judge import Disagreement, judge

MEMORY = 3 << 30


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        case = json.loads(line)
        base, updates = ([bytes.fromhex(one) for one in case[key]] for key in ("base", "updates"))
        try:
            said = judge(base, updates, case["seed"])
        except Disagreement as error:
            said = f"disagreement: {error}"
        except BaseException as error:  # pyo3's panics are no ordinary exceptions
            said = f"panic: {type(error).__name__}: {error}"
        sys.stdout.write(json.dumps(said[:600]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
