"""How the register of personal data is written: which fields of which rows, and why they are there."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

DELETE, BLANK, KEEP = "delete", "blank", "keep"


@dataclass(frozen=True)
class Rows:
    """Fields of one model. `of` is the lookup that leads from a row to its person, `by` what stands there of them.

    That is the number of the account (`pk`), the same as text (`text`), or an e-mail address (`address`). Without `of`,
    a function of ours finds the rows. `closing` is what closing an account does to them: `delete` the rows,
    `blank` what they say, or `keep` them, where they lead to an account without a name. `hidden` fields are in no export.
    """

    model: str
    fields: str
    of: str = ""
    closing: str = KEEP
    hidden: str = ""
    by: str = "pk"

    @property
    def named(self) -> list[str]:
        return [*self.fields.split(), *self.hidden.split()]


@dataclass(frozen=True)
class Purpose:
    """Why some rows are there, told to people; `key` names its file in an export."""

    key: str
    title: Any
    what: Any
    why: Any
    ground: Any
    kept: Any
    seen: Any
    closing: Any
    rows: tuple[Rows, ...] = ()


MISSION = _(
    "The task of public interest of the body that runs this site (GDPR, article 6.1.e); for a private body, the contract."
)
SECURITY = _("The duty to keep the site and your account safe (GDPR, articles 6.1.f and 32).")
