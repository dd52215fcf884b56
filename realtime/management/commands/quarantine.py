"""`manage.py quarantine list` and `manage.py quarantine end UUID`: rooms set apart, and the way back for one of them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from realtime import quarantine
from realtime.models import Quarantine


class Command(BaseCommand):
    help = "List the rooms in quarantine, or end the quarantine of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("list", help="the rooms in quarantine, since when and why")
        end = what.add_parser("end", help="open a room again, with all its rows")
        end.add_argument("uuid")
        end.add_argument("--without-suspects", action="store_true", help="set the rows aside that failed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            for one in Quarantine.objects.order_by("at"):
                self.stdout.write(f"{one.room}  {one.at:%Y-%m-%d %H:%M}  {one.reason}")
        elif not quarantine.end(options["uuid"], without_suspects=options["without_suspects"]):
            raise CommandError(f"{options['uuid']} is not in quarantine")
