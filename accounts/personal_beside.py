"""Personal data in what stands beside a text: threads, comments, the signs under them, what was reported."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_rows import BLANK, DELETE, KEEP, MISSION, Purpose, Rows

DISCUSSIONS = Purpose(
    "discussions",
    _("What you say beside a text"),
    _(
        "Your comments, whom they mention, the signs you put under those of others, the discussions given to you, what "
        "you reported and why."
    ),
    _("To talk about a text without changing it, to be answered, and to let a manager judge what was reported."),
    MISSION,
    _("As long as the document or the workspace is there. A comment that you take back is erased at once."),
    _("The people who can open the document or the workspace; what you reported: those who manage it."),
    _(
        "Your signs are erased, and what was given to you is given to nobody. Your choice for the rest: your comments "
        "stay, without your name; or they are erased, and their place alone is seen where others answered."
    ),
    (
        Rows("documents.Thread", "document workspace title opened_by opened_at said_at", "opened_by", KEEP),
        Rows("documents.Thread", "document workspace assigned_to", "assigned_to", BLANK),
        Rows("documents.Thread", "document workspace resolved_by resolved_at", "resolved_by", KEEP),
        Rows(
            "documents.Comment", "thread author on_behalf_of at edited_at state public_reason", "author", BLANK, "body"
        ),
        Rows("documents.Comment", "thread judged_by judged_at", "judged_by", KEEP),
        Rows("documents.Comment", "thread mentioned", "mentioned", KEEP),
        Rows("documents.Reaction", "comment person sign at", "person", DELETE),
        Rows("documents.Report", "comment reporter reason at", "reporter", BLANK),
        Rows("documents.Report", "comment answered_by answered_at upheld", "answered_by", KEEP),
    ),
)
