"""Fills an empty database for a measurement: accounts with keys, a workspace, documents. Run as its own process.

Prints one line of JSON: `{"writers": [key, …], "readers": [key, …], "documents": [id, …]}`.
"""

import argparse
import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from accounts.actions import complete_profile  # noqa: E402
from accounts.models import User  # noqa: E402
from accounts.tokens import issue_token  # noqa: E402
from documents.actions.documents import create_document  # noqa: E402
from permissions.actions import grant  # noqa: E402
from workspaces.actions import create_workspace  # noqa: E402

WRITERS, READERS = 20, 4


def person(number: int) -> User:
    user: User = User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
    complete_profile(user, name=f"Person {number}", kind="citizen", organisation="")
    return user


def prepare(documents: int) -> dict[str, list[str]]:
    """Everything by the real acts: what is measured meets rights and rows as the product makes them."""
    call_command("migrate", verbosity=0)
    people = [person(number) for number in range(WRITERS + READERS)]
    workspace = create_workspace("Measurements", by=people[0])
    for number, user in enumerate(people[1:], 1):
        grant(workspace, "change" if number < WRITERS else "view", to=user, by=people[0])
    keys = [issue_token(user, "bench") for user in people]
    made = [str(create_document(workspace, f"Text {number}", by=people[0]).pk) for number in range(documents)]
    return {"writers": keys[:WRITERS], "readers": keys[WRITERS:], "documents": made}


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1)
    print(json.dumps(prepare(arguments.parse_args().documents)))
