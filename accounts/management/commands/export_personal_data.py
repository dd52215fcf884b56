"""`manage.py export_personal_data EMAIL --output FILE`: everything about a person, as they would download it themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data import export_personal_data


class Command(BaseCommand):
    help = "Write a zip of everything about a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--output", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": options["email"]})
        with Path(options["output"]).open("wb") as file:
            export_personal_data(user, by=None, to=file)
