"""What partners of a contract read: their own rows, their own columns, and nothing once it ends."""

from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from comptant.operations.acts.act import Refused
from comptant.operations.assigning import returns
from comptant.operations.drawing.availability import look
from comptant.operations.registry import parties, partners, people
from comptant.operations.risk import facts as told
from comptant.store.access import ASKED_BY, may_ask, reading
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.partners import PARTNERS, add_partners, part
from tests.recourse import called

LISTS = {
    "broker": "read_brokered", "adviser": "read_advised", "insurer": "read_insured",
    "guarantor": "read_guaranteed", "buyer": "read_owed", "supplier": "read_sold",
}  # fmt: skip


CLOSED = (
    "contract", "invoice", "term", "exposure", "balance", "entry", "partner", "act", "ceiling",
    "payment_order", "remittance", "own_account", "membership",
)  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """An invoice of ALPHA SAS on BETA SA, partly drawn, with partners; GAMMA SA beside it."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["C-2"] = opened.contract("C-2", client="GAMMA SA")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    line = {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 2, 28)}
    opened.remit(opened.ids["C-1"], line)
    opened.draw(opened.ids["C-1"], 1_000_000)
    add_partners(opened, opened.ids["C-1"])
    return opened


def seen(world: World, role: str, query: str | None = None, **given: Any) -> list[dict[str, Any]]:
    """What the person of a role sees of its list, row security alone: the second wall is off."""
    user = world.users[PARTNERS[role][0]]
    with reading(user.id, user.company_id, None, world.on) as see:
        return see(query or LISTS[role], **given)


def in_use(world: World) -> int:
    """The funds in use as the availability of a draw sees them."""
    asked = world.asked("anna")
    found = look(world.conn, asked.by, world.ids["C-1"], world.on, asked.at)
    return int(found.totals["funds_in_use_cents"])


def notify(world: World) -> None:
    """BETA SA is told of the assignment."""
    told.record_fact(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="BUYER",
        subject_id=world.ids["BETA SA"], name="is_notified", value=True, from_on=world.on,
        source="registered letter",
    )  # fmt: skip


def test_a_broker_sees_what_was_bought_and_an_adviser_what_is_in_use(world: World) -> None:
    (brought,) = seen(world, "broker")
    assert (brought["number"], brought["bought_cents"], brought["status"]) == (
        "C-1", 2_000_000, "ACTIVE")  # fmt: skip
    assert "funds_in_use_cents" not in brought
    (advised,) = seen(world, "adviser")
    assert advised["outstanding_cents"] == 2_000_000
    assert advised["funds_in_use_cents"] == in_use(world) == 1_000_000


def test_a_guarantor_sees_its_amount_and_what_is_owed(world: World) -> None:
    (row,) = seen(world, "guarantor")
    assert row["guaranteed_cents"] == 5_000_000
    assert row["funds_in_use_cents"] == in_use(world)


def test_an_insurer_sees_each_insured_buyer_and_what_is_overdue_on_the_day(world: World) -> None:
    (row,) = seen(world, "insurer")
    assert (row["buyer_name"], row["limit_cents"], row["outstanding_cents"]) == (
        "BETA SA", 5_000_000, 2_000_000)  # fmt: skip
    assert (row["overdue_cents"], row["oldest_due_on"]) == (0, None)
    world.on = date(2026, 3, 15)
    (row,) = seen(world, "insurer")
    assert (row["overdue_cents"], row["oldest_due_on"]) == (2_000_000, date(2026, 2, 28))


def test_a_buyer_sees_what_it_was_told_to_pay_and_where(world: World) -> None:
    assert seen(world, "buyer") == []
    notify(world)
    (row,) = seen(world, "buyer")
    assert (row["invoice_number"], row["open_cents"], row["iban"]) == (
        "FA-1", 2_000_000, "FR7630006000011234567890189")  # fmt: skip
    assert not {"approved_cents", "limit_cents", "hold"} & set(row)


def test_a_buyer_sees_nothing_of_a_confidential_contract(world: World) -> None:
    notify(world)
    world.amend(world.ids["C-1"], {"disclosure_mode": "CONFIDENTIAL"})
    assert seen(world, "buyer") == []


def test_a_supplier_sees_its_invoices_and_no_terms(world: World) -> None:
    assert [row["invoice_number"] for row in seen(world, "supplier")] == ["FA-1"]
    assert seen(world, "supplier", "read_terms", contract_id=world.ids["C-1"]) == []


def test_an_accountants_firm_reads_the_contracts_it_keeps_as_the_client_does(world: World) -> None:
    numbers = [row["number"] for row in seen(world, "external_accountant", "read_contracts",
                                             number=None, on=world.on)]  # fmt: skip
    assert numbers == ["C-1"]
    invoices = seen(world, "external_accountant", "read_invoices", contract_id=world.ids["C-1"],
                    numbers=None, everything=True)  # fmt: skip
    assert [row["invoice_number"] for row in invoices] == ["FA-1"]
    part(world, world.ids["C-2"], "external_accountant")
    both = seen(world, "external_accountant", "read_contracts", number=None, on=world.on)
    assert [row["number"] for row in both] == ["C-1", "C-2"]


@pytest.mark.parametrize("role", sorted(set(LISTS) - {"buyer", "supplier"}))
def test_a_part_taken_back_shows_nothing_more(world: World, role: str) -> None:
    assert seen(world, role)
    part(world, world.ids["C-1"], role, is_granted=False)
    assert seen(world, role) == []


def test_a_role_taken_back_shows_nothing_more(world: World) -> None:
    people.set_role(
        world.conn, world.asked("ada"), login="brice", company_id=world.ids["COURTAGE SAS"],
        role="broker", is_granted=False,
    )  # fmt: skip
    assert seen(world, "broker") == []


@pytest.mark.parametrize("role", sorted(LISTS))
def test_no_table_of_a_contract_is_open_to_a_partner(
    world: World, reader: psycopg.Connection, role: str
) -> None:
    reader.autocommit = True
    notify(world)
    user = world.users[PARTNERS[role][0]].id
    for table in CLOSED:
        with reader.transaction():
            reader.execute("SELECT set_config('comptant.user_id', %s, true)", (str(user),))
            text = psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(table))
            assert reader.execute(text).fetchone() == (0,), table


@pytest.mark.parametrize("role", sorted(LISTS))
def test_each_list_is_of_one_role_and_the_second_wall_says_so_too(world: World, role: str) -> None:
    notify(world)
    for other, query in LISTS.items():
        if other != role:
            assert seen(world, role, query) == []
        assert may_ask(query, frozenset({role})) == (other == role)
    assert not may_ask("read_invoices", frozenset({role}))
    assert set(LISTS) == set(ASKED_BY)


def test_the_views_have_no_door_for_those_who_sign_in_as_nobody(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    notify(world)
    for query in LISTS.values():
        with reading(0) as see:
            assert see(query) == []
    with pytest.raises(InsufficientPrivilege):
        reader.execute("SELECT * FROM contract_standing")


def test_someone_of_two_companies_reads_for_the_one_chosen(world: World) -> None:
    people.add_user(
        world.conn, world.asked("ada"), login="dora", name="Dora", password="correct horse",
        company_id=world.ids["ALPHA SAS"], roles=["client_accountant"],
    )  # fmt: skip
    people.set_role(
        world.conn, world.asked("ada"), login="dora", company_id=world.ids["GAMMA SA"],
        role="client_accountant", is_granted=True,
    )  # fmt: skip
    dora = world.one("SELECT id FROM app_user WHERE login = 'dora'")
    for company, numbers in ((None, ["C-1", "C-2"]), ("ALPHA SAS", ["C-1"]),
                             ("GAMMA SA", ["C-2"]), ("DELTA SARL", [])):  # fmt: skip
        with reading(dora, company and world.ids[company]) as see:
            rows = see("read_contracts", number=None, on=world.on)
            assert [row["number"] for row in rows] == numbers
            assert [row["company_name"] for row in see("read_companies")] == [
                "ALPHA SAS", "GAMMA SA"]  # fmt: skip


@pytest.mark.parametrize(("login", "role", "company", "code"), [
    ("alice", "broker", "DELTA SARL", "part_not_yours"),
    ("alice", "external_accountant", "FACTOR SA", "part_not_for_company"),
    ("anna", "insurer", "DELTA SARL", "part_not_for_company"),
    ("anna", "owner", "DELTA SARL", "part_unknown"),
])  # fmt: skip
def test_a_part_that_cannot_be_given_is_refused(
    world: World, login: str, role: str, company: str, code: str
) -> None:
    before = world.one("SELECT count(*) FROM partner")
    with pytest.raises(Refused, match=code):
        partners.set_partner(
            world.conn, world.asked(login), contract_id=world.ids["C-1"], source="x", role=role,
            party_id=world.ids[company], is_granted=True, amount_cents=None,
        )  # fmt: skip
    assert world.one("SELECT count(*) FROM partner") == before


def test_a_client_names_its_accountant_and_nobody_for_a_neighbour(world: World) -> None:
    firm = parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="CABINET DEUX",
                             country="FR", numbers={})["party_id"]  # fmt: skip
    add_user(world, "noe", firm, ["external_accountant"], False)
    given = {"party_id": firm, "role": "external_accountant", "is_granted": True,
             "amount_cents": None, "source": "letter"}  # fmt: skip
    partners.set_partner(world.conn, world.asked("alice"), contract_id=world.ids["C-1"], **given)
    with reading(world.users["noe"].id) as see:
        rows = see("read_contracts", number=None, on=world.on)
    assert [row["number"] for row in rows] == ["C-1"]
    with pytest.raises(Refused, match="contract_unknown"):
        partners.set_partner(
            world.conn, world.asked("alice"), contract_id=world.ids["C-2"], **given
        )


def test_a_guarantor_reads_for_how_much_it_is_called_and_no_other_does(world: World) -> None:
    invoice = world.one("SELECT id FROM invoice")
    returns.defund(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                   invoice_ids=[invoice], is_lifted=False, reason="late")  # fmt: skip
    (before,) = seen(world, "guarantor")
    assert (before["called_cents"], before["last_called_on"]) == (0, None)
    holding = world.one("SELECT id FROM party WHERE name = 'HOLDING SAS'")
    step = called(world, 600_000, party_id=holding)
    (now,) = seen(world, "guarantor")
    assert (now["called_cents"], now["surety_paid_cents"]) == (600_000, 0)
    assert now["last_called_on"] == world.on
    part(world, world.ids["C-1"], "guarantor", is_granted=False)
    assert seen(world, "guarantor") == []
    assert step["called_cents"] == 600_000
