"""Who may do what, said once more as plainly as one can: the model that the state machine compares the product with.

No query, no inheritance of code: dictionaries, and one function that climbs.
"""

from dataclasses import dataclass, field

LADDERS = {"document": ["view", "comment", "suggest", "change", "manage"]}
LADDERS["workspace"] = ["view", "contribute", "change", "manage"]
ON_A_DOCUMENT = {"view": "view", "contribute": "suggest", "change": "change", "manage": "manage"}


@dataclass
class Thing:
    """A workspace or a document: how its link stands, where it stands."""

    kind: str
    place: str | None = None  # the name of what holds it
    reach: str = "restricted"
    link_role: str = "view"
    password: bool = False
    ended: bool = False
    restricted: bool = False
    trashed: int = 0  # the number of the act that put it in the trash


@dataclass
class Person:
    groups: set[str] = field(default_factory=set)
    guest: bool = False
    visitor: bool = False
    active: bool = True


@dataclass
class Naive:
    things: dict[str, Thing] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    grants: dict[tuple[str, str], str] = field(default_factory=dict)  # (thing, person or group) -> rung
    entered: set[tuple[str, str]] = field(default_factory=set)  # (thing, person)

    def rung(self, who: str, what: str) -> str | None:
        """The highest of what is granted, what the link gives, and what comes from the place."""
        person, thing = self.people[who], self.things[what]
        ladder = LADDERS[thing.kind]
        if not person.active:
            return None
        held = [self.grants.get((what, holder)) for holder in (who, *person.groups)]
        held.append(self._by_link(who, what))
        if thing.place is not None and not thing.restricted:
            above = self.rung(who, thing.place)
            held.append(ON_A_DOCUMENT.get(above or "", above) if self._is_workspace(thing.place) else above)
        return max((one for one in held if one), key=ladder.index, default=None)

    def _is_workspace(self, what: str) -> bool:
        return self.things[what].kind == "workspace"

    def _by_link(self, who: str, what: str) -> str | None:
        person, thing = self.people[who], self.things[what]
        came_in = (what, who) in self.entered
        if thing.reach == "restricted" or thing.ended or (thing.password and not came_in):
            return None
        if not person.visitor and (came_in or not person.guest):
            return thing.link_role
        return "view" if thing.reach == "public" else None

    def sees(self, who: str, what: str) -> bool:
        return not self.things[what].trashed and self.rung(who, what) is not None

    def reaches(self, who: str, what: str, wanted: str) -> bool:
        held, ladder = self.rung(who, what), LADDERS[self.things[what].kind]
        return held is not None and ladder.index(held) >= ladder.index(wanted)

    def inside(self, what: str) -> list[str]:
        """The document and all that stands in it."""
        found = [what]
        for one in found:
            found += [name for name, thing in self.things.items() if thing.place == one]
        return found

    def workspace_of(self, what: str) -> str:
        place = self.things[what].place
        return what if place is None else self.workspace_of(place)

    def depth(self, what: str) -> int:
        place = self.things[what].place
        return 0 if place is None else 1 + self.depth(place)

    def throw(self, what: str, number: int) -> None:
        for one in self.inside(what):
            self.things[one].trashed = self.things[one].trashed or number

    def is_closed(self, what: str | None) -> bool:
        """To its workspace, by itself or by what it stands in."""
        return what is not None and (self.things[what].restricted or self.is_closed(self.things[what].place))

    def restore(self, what: str, who: str) -> None:
        """With what went there with it; to the top of its workspace where its place is still in the trash.

        There it is closed if its place was, and whoever takes it out manages it.
        """
        thing = self.things[what]
        together = [one for one in self.inside(what) if self.things[one].trashed == thing.trashed]
        if thing.place is not None and self.things[thing.place].trashed:
            if self.is_closed(thing.place) and not thing.restricted:
                thing.restricted, self.grants[what, who] = True, "manage"
            thing.place = self.workspace_of(what)
        for one in together:
            self.things[one].trashed = 0
