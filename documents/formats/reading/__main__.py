"""The child process that reads a file: limits first, then the file from standard input, what was found to standard output.

The answer is one line of JSON, whose `images` are names and lengths, then the pictures one after another.
"""

import json
import resource
import sys

MEMORY, SECONDS = 512 * 1024 * 1024, 18  # the parent waits a little longer


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(kind: str) -> None:
    limit()
    from documents.formats.adopting.template import NoStyles  # after the limits: they hold for what is loaded too
    from documents.formats.reading.any import read
    from documents.formats.reading.package import TooLong, Unreadable

    data = sys.stdin.buffer.read()
    try:
        answer = read(kind, data)
    except Unreadable:
        answer = {"refused": "unreadable"}
    except NoStyles:
        answer = {"refused": "styles"}
    except TooLong:
        answer = {"refused": "long"}
    except MemoryError:
        answer = {"refused": "large"}
    images = answer.pop("images", {})
    answer["images"] = [[key, len(held)] for key, held in images.items()]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for held in images.values():
        sys.stdout.buffer.write(held)


if __name__ == "__main__":
    main(sys.argv[1])
