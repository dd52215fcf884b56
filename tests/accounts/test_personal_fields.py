"""The register of personal fields equals the models: nothing that may be about a person is missing, nothing named is gone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import translation

from accounts import personal_fields
from accounts.models import User
from accounts.personal_fields import INNOCENT, PURPOSES

OPTIONAL = {"mfa", "usersessions", "socialaccount"}  # parts of allauth that a site may go without
TELLING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)


def leads_to_a_person(field: Any) -> bool:
    return bool(field.is_relation and field.related_model is get_user_model())


def may_tell(field: Any, model: Any) -> bool:
    """Words, bytes, files, addresses, whose it is; and when, on a row that has somebody."""
    if isinstance(field, TELLING) or leads_to_a_person(field):
        return True
    has_somebody = model is get_user_model() or any(leads_to_a_person(one) for one in fields_of(model))
    return has_somebody and isinstance(field, models.DateField)


def fields_of(model: Any) -> list[Any]:
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def named() -> Iterator[tuple[str, str]]:
    for purpose in PURPOSES:
        for rows in purpose.rows:
            yield from ((rows.model, field) for field in rows.named)
    for model, fields in INNOCENT.items():
        yield from ((model, field) for field in fields.split())


def there() -> Iterator[tuple[str, Any, Any]]:
    for model in apps.get_models():
        yield from ((model._meta.label, field, model) for field in fields_of(model))


def missing() -> list[str]:
    known = set(named())
    return [
        f"{label}.{field.name}"
        for label, field, model in there()
        if may_tell(field, model) and (label, field.name) not in known
    ]


def too_much() -> list[str]:
    real = {(label, field.name) for label, field, _ in there()}
    installed = {label.partition(".")[0] for label, _ in real}
    wanted = [pair for pair in named() if pair[0].partition(".")[0] not in OPTIONAL - installed]
    return [f"{model}.{field}" for model, field in wanted if (model, field) not in real]


def test_no_field_that_may_be_about_a_person_is_missing() -> None:
    assert missing() == []


def test_no_field_is_named_that_is_gone() -> None:
    assert too_much() == []


def test_a_new_field_would_be_missing(monkeypatch: Any) -> None:
    """The test above is able to fail: with any one line taken out of the register, it does."""
    for at, purpose in enumerate(PURPOSES):
        if not purpose.rows or purpose.rows[0].model.partition(".")[0] in OPTIONAL:
            continue
        others = [*PURPOSES[:at], *PURPOSES[at + 1 :]]
        monkeypatch.setattr("tests.accounts.test_personal_fields.PURPOSES", others)
        assert missing(), purpose.key
        monkeypatch.undo()


def test_every_way_to_a_person_that_is_registered_can_be_followed(alice: User) -> None:
    from accounts.personal_data import model_of, rows_about

    for purpose in PURPOSES:
        for rows in purpose.rows:
            if rows.of and model_of(rows) is not None:
                rows_about(alice, rows).count()


def test_whatever_leads_to_a_person_is_followed() -> None:
    """A column that says whose a row is would be of no use to an export that does not look there."""
    followed = {(rows.model, rows.of) for purpose in PURPOSES for rows in purpose.rows}
    owners = [
        (label, field.name)
        for label, field, _ in there()
        if leads_to_a_person(field) and not field.many_to_many and (label, field.name) in set(named())
    ]
    assert [pair for pair in owners if pair not in followed] == []


def test_the_page_of_the_documentation_equals_the_register() -> None:
    call_command("document_personal_data", check=True)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_read_every_word_of_it(language: str) -> None:
    visitor = Client()
    visitor.cookies["django_language"] = language
    text = visitor.get("/aide/donnees/").content.decode()
    with translation.override(language):
        for purpose in PURPOSES:
            for words in (purpose.title, purpose.what, purpose.why, purpose.kept, purpose.seen, purpose.closing):
                assert str(words).replace("'", "&#x27;") in text


def test_every_purpose_says_everything() -> None:
    for purpose in personal_fields.PURPOSES:
        assert all(map(str, (purpose.title, purpose.what, purpose.why, purpose.ground, purpose.kept, purpose.seen)))
    keys = [purpose.key for purpose in PURPOSES]
    assert len(set(keys)) == len(keys)
