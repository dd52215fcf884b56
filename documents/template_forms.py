"""Forms of templates: a file to take one from, and which one a workspace's files are made in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.actions.templates import LARGEST, too_large
from documents.formats.options import NO_TEMPLATE
from documents.house import chosen_for, offered_to
from documents.models import Template
from workspaces.models import Workspace

OURS = _("Tablée’s own")


def named(template: Template) -> str:
    return f"{template.name} ({template.organisation})" if template.organisation_id else template.name


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("Word (.docx or .dotx), 10 MB at most."),
        max_length=200,
        allow_empty_file=True,  # told by the guard, as every refusal
        widget=forms.FileInput(attrs={"accept": ".docx,.dotx"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As people will choose it: “Letter”, “Report to the council”. Without one, that of the file."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> Any:
        """Before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise too_large()
        return file


class ChoiceForm(forms.Form):
    """What the person may choose for the workspace; the choice of today is marked."""

    template = forms.ChoiceField(label=_("Template of the files made here"), widget=forms.RadioSelect)

    def __init__(self, user: Any, workspace: Workspace, data: Any = None) -> None:
        today = chosen_for(workspace)
        super().__init__(data, initial={"template": str(today.pk) if today else NO_TEMPLATE})
        self._offered = {str(one.pk): one for one in offered_to(user, workspace)}
        choices = [(NO_TEMPLATE, OURS), *((key, named(one)) for key, one in self._offered.items())]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Template | None:
        return self._offered.get(self.cleaned_data["template"])
