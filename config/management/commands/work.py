"""`manage.py work`: what has to be done beside the site, again and again, until it is stopped."""

import logging
import signal
import threading
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from accounts.closing import finish_closings
from config import queue, serving
from documents.actions.bringing_back import look_after_returns
from documents.actions.exports import look_after_exports
from documents.actions.keeping import thin_old_versions
from documents.actions.making_exports import stopping
from documents.actions.trash import empty_old_trash
from notifications.sweeping import sweep
from permissions.pending import forget_ended
from permissions.taking_over import take_what_came_late
from realtime import settling

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds


class Command(BaseCommand):
    help = (
        "In the background: tell people and send mails, as it comes. Every minute: settle rooms that a crash left behind, "
        "empty the old trash, thin old versions, delete files of the day before, end the closing of accounts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do it once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        serving.declare()
        if options["once"]:
            self._round()
            queue.empty()
            return
        stopped = stopping
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        background = [  # apart: no long task of the minute keeps a mail waiting, nor does a file that is being made
            threading.Thread(target=queue.serve, args=[stopped, empty], name=empty.__name__)
            for empty in (queue.tell, queue.make_exports)
        ]
        for thread in background:
            thread.start()
        while not stopped.is_set():
            self._round()
            stopped.wait(EVERY)
        for thread in background:
            thread.join()

    @staticmethod
    def _round() -> None:
        """One task that fails does not keep the others from their turn."""
        close_old_connections()
        clear = partial(call_command, "clearsessions")
        for task in (
            settling.sweep,
            take_what_came_late,
            empty_old_trash,
            thin_old_versions,
            look_after_exports,
            look_after_returns,
            forget_ended,
            finish_closings,
            sweep,
            clear,
        ):
            try:
                task()
            except Exception:
                logger.exception("a task of the worker failed; it will run again")
        close_old_connections()
