"""Acts on documents and workspaces, and of rights on either: how each is called on a thing, in the name of a person."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from documents.actions import (
    archive,
    documents,
    exchange,
    exporting,
    exports,
    importing,
    names,
    rolling_back,
    templates,
    trash,
    tree,
    visits,
    volumes,
)
from documents.models import Document
from documents.socket import DocumentGatekeeper
from permissions import actions, invitations, requests, transfer
from tests.documents import house
from tests.matrix.register import act
from tests.matrix.table import NOWHERE
from tests.matrix.world import World
from workspaces import actions as workspaces
from workspaces.deletion import delete_workspace
from workspaces.panels import Place

# Of documents


@act("read it as a file", "document", of=exporting.export)
def _export(world: World, it: Document, by: Any) -> None:
    exporting.export(it, "docx", by=by)


@act("ask what a file leaves out", "document", of=exporting.left_out)
def _left_out(world: World, it: Document, by: Any) -> None:
    exporting.left_out(it, "docx", by=by)


@act("have a file made of it", "document", of=exports.ask_export)
def _ask_export(world: World, it: Document, by: Any) -> None:
    exports.ask_export(it, "pdf", by=by)


@act("have a volume made of it", "document", "workspace", of=volumes.ask_volume)
def _ask_volume(world: World, it: Any, by: Any) -> None:
    volumes.ask_volume(it, "Recueil", by=by)


def _enters(it: Document, by: Any, right: str) -> None:
    key = str(by.pk) if by.is_authenticated else ""
    admission = DocumentGatekeeper().recheck({it.room: {key}})[it.room][key]
    if admission.refusal and it.trashed_at is not None and actions_allow(by, it, right):
        raise ValidationError("there is no room")
    if not getattr(admission, right):
        raise PermissionDenied


def actions_allow(by: Any, it: Document, right: str) -> bool:
    rung = {"may_read": "view", "may_write": "change"}[right]
    return bool(by.has_perm(f"documents.{rung}_document", it))


@act("enter its room", "document", of=DocumentGatekeeper)
def _enter(world: World, it: Document, by: Any) -> None:
    _enters(it, by, "may_read")


@act("write in its room", "document", of=DocumentGatekeeper)
def _write(world: World, it: Document, by: Any) -> None:
    _enters(it, by, "may_write")


@act("add an image", "document", of=exchange.attach_image)
def _attach(world: World, it: Document, by: Any) -> None:
    exchange.attach_image(it, world.upload(), by=by)


@act("bring a file in", "workspace", of=importing.import_document)
def _import(world: World, it: Any, by: Any) -> None:
    importing.import_document(it, "note.md", b"Note", by=by)


@act("add a template to it", "workspace", of=templates.add_template)
@act("add a template to it", "organisation", of=templates.add_template)
def _add_template(world: World, it: Any, by: Any) -> None:
    templates.add_template(it, "Courrier", "courrier.docx", house.template(), by=by)


@act("choose its template", "workspace", of=templates.choose_template)
def _choose_template(world: World, it: Any, by: Any) -> None:
    templates.choose_template(it, it.templates.first(), by=by)


@act("take a template away", "workspace", of=templates.remove_template)
@act("take a template away", "organisation", of=templates.remove_template)
def _remove_template(world: World, it: Any, by: Any) -> None:
    templates.remove_template(it.templates.first(), by=by)


@act("make headings real", "document", of=importing.make_real)
def _make_real(world: World, it: Document, by: Any) -> None:
    importing.make_real(it, by=by)


@act("take back what one wrote", "document", of=rolling_back.roll_back_person)
def _roll_back(world: World, it: Document, by: Any) -> None:
    rolling_back.roll_back_person(it, it.created_by, by=by)


@act("take one's name out", "document", of=names.withdraw_name)
def _withdraw_name(world: World, it: Document, by: Any) -> None:
    if by.is_authenticated:
        it.threads.create(title="De leur main", opened_by=by)
    names.withdraw_name(it, by=by)


@act("take a name out", "document", of=names.erase_name)
def _erase_name(world: World, it: Document, by: Any) -> None:
    names.erase_name(it, it.created_by, asked_on=timezone.localdate(), by=by)


@act("mark it as seen", "document", of=visits.mark_seen)
def _see(world: World, it: Document, by: Any) -> None:
    visits.mark_seen(it, by=by)


@act("rename it", "document", of=documents.rename_document)
def _rename(world: World, it: Document, by: Any) -> None:
    documents.rename_document(it, "Autre", by=by)


@act("make one in it", "document", "workspace", of=documents.create_document)
def _make(world: World, it: Any, by: Any) -> None:
    documents.create_document(it, "Neuf", by=by)


@act("put one in it", "document", "workspace", of=tree.move_document)
def _receive(world: World, it: Any, by: Any) -> None:
    tree.move_document(Document.objects.get(pk=world.parcel.pk), to=it, by=by)


@act("order it", "document", of=tree.move_document)
def _order(world: World, it: Document, by: Any) -> None:
    tree.move_document(it, to=tree.place_of(it), by=by)


@act("move it away", "document", of=tree.move_document)
def _move(world: World, it: Document, by: Any) -> None:
    tree.move_document(it, to=world.refuge, by=by)


@act("throw it away", "document", of=documents.trash_document)
def _throw(world: World, it: Document, by: Any) -> None:
    documents.trash_document(it, by=by)


@act("take it out of the trash", "document", of=documents.restore_document)
def _restore(world: World, it: Document, by: Any) -> None:
    documents.restore_document(it, by=by)


@act("delete it for ever", "document", of=trash.delete_document)
def _delete(world: World, it: Document, by: Any) -> None:
    trash.delete_document(it, by=by)


@act("keep it and delete it", "document", of=archive.archive_document)
def _archive(world: World, it: Document, by: Any) -> None:
    archive.archive_document(it, by=by)


# Of rights on either


@act("grant", "document", "workspace", of=actions.grant)
def _grant(world: World, it: Any, by: Any) -> None:
    actions.grant(it, "view", to=world.newcomer, by=by)


@act("grant to a group", "document", "workspace", of=actions.grant)
def _grant_group(world: World, it: Any, by: Any) -> None:
    actions.grant(it, "view", to=world.other_group, by=by)


@act("take a grant away", "document", "workspace", of=actions.revoke)
def _revoke(world: World, it: Any, by: Any) -> None:
    actions.revoke(it, of=world.someone, by=by)


@act("open it by its link", "document", "workspace", of=actions.share_by_link)
def _link(world: World, it: Any, by: Any) -> None:
    actions.share_by_link(it, reach="signed_in", link_role="view", until=None, by=by)


@act("close it to what is above", "document", of=actions.restrict)
def _close(world: World, it: Any, by: Any) -> None:
    actions.restrict(it, True, by=by)


@act("hand it over", "document", "workspace", of=transfer.hand_over)
def _hand_over(world: World, it: Any, by: Any) -> None:
    transfer.hand_over(it, to=world.someone, by=by, role="view")


@act("invite somebody", "document", "workspace", of=invitations.invite)
def _invite(world: World, it: Any, by: Any) -> None:
    invitations.invite(it, "neuf@example.org", "view", by=by)


@act("send an invitation again", "document", "workspace", of=invitations.resend_invitation)
def _resend(world: World, it: Any, by: Any) -> None:
    invitations.resend_invitation(it.invitations.get(), by=by)


@act("take an invitation back", "document", "workspace", of=invitations.revoke_invitation)
def _take_back(world: World, it: Any, by: Any) -> None:
    invitations.revoke_invitation(it.invitations.get(), by=by)


@act("let somebody in who asks", "document", "workspace", of=requests.accept_request)
def _accept(world: World, it: Any, by: Any) -> None:
    requests.accept_request(it.access_requests.get(), "view", by=by)


@act("refuse somebody who asks", "document", "workspace", of=requests.refuse_request)
def _refuse(world: World, it: Any, by: Any) -> None:
    requests.refuse_request(it.access_requests.get(), by=by)


# Of workspaces


@act("describe it", "workspace", of=workspaces.change_workspace)
def _describe(world: World, it: Any, by: Any) -> None:
    workspaces.change_workspace(it, by=by, name="Autre", description="")


@act("take its trail", "workspace", of=workspaces.export_trail)
def _trail(world: World, it: Any, by: Any) -> None:
    workspaces.export_trail(Place(it, by), by=by)


@act("delete it", "workspace", of=delete_workspace)
def _delete_workspace(world: World, it: Any, by: Any) -> None:
    delete_workspace(it, by=by)


@act("open a workspace", NOWHERE, of=workspaces.create_workspace)
def _open_workspace(world: World, it: None, by: Any) -> None:
    workspaces.create_workspace("Neuf", by=by)
