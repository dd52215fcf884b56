"""Forms of documents: a title, a place, who can open one by its address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organisations import spoken_for
from documents.formats import guard
from documents.models import Document
from documents.tree import places_to_move_to
from permissions.models import Reach
from workspaces.models import Workspace

REACHES_EXPLAINED = {
    Reach.RESTRICTED: _("Only the people listed on this page."),
    Reach.SIGNED_IN: _("Anyone who has the address and an account."),
    Reach.PUBLIC: _("Anyone who has the address; without an account, as a guest with a name, or to read only."),
}


def add_on_behalf_of(form: forms.Form, user: Any) -> None:
    spoken = spoken_for(user)
    if spoken.exists():
        form.fields["on_behalf_of"] = forms.ModelChoiceField(
            spoken,
            label=_("On behalf of"),
            required=False,
            empty_label=_("Nobody but myself"),
            help_text=_("Your own name is shown too."),
        )


class NewDocumentForm(forms.Form):
    """A title, and in whose name: asked of those alone who speak for an organisation."""

    title = forms.CharField(
        label=_("Title"), max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True})
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        add_on_behalf_of(self, user)


class ImportForm(forms.Form):
    """A file, and in whose name: asked of those alone who speak for an organisation."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("Word (.docx, .dotx), LibreOffice (.odt), Markdown or HTML, 20 MB at most."),
        max_length=200,
        allow_empty_file=True,  # told by the guard, as every refusal
        widget=forms.FileInput(attrs={"accept": ".docx,.dotx,.odt,.ott,.md,.markdown,.txt,.html,.htm"}),
    )

    def __init__(self, user: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        add_on_behalf_of(self, user)

    def clean_file(self) -> Any:
        """Before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > guard.LARGEST:
            raise guard.too_large()
        return file


class ReturnForm(forms.Form):
    """A Word file that comes back into its document."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A Word or LibreOffice file (.docx, .odt) that was taken out of this document, 20 MB at most."),
        max_length=200,
        allow_empty_file=True,  # told by the guard, as every refusal
        widget=forms.FileInput(attrs={"accept": ".docx,.odt"}),
    )

    def clean_file(self) -> Any:
        """Before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > guard.LARGEST:
            raise guard.too_large()
        return file


class PlaceForm(forms.Form):
    """Where a document may go: the workspaces and documents in which the person may write, itself and its own apart."""

    place = forms.ChoiceField(label=_("Where to"))
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, document: Document, user: Any, data: Any = None) -> None:
        self._places: dict[str, Workspace | Document] = {}
        choices: list[tuple[str, list[tuple[str, str]]]] = []
        for workspace, at_the_top, inside in places_to_move_to(document, user):
            named: list[tuple[Workspace | Document, str]] = [(workspace, workspace.name)] if at_the_top else []
            named += [(one.document, f"{'— ' * (one.depth + 1)}{one.document}") for one in inside]
            self._places |= {str(place.pk): place for place, _words in named}
            choices.append((workspace.name, [(str(place.pk), words) for place, words in named]))
        today = str(document.parent_id or document.workspace_id)
        super().__init__(data, initial={"place": today})
        self._visible = Document.objects.visible_to(user).without_text()
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def clean_place(self) -> Workspace | Document:
        return self._places[self.cleaned_data["place"]]

    def clean_before(self) -> Document | None:
        key = self.cleaned_data["before"]
        found = self._visible.filter(pk=key).first() if key else None
        if key and found is None:
            self.add_error("place", _("There is no such document."))  # told where it can be read: this field is hidden
        return found


class DiscussionForm(forms.Form):
    """Who may comment besides those with the role, and whether guests wait."""

    readers_comment = forms.BooleanField(
        label=_("Readers may comment"),
        help_text=_("Those with an account. Without this, one needs the role of commenter."),
        required=False,
    )
    guests_wait = forms.BooleanField(
        label=_("What guests say waits for a manager"),
        help_text=_("Nobody else sees their comments until a manager lets them be seen."),
        required=False,
    )

    def __init__(self, document: Document, data: Any = None) -> None:
        today = {"readers_comment": document.readers_comment, "guests_wait": document.guests_wait}
        super().__init__(data, initial=today)
