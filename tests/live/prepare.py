"""Makes the data of a live test's server and prints what the tests need to enter: run as its own process."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.tokens import issue_token  # noqa: E402
from config.demo.people import CAST  # noqa: E402
from documents.models import Document  # noqa: E402


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


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
