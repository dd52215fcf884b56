"""`manage.py verify_audit`: says which chains of audit events are whole; ends with 1 when one is broken."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.models import Event
from activity.verifying import NOWHERE, Report, verify_all


class Command(BaseCommand):
    help = "Verify the chains of audit events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", type=Path, help="add the ends of today to this file, to be kept elsewhere")
        parser.add_argument("--against", type=Path, help="a file of --keep: what it holds must still be in the chains")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = verify_all()
        if options["against"]:
            _compare(reports, options["against"])
        for report in reports:
            self.stdout.write(_told(report))
            for fault in report.faults:
                self.stderr.write(f"  {fault}")
        if not all(report.whole for report in reports):
            raise CommandError(_("The audit trail is broken."), returncode=1)
        if options["keep"]:
            _keep(reports, options["keep"])


def _told(report: Report) -> str:
    state = _("whole") if report.whole else _("BROKEN")
    count = ngettext("%(n)s event", "%(n)s events", report.events) % {"n": report.events}
    blanked = _(", words of %(n)s blanked") % {"n": report.blanked} if report.blanked else ""
    name = _("outside of the chains") if report.chain == NOWHERE else report.chain
    return f"{name}: {state}, {count}{blanked} {report.hash}".rstrip()


def _keep(reports: list[Report], file: Path) -> None:
    lines = [json.dumps({"chain": one.chain, "number": one.number, "hash": one.hash}) for one in reports]
    try:
        with file.open("a", encoding="utf-8") as kept:
            kept.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise CommandError(str(error)) from None


def _compare(reports: list[Report], file: Path) -> None:
    """A chain rewritten from one end to the other agrees with itself, but not with what was kept elsewhere."""
    known = {report.chain: report for report in reports}
    try:
        kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        ends = [(str(one["chain"]), int(one["number"]), str(one["hash"])) for one in kept]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(_("%(path)s cannot be read: %(why)s") % {"path": file, "why": error}) from None
    for chain, number, fingerprint in ends:
        report = known.setdefault(chain, Report(chain))
        if report not in reports:
            reports.append(report)
        if number and not Event.objects.filter(chain=chain, number=number, hash=fingerprint).exists():
            report.faults.append(_("%(number)s: is not what was kept elsewhere.") % {"number": number})
