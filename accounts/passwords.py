"""What a password must be, after the CNIL's recommendation 2022-100: hard to guess on its own, and never out of date.

Eighty bits, or twelve characters of all four kinds. What a guesser tries first counts for little: runs such as `aaaa` and
`1234`, and a beginning said again.
"""

import math
import re
from itertools import pairwise
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BITS, FEWEST, LONGEST = 80, 12, 512
KINDS = {r"[a-zß-öø-ÿœ]": 26, r"[A-ZÀ-ÖØ-Þ]": 26, r"[0-9]": 10, r"[^0-9A-Za-zÀ-ÿœ]": 33}
LOOK_ALIKE = str.maketrans("01345789@$!€", "oleastbgasie")
FRENCH = {  # what the list that comes with Django, an English one, lacks
    "motdepasse", "azerty", "azertyuiop", "qsdfghjklm", "bonjour", "bonjourbonjour", "jetaime", "doudou", "chouchou",
    "marseille", "soleil", "coucou", "loulou", "administrateur", "mairie", "prefecture", "republique", "liberte",
    "tablee", "connexion", "bienvenue", "secret", "camille", "nicolas", "motdepassemotdepasse",
}  # fmt: skip


def bits(password: str) -> float:
    """How many yes-or-no questions a guesser who knows the kinds of characters needs, runs and repetitions left out."""
    alphabet = sum(size for kind, size in KINDS.items() if re.search(kind, password))
    return _counted(password) * math.log2(alphabet) if alphabet else 0.0


def _counted(password: str) -> int:
    """Characters that do not go on a run (the same again, the next, the one before), of what is not said twice."""
    period = (password + password).find(password, 1)
    codes = [ord(letter) for letter in password[:period]]
    steps = [after - before for before, after in pairwise(codes)]
    return len(codes) - sum(one == next_one and abs(one) <= 1 for one, next_one in pairwise(steps))


class HardToGuess:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("This is longer than a password can be: %d characters.") % LONGEST, "too_long")
        all_kinds = all(re.search(kind, password) for kind in KINDS) and _counted(password) >= FEWEST
        if len(password) < FEWEST or (bits(password) < BITS and not all_kinds):
            raise ValidationError(
                _("Too easy to guess. Put together four or five words that only you would, or twelve characters with "
                  "capitals, small letters, figures and signs."),
                "too_easy",
            )  # fmt: skip

    def get_help_text(self) -> str:
        return _("Four or five words that only you would put together; or twelve characters of every kind.")


class NotCommon:
    """Not one of the passwords that everybody tries, even with figures, signs or capitals around it."""

    def __init__(self) -> None:
        self.known = FRENCH | set(password_validation.CommonPasswordValidator().passwords)

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower().strip()
        core = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain.strip("0123456789!?.*#-_ ").translate(LOOK_ALIKE))
        if plain in self.known or (core in self.known and len(password) - len(core) < FEWEST):
            raise ValidationError(_("Many people use this one, and it is tried first. Choose another."), "too_common")

    def get_help_text(self) -> str:
        return ""


class NotAboutOneself(password_validation.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email"), max_similarity=0.7)

    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError:
            raise ValidationError(
                _("It looks like your name or your address: whoever knows you would try it."), "about_oneself"
            ) from None

    def get_help_text(self) -> str:
        return ""
