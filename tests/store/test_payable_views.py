"""What a buyer and a supplier read of programmes: their own, and no more; row security alone."""

from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from comptant.store.access import may_ask, reading
from tests.facts import World, add_user
from tests.houses import house
from tests.payables import TERMS, approved, bought, invite, joined_world, send


@house
def world(writer: psycopg.Connection) -> World:
    """FG-1 bought, FG-2 approved, FG-3 sent; DELTA's FD-1 approved. BETA has a programme too."""
    opened = joined_world(writer)
    invite(opened, "DELTA SARL")
    bought(opened, {})
    approved(opened, {"invoice_number": "FG-2"})
    send(opened, {"invoice_number": "FG-3"})
    approved(opened, {"invoice_number": "FD-1", "supplier_number": "542065479"})
    opened.contract("P-2", client="BETA SA", **TERMS)
    add_user(opened, "bea", opened.ids["BETA SA"], ["client_owner"], False)
    add_user(opened, "bill", opened.ids["ALPHA SAS"], ["buyer"], False)
    return opened


def seen(world: World, login: str, query: str, **given: Any) -> list[dict[str, Any]]:
    """What somebody sees, row security alone: the second wall is off."""
    user = world.users[login]
    with reading(user.id, user.company_id, None, world.on) as see:
        return see(query, **given)


def numbers(world: World, login: str, query: str, **given: Any) -> list[str]:
    return [row["invoice_number"] for row in seen(world, login, query, **given)]


def test_a_supplier_sees_its_own_payables_once_approved(world: World) -> None:
    assert numbers(world, "sam", "read_offered") == ["FG-1", "FG-2"]
    assert numbers(world, "dana", "read_offered") == ["FD-1"]
    assert [row["supplier_step"] for row in seen(world, "dana", "read_offered_programmes")] == [
        "INVITED"]  # fmt: skip
    told = seen(world, "sam", "read_offered")[0]
    assert not {"rebate_cents", "open_cents", "supplier_name"} & set(told)


def test_a_buyer_sees_its_programme_and_no_other(world: World) -> None:
    all_of_it = ["FG-1", "FG-2", "FG-3", "FD-1"]
    assert numbers(world, "alice", "read_payables", contract_id=None) == all_of_it
    assert numbers(world, "anna", "read_payables", contract_id=world.ids["P"]) == all_of_it
    assert numbers(world, "bea", "read_payables", contract_id=None) == []
    assert seen(world, "bea", "read_programme_suppliers", contract_id=world.ids["P"]) == []
    (runs,) = seen(world, "bea", "read_programme", contract_id=world.ids["P"], on=world.on)
    assert runs["payables_used_cents"] == 0


@pytest.mark.parametrize("login", ["sam", "dana", "bill"])
def test_neither_supplier_nor_partner_reads_a_programme(world: World, login: str) -> None:
    for query in ("read_payables", "read_programme_suppliers", "read_entries"):
        given: dict[str, Any] = {"contract_id": world.ids["P"]}
        if query == "read_entries":
            given |= {"from_on": None, "until_on": None, "known_at": None}
        assert seen(world, login, query, **given) == []
        assert not may_ask(query, frozenset({"supplier"}))


def test_only_a_supplier_is_offered_anything(world: World) -> None:
    for login in ("alice", "anna", "bea", "bill"):
        assert seen(world, login, "read_offered") == []
        assert seen(world, login, "read_offered_programmes") == []


def test_the_views_behind_have_no_door(world: World, reader: psycopg.Connection) -> None:
    reader.autocommit = True
    for view in ("payable_standing", "programme_member"):
        with pytest.raises(InsufficientPrivilege):
            reader.execute(psycopg.sql.SQL("SELECT * FROM {}").format(
                psycopg.sql.Identifier(view)))  # fmt: skip
