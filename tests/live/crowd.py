"""Many people who are mentioned in several documents, and what became of the mails that tell them. Its own process.

`say`: they are mentioned; once workers have told them all, their mails are due. `states`: how many of
their mails are in which state. `later`: as `states`, after what a dead worker leaves has lain there long enough.
"""

import json
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from documents.actions.discussion import open_thread  # noqa: E402
from documents.actions.documents import create_document  # noqa: E402
from documents.models import Document  # noqa: E402
from notifications.models import Mailing, Notice  # noqa: E402
from permissions.actions import grant  # noqa: E402
from tests import make  # noqa: E402

PEOPLE, DOCUMENTS = 12, 3


def say() -> None:
    alice = User.objects.get(email="alice@example.org")
    people = [make.person(f"Personne{number}") for number in range(PEOPLE)]
    for number in range(DOCUMENTS):
        document = create_document(Document.objects.earliest("created_at").workspace, f"Texte {number}", by=alice)
        for person in people:
            grant(document, "view", to=person, by=alice)
        open_thread(document, f"Venez voir le texte {number}.", by=alice, mentioned=people)
    told: Any = Notice.objects.filter(addressed=True, event__verb="discussion.mentioned")
    end = time.monotonic() + 300
    while told.count() < PEOPLE * DOCUMENTS:
        assert time.monotonic() < end, f"{told.count()} of {PEOPLE * DOCUMENTS} are told"
        time.sleep(0.2)
    told.update(due_at=timezone.now())


def states() -> None:
    theirs = Mailing.objects.filter(person__email__startswith="personne")
    print(json.dumps(Counter(theirs.values_list("state", flat=True))))


def later() -> None:
    passed = timedelta(minutes=30)
    Mailing.objects.update(claimed_at=F("claimed_at") - passed, next_at=F("next_at") - passed)
    call_command("work", "--once")
    states()


{"say": say, "states": states, "later": later}[sys.argv[1]]()
