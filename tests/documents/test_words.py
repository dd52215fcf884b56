"""The words that formats add: every one can be translated, and English is what the code says."""

from dataclasses import fields

from documents.formats.words import Words, words_for


def test_english_words_are_the_defaults():
    assert words_for("en") == Words()


def test_sentences_keep_their_place_for_the_passage():
    french = words_for("fr-FR")
    for field in fields(Words):
        assert getattr(french, field.name).count("%s") == field.default.count("%s")
