"""How many questions a page with a list asks the database: the same for three rows and for thirty, and few."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.groups import add_group_member
from accounts.models import ActFor, Domain, User
from accounts.organisations import add_member
from accounts.tokens import issue_token
from activity.behalf import on_behalf
from activity.record import record
from documents.actions.comments import react
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.documents import create_document, trash_document
from documents.actions.keeping import store_version
from documents.actions.suggestions import vote_on_suggestion
from documents.models import Comment, Suggestion, Thread
from documents.speech import with_numbers
from notifications.announcing import announce_event
from notifications.preferences import choose_paces
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from permissions.invitations import invite
from permissions.requests import request_access
from tests import make
from tests.documents.proposing import propose
from tests.sessions import browser_of

# Each begins with the session and its account in one, and the side bar, which comes with the workspace of a page.
PAGES = {
    "/": 3,
    "/espaces/": 4,
    "/espaces/{slug}/": 6,
    "/espaces/{slug}/documents/": 4,
    "/espaces/{slug}/depuis/": 4,
    "/espaces/{slug}/membres/": 6,
    "/espaces/{slug}/qui/": 4,
    "/espaces/{slug}/quitter/": 4,
    "/espaces/{slug}/activite/": 5,
    "/espaces/{slug}/activite/?type=access": 5,
    "/espaces/{slug}/audit/": 7,  # one asks whose names were taken out of documents
    "/espaces/{slug}/audit/?type=access": 6,
    "/documents/{document}/partager/": 9,
    "/documents/{document}/qui/": 6,
    "/documents/{inside}/qui/": 6,
    "/documents/{document}/historique/": 6,
    "/documents/{document}/reserver/": 6,
    "/documents/{document}/quitter/": 6,
    "/documents/{document}/deplacer/": 6,
    "/corbeille/": 4,
    "/avis/": 6,
    "/avis/reglages/": 4,
    "/groupes/": 4,
    "/groupes/{group}/": 4,
    "/organisations/": 5,
    "/organisations/{organisation}/": 5,
    "/profil/securite/": 6,
}
OF_A_READER = {
    "/espaces/{slug}/": 6,
    "/espaces/{slug}/membres/": 4,
    "/espaces/{slug}/activite/": 5,
}
OF_ONE_ACTED_FOR = {"/profil/securite/": 8}  # who acted in their place, what was done, and names
OF_AN_ADMINISTRATOR = {"/administration/audit/": 7}
API = {
    "/workspaces/": 3,
    "/workspaces/{slug}/grants/": 3,
    "/workspaces/{slug}/who/": 5,
    "/workspaces/{slug}/invitations/": 3,
    "/workspaces/{slug}/access-requests/": 3,
    "/workspaces/{slug}/activity/": 6,
    "/workspaces/{slug}/audit/": 6,
    "/documents/?limit=3": 5,
    "/documents/?limit=3&workspace={slug}": 5,
    "/documents/{document}/grants/": 4,
    "/documents/{document}/versions/": 6,
    "/documents/{inside}/who/": 6,
    "/documents/{document}/invitations/": 4,
    "/documents/{document}/access-requests/": 4,
    "/documents/{document}/threads/?limit=100": 6,
    "/documents/{document}/suggestions/?limit=3": 6,
    "/notices/?limit=3": 6,
    "/groups/": 3,
    "/groups/{group}/members/": 4,
    "/organisations/": 6,
    "/organisations/{organisation}/members/": 4,
}


class Furnished:
    """`count` of whatever a page can list: in one workspace, in one document, in a group, and of the person who looks."""

    def __init__(self, alice: User, count: int) -> None:
        self.alice, self.count = alice, count
        self.workspace = make.workspace(alice)
        self.document = make.document(alice, self.workspace, text="Bonjour.")
        self.inside = create_document(self.document, "Dedans", by=alice)
        self.group, self.body = make.group(alice, "Comité"), make.organisation(alice, "Commune")
        self.other = make.person("Olga Autre")
        grant(self.document, "manage", to=self.other, by=alice)
        share_by_link(self.document, reach="public", link_role="comment", by=alice)
        make.address(alice, "alice@commune.example")
        for number in range(count):
            self._people(number)
            self._things(number)

    def _people(self, number: int) -> None:
        person, stranger = make.person(f"P{number} Dedans"), make.person(f"Q{number} Dehors")
        add_group_member(self.group, person, "member", by=self.alice)
        add_member(self.body, person, "member", by=self.alice)
        group, body = make.group(self.alice, f"Groupe {number}"), make.organisation(self.alice, f"Commune {number}")
        inviting = {self.workspace: self.alice, self.document: self.other}  # 50 addresses a day at most
        for subject in inviting:
            for holder in (person, group.group, body.group):
                grant(subject, "view", to=holder, by=self.alice)
            invite(subject, f"i{number}@example.com", "view", by=inviting[subject])
            request_access(subject, "change", by=stranger)
        enter_as_guest(self.document, f"Invité {number}")
        vote_on_suggestion(propose(self.document, self.other, f"Autre {number}."), 1, by=self.alice)
        Comment.objects.update(at=timezone.now() - timedelta(hours=1))  # so many at once would be a flood
        thread = open_thread(self.document, f"@{person}", by=self.alice, mentioned=[person])
        react(answer_thread(thread, "Oui", by=self.other), "👍", by=self.alice)

    def _things(self, number: int) -> None:
        make.workspace(self.alice, f"Espace {number}")
        create_document(create_document(self.document, f"Dedans {number}", by=self.alice), "Plus loin", by=self.alice)
        trash_document(make.document(self.alice, self.workspace, f"Jeté {number}"), by=self.alice)
        store_version(self.document, make.tree(f"Mot {number}."), 2 + number, made_by=self.other).authors.add(
            self.other
        )
        browser_of(self.alice)
        self._told(number)
        self._acted_for(self.other)
        joinable = make.organisation(self.other, f"Ville {number}")
        Domain.objects.create(organisation=joinable, name="commune.example")

    def _told(self, number: int) -> None:
        """Somebody answers, somebody proposes: what was said is read with the notices."""
        thread = Thread.objects.create(document=self.document, opened_by=self.alice)
        comment = Comment.objects.create(
            thread=thread, author=self.other, body=with_numbers(f"@{self.other} : oui", [self.other])
        )
        proposed = Suggestion.objects.create(
            document=self.document, author=self.other, block="b", number=1, before={}, proposed=[]
        )
        for said in ({"thread": thread.pk, "comment": comment.pk}, {"suggestion": proposed.pk}):
            told = {"title": "Ouvrir", "before": "Avant", **said}
            event = record("document.renamed", by=self.other, on=self.document, workspace=self.workspace.pk, **told)
            announce_event(event.pk)
        choose_paces(self.alice, self.workspace if number else self.document, addressed="", rest="weekly")

    def _acted_for(self, person: User) -> None:
        until = timezone.now() + timedelta(minutes=5)
        ActFor.objects.create(administrator=make.administrator(), person=person, reason="Aide", until=until)
        with on_behalf(person, by=make.administrator()):
            record("group.member_added", by=person, on=self.group, about=self.alice, title="Comité")

    def address(self, page: str) -> str:
        keys = {"slug": self.workspace.slug, "document": self.document.pk, "inside": self.inside.pk}
        return page.format(**keys, group=self.group.pk, organisation=self.body.pk)

    def counted(self, browser: Client, pages: dict[str, int], under: str = "") -> dict[str, int]:
        return {page: self._count(browser, under + self.address(page)) for page in pages}

    def _count(self, browser: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200, address
        return len(asked)


@pytest.mark.parametrize("count", [3, 30])
def test_few_queries_whatever_the_length(client_of: Any, alice: User, count: int) -> None:
    place = Furnished(alice, count)
    reader, chief = User.objects.get(name="P0 Dedans"), make.administrator()
    User.objects.filter(pk=chief.pk).update(is_superuser=True)
    program = Client(headers={"Authorization": f"Bearer {issue_token(alice, 'test')}"})
    program.get("/api/v1/workspaces/")  # notes the use of the key, once a minute
    found = {
        "manager": place.counted(client_of(alice), PAGES),
        "reader": place.counted(client_of(reader), OF_A_READER),
        "acted for": place.counted(client_of(place.other), OF_ONE_ACTED_FOR),
        "administrator": place.counted(client_of(chief), OF_AN_ADMINISTRATOR),
        "program": place.counted(program, API, "/api/v1"),
    }
    assert found == {
        "manager": PAGES,
        "reader": OF_A_READER,
        "acted for": OF_ONE_ACTED_FOR,
        "administrator": OF_AN_ADMINISTRATOR,
        "program": API,
    }
