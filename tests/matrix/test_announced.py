"""Whatever in the code tells open sockets that rights changed is reached by an event that a socket is really told of.

`EVENTS` is the list of them; `TOLD_BY` says which events stand for which function that tells. A function that is added
and tells sockets, or one that no event reaches, is named by a test here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.matrix import test_rights_of_people as people
from tests.matrix import test_rights_of_trees as trees
from tests.matrix import test_rights_that_come as come
from tests.realtime import test_acting as acting
from tests.realtime import test_links_and_looking as links
from tests.realtime import test_rights as rights

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "activity", "api", "config", "documents", "permissions", "workspaces")
TELLING = {"announce", "_tell", "_ask_sockets_again", "_ask_after_the_commit", "access_ended.send_robust"}
TELLING |= {"relay.recheck", "relay.leave"}
MAILS = {f"permissions.invitations.{act}" for act in ("invite", "resend_invitation")}  # their `_tell` writes to people

EVENTS = {
    *rights.CAUSES, *rights.SILENT, *trees.CAUSES, *trees.RAISED, *people.CAUSES, *come.RAISED,
    *(name for module in (rights, trees, people, acting, links) for name in vars(module) if name.startswith("test_")),
}  # fmt: skip

TOLD_BY = {
    "permissions.actions.grant": [
        "the grant is lowered", "the grant is raised", "a request is accepted", "an address with an account is invited",
        "the manager hands it over and stays to read",
    ],
    "permissions.actions.revoke": ["the grant is taken away", "the person leaves by the page"],
    "permissions.actions.restrict": ["what it stands in is closed", "the document is opened to its workspace"],
    "permissions.actions._store_link": [
        "the link is lowered", "the link is switched off", "the link gets a password", "the link has another password",
        "the link of the workspace is switched off", "the link is opened to writing",
    ],
    "permissions.guests._enter": ["the person gives the password of the link"],
    "permissions.invitations.accept_invitation": ["an invitation is accepted"],
    "permissions.taking_over.take_over": [
        "test_a_guests_work_taken_over_ends_the_guest_and_raises_the_account",
    ],
    "documents.actions.documents.trash_document": [
        "the document goes to the trash", "what it stands in goes to the trash",
    ],
    "documents.actions.documents.restore_document": ["test_back_from_the_trash_it_opens_again"],
    "documents.actions.tree.move_document": [
        "the document moves to the top", "what it stands in moves to another workspace",
    ],
    "documents.actions.stages.change_stage": ["test_an_adopted_text_takes_nothing_from_a_page_that_is_open"],
    "documents.receivers.ask_again": ["the grant is taken away", "the grant on the workspace is taken away"],
    "documents.receivers.leave": ["the person signs out"],
    "documents.receivers.deleted": [
        "an administrator deletes the document", "an administrator deletes the workspace",
    ],
    "documents.receivers.group_grant_changed": ["the grant of the group is taken away"],
    "documents.receivers.members_changed": [
        "the person leaves the group", "the group leaves the person",
        "the person leaves all groups", "the group is emptied",
        "a manager of the group takes the person out", "the person leaves the organisation",
        "the person joins the organisation by an address", "the employer told at sign-in is another one",
    ],
    "documents.receivers.group_deleted": [
        "the group is deleted", "the group of people is deleted", "the organisation is deleted",
    ],
    "documents.receivers._ask_after_the_commit": ["the group is deleted"],
    "accounts.receivers._tell": ["the account is suspended"],
    "accounts.receivers.suspended": [
        "the account is suspended", "the account is suspended by the act", "the account is closed",
    ],
    "accounts.receivers.deleted": ["the account is deleted"],
    "accounts.receivers.key_was_deleted": ["test_a_key_that_is_deleted_ends_its_sockets_and_no_others"],
    "accounts.receivers.password_was_changed": ["the password changes"],
    "accounts.receivers.signed_out": ["the person signs out"],
    "accounts.sessions._end": ["the session is ended from elsewhere", "all other sessions are ended"],
    "accounts.acting._ask_sockets_again": ["test_what_the_administrator_had_open_closes"],
    "accounts.acting.act_for": ["test_what_the_administrator_had_open_closes"],
    "accounts.acting.stop_acting": [
        "test_acting_for_somebody_and_its_end_reach_what_the_administrator_has_open",
    ],
}  # fmt: skip


def told_by() -> Iterator[str]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and _tells(node):
                    yield f"{module}.{node.name}"


def _tells(function: ast.FunctionDef) -> bool:
    named = {ast.unparse(node) for node in ast.walk(function) if isinstance(node, ast.Name | ast.Attribute)}
    return bool(named & TELLING)


def test_every_function_that_tells_sockets_is_reached_by_an_event() -> None:
    assert set(told_by()) - MAILS == set(TOLD_BY)


@pytest.mark.parametrize("function", TOLD_BY)
def test_each_of_these_events_is_one_that_sockets_are_tried_with(function: str) -> None:
    assert set(TOLD_BY[function]) <= EVENTS
