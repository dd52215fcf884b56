"""`manage.py forget_name NAME`: takes a name that imported files gave off their comments and proposals."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from documents.personal_files import forget_name


class Command(BaseCommand):
    help = "Take a name that imported files gave off their comments and proposals, and print off how many."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as the files write it")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(forget_name(options["name"])))
