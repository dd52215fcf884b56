"""Personal data in what people are told: their notices, the mails of them, and how they want to be told."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_rows import DELETE, MISSION, Purpose, Rows

NOTIFICATIONS = Purpose(
    "notifications",
    _("What you are told"),
    _("That you have something to read, when you read it, which mails left, and how you want to be told."),
    _("To tell you what concerns you, once, as often as you wish."),
    MISSION,
    _("What was read: ninety days. The rest: a year. Your choices: as long as your account is open."),
    _("You, and nobody else."),
    _("Everything is erased, and nothing is mailed to you any more."),
    (
        Rows("notifications.Notice", "person event topic pace at read_at due_at", "person", DELETE),
        Rows("notifications.Mailing", "person state next_at claimed_at sent_at", "person", DELETE),
        Rows("notifications.Preference", "person addressed rest", "person", DELETE),
    ),
)
