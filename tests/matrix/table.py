"""The matrix as data: reads matrix.toml and says of each cell what must happen, by the three rules written there."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text())

Row = dict[str, str]


def rows(text: str) -> list[Row]:
    """A table drawn with `|`, by its first line."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    names = lines[0]
    return [dict(zip(names, line + [""] * (len(names) - len(line)), strict=True)) for line in lines[1:]]


THINGS: dict[str, dict[str, str]] = SOURCE["things"]
HELD: dict[str, Row] = {row.pop("role"): row for row in rows(SOURCE["roles"]["table"])}
ROLES: list[str] = list(HELD)
VISITORS: list[str] = SOURCE["roles"]["visitors"]
DEAD_KEYS: list[str] = SOURCE["roles"]["dead_keys"]
GUESTS: list[str] = SOURCE["roles"]["guests"]
ADMINISTRATORS: list[str] = SOURCE["roles"]["administrators"]
CHIEFS: list[str] = SOURCE["roles"]["chiefs"]
ACTED_FOR: str = SOURCE["pages"]["acted_for"]
ACTS = rows(SOURCE["acts"]["table"])
PAGES = rows(SOURCE["pages"]["table"])
API = rows(SOURCE["api"]["table"])
MESSAGES = rows(SOURCE["socket"]["table"])
UNLIKE = rows(SOURCE["unlike"]["table"])
NOWHERE = "-"  # an act on nothing in particular


@dataclass(frozen=True)
class Cell:
    """One role asks for one act on one thing, by one way."""

    role: str
    thing: str
    row: Any  # a row of ACTS, PAGES or API

    @property
    def name(self) -> str:
        row = self.row
        return row["act"] if "act" in row else f"{row.get('name') or row['path']} {row['method']}"

    def __str__(self) -> str:
        return f"{self.role} · {self.name} · {self.thing}"


def ladder(thing: str) -> list[str]:
    found: list[str] = SOURCE["ladders"][THINGS[thing]["kind"]]
    return found


def rung(role: str, thing: str) -> str | None:
    found = HELD[role][thing].removesuffix("*")
    return found if found != "-" else None


def by_address(role: str, thing: str) -> bool:
    return HELD[role][thing].endswith("*")


def reaches(role: str, thing: str, wanted: str) -> bool:
    held, steps = rung(role, thing), ladder(thing)
    return held is not None and steps.index(held) >= steps.index(wanted)


def things_of(kind: str) -> list[str]:
    """The things that an act on `kind` is tried on, the plainest first."""
    if kind == NOWHERE:
        return [NOWHERE]
    return [kind, *(name for name in THINGS if THINGS[name]["kind"] == kind and name != kind)]


def may(role: str, thing: str, wants: str) -> bool:
    """Whether the role is let do what wants this, the state of the thing apart."""
    match wants:
        case "" | "anyone" | "account" | "door":
            return True
        case "never":
            return False
        case "registered":
            return role not in VISITORS and role not in GUESTS
        case "administrator":
            return role in ADMINISTRATORS
        case "chief":
            return role in CHIEFS
        case "manager or administrator":
            return role in ADMINISTRATORS or reaches(role, thing, "manager")
        case "granted":
            return rung(role, thing) is not None and not by_address(role, thing)
        case "signed in":
            return role != "anonymous"
        case "author":
            return role == ("manager elsewhere" if "hall" in (thing, THINGS[thing].get("place")) else "creator")
        case "another":
            return not may(role, thing, "author")
        case "place":
            return reaches(role, THINGS[thing]["place"], "change")
        case "trash":
            return thing == "trashed" and reaches(role, thing, "manage")
    return reaches(role, thing, wants)


@cache
def _unlike() -> dict[tuple[str, str, str, str], str]:
    found = {}
    for row in UNLIKE:
        who = GUESTS if row["who"] == "guests" else ROLES if row["who"] == "all" else [row["who"]]
        for role in who:
            found[row["channel"], role, row["thing"], row["act"]] = row["happens"]
    return found


def unlike(channel: str, cell: Cell) -> str | None:
    return _unlike().get((channel, cell.role, cell.thing, cell.name))


# What must happen


def outcome(cell: Cell) -> str:
    """Of an act itself: "done", "refused" (PermissionDenied), or "wrong" for a state that allows it to nobody."""
    special = unlike("model", cell)
    if special:
        return special
    row = cell.row
    first, *others = [one.strip() for one in row["wants"].split(",")]
    if not may(cell.role, cell.thing, first):
        return "refused"
    trashed = cell.thing == "trashed"
    wrong = {"": False, "trashed": trashed, "but trashed": not trashed, "always": True}[row["not"]]
    if wrong:
        return "wrong"  # the state is asked before whose it is
    return "done" if all(may(cell.role, cell.thing, one) for one in others) else "refused"


def page_answers(cell: Cell) -> list[int]:
    """The statuses that a page may answer."""
    name, doors = cell.row["name"], SOURCE["pages"]
    at_a_door = name.startswith(tuple(doors["doors"])) and name not in doors["no_doors"]
    role = "anonymous" if at_a_door and cell.role in GUESTS else _as_visitor(cell.role)
    return _answers("pages", cell, role, asks=302)


