"""`manage.py create_token EMAIL`: prints a new key for programs, alone on its line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tokens import issue_token


class Command(BaseCommand):
    help = "Print a new key with which a program may act for an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="manage.py")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(_("No active account has the address %(email)s.") % {"email": options["email"]})
        self.stdout.write(issue_token(user, options["name"]))
