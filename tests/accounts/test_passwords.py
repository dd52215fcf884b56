"""What a password must be: hard to guess on its own (CNIL 2022-100), not common, not about oneself, never out of date."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from accounts.passwords import bits
from tests.accounts.leaver import proven

GOOD = [
    "quatre mots bien choisis",
    "Xk7!pQ2#vL9z",  # twelve characters of all four kinds
    "Bq7fTz29LmWx4K",  # fourteen of three kinds
    "girafe tambour crayon nuage",
    "éléphant bleu sous la pluie",
    "пароль-длинный-и-странный",
]
TOO_EASY = [
    "court1!A",
    "abcdefghijklmnopqrstuvwxyz",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "123456789012345678901234",
    "Ab1!Ab1!Ab1!Ab1!",  # four characters said again
    "motsenlettres",
    "Aaaaaaaaaaaaaaaaa1!",
]
TOO_COMMON = ["motdepasse2026!!", "Azertyuiop12!", "P@ssw0rd1234!", "Bonjour123456!"]


@pytest.mark.parametrize("password", GOOD)
def test_it_is_accepted(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", TOO_EASY)
def test_what_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "too_easy" in {one.code for one in refused.value.error_list}


@pytest.mark.parametrize("password", TOO_COMMON)
def test_what_many_people_use_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert {one.code for one in refused.value.error_list} & {"too_common", "too_easy"}


@pytest.mark.parametrize("password", ["alice diop@example", "Alice Diop 2026!", "alice@example.org"])
def test_ones_own_name_and_address_are_refused(alice: User, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, alice)
    assert "about_oneself" in {one.code for one in refused.value.error_list}


def test_one_that_would_take_for_ever_to_hash_is_refused() -> None:
    with pytest.raises(ValidationError, match="512"):
        validate_password("mot différent " * 50)


def test_runs_and_repetitions_count_for_little() -> None:
    assert bits("aaaaaaaaaaaaaaaa") < bits("abcabcabcabc") < 20
    assert bits("") == 0


@pytest.mark.parametrize(("language", "words"), [("fr", "Trop facile à deviner"), ("en", "Too easy to guess")])
def test_the_sentence_is_in_the_language_of_the_person(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(ValidationError, match=words):
        validate_password("court")


def test_the_page_shows_it_and_nothing_changes(client_of: Any, alice: User) -> None:
    browser = proven(client_of(alice), alice)
    page = browser.post("/compte/password/set/", {"password1": "motdepasse", "password2": "motdepasse"})
    assert "Trop facile à deviner" in page.content.decode()
    alice.refresh_from_db()
    assert not alice.has_usable_password()
