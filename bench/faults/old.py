"""Makes a text large and old in the database itself: `python -m bench.faults.old DOCUMENT PARAGRAPHS UPDATES SEED`."""

import random
import sys

import django

django.setup()

from pycrdt import Doc, XmlElement, XmlFragment, XmlText  # noqa: E402

from accounts.models import User  # noqa: E402
from realtime import log  # noqa: E402

BATCH = 1000  # updates in one transaction


def main() -> None:
    room, paragraphs, updates, seed = sys.argv[1], *map(int, sys.argv[2:])
    rng = random.Random(seed)
    author = str(User.objects.get(email="alice@example.org").pk)
    doc: Doc[object] = Doc(client_id=rng.randrange(1 << 30))
    for part in log.load(room).parts():
        doc.apply_update(part)
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(bytes(event.update)))
    root = doc.get("default", type=XmlFragment)
    texts = []
    with doc.transaction():
        for _ in range(paragraphs):
            paragraph = root.children.append(XmlElement("paragraph"))
            texts.append(paragraph.children.append(XmlText("mots et encore des mots " * 4)))
    for number in range(updates):
        rng.choice(texts).insert(rng.randrange(90), "abcdefgh"[number % 8])
    doc.unobserve(watch)
    for at in range(0, len(made), BATCH):
        entries = [log.Entry(room, author, update, [doc.client_id]) for update in made[at : at + BATCH]]
        log.append(entries)


if __name__ == "__main__":
    main()
