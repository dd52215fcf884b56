"""One worker on SQLite, and what happens to it while people type: nothing acknowledged is lost, nobody else notices."""

import pytest

from bench.faults import database, hostile, opening, readers, restarts, sizes, soak
from tests.faults.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults, one worker")]


def test_f01_kill_9_loses_nothing_acknowledged(alone_with: Run) -> None:
    alone_with(restarts.f01, kills=4, seconds=8)


def test_f06_a_locked_database_is_told_and_passes(alone_with: Run) -> None:
    alone_with(database.f06, seconds=5, type_for=12)


def test_forms_beside_a_flood_of_edits_and_long_imports(alone_with: Run) -> None:
    alone_with(database.web_writes, forms=50, rate=10, imports=1)


def test_f13_a_slow_reader_holds_nobody_up(alone_with: Run) -> None:
    alone_with(readers.f13, seconds=10)


def test_f14_clients_that_never_read_are_let_go(alone_with: Run) -> None:
    alone_with(readers.f14, seconds=60)


def test_sockets_that_never_read_cost_bounded_memory(alone_with: Run) -> None:
    alone_with(readers.never_reading, count=200)


def test_f18_malformed_frames_harm_nobody(alone_with: Run) -> None:
    alone_with(hostile.f18, frames=1000)


def test_f19_an_enormous_frame_is_closed_with_a_reason(alone_with: Run) -> None:
    alone_with(hostile.a17)


def test_f19_two_megabytes_written_offline_arrive(alone_with: Run) -> None:
    alone_with(hostile.f19)


def test_f20_deep_nesting_is_refused(alone_with: Run) -> None:
    alone_with(hostile.f20)


def test_a20_updates_that_depend_on_nothing_are_not_kept(alone_with: Run) -> None:
    alone_with(hostile.a20, updates=3000)


def test_a25_a_flood_of_presence_is_stopped(alone_with: Run) -> None:
    alone_with(hostile.a25, messages=1500)


def test_f22_many_connections_cost_little(alone_with: Run) -> None:
    alone_with(sizes.f22, count=200, readers=80, town=40)


def test_f23_a_restart_under_many_clients(alone_with: Run) -> None:
    alone_with(sizes.f23, count=40)


def test_f24_a_cold_text_opened_by_many_is_loaded_once(alone_with: Run) -> None:
    alone_with(sizes.f24, count=50, size=500_000)


def test_f25_a_large_and_old_text(alone_with: Run) -> None:
    alone_with(sizes.f25, paragraphs=1500, updates=4000)


def test_f27_a_failed_load_is_not_an_empty_document(alone_with: Run) -> None:
    alone_with(opening.f27)


def test_f33_people_come_and_go_and_nothing_grows(alone_with: Run) -> None:
    alone_with(soak.f33, seconds=20, people=20)
