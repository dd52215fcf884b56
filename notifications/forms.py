"""How somebody wants to be told: two paces for a place or for everything, and quiet hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Pace, Preference
from notifications.preferences import USUAL, Wishes


class PacesForm(forms.Form):
    """Of everything; with `wider`, of one place, where both may follow what holds elsewhere."""

    addressed = forms.ChoiceField(
        label=_("What is said to you"),
        help_text=_("Somebody mentions you, answers you, gives you something to do, or answers your proposal."),
    )
    rest = forms.ChoiceField(
        label=_("Everything else"),
        help_text=_("What is written, commented and decided in what you follow."),
    )

    def __init__(self, data: Any, *, row: Preference | None, wider: Wishes | None = None) -> None:
        known = {name: getattr(row, name, "") or ("" if wider else usual) for name, usual in USUAL.items()}
        super().__init__(data, initial=known)
        for name in USUAL:
            field: Any = self.fields[name]
            field.choices = _choices(getattr(wider, name) if wider else None)
            field.required = wider is None


def _choices(as_elsewhere: str | None) -> list[tuple[str, Any]]:
    paces = [(value, str(label).capitalize()) for value, label in Pace.choices]
    if as_elsewhere is None:
        return paces
    return [("", _("As elsewhere: %(pace)s") % {"pace": Pace(as_elsewhere).label}), *paces]


class QuietForm(forms.Form):
    begin = forms.TimeField(
        label=_("No mail from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=_("until this hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekend = forms.BooleanField(label=_("No mail on Saturdays and Sundays"), required=False)

    @classmethod
    def of(cls, row: Preference | None, data: Any = None) -> "QuietForm":
        known = {"begin": row.quiet_from, "end": row.quiet_until, "weekend": row.quiet_weekend} if row else {}
        return cls(data, initial=known)