def answers_in_anothers_place(cell: Cell, address: str) -> list[int]:
    """To an administrator who acts for the person of the cell: what that person is let do, but for what is theirs alone."""
    to_oneself = {"set_language", "acting_end", "account_logout"}
    if cell.name.split()[0] in to_oneself:
        return page_answers(cell)
    theirs = tuple(SOURCE["pages"]["never_for_another"]), tuple(SOURCE["pages"]["never_for_another_either"])
    if address.startswith(theirs[0]) or address.endswith(theirs[1]):
        return [403]
    if cell.name in SOURCE["pages"]["never_said_for_another"]:
        return [403]
    if cell.row["name"] == "document" and sees(cell.role, cell.thing):
        return [302]  # to the reading page: nobody writes a live text in another's place
    return page_answers(cell)


def api_answers(cell: Cell) -> list[int]:
    if cell.role in DEAD_KEYS:
        return [401]
    return _answers("api", cell, cell.role, asks=401)


def _as_visitor(role: str) -> str:
    """What comes in with a session that lets nobody in is a visitor."""
    return "anonymous" if role in VISITORS else role


def _answers(channel: str, cell: Cell, role: str, *, asks: int) -> list[int]:
    special = unlike(channel, cell)
    done = [int(status) for status in (special or cell.row["answers"]).split("/")]
    wants = [one.strip() for one in cell.row["wants"].split(",")]
    if wants[0] == "account" and role == "anonymous":
        return [asks]
    if wants == ["account"]:
        return done  # whatever it is about: to ask for access is answered alike whether one sees the thing or not
    if wants == ["door"]:
        return _door(role, cell, done)
    if wants == ["looked after"]:  # by a chief administrator who has shown a second factor
        return done if role in CHIEFS else [302, 403, 404]
    if wants == ["visitor"]:
        return done if role == "anonymous" else [302]
    if "registered" in wants and role in GUESTS and not special:
        return [403]
    let_do = all(may(role, cell.thing, one) for one in wants)
    if special or (let_do and (sees(role, cell.thing) or wants[-1] == "trash")):
        return done
    if wants[-1] == "chief":
        return [404]
    led_on = channel == "pages" and cell.row["method"] == "GET" and wants[-1] != "trash"
    if led_on and _behind_a_door(role, cell.thing):
        return [302]
    return [403] if cell.thing == NOWHERE or (sees(role, cell.thing) and wants[-1] != "trash") else [404]


def _behind_a_door(role: str, thing: str) -> bool:
    """A link that wants a password leads to where it is asked for."""
    return thing == "by password" and rung(role, thing) is None


def _door(role: str, cell: Cell, done: list[int]) -> list[int]:
    """There is one where the link gives more than one has; elsewhere whoever sees the thing is led to it."""
    if _finds_a_door(role, cell.thing):
        nothing_to_say = cell.thing == "open" and role in GUESTS  # they said their name at the other link
        return [200] if cell.row["method"] == "GET" else done if nothing_to_say else [422]
    return done if sees(role, cell.thing) else [404]


def _finds_a_door(role: str, thing: str) -> bool:
    """It asks for a password, or for the name of who has no account."""
    if thing == "by password":
        return not reaches(role, thing, "comment")
    return thing == "open" and role in {"anonymous", *GUESTS} and not reaches(role, thing, "change")


def sees(role: str, thing: str) -> bool:
    if thing == NOWHERE:
        return True
    return thing != "trashed" and rung(role, thing) is not None


# The cells


def act_cells(role: str) -> Iterator[Cell]:
    """All of them."""
    for row in ACTS:
        for thing in things_of(row["on"]):
            if row["on"] in {"document", "workspace", NOWHERE} or thing == row["on"]:
                yield Cell(role, thing, row)


def page_cells(role: str) -> Iterator[Cell]:
    yield from _pairwise(role, PAGES)


def every_page(role: str) -> Iterator[Cell]:
    """Once, on the plainest thing."""
    for row in PAGES:
        yield Cell(role, "trashed" if row["wants"].endswith("trash") else row["on"], row)


def api_cells(role: str) -> Iterator[Cell]:
    yield from _pairwise(role, API)


def _pairwise(role: str, table: list[Row]) -> Iterator[Cell]:
    """Each row on the plainest thing, every third one on another too, in turn: any two of row, role and thing meet.

    What is about nothing is asked by every role that it could tell apart, and by the others in turn.
    """
    turns = dict.fromkeys(THINGS, ROLES.index(role))
    alike = role not in {"anonymous", *VISITORS, *GUESTS, *ADMINISTRATORS}
    for number, row in enumerate(table):
        kind = row["on"]
        later = (number + ROLES.index(role)) % 3
        if kind == NOWHERE and alike and later:
            continue
        first, *others = things_of(kind) if kind in {"document", "workspace"} else [kind]
        if row["wants"].endswith("trash"):
            first, others = "trashed", ["document", *(one for one in others if one != "trashed")]
        yield Cell(role, first, row)
        if others and not later:
            yield Cell(role, others[turns[kind] % len(others)], row)
            turns[kind] += 1
