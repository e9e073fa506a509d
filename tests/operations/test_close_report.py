"""Every figure of the close's report is what the ledger and the items say."""

from datetime import date, timedelta
from typing import Any

import psycopg

from tests.facts import FACTOR_IBAN, World, open_world
from tests.operations.test_announcements import announce

DUE_ON = date(2026, 2, 27)
OF_DAY = """SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM posting p
    JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
    WHERE e.entry_on = %s AND p.account = %s AND p.currency = 'EUR' AND e.event = %s"""


def full_month(world: World) -> dict[str, int]:
    """Contracts of every way of charging, with money in use; a fund levied and given back."""
    kinds: dict[str, dict[str, Any]] = {
        "M": {"interest_billing": "MONTHLY", "fee_billing": "MONTHLY"},
        "Q": {"interest_billing": "QUARTERLY", "fee_billing": "AT_ASSIGNMENT"},
        "C": {"fund_ppm": 100_000, "has_auto_funding": True},
    }
    ids = {}
    for number, terms in kinds.items():
        ids[number] = world.contract(number, **terms)
        world.limit(ids[number], "BETA SA", 5_000_000)
        world.remit(ids[number], *(
            {"number": f"{number}-{place}", "cents": 1_000_000, "due_on": DUE_ON}
            for place in (1, 2)
        ))  # fmt: skip
        if number != "C":
            world.draw(ids[number], 1_000_000)
    return ids


def test_every_figure_is_that_of_the_ledger(writer: psycopg.Connection) -> None:
    world = open_world(writer)
    ids = full_month(world)

    def booked(account: str, event: str, more: str = "", *given: object) -> int:
        return int(world.one(OF_DAY + more, world.on, account, event, *given))

    first = world.close()
    assert first["fund_levied_cents"] == -booked("FDG", "fund_levy") == 200_000
    assert first["fund_released_cents"] == booked("FDG", "fund_release") == 0
    world.close(date(2026, 1, 19))
    world.on = date(2026, 1, 20)
    world.bank({"cents": 1_000_000, "text": "C-1", "payer_name": "BETA SA"})
    day = world.close()
    assert day["fund_levied_cents"] == 0
    assert day["fund_released_cents"] == booked("FDG", "fund_release") == 100_000
    month = world.close(date(2026, 1, 31))
    assert month["interest_cents"] == -booked("INT", "interest") > 0
    assert month["accrued_cents"] == booked("ACCR", "accrual") > 0
    assert month["fee_cents"] == booked("CCA", "fee") == 14_400
    world.close(date(2026, 2, 2))
    world.amend(ids["M"], {"margin_ppm": 20_000}, from_on=date(2026, 1, 20))
    world.on = date(2026, 2, 3)
    world.amend(ids["Q"], {"overdue_cutoff_days": 30})
    after = world.close()
    correction = " AND e.key LIKE '%%/correction/%%'"
    assert after["corrected_cents"] == -booked("INT", "interest", correction) > 0
    assert after["interest_cents"] == 0
    late = world.close(date(2026, 4, 1))
    books = world.one("SELECT sum(amount_cents)::bigint FROM balance WHERE account = 'DEB'")
    assert sum(row["open_cents"] for row in late["ageing"]) == books == 5_000_000
    assert {row["bucket"]: row["open_cents"] for row in late["ageing"]} == {"B2": 5_000_000}
    assert late["accounts_proved"] == 1
    assert late["numbered"] == world.one(
        "SELECT count(*) FROM entry_number n JOIN entry e ON e.contract_id = n.contract_id"
        " AND e.id = n.entry_id WHERE e.entry_on = %s", world.on)  # fmt: skip


def test_what_decays_and_cures_is_the_change_of_what_is_not_fundable(
    writer: psycopg.Connection,
) -> None:
    world = open_world(writer)
    contract = full_month(world)["Q"]
    world.close(date(2026, 4, 27))

    def ineligible() -> int:
        return int(world.one("SELECT sum(ineligible_cents) FROM invoice"))

    before = ineligible()
    report = world.close(date(2026, 4, 29))  # 61 days after the due date: no longer fundable
    assert report["decayed_cents"] == ineligible() - before > 0
    world.amend(contract, {"overdue_cutoff_days": 90})
    assert report["cured_cents"] == 0


def test_money_that_waits_too_long_is_named_by_the_close(
    writer: psycopg.Connection,
) -> None:
    world = open_world(writer)
    contract = world.contract()
    world.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": DUE_ON})
    world.bank({"cents": 1_234, "text": "??"}, {"cents": 50_000, "text": "??",
                                                "payer_name": "BETA SA"})  # fmt: skip
    arrived = world.on
    report = world.close()["to_look_at"]["cash"]
    assert [(row["amount_cents"], row["age_days"]) for row in report["rows"]] == [(1_234, 0)]
    report = world.close(arrived + timedelta(days=7))["to_look_at"]["cash"]
    assert report["count"] == 1
    report = world.close(arrived + timedelta(days=8))["to_look_at"]["cash"]
    assert [row["amount_cents"] for row in report["rows"]] == [1_234, 50_000]
    assert report["sums"] == [{"currency": "EUR", "amount_cents": 51_234}]


def test_what_our_banks_leave_us_without_is_named_by_the_close(writer: psycopg.Connection) -> None:
    world = open_world(writer)
    world.bank({"cents": 1_234, "text": "??"})
    told = world.on
    late = {"cents": 77_700, "text": "FA-1", "payer_name": "BETA SA"}
    world.on -= timedelta(days=1)
    announce(world, late, source="camt.052", references="R-1", status="PDNG")
    world.on += timedelta(days=1)
    report = world.close()["to_look_at"]
    assert report["silent_accounts"]["count"] == 0
    assert report["announced_late"]["sums"] == [{"currency": "EUR", "amount_cents": 77_700}]
    assert world.close(told + timedelta(days=29))["to_look_at"]["silent_accounts"]["count"] == 0
    (row,) = world.close()["to_look_at"]["silent_accounts"]["rows"]
    assert (row["iban"], row["closed_on"], row["age_days"], row["ledger_cents"]) == (
        FACTOR_IBAN, told.isoformat(), 30, 1_234)  # fmt: skip
