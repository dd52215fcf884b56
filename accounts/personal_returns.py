"""What is kept of Word files that people bring back into their documents (`accounts/personal_fields.py`)."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_rows import DELETE, MISSION, Purpose, Rows

RETURNS = Purpose(
    "retours",
    _("Files you bring back"),
    _("Of a Word file that you bring back into its document: what it changes, what is said in it, its name."),
    _("To show you the differences before they become proposals. The file itself is not kept."),
    MISSION,
    _("Until you confirm, a day at most."),
    _("You, and nobody else."),
    _("Everything is erased."),
    (
        Rows(
            "documents.Return",
            "person document filename at proposed left talks told since by_today",
            "person",
            DELETE,
        ),
    ),
)
