"""Personal data in what people propose to change in a text, and in the votes on it."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_rows import BLANK, DELETE, MISSION, Purpose, Rows

PROPOSALS = Purpose(
    "propositions",
    _("What you propose"),
    _("The changes you propose in a text and why, your votes on those of others, and how you answered them."),
    _("To take part in a text that one does not write oneself, to be answered, and to be named in what was accepted."),
    MISSION,
    _("As long as the document is there."),
    _("The people who can open the document."),
    _(
        "Your votes are erased. Your choice for the rest: your proposals and answers stay, without your name; or they are "
        "erased, with all that repeats your words."
    ),
    (
        Rows(
            "documents.Suggestion",
            "document author on_behalf_of block number proposed reason made_at state answered_at answer",
            "author",
            BLANK,
            "before applied applied_at thread",
        ),
        Rows("documents.Suggestion", "document answered_by answered_at answer", "answered_by", BLANK),
        Rows("documents.SuggestionVote", "suggestion person value at", "person", DELETE),
    ),
)
