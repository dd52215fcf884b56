"""The chain tells on whoever touches it: each column of a row, a row taken out, put in, in another place, the end cut."""

import json
from typing import Any

import pytest

from activity import seals
from activity.chain import INSTANCE, append, chain_of
from activity.models import ChainHead, Event
from activity.record import record
from activity.verifying import Report, newest_of, verify, verify_all, verify_newest
from tests import make
from tests.activity.tampering import change, remove, sql


@pytest.fixture
def chain(workspace: Any, alice: Any, bob: Any) -> str:
    """Eight records: the workspace created, then seven of Alice about Bob."""
    for number in range(7):
        told = {"title": f"Titre {number}", "role": "view"}
        record("access.granted", by=alice, on=workspace, workspace=workspace.pk, about=bob, **told)
    return chain_of(workspace.pk)


def faults(chain: str) -> str:
    return "\n".join(verify(chain).faults)


def newest(chain: str, count: int) -> Report:
    return verify_newest(chain, newest_of(chain, count), count)


def test_a_chain_that_nobody_touched_is_whole(chain: str) -> None:
    report = verify(chain)
    assert (report.whole, report.events, report.number) == (True, 8, 8)
    assert report.hash == ChainHead.objects.get(pk=chain).hash
    assert all(one.whole for one in verify_all())


COLUMNS = [
    ("verb", "access.revoked"),
    ("verb", "no.verb"),
    ("subject_kind", "document"),
    ("subject_id", "99"),
    ("about", "user:99"),
    ("on_behalf_of", "organisation:1"),
    ("actor_key", 99),
    ("workspace", 99),
    ("at", "2026-01-01 00:00:00+00:00"),
    ("previous", "0" * 64),
    ("hash", "0" * 64),
    ("number", 99),
    ("chain", "workspace:99"),
    ("chain", ""),
    ("data", '{"title": "Autre", "role": "view"}'),
    ("data", '{"title": "Titre 2", "role": "manage"}'),
    ("data", '{"title": "Titre 2", "role": "view", "more": 1}'),
    ("data", '{"title": "Titre 2"}'),
    ("data", "{}"),
    ("data", "[]"),
    ("seals", "{}"),
    ("seals", '{"title": "x:y", "role": "x:y"}'),
    ("seals", '{"title": 1}'),
]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_a_changed_column_is_found(chain: str, column: str, value: Any) -> None:
    change(4, column, value, chain)
    assert any(not report.whole for report in verify_all())


def test_every_column_was_tried() -> None:
    told = {field.column for field in Event._meta.concrete_fields}
    assert told == {column for column, _value in COLUMNS} | {"id", "actor_id"}  # a key says nothing; actor: see below


def test_another_author_is_found(chain: str, carol: Any) -> None:
    change(4, "actor_id", carol.pk, chain)
    assert "4" in faults(chain)


def test_an_author_taken_off_is_found_while_the_account_is_there(chain: str) -> None:
    change(4, "actor_id", None, chain)
    assert "4" in faults(chain)


def test_what_a_guest_did_becomes_an_accounts_only_where_it_is_recorded(chain: str, workspace: Any, eve: Any) -> None:
    guest = make.guest("Zoé")
    record("access.shared", by=guest, on=workspace, workspace=workspace.pk, reach="public")
    key = guest.pk
    Event.objects.filter(actor=guest).update(actor=eve)
    guest.delete()
    assert "9" in faults(chain)
    append(Event(actor=eve, actor_key=eve.pk, verb="account.guest_taken_over", data={"guest": key}))
    assert verify(chain).whole
    assert verify(INSTANCE).whole
    change(8, "actor_id", eve.pk, chain)
    assert "8" in faults(chain)


def test_a_removed_row_is_found(chain: str) -> None:
    remove(4, chain)
    assert "4" in faults(chain)
    remove(1, chain)
    assert len(verify(chain).faults) == 2


def test_a_cut_end_is_found(chain: str) -> None:
    remove(8, chain)
    remove(7, chain)
    assert "7" in faults(chain)


def test_a_chain_that_is_gone_is_found(chain: str) -> None:
    sql("DELETE FROM activity_event WHERE chain = %s", chain)
    assert [report.chain for report in verify_all() if not report.whole] == [chain]


