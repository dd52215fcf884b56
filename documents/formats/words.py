"""The few words that a format adds to a text: captions, labels, and the sentences that say what was left out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """In the language of the document. `%s` stands for what the sentence is about."""

    untitled: str = "Untitled document"
    page: str = "Page"
    figure: str = "Figure"
    version: str = "Version of %s"
    info: str = "Good to know"
    warning: str = "Please note"
    decision: str = "Decision"
    example: str = "Example"
    done: str = "Done"
    to_do: str = "To do"
    notes: str = "Notes"
    note: str = "Note %s"
    back: str = "Back to the text"
    undescribed: str = "Image without a description"
    missing: str = "[Missing image: %s]"
    left_image: str = "An image could not be read; its description stands in its place: %s"
    left_alt: str = "An image has no description for people who cannot see it: %s"
    left_link: str = "A link was left out because its address cannot be used in Word: %s"
    left_anchor: str = "A link was left out because the passage it points to is gone: %s"
    left_level: str = "Lists nested more than nine deep were brought back to the ninth level."
    left_table: str = "A table inside other tables had no room left; its text was kept: %s"
    left_columns: str = "A table has more than 63 columns; what was beyond was put into the last one."
    left_depth: str = "A passage nested too deep lost its layout; its text was kept: %s"
    left_unknown: str = "A passage of an unknown kind lost its layout; its text was kept: %s"

    def of_callout(self, kind: str) -> str:
        return {"warning": self.warning, "decision": self.decision, "example": self.example}.get(kind, self.info)


def words_for(language: str | None = None) -> Words:
    """The words in a language, by default that of the person asking."""
    from django.utils.translation import get_language, override  # here: the formats themselves need no Django
    from django.utils.translation import gettext as _

    with override(language.lower() if language else get_language()):
        return Words(
            untitled=_("Untitled document"),
            page=_("Page"),
            figure=_("Figure"),
            version=_("Version of %s"),
            info=_("Good to know"),
            warning=_("Please note"),
            decision=_("Decision"),
            example=_("Example"),
            done=_("Done"),
            to_do=_("To do"),
            notes=_("Notes"),
            note=_("Note %s"),
            back=_("Back to the text"),
            undescribed=_("Image without a description"),
            missing=_("[Missing image: %s]"),
            left_image=_("An image could not be read; its description stands in its place: %s"),
            left_alt=_("An image has no description for people who cannot see it: %s"),
            left_link=_("A link was left out because its address cannot be used in Word: %s"),
            left_anchor=_("A link was left out because the passage it points to is gone: %s"),
            left_level=_("Lists nested more than nine deep were brought back to the ninth level."),
            left_table=_("A table inside other tables had no room left; its text was kept: %s"),
            left_columns=_("A table has more than 63 columns; what was beyond was put into the last one."),
            left_depth=_("A passage nested too deep lost its layout; its text was kept: %s"),
            left_unknown=_("A passage of an unknown kind lost its layout; its text was kept: %s"),
        )
