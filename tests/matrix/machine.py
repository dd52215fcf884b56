"""A state machine of rights: random acts on people, groups, links and the tree, by the product and by the plain model.

Each rule calls the act as a page would and says in `naive` what must be true then; `compared.py` holds the two together.
"""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.groups import add_group_member, remove_group_member
from accounts.suspension import reinstate_account, suspend_account
from documents.actions.documents import restore_document, trash_document
from documents.actions.tree import move_document
from permissions.actions import grant, restrict, revoke, share_by_link
from permissions.guests import enter
from permissions.transfer import hand_over
from tests.matrix.compared import ACCOUNTS, DOCUMENTS, EVERYBODY, GROUPS, THINGS, Compared
from tests.matrix.naive import LADDERS
from tests.sessions import session_of

PASSWORD, SOON = "tilleul 1789", 0.3  # seconds

a_thing, a_document = st.sampled_from(THINGS), st.sampled_from(DOCUMENTS)
an_account, a_group = st.sampled_from(ACCOUNTS), st.sampled_from(GROUPS)
a_person = st.sampled_from((*ACCOUNTS, "guest"))


class Rights(Compared):
    def live_in(self) -> None:
        """Closed, shared, entered by a password, open to all: one of each, with somebody who has it open."""
        for what, who, at in (("North", "bob", 2), ("a", "carol", 3), ("South", "town", 1), ("b", "dan", 1)):
            self.grant(what, who, at)
        self.in_or_out_of_a_group("eve", "town")
        self.close_to_what_is_above("b", True)
        self.open_by_its_link("d", "public", 3)
        self.ask_for_a_password_or_not("d", True)
        self.open_by_its_link("e", "public", 1)
        for what, who in (("d", "guest"), ("d", "dan")):
            self.come_in_by_the_link(what, who)
        for who, what in (("bob", "a"), ("carol", "a"), ("dan", "b"), ("guest", "d"), ("dan", "d"), ("visitor", "e")):
            self.open(who, what)

    # Roles

    @rule(what=a_thing, who=st.sampled_from((*ACCOUNTS, *GROUPS, "guest")), at=st.integers(0, 4))
    def grant(self, what: str, who: str, at: int) -> None:
        ladder = LADDERS[self.naive.things[what].kind]
        role = ladder[min(at, len(ladder) - 1)]
        if who == "guest" and role == "manage":
            with pytest.raises(ValidationError):
                grant(self.fresh(what), role, to=self.holder(who), by=self.alice)
            return
        grant(self.fresh(what), role, to=self.holder(who), by=self.alice)
        self.naive.grants[what, who] = role

    @precondition(lambda self: len(self.naive.grants) > len(self.real))
    @rule(data=st.data())
    def revoke(self, data: Any) -> None:
        what, who = data.draw(st.sampled_from(sorted(key for key in self.naive.grants if key[1] != "alice")))
        revoke(self.fresh(what), of=self.holder(who), by=self.alice)
        self._holds_nothing_by_itself(what, who)

    def _holds_nothing_by_itself(self, what: str, who: str) -> None:
        self.naive.grants.pop((what, who), None)
        self.naive.entered.discard((what, who))

    @rule(what=a_thing, who=a_person)
    def leave(self, what: str, who: str) -> None:
        """What comes by a group, a place or an open link cannot be left."""
        person, held = self.person(who), {*self.naive.grants, *self.naive.entered}
        if (what, who) in held:
            revoke(self.fresh(what), of=person, by=person)
            self._holds_nothing_by_itself(what, who)
        else:
            with pytest.raises(ValidationError):
                revoke(self.fresh(what), of=person, by=person)

    @precondition(lambda self: self._managers())
    @rule(data=st.data(), to=an_account, stays=st.booleans())
    def hand_over(self, data: Any, to: str, stays: bool) -> None:
        what, who = data.draw(st.sampled_from(self._managers()))
        if to == who:
            return
        hand_over(self.fresh(what), to=self.users[to], by=self.person(who), role="view" if stays else None)
        self.naive.grants[what, to] = "manage"
        if stays:
            self.naive.grants[what, who] = "view"
        else:
            self._holds_nothing_by_itself(what, who)

    def _managers(self) -> list[tuple[str, str]]:
        managing = [key for key, role in self.naive.grants.items() if role == "manage" and key[1] in ACCOUNTS]
        return sorted((what, who) for what, who in managing if self.naive.people[who].active)

    @rule(who=an_account, group=a_group)
    def in_or_out_of_a_group(self, who: str, group: str) -> None:
        person = self.naive.people[who]
        if group in person.groups:
            remove_group_member(self.groups[group], self.users[who], by=self.alice)
        elif person.active:
            add_group_member(self.groups[group], self.person(who), by=self.alice)
        if person.active or group in person.groups:
            person.groups ^= {group}

    # Links

    @rule(what=a_thing, reach=st.sampled_from(("restricted", "signed_in", "public")), at=st.integers(0, 3))
    def open_by_its_link(self, what: str, reach: str, at: int) -> None:
        """Whoever came in by the link as it was comes in again."""
        thing = self.naive.things[what]
        below_manager = LADDERS[thing.kind][:-1]
        role = below_manager[at % len(below_manager)]
        share_by_link(self.fresh(what), reach=reach, link_role=role, until=None, by=self.alice)
        if (thing.reach, thing.link_role) != (reach, role):
            self._nobody_entered(what)
        thing.reach, thing.link_role, thing.ended = reach, role, False

    def _nobody_entered(self, what: str) -> None:
        self.naive.entered -= {key for key in self.naive.entered if key[0] == what}

    @rule(what=a_thing, wanted=st.booleans())
    def ask_for_a_password_or_not(self, what: str, wanted: bool) -> None:
        thing, password = self.naive.things[what], PASSWORD if wanted else None
        link = {"reach": thing.reach, "link_role": thing.link_role, "until": None}
        share_by_link(self.fresh(what), **link, password=password, by=self.alice)
        if wanted or thing.password:
            self._nobody_entered(what)
        thing.password, thing.ended = wanted, False

    @rule(what=a_thing)
    def let_the_link_end(self, what: str) -> None:
        """By the clock: nobody says so."""
        thing = self.naive.things[what]
        until = timezone.now() + timedelta(seconds=SOON)
        share_by_link(self.fresh(what), reach=thing.reach, link_role=thing.link_role, until=until, by=self.alice)
        thing.ended = True
        time.sleep(max(0.0, (until - timezone.now()).total_seconds()))

    @rule(what=a_thing, who=a_person)
    def come_in_by_the_link(self, what: str, who: str) -> None:
        thing, person = self.naive.things[what], self.naive.people[who]
        reaches = ("public",) if person.guest else ("public", "signed_in")
        if thing.reach in reaches and not thing.ended:
            enter(self.fresh(what), by=self.users[who], password=PASSWORD)
            self.naive.entered.add((what, who))
        else:
            with pytest.raises(ValidationError):
                enter(self.fresh(what), by=self.users[who], password=PASSWORD)

    # The tree

    @rule(what=a_document, closed=st.booleans())
    def close_to_what_is_above(self, what: str, closed: bool) -> None:
        restrict(self.fresh(what), closed, by=self.alice)
        self.naive.things[what].restricted = closed

    @rule(what=a_document, to=a_thing)
    def move(self, what: str, to: str) -> None:
        things = self.naive.things
        if to in self.naive.inside(what) or things[what].trashed or things[to].trashed:
            with pytest.raises(ValidationError):
                move_document(self.fresh(what), to=self.fresh(to), by=self.alice)
            return
        move_document(self.fresh(what), to=self.fresh(to), by=self.alice)
        things[what].place = to

    @rule(what=a_document, data=st.data())
    def throw_away_or_take_back(self, what: str, data: Any) -> None:
        """By anybody who manages it."""
        managers = [name for name in ("alice", *ACCOUNTS) if self.naive.reaches(name, what, "manage")]
        who = data.draw(st.sampled_from(managers))
        if self.naive.things[what].trashed:
            restore_document(self.fresh(what), by=self.person(who))
            self.naive.restore(what, who)
        else:
            trash_document(self.fresh(what), by=self.person(who))
            self.turn += 1
            self.naive.throw(what, self.turn)

    # Accounts

    @rule(who=an_account)
    def suspend_or_take_back(self, who: str) -> None:
        person, user = self.naive.people[who], self.person(who)
        act = suspend_account if person.active else reinstate_account
        act(user, by=self.root, reason="Essai")
        person.active = not person.active
        if person.active:
            self.sessions[who] = session_of(user)

    @rule(who=a_person)
    def sign_out(self, who: str) -> None:
        """And in again, by another session; every socket of the person is asked who it is."""
        if not self.naive.people[who].active:
            return
        browser = Client()
        browser.cookies["sessionid"] = self.sessions[who]
        assert browser.post("/compte/logout/").status_code == 302
        self.sessions[who] = session_of(self.person(who))
        self.signed_out.add(who)

    @rule(who=st.sampled_from(EVERYBODY), what=a_document)
    def open_a_socket(self, who: str, what: str) -> None:
        self.open(who, what)
