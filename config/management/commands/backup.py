"""`manage.py backup DIR`: a whole backup in a new folder of DIR, while the site runs (docs/backup.md)."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from config.backup import making


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("a number of backups, 1 or more"))
    return int(text)


class Command(BaseCommand):
    help = "Make a whole backup of the site, which may go on running, in a new folder of DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--keep", metavar="N", type=at_least_one, help="then delete all in DIR but the newest N")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, manifest = making.make(options["folder"])
        size = filesizeformat(sum(told[0] for told in manifest.files.values()))
        self.stdout.write(_("%(folder)s: a whole backup of %(size)s.") % {"folder": folder, "size": size})
        for path in manifest.missing:
            self.stderr.write(_("An image was already missing on the disk: %(path)s") % {"path": path})
        if options["keep"]:
            for old in making.keep_only(options["folder"], options["keep"]):
                self.stdout.write(_("%(folder)s is deleted.") % {"folder": old})
