"""The keyboard shortcuts of the editor as the help page tells them; frontend/src/editor/toolbar/actions.ts has them."""

from django.utils.translation import gettext_lazy as _

SHORTCUTS = [
    (("Ctrl", "B"), _("bold")),
    (("Ctrl", "I"), _("italic")),
    (("Ctrl", "U"), _("underlined")),
    (("Ctrl", _("Shift"), "H"), _("highlighted")),
    (("Ctrl", _("Shift"), "S"), _("struck through")),
    (("Ctrl", "K"), _("link")),
    (("Ctrl", "Alt", "1"), _("heading 1 (then 2, 3…)")),
    (("Ctrl", "Alt", "0"), _("plain paragraph")),
    (("Ctrl", _("Shift"), "7"), _("numbered list")),
    (("Ctrl", _("Shift"), "8"), _("list with bullets")),
    (("Ctrl", _("Shift"), "9"), _("list of tasks")),
    (("Ctrl", _("Shift"), "B"), _("quotation")),
    (("Ctrl", "Alt", "F"), _("footnote")),
    (("Ctrl", _("Enter")), _("page break")),
    (("Ctrl", "Z"), _("undo what you did")),
    (("Ctrl", _("Shift"), "Z"), _("do it again")),
]
