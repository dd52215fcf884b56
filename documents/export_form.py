"""The forms of an export: which file, and what it holds besides the text; of a volume, which documents too."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.actions.exporting import EXPORTERS, SLOW
from documents.actions.other_formats import options_for
from documents.formats.options import NO_TEMPLATE, Options
from documents.house import chosen_for, usable_in
from documents.models import Document
from documents.template_forms import OURS, named
from workspaces.models import Workspace

NAMES = {
    "docx": _("Word (.docx)"),
    "odt": _("LibreOffice (.odt)"),
    "pdf": _("PDF, which nobody changes"),
    "md": _("Markdown, for programs"),
    "html": _("A web page"),
}
USUAL = "usual"  # of the format, as for programs: in a PDF nothing stands that waits for an answer
COMMENTS = ((USUAL, _("as usual for this kind of file")), ("true", _("yes")), ("false", _("no")))
OPTIONS = frozenset(field.name for field in fields(Options))
CONTENTS = (("auto", _("if the text is long")), ("true", _("yes")), ("false", _("no")))


class ExportForm(forms.Form):
    """A box that is not ticked is not sent: once a format is, it means no."""

    format = forms.ChoiceField(label=_("File"), initial="docx")
    suggestions = forms.ChoiceField(
        label=_("Proposals that wait for an answer"),
        initial=USUAL,
        choices=(
            (USUAL, _("As usual for this kind of file")),
            ("tracked", _("As tracked changes")),
            ("accepted", _("As if they were accepted")),
            ("original", _("Left out")),
        ),
        widget=forms.RadioSelect,
    )
    comments = forms.ChoiceField(
        label=_("Comments"),
        help_text=_(
            "Those you see here, with their replies; resolved ones are marked as such. Usually in Word and LibreOffice alone."
        ),
        choices=COMMENTS,
        initial=USUAL,
        required=False,
    )
    names = forms.BooleanField(
        label=_("Names of people"),
        help_text=_(
            "Without them the file says “Contributor 1”, “Contributor 2”… Names that the text itself says stay."
        ),
        required=False,
        initial=Options.names,
    )
    cover = forms.BooleanField(label=_("Cover page"), required=False, initial=Options.cover)
    contributors = forms.BooleanField(
        label=_("List of those who wrote, at the end"), required=False, initial=Options.contributors
    )
    contents = forms.ChoiceField(label=_("Contents page"), choices=CONTENTS, initial="auto", required=False)
    template = forms.ChoiceField(
        label=_("Word template"),
        help_text=_("Of Word, LibreOffice and PDF files: the logo, the fonts, the margins of an organisation."),
        required=False,
    )

    explanations = {
        USUAL: _("Tracked changes in Word and LibreOffice, left out elsewhere."),
        "tracked": _("Each with its author and date: in Word one accepts or refuses them."),
        "accepted": _("The text that they would make of it."),
        "original": _("The text as it stands."),
    }

    def __init__(self, user: Any, workspace: Workspace, data: Any = None) -> None:
        """What takes its time is kept for who asked: a visitor is nobody one could keep it for."""
        super().__init__(data)
        self._offer_templates(workspace)
        offered = [key for key in EXPORTERS if key not in SLOW or user.is_authenticated]
        self.fields["format"].choices = [(key, NAMES.get(key, key)) for key in offered]  # type: ignore[attr-defined]

    def _offer_templates(self, workspace: Workspace) -> None:
        """Where there is none to choose, nothing is asked."""
        usable = list(usable_in(workspace).select_related("organisation"))
        today = chosen_for(workspace) if usable else None
        listed = [(NO_TEMPLATE, OURS), *((str(one.pk), named(one)) for one in usable)]
        self.fields["template"].initial = str(today.pk) if today else NO_TEMPLATE
        self.fields["template"].choices = listed  # type: ignore[attr-defined]
        self.templates_offered = bool(usable)

    @property
    def options(self) -> Options:
        chosen = {name: value for name, value in self.cleaned_data.items() if name in OPTIONS}
        given = {name: value for name, value in chosen.items() if value not in ("", USUAL)}
        return options_for(self.cleaned_data["format"], given)


class Keys(forms.MultipleChoiceField):
    """Ids of documents; whether they are there is for the act to say, which knows who asks."""

    def valid_value(self, value: Any) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True

    def clean(self, value: Any) -> list[UUID]:
        return [UUID(key) for key in super().clean(value)]


class VolumeForm(ExportForm):
    """Its documents are drawn as a tree by its page."""

    title = forms.CharField(
        label=_("Title of the volume"), strip=False, error_messages={"required": _("Give the volume a title.")}
    )
    documents = Keys(
        label=_("Documents"),
        required=False,
        error_messages={"invalid_choice": _("One of these documents is not there any more: look at the list again.")},
    )
    contents = forms.ChoiceField(label=_("Contents page"), choices=CONTENTS[1:], initial="true", required=False)

    def __init__(self, user: Any, place: Any, data: Any = None) -> None:
        super().__init__(user, place.workspace if isinstance(place, Document) else place, data)
        self.fields["title"].initial = str(place)
