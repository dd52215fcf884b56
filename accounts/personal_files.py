"""Personal data that come with the files people bring: who brought one, and whom it names."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_rows import BLANK, KEEP, MISSION, Purpose, Rows

FILES = Purpose(
    "importations",
    _("The files you bring"),
    _(
        "That you made a document from a file, its name, and what became of what it held; the names that a file gives to "
        "those who commented or changed it, who need have no account here. That you added or chose a Word template."
    ),
    _("To tell you what was kept and lost, and to show whose a comment or a change is that came with the file."),
    MISSION,
    _("As long as the document is there. The file itself is not kept."),
    _("The people who can open the document; what became of the file: those who may write in it."),
    _(
        "If your words are erased, so are the names of your files and what was told of them. A name that came with a "
        "file leads to no account: who runs the site takes it off when asked."
    ),
    (
        Rows("documents.Import", "document by at format filename report", "by", BLANK),
        Rows("documents.Template", "name file added_by added_at", "added_by", KEEP),
        Rows("documents.ChosenTemplate", "template chosen_by chosen_at", "chosen_by", KEEP),
        Rows("documents.Comment", "author_name", "", KEEP),
        Rows("documents.Suggestion", "author_name", "", KEEP),
    ),
)
