"""A mail server for the live tests: each message is two files in the server's folder, its text alone and the whole."""

import os
import threading
import time
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class Folder(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[Any]) -> int:
        box = settings.DATA_DIR / "mails"
        box.mkdir(exist_ok=True)
        for message in email_messages:
            name = str(uuid.uuid4())
            (box / f"{name}.eml").write_bytes(message.message().as_bytes())
            (box / f"{name}.txt").write_text(f"{message.to[0]}\n{message.subject}\n{message.body}")
        return len(email_messages)


class Turnstile(Folder):
    """Of two workers each sends some mails; then one sends another and hangs there, as if the network did, to be killed.

    Neither gets beyond its first mails alone, however slow the other is.
    """

    FREE = 2
    sent = 0

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        hangs, hanging = "HANGS" in os.environ, settings.DATA_DIR / "hanging"
        while not hangs and Turnstile.sent >= self.FREE and not hanging.exists():
            time.sleep(0.05)
        count = super().send_messages(email_messages)
        Turnstile.sent += 1
        if hangs and Turnstile.sent > self.FREE:
            hanging.touch()
            threading.Event().wait()
        return count
