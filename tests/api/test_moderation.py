"""Moderating comments for programs, and saying who may comment."""

from typing import Any

from documents.actions.discussion import open_thread
from documents.models import Document, Report
from permissions.actions import share_by_link
from permissions.guests import enter_as_guest


def test_report_hide_and_show(caller: Any, document: Document, alice: Any, bob: Any, carol: Any, dan: Any) -> None:
    thread = open_thread(document, "Quelle idée", by=carol)
    path = f"/documents/{document.pk}/threads/{thread.pk}/"
    its = f"{path}comments/{thread.comments.get().pk}/"
    assert caller(dan)("POST", f"{its}reports/", {"reason": "Insultant"}).status_code == 201
    assert caller(dan)("POST", f"{its}reports/", {"reason": "Insultant"}).status_code == 422
    for method, end in (("PUT", "hidden/"), ("PUT", "shown/"), ("DELETE", "reports/")):
        body = {"reason": "Non"} if end == "hidden/" else None
        assert caller(bob)(method, its + end, body).status_code == 403
        assert caller(None)(method, its + end, body).status_code == 401
    hidden = caller(alice)("PUT", f"{its}hidden/", {"reason": "Hors sujet"}).json()
    assert (hidden["state"], hidden["body"]) == ("hidden", "Quelle idée")
    assert hidden["may"] == {
        "edit": False, "delete": False, "react": False, "hide": False, "show": True, "report": False
    }  # fmt: skip
    (alone,) = caller(bob)("GET", path).json()["comments"]
    assert (alone["body"], alone["html"], alone["public_reason"]) == ("", "", "Hors sujet")
    assert caller(carol)("GET", path).json()["comments"][0]["public_reason"] == "Hors sujet"
    assert caller(alice)("PUT", f"{its}shown/").json()["state"] == "shown"
    assert caller(alice)("DELETE", f"{its}reports/").status_code == 422  # answered by hiding
    assert Report.objects.get().upheld is True
    caller(bob)("POST", f"{path}comments/", {"body": "Je réponds"})
    caller(alice)("PUT", f"{its}hidden/", {"reason": "Hors sujet"})
    seen = caller(bob)("GET", path).json()["comments"][0]
    assert (seen["body"], seen["html"], seen["public_reason"]) == ("", "", "Hors sujet")


def test_a_report_is_left(caller: Any, document: Document, alice: Any, carol: Any, dan: Any) -> None:
    thread = open_thread(document, "Bon", by=carol)
    its = f"/documents/{document.pk}/threads/{thread.pk}/comments/{thread.comments.get().pk}/"
    caller(dan)("POST", f"{its}reports/", {"reason": "Bof"})
    assert caller(alice)("DELETE", f"{its}reports/").status_code == 204
    assert Report.objects.get().upheld is False


def test_what_waits_cannot_be_found_by_who_may_not_see_it(
    caller: Any, document: Document, alice: Any, bob: Any
) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    rules = {"readers_comment": False, "guests_wait": True}
    assert caller(bob)("PUT", f"/documents/{document.pk}/discussion/", rules).status_code == 403
    assert caller(alice)("PUT", f"/documents/{document.pk}/discussion/", rules).json() == rules
    assert caller(None)("GET", f"/documents/{document.pk}/discussion/").json() == rules
    document.refresh_from_db()
    thread = open_thread(document, "Bonjour", by=enter_as_guest(document, "Gaston"))
    its = f"/documents/{document.pk}/threads/{thread.pk}/comments/{thread.comments.get().pk}/"
    assert caller(bob)("POST", f"{its}reports/", {"reason": "Bof"}).status_code == 404
    assert caller(alice)("PUT", f"{its}shown/").json()["state"] == "shown"
    assert caller(bob)("POST", f"{its}reports/", {"reason": "Bof"}).status_code == 201
