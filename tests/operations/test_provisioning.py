"""Provisions of a portfolio: whose risk, in which stage, how much; what they are reckoned with is
said by two people."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import psycopg
from openpyxl import load_workbook

from comptant.doors import csv_files, provisions_told
from comptant.operations.closing.provisioning import set_provision_terms
from comptant.operations.risk import facts
from comptant.rules.provisions import TERMS
from comptant.store.access import reading
from tests.claims import CENTS, DUE_ON, FACTOR_NO_FEE, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.notices import record, took
from tests.policies import insured
from tests.traces import refused

IN_USE = 4_500_000


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00 on BETA SA, due on 11 March, 45 000.00 drawn."""
    return open_world(writer)


def told(world: World, contract: str | None = "C-1") -> dict[str, Any]:
    with reading(world.users["anna"].id) as see:
        return provisions_told.told(see, world.on, world.ids[contract] if contract else None)


def one(world: World) -> tuple[Any, ...]:
    (row,) = told(world)["rows"]
    return (row["counterparty"], row["ead_cents"], row["risk_stage"], row["is_default"],
            row["credit_loss_cents"])  # fmt: skip


def terms(world: World, technical_on: date | None = None, **said: int) -> None:
    proposed = set_provision_terms(
        world.conn, world.asked("aron"), terms=said, technical_90_from_on=technical_on,
        from_on=world.on, source="risk committee",
    )  # fmt: skip
    with refused(world.conn, "same_person"):
        world.approve(proposed, "aron")
    world.approve(proposed, "carl")


def test_without_recourse_the_buyer_owes_and_is_in_default_after_ninety_days(world: World) -> None:
    sold(world, has_recourse=False)
    # 54 days to run of 1.2 % a year: 45 000.00 x 0.00178446 x 45 %
    assert one(world) == ("BUYER", IN_USE, 1, False, 3_614)
    world.on = DUE_ON + timedelta(days=30)
    assert one(world)[2] == 1
    world.on += timedelta(days=1)
    assert one(world) == ("BUYER", IN_USE, 2, False, 162_000)
    world.on = DUE_ON + timedelta(days=90)
    assert one(world)[2:4] == (2, False)
    world.on += timedelta(days=1)
    assert one(world) == ("BUYER", IN_USE, 3, True, 2_700_000)


def test_what_was_paid_since_breaks_the_ninety_days(world: World) -> None:
    sold(world, has_recourse=False)
    world.on = DUE_ON + timedelta(days=60)
    world.bank({"cents": CENTS - 40_000, "text": "FA-1", "payer_name": "BETA SA"})
    world.on = DUE_ON + timedelta(days=120)
    rows = told(world)["rows"]
    assert [(row["breached_days"], row["risk_stage"]) for row in rows] in ([], [(0, 2)])


def test_an_insolvent_buyer_is_in_default_and_insurers_take_their_part(world: World) -> None:
    insured(world, sold(world, has_recourse=False))
    world.on = date(2026, 4, 3)
    took(world, record(1))
    ((who, ead, stage, is_default, loss),) = [one(world)]
    assert (who, ead, stage, is_default, loss) == ("BUYER", IN_USE, 3, True, 0)
    (row,) = told(world)["rows"]
    assert (row["insurer_cents"], row["at_risk_cents"]) == (4_500_000, 0)


def test_with_recourse_the_client_owes_and_late_invoices_are_no_arrears(world: World) -> None:
    sold(world)
    world.on = DUE_ON + timedelta(days=50)
    assert one(world)[:4] == ("CLIENT", IN_USE, 1, False)
    world.amend(world.ids["C-1"], {"status": "WATCH"})
    assert one(world) == ("CLIENT", IN_USE, 2, False, 162_000)
    facts.record_fact(world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
                      subject_id=world.ids["ALPHA SAS"], name="insolvent_on",
                      value=str(world.on), from_on=world.on, source="court")  # fmt: skip
    assert one(world) == ("CLIENT", IN_USE, 3, True, 2_700_000)


def test_a_client_beyond_its_advances_for_ninety_days_is_in_default(world: World) -> None:
    sold(world)
    world.on = DUE_ON + timedelta(days=61)  # the invoice is financed no longer
    world.close()
    assert one(world)[2:4] == (1, False)
    begun = world.on
    world.on = begun + timedelta(days=31)
    assert one(world)[2:4] == (2, False)
    world.on = begun + timedelta(days=92)
    assert one(world)[2:4] == (3, True)


