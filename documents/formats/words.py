"""The few words that a format adds to a text: captions, labels, and the sentences that say what was left out."""

from dataclasses import dataclass, fields


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translation, as Django's of this name; the formats themselves need no Django."""
    return sentence


@dataclass(frozen=True)
class Words:
    """In the language of the document. `%s` stands for what the sentence is about."""

    untitled: str = gettext_noop("Untitled document")
    page: str = gettext_noop("Page")
    figure: str = gettext_noop("Figure")
    contributors: str = gettext_noop("Contributors")
    name: str = gettext_noop("Name")
    organisation: str = gettext_noop("Organisation")
    others: str = gettext_noop("and %s others")
    version: str = gettext_noop("Version of %s")
    info: str = gettext_noop("Good to know")
    warning: str = gettext_noop("Please note")
    decision: str = gettext_noop("Decision")
    example: str = gettext_noop("Example")
    done: str = gettext_noop("Done")
    to_do: str = gettext_noop("To do")
    notes: str = gettext_noop("Notes")
    note: str = gettext_noop("Note %s")
    back: str = gettext_noop("Back to the text")
    contents: str = gettext_noop("Contents")
    comment: str = gettext_noop("Comment %s")
    undescribed: str = gettext_noop("Image without a description")
    added: str = gettext_noop("added:")
    removed: str = gettext_noop("removed:")
    missing: str = gettext_noop("[Missing image: %s]")
    left_image: str = gettext_noop("An image could not be read; its description stands in its place: %s")
    left_alt: str = gettext_noop("An image has no description for people who cannot see it: %s")
    left_link: str = gettext_noop("A link was left out because its address cannot be used in Word: %s")
    left_anchor: str = gettext_noop("A link was left out because the passage it points to is gone: %s")
    left_site: str = gettext_noop(
        "A link was left out because it leads to a page of this site, whose address is not known: %s"
    )
    left_breaks: str = gettext_noop("Page breaks were left out: Markdown has none.")
    left_merges: str = gettext_noop("Merged cells of a table were taken apart: Markdown has none.")
    left_level: str = gettext_noop("Lists nested more than nine deep were brought back to the ninth level.")
    left_table: str = gettext_noop("A table inside other tables had no room left; its text was kept: %s")
    left_columns: str = gettext_noop("A table has more than 63 columns; what was beyond was put into the last one.")
    left_depth: str = gettext_noop("A passage nested too deep lost its layout; its text was kept: %s")
    left_pages: str = gettext_noop("The contents have no page numbers yet: in Word, click on them and press F9.")
    left_titles: str = gettext_noop("There is no contents page, for the text has no titles.")
    left_unknown: str = gettext_noop("A passage of an unknown kind lost its layout; its text was kept: %s")

    def of_callout(self, kind: str) -> str:
        return {"warning": self.warning, "decision": self.decision, "example": self.example}.get(kind, self.info)


def words_for(language: str | None = None) -> Words:
    """The words in a language, by default that of the person asking."""
    from django.utils.translation import get_language, gettext, override

    with override(language.lower() if language else get_language()):
        return Words(**{word.name: gettext(str(word.default)) for word in fields(Words)})
