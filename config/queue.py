"""The queues of background tasks (django-tasks in the database), served by `manage.py work`: of each one task at a time."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from notifications.mailing import gather

logger = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two looks at an empty queue
EXPORTS = "exports"


def serve(stopped: threading.Event, empty: Callable[[], None]) -> None:
    """Until it is stopped; whatever fails is looked at again."""
    while not stopped.is_set():
        close_old_connections()
        try:
            empty()
        except Exception:
            logger.exception("the queue could not be served; it will be tried again")
        stopped.wait(EVERY)
    connections.close_all()


def empty() -> None:
    """Make mails of what is due, then run all that is ready; what these tasks enqueue too."""
    tell()
    make_exports()


def tell() -> None:
    """Everything that is quick: notices, mails."""
    gather()
    _run(DBTaskResult.objects.exclude(queue_name=EXPORTS), ["*"], [EXPORTS])


def make_exports() -> None:
    """Apart: a file may take LibreOffice a minute, and no notice waits for it."""
    _run(DBTaskResult.objects.filter(queue_name=EXPORTS), [EXPORTS], [])


def _run(tasks: Any, names: list[str], excluded: list[str]) -> None:
    """Looking costs no write: on SQLite the library claims a task in a transaction that keeps all others from writing."""
    if tasks.ready().exists():
        _worker(names, excluded).run()


def _worker(names: list[str], excluded: list[str]) -> Worker:
    return Worker(
        queue_names=names,
        interval=0.2,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=excluded,
    )
