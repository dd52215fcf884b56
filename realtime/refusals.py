"""Why an update is not taken although it is sound: `code` says it to the page (`realtime.connection.REFUSALS`)."""

from django.utils.translation import gettext_lazy as _

from realtime.update_reader import Refused

IN_QUARANTINE = _(
    "This document is read-only for now: opening it made the server fail. The administrators have been told."
)


class Full(Refused):
    """The document may not grow any more (`limits.LARGEST_STATE`)."""

    code = "full"


class OtherHistory(Refused):
    """It was written for a text in whose place another one stands now: a backup was restored, a quarantine ended, a name
    or somebody's words were taken out."""

    code = "epoch"


class Quarantined(Refused):
    """The room is read-only until an administrator ends its quarantine."""

    code = "quarantine"

    def __init__(self) -> None:
        super().__init__(str(IN_QUARANTINE))


def code_of(refusal: Refused) -> str:
    """`gate` for what is unsound."""
    return getattr(refusal, "code", "gate")
