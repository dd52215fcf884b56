"""Many clients in one process that ask for a text, show a caret, and never read: `python -m bench.faults.sleepers`.

Arguments: port, document, key, how many, receive window. Prints "ready" and sleeps until it is killed, or stopped.
"""

import sys
import time
from types import SimpleNamespace
from typing import Any

from bench.faults.raw import Raw


def main() -> None:
    port, document, key, count, window = sys.argv[1:]
    server: Any = SimpleNamespace(port=int(port))
    asleep = []
    for number in range(int(count)):
        one = Raw(server, document, key, window=int(window))
        one.hello()
        one.present(10_000 + number)
        asleep.append(one)
    print("ready", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main()
