"""`manage.py close_account EMAIL --how anonymise`: closes somebody's account for them, when they asked in another way."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.closing import close_account
from accounts.models import User
from accounts.personal_data import HOWS


class Command(BaseCommand):
    help = (
        "Close an account: its person becomes nobody in particular; with `--how blank` what they wrote is erased too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--how", required=True, choices=HOWS)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": options["email"]})
        try:
            close_account(user, options["how"], by=None)
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from None
