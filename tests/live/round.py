"""What the worker does, all at once, for each line it reads: people are told, and mails that would leave later leave now.

Its own process, as the worker is; it says when it is done.
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from notifications.models import Notice  # noqa: E402

for _line in sys.stdin:
    call_command("work", "--once")
    if Notice.objects.exclude(due_at=None).update(due_at=timezone.now()):
        call_command("work", "--once")
    print("done", flush=True)