def test_terms_take_two_and_the_technique_of_2026_counts_from_its_day(world: World) -> None:
    sold(world, has_recourse=False)
    for said, term in (({"pd_ppm": 1}, "pd_ppm"), ({"lgd_ppm": 1_000_001}, "lgd_ppm")):
        with refused(world.conn, "provision_term_wrong", term=term):
            set_provision_terms(world.conn, world.asked("aron"), terms=said, from_on=world.on,
                                technical_90_from_on=None, source="x")  # fmt: skip
    with refused(world.conn, "source_missing"):
        set_provision_terms(world.conn, world.asked("aron"), terms={}, from_on=world.on,
                            technical_90_from_on=None, source=" ")  # fmt: skip
    terms(world, world.on + timedelta(days=1), pd_year_ppm=24_000)
    assert told(world)["terms"] == {**TERMS, "pd_year_ppm": 24_000,
                                    "technical_90_from_on": "2026-01-17"}  # fmt: skip
    assert [row["technical_days"] for row in told(world)["rows"]] == [30]
    world.on += timedelta(days=1)
    assert [row["technical_days"] for row in told(world)["rows"]] == [90]


def test_the_matrix_and_the_sums_are_those_of_the_portfolio_and_leave_as_files(
    world: World,
) -> None:
    sold(world)
    other = world.ids["C-2"] = world.contract("C-2", **{**FACTOR_NO_FEE, "has_recourse": False})
    world.limit(other, "GAMMA SA", CENTS)
    world.remit(other, {"number": "FB-1", "cents": 1_000_000, "buyer": "GAMMA SA",
                        "due_on": date(2026, 3, 1)})  # fmt: skip
    world.draw(other, 900_000)
    found = told(world, None)
    assert [(row["contract_number"], row["ead_cents"]) for row in found["rows"]] == [
        ("C-1", IN_USE), ("C-2", 900_000)]  # fmt: skip
    (sums,) = found["sums"]
    assert (sums["exposure_count"], sums["ead_cents"]) == (2, IN_USE + 900_000)
    assert sums["credit_loss_cents"] == sum(row["credit_loss_cents"] for row in found["rows"])
    matrix = [(row["bucket"], row["open_cents"], row["matrix_cents"])
              for row in found["matrix"]]  # fmt: skip
    assert matrix == [("NE", CENTS + 1_000_000, 18_000)]
    book = load_workbook(io.BytesIO(provisions_told.workbook(found)))
    assert book.sheetnames == ["Exposures", "Stages", "Matrix"]
    assert book["Exposures"]["G2"].value == 45_000
    text = b"".join(csv_files.blocks(provisions_told.COLUMNS, [found["rows"]], "fr")).decode()
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert (len(lines), lines[1][6]) == (3, "45000,00")


def test_pages_of_exposures_read_their_own_contracts_and_tell_the_same(world: World) -> None:
    sold(world)
    insured(world, world.ids["C-1"])
    other = world.contract("C-2")
    world.limit(other, "GAMMA SA", CENTS)
    world.remit(other, {"number": "FB-1", "cents": CENTS, "buyer": "GAMMA SA", "due_on": DUE_ON})
    world.draw(other, 1_000_000)
    given: list[tuple[str, int]] = []
    with reading(world.users["anna"].id) as plain:

        def see(name: str, *page: Any, **asked: Any) -> list[dict[str, Any]]:
            found = plain(name, *page, **asked)
            given.append((name, len(found)))
            return found

        first, more = provisions_told.page(see, world.on, None, "", 1)
        second, end = provisions_told.page(see, world.on, None, more, 1)
        whole = provisions_told.told(plain, world.on, None)
    assert end == ""
    assert [row["contract_number"] for row in first["rows"] + second["rows"]] == ["C-1", "C-2"]
    assert sorted(map(str, first["rows"] + second["rows"])) == sorted(map(str, whole["rows"]))
    assert [count for name, count in given if name == "read_insured_invoices"] == [1, 0]
    assert [sum(one["ead_cents"] for one in found["sums"]) for found in (first, second)] == [
        IN_USE, 1_000_000]  # fmt: skip
