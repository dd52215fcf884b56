"""Acts on accounts, groups and organisations: how each is called on a thing, in the name of a person."""

from typing import Any

from accounts import acting, groups, joining, organisations, suspension
from tests.matrix.register import act
from tests.matrix.table import NOWHERE
from tests.matrix.world import World

# Of accounts


@act("suspend an account", NOWHERE, of=suspension.suspend_account)
def _suspend(world: World, it: None, by: Any) -> None:
    suspension.suspend_account(world.again(world.someone), by=by, reason="Essai")


@act("open an account again", NOWHERE, of=suspension.reinstate_account)
def _reinstate(world: World, it: None, by: Any) -> None:
    suspension.reinstate_account(world.again(world.people["suspended"]), by=by, reason="Essai")


@act("act for somebody", NOWHERE, of=acting.act_for)
def _act_for(world: World, it: None, by: Any) -> None:
    acting.act_for(world.again(world.someone), by=by, reason="Essai")


# Of groups and organisations


@act("make a group", NOWHERE, of=groups.create_group)
def _make_group(world: World, it: None, by: Any) -> None:
    groups.create_group("Neuf", by=by)


@act("open an organisation", NOWHERE, of=organisations.create_organisation)
def _open_organisation(world: World, it: None, by: Any) -> None:
    organisations.create_organisation("Ville de Brest", by=by)


@act("rename it", "group", of=groups.rename_group)
def _rename_group(world: World, it: Any, by: Any) -> None:
    groups.rename_group(it, "Autre", by=by)


@act("add someone", "group", of=groups.add_group_member)
def _add_to_group(world: World, it: Any, by: Any) -> None:
    groups.add_group_member(it, world.newcomer, by=by)


@act("change a role", "group", of=groups.change_group_role)
def _change_in_group(world: World, it: Any, by: Any) -> None:
    groups.change_group_role(it, world.someone, "manager", by=by)


@act("take someone out", "group", of=groups.remove_group_member)
def _take_out_of_group(world: World, it: Any, by: Any) -> None:
    groups.remove_group_member(it, world.someone, by=by)


@act("delete it", "group", of=groups.delete_group)
def _delete_group(world: World, it: Any, by: Any) -> None:
    groups.delete_group(it, by=by)


@act("rename it", "organisation", of=organisations.rename_organisation)
def _rename_organisation(world: World, it: Any, by: Any) -> None:
    organisations.rename_organisation(it, "Autre", by=by)


@act("add someone", "organisation", of=organisations.add_member)
def _add_to_organisation(world: World, it: Any, by: Any) -> None:
    organisations.add_member(it, world.newcomer, by=by)


@act("change a role", "organisation", of=organisations.change_role)
def _change_in_organisation(world: World, it: Any, by: Any) -> None:
    organisations.change_role(it, world.someone, "manager", by=by)


@act("take someone out", "organisation", of=organisations.remove_member)
def _take_out_of_organisation(world: World, it: Any, by: Any) -> None:
    organisations.remove_member(it, world.someone, by=by)


@act("verify it", "organisation", of=organisations.verify_organisation)
def _verify(world: World, it: Any, by: Any) -> None:
    organisations.verify_organisation(it, public=True, by=by)


@act("take its verification", "organisation", of=organisations.withdraw_verification)
def _withdraw(world: World, it: Any, by: Any) -> None:
    organisations.withdraw_verification(it, by=by)


@act("name its first manager", "organisation", of=organisations.name_first_manager)
def _name_first(world: World, it: Any, by: Any) -> None:
    organisations.name_first_manager(it, world.newcomer, by=by)


@act("list a domain", "organisation", of=joining.list_domain)
def _list_domain(world: World, it: Any, by: Any) -> None:
    joining.list_domain(it, "rhone.fr", by=by)


@act("take a domain off", "organisation", of=joining.unlist_domain)
def _unlist_domain(world: World, it: Any, by: Any) -> None:
    joining.unlist_domain(it, "lyon.fr", by=by)


@act("join it", "organisation", of=joining.join_organisation)
def _join(world: World, it: Any, by: Any) -> None:
    joining.join_organisation(it, by=by)
