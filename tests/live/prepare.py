"""Makes the data of a live test's server and prints what the tests need to enter: run as its own process."""

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.tokens import issue_token  # noqa: E402
from config.demo.people import CAST  # noqa: E402
from documents.models import Document  # noqa: E402
from tests.sessions import session_of  # noqa: E402

call_command("migrate", verbosity=0)
call_command("demo")
people = {name: User.objects.get(email=f"{name}@example.org") for name in CAST}
print(
    json.dumps(
        {
            "sessions": {name: session_of(user) for name, user in people.items()},
            "keys": {name: issue_token(user, "tests") for name, user in people.items()},
            "bill": str(Document.objects.get().pk),
            "workspace": Document.objects.get().workspace.slug,
        }
    )
)