def test_an_end_without_its_note_is_found(chain: str) -> None:
    sql("DELETE FROM activity_chainhead WHERE chain = %s", chain)
    assert faults(chain)


def test_a_note_that_was_set_back_is_found(chain: str) -> None:
    sql("UPDATE activity_chainhead SET number = 6 WHERE chain = %s", chain)
    assert "7" in faults(chain)
    sql("UPDATE activity_chainhead SET number = 8, hash = %s WHERE chain = %s", "0" * 64, chain)
    assert faults(chain)


def test_rows_in_another_order_are_found(chain: str) -> None:
    change(3, "number", 100, chain)
    change(5, "number", 3, chain)
    change(100, "number", 5, chain)
    found = faults(chain)
    assert "3" in found
    assert "5" in found


def forged(chain: str, number: int, **fields: Any) -> Event:
    """A row as we would have made it, its own hash right."""
    model = Event.objects.get(chain=chain, number=4)
    made = Event(**{field.attname: getattr(model, field.attname) for field in Event._meta.concrete_fields[1:]})
    for name, value in {"number": number, **fields}.items():
        setattr(made, name, value)
    made.seals = seals.seal(made.data)
    made.hash = seals.fingerprint(made)
    return made


def test_a_row_put_in_at_the_end_is_found(chain: str) -> None:
    last = Event.objects.get(chain=chain, number=8)
    forged(chain, 9, previous=last.hash).save(force_insert=True)
    assert "9" in faults(chain)


def test_a_row_put_in_the_place_of_another_is_found(chain: str) -> None:
    before = Event.objects.get(chain=chain, number=3)
    remove(4, chain)
    forged_row = Event.objects.get(chain=chain, number=5)
    made = Event(**{f.attname: getattr(forged_row, f.attname) for f in Event._meta.concrete_fields[1:]})
    made.number, made.previous, made.data = 4, before.hash, {"title": "Autre", "role": "manage"}
    made.seals = seals.seal(made.data)
    made.hash = seals.fingerprint(made)
    made.save(force_insert=True)
    assert "5" in faults(chain)


def test_an_audit_event_outside_of_the_chains_is_found(chain: str, alice: Any) -> None:
    Event.objects.create(actor=alice, actor_key=alice.pk, verb="access.shared", workspace=1)
    assert any(report.chain == "" and not report.whole for report in verify_all())


def test_only_the_newest_can_be_followed(chain: str) -> None:
    report = newest(chain, 3)
    assert (report.whole, report.events, report.number) == (True, 3, 8)
    change(7, "verb", "access.revoked", chain)
    assert not newest(chain, 3).whole
    change(7, "verb", "access.granted", chain)
    remove(6, chain)
    assert not newest(chain, 3).whole


@pytest.mark.parametrize("count", [3, 8, 20])
def test_the_end_of_the_newest_is_compared_with_what_was_noted(chain: str, count: int) -> None:
    assert newest(chain, count).whole
    remove(8, chain)
    assert not newest(chain, count).whole


def test_a_chain_emptied_is_not_whole(chain: str) -> None:
    sql("DELETE FROM activity_event WHERE chain = %s", chain)
    assert not newest(chain, 3).whole
    ChainHead.objects.filter(pk=chain).delete()
    assert newest(chain, 3).whole  # as if nothing had ever been: only what was kept elsewhere tells


def test_the_newest_take_one_query(chain: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert newest(chain, 3).whole


def test_words_taken_out_by_hand_are_found(chain: str) -> None:
    """As `forget` does it, but saying so nowhere."""
    event = Event.objects.get(chain=chain, number=4)
    kept = event.seals | {"title": seals.blanked(event.seals["title"])}
    change(4, "seals", json.dumps(kept), chain)
    change(4, "data", json.dumps({"role": "view"}), chain)
    assert "4" in faults(chain)


def test_an_empty_site_is_whole(db: Any) -> None:
    assert verify_all() == []
    assert verify(INSTANCE).whole


def test_it_takes_the_same_queries_whatever_the_length(chain: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        verify(chain)
