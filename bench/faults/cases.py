"""Every case by its number, in its long form; the thresholds stand beside what is measured."""

from collections.abc import Awaitable, Callable

from bench.faults import backups, database, hostile, opening, readers, relay, restarts, sizes, soak, torn
from bench.faults.places import Place
from bench.faults.report import Report

Case = Callable[[Place, Report], Awaitable[None]]

ALONE: dict[str, Case] = {  # one worker on SQLite
    "F01": restarts.f01,
    "F03": torn.f03,
    "F06": database.f06,
    "FORMS": database.web_writes,
    "F13": readers.f13,
    "F14": readers.f14,
    "F15": readers.f15,
    "UNREAD": readers.never_reading,
    "F18": hostile.f18,
    "F19": hostile.f19,
    "F20": hostile.f20,
    "A17": hostile.a17,
    "A20": hostile.a20,
    "A25": hostile.a25,
    "F22": sizes.f22,
    "F22-ABOVE": sizes.f22_above,
    "F23": sizes.f23,
    "F24": sizes.f24,
    "F25": sizes.f25,
    "F27": opening.f27,
    "F28": backups.f28,
    "F29": backups.f29,
    "F33": soak.f33,
}
PAIR: dict[str, Case] = {  # two workers on PostgreSQL and Redis
    "F02": restarts.f02,
    "F05": database.f05,
    "F06-ROW": database.f06_row,
    "F06-SLOW": database.f06_slow,
    "F08": relay.f08,
    "F10": relay.f10,
    "F11": relay.f11,
    "F12": relay.f12,
}
CASES = dict(sorted((ALONE | PAIR).items()))
