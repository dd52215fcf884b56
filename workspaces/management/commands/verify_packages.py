"""`manage.py verify_packages`: says which packages of what was deleted are whole; ends with 1 when one is not."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from activity.models import Event
from workspaces.package import SUMS, wrong_in


class Command(BaseCommand):
    help = "Verify packages: the files against their list, the list against the audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, help="packages; all of ARCHIVE_DIR if none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        found = {folder: _faults(folder) for folder in options["folders"] or _all()}
        for folder, faults in found.items():
            self.stdout.write(f"{folder.name}: {_('BROKEN') if faults else _('whole')}")
            for fault in faults:
                self.stderr.write(f"  {fault}")
        if any(found.values()):
            raise CommandError(_("Packages are broken."), returncode=1)


def _all() -> list[Path]:
    """What is being made has a name that begins with a dot."""
    parent = Path(settings.ARCHIVE_DIR)
    folders = parent.iterdir() if parent.exists() else []
    return sorted(one for one in folders if one.is_dir() and not one.name.startswith("."))


def _faults(folder: Path) -> list[str]:
    """A list that was written anew agrees with its files, but not with what the audit trail says of it."""
    try:
        wrong = wrong_in(folder)
        listed = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        return [_("%(path)s cannot be read: %(why)s") % {"path": folder / SUMS, "why": error}]
    faults = [_("%(path)s: is not what the list says.") % {"path": path} for path in wrong]
    known = set(Event.objects.filter(data__package=folder.name).values_list("data__sums", flat=True))
    if not known:
        faults.append(_("The audit trail knows no package of this name."))
    elif known != {listed}:
        faults.append(_("%(path)s: is not what the audit trail says.") % {"path": SUMS})
    return faults
