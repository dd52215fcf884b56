"""`manage.py work`: what has to be done beside the site, again and again, until it is stopped."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from documents.actions.trash import empty_old_trash
from realtime import settling

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds


class Command(BaseCommand):
    help = "Settle rooms that a crash left behind and empty what has lain in the trash long enough, every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do it once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            self._round()
            if options["once"]:
                return
            stopped.wait(EVERY)

    @staticmethod
    def _round() -> None:
        """One task that fails does not keep the others from their turn."""
        close_old_connections()
        for task in (settling.sweep, empty_old_trash, lambda: call_command("clearsessions")):
            try:
                task()
            except Exception:
                logger.exception("a task of the worker failed; it will run again")
        close_old_connections()
