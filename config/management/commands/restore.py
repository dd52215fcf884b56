"""`manage.py restore DIR`: puts a backup in the place of what the site holds, and keeps that aside (docs/backup.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from config.backup.restoring import restore


class Command(BaseCommand):
    help = (
        "Put a backup, or the newest in a folder of backups, in the place of what the site holds. Stop the site first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--while-running", action="store_true", help="do not ask whether the site is stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        done = restore(options["folder"], while_running=options["while_running"])
        told = {"folder": done.folder, "when": done.manifest.made_at}
        self.stdout.write(_("%(folder)s is restored: the site is as it was at %(when)s.") % told)
        if done.aside is not None:
            self.stdout.write(_("What the site held before is kept in %(folder)s.") % {"folder": done.aside})
        self.stdout.write(_("Pages that were open will be asked to load again. Start the site."))
