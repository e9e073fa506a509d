"""The whole ledger of a client comes weekly: what differs from ours is listed; one late is told."""

from datetime import date, timedelta
from typing import Any

import psycopg

from comptant.operations.assigning import sales_ledgers
from tests.facts import World, open_world, sent_invoices
from tests.houses import house
from tests.traces import refused

DUE_ON = date(2026, 2, 28)


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA has assigned four documents in confidence; BETA has paid the third, half the second."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", disclosure_mode="CONFIDENTIAL")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    opened.own_account("FR7610107001011234567890226", name="ALPHA SAS", is_client_owned=True,
                       contract_id=opened.ids["C-1"])  # fmt: skip
    opened.remit(
        opened.ids["C-1"],
        *({"number": f"F-{n}", "cents": 100_000, "due_on": DUE_ON} for n in (1, 2, 3)),
        {"number": "A-1", "cents": 20_000, "type_code": "381"},
    )  # fmt: skip
    for number, cents in (("F-3", 100_000), ("F-2", 50_000)):
        opened.bank({"cents": cents, "text": number, "payer_name": "BETA SA"},
                    iban="FR7610107001011234567890226")  # fmt: skip
    return opened


def line(number: str, cents: int, **more: Any) -> dict[str, Any]:
    return {"number": number, "cents": cents, "due_on": DUE_ON, **more}


def compared(world: World, *lines: dict[str, Any], ledger_on: date | None = None) -> dict[str, Any]:
    return sales_ledgers.compare_ledger(
        world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
        sent=sent_invoices(world.on, *lines), ledger_on=ledger_on or world.on,
        file_name="ventes.csv", content=b"ventes",
    )  # fmt: skip


def opens(world: World) -> dict[str, int]:
    return dict(world.rows("SELECT invoice_number, open_cents FROM invoice WHERE open_cents <> 0"))


def test_a_ledger_that_agrees_has_no_difference(world: World) -> None:
    ours = opens(world)
    told = compared(world, *(line(n, abs(cents), type_code="381" if cents < 0 else "380")
                             for n, cents in ours.items()))  # fmt: skip
    assert (told["difference_count"], told["differences"]) == (0, {})
    assert told["ledger_open_cents"] == told["our_open_cents"] == sum(ours.values())


def test_each_way_to_differ_is_listed(world: World) -> None:
    ours = opens(world)
    assert ours["F-1"] == 100_000
    assert "F-3" not in ours
    told = compared(world, line("F-2", ours["F-2"] + 1), line("F-3", 100_000), line("F-9", 7_000))
    assert told["differences"] == {"CLOSED_WITH_US": 1, "NOT_CEDED": 1,
                                   "NOT_IN_LEDGER": len(ours) - 1, "OPEN_DIFFERS": 1}  # fmt: skip
    rows = world.rows("SELECT ledger_difference, invoice_number, ledger_open_cents, our_open_cents"
                      " FROM ledger_difference ORDER BY line")  # fmt: skip
    assert ("NOT_IN_LEDGER", "F-1", 0, 100_000) in rows
    assert ("OPEN_DIFFERS", "F-2", ours["F-2"] + 1, ours["F-2"]) in rows
    assert ("CLOSED_WITH_US", "F-3", 100_000, 0) in rows
    assert ("NOT_CEDED", "F-9", 7_000, 0) in rows
    assert opens(world) == ours


def test_a_ledger_is_compared_as_of_its_day(world: World) -> None:
    before = world.on
    ours = opens(world)
    lines = [line(n, abs(cents), type_code="381" if cents < 0 else "380")
             for n, cents in ours.items()]  # fmt: skip
    world.on += timedelta(days=3)
    world.bank({"cents": 100_000, "text": "F-1", "payer_name": "BETA SA"},
               iban="FR7610107001011234567890226")  # fmt: skip
    sent = [{**one, "issued_on": before} for one in lines]
    assert compared(world, *sent, ledger_on=before)["difference_count"] == 0
    assert compared(world, *sent)["differences"] == {"CLOSED_WITH_US": 1}


def test_one_of_a_day_to_come_is_refused(world: World) -> None:
    day = world.on + timedelta(days=1)
    with refused(world.conn, "ledger_in_future", ledger_on=day, on=world.on):
        compared(world, ledger_on=day)


def test_a_ledger_that_does_not_come_is_told_by_the_close(world: World) -> None:
    first = world.on
    assert world.close(first + timedelta(days=7))["to_look_at"]["ledgers_late"]["count"] == 0
    late = world.close()["to_look_at"]["ledgers_late"]["rows"]
    assert late == [{"contract_number": "C-1", "ledger_on": None, "age_days": 8}]
    compared(world)
    assert world.close()["to_look_at"]["ledgers_late"]["count"] == 0
