"""Forms of discussions: a new thread, an answer, a reason, and which threads one wants to see."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.discussion import Place
from documents.models import Document
from documents.speech import LONGEST
from documents.threads import Asked

Words = forms.Textarea(attrs={"rows": 4})


class NewThreadForm(forms.Form):
    title = forms.CharField(label=_("Subject"), max_length=200, required=False)
    body = forms.CharField(label=_("Your message"), max_length=LONGEST, widget=Words)


class AnswerForm(forms.Form):
    body = forms.CharField(label=_("Your answer"), max_length=LONGEST, widget=Words)


class CommentForm(forms.Form):
    body = forms.CharField(label=_("Your comment"), max_length=LONGEST, widget=Words)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Everybody who reads the discussion reads it too.")
    )


class ReportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=500,
        help_text=_("Those who manage this place read it, nobody else."),
    )


class RulesForm(forms.Form):
    readers_comment = forms.BooleanField(
        label=_("Readers may comment"),
        help_text=_("Whoever may open the document with an account."),
        required=False,
    )
    guests_wait = forms.BooleanField(
        label=_("Comments of guests wait for a manager"),
        help_text=_("Until then only the guest and those who manage see them."),
        required=False,
    )


STATES = (("open", _("Those that are open")), ("resolved", _("Those resolved")), ("all", _("All")))
ABOUT = (
    ("", _("Everything")),
    ("whole", _("The document as a whole")),
    ("passages", _("Passages")),
    ("suggestions", _("Proposals")),
)
SHARES = (
    ("", _("Everybody’s")),
    ("mine", _("Those I spoke in")),
    ("assigned", _("Those given to me")),
    ("unanswered", _("Those without an answer")),
    ("orphans", _("Those whose passage is gone")),
)


class NarrowForm(forms.Form):
    """From the address: what it does not understand counts as not asked."""

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    about = forms.ChoiceField(label=_("About"), choices=ABOUT, required=False)
    share = forms.ChoiceField(label=_("Which"), choices=SHARES, required=False)

    def __init__(self, place: Place, data: Any) -> None:
        known: dict[str, str] = {}
        for name, field in self.base_fields.items():
            value = data.get(name, "")
            known[name] = value if value in dict(field.choices) else ""  # type: ignore[attr-defined]
        super().__init__({**known, "state": known["state"] or "open"})
        number = data.get("page", "")
        self.page = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
        if not isinstance(place, Document):
            del self.fields["about"]
        self.is_valid()

    @property
    def narrowed(self) -> bool:
        return self.link(0) != "?"

    def asked(self) -> Asked:
        told = self.cleaned_data
        share = {told["share"]: True} if told["share"] else {}
        return Asked(state=told["state"], about=told.get("about") or None, **share)

    def link(self, page: int) -> str:
        told = {
            name: value for name, value in self.cleaned_data.items() if value and (name, value) != ("state", "open")
        }
        return "?" + urlencode(told | ({"page": page} if page else {}))
