"""A payment that the client had himself has a day: his VAT on receipts is due of it, and its
lateness costs what it would at ours."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import returns
from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.rules.penalties import INDEX
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house

PAID = date(2026, 5, 5)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 12,000 due on 16 March; the house learns on 20 May what was paid on 5 May (W5-2)."""
    opened = open_world(writer)
    opened.rate(INDEX, 21_500, date(2026, 1, 1))
    opened.ids["C"] = opened.contract()
    opened.limit(opened.ids["C"], "BETA SA", 5_000_000)
    opened.remit(opened.ids["C"], {"number": "FA-1", "cents": 1_200_000,
                                   "due_on": date(2026, 3, 16)})  # fmt: skip
    opened.on = date(2026, 5, 20)
    return opened


def keep(world: World, paid_on: date | None) -> Answer:
    return returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], amount_cents=None,
        invoice_id=world.one("SELECT id FROM invoice"), evidence="transfer", paid_on=paid_on,
    )  # fmt: skip


def receipts(world: World) -> list[tuple[int, date]]:
    with reading(world.users["alice"].id) as see:
        return [(row["paid_cents"], row["paid_on"]) for row in see(
            "read_receipts", contract_id=world.ids["C"], from_on=None, until_on=None)]  # fmt: skip


def test_a_receipt_is_of_the_day_on_which_the_client_had_it(world: World) -> None:
    assert keep(world, PAID)["paid_on"] == PAID
    assert receipts(world) == [(1_200_000, PAID)]


def test_without_a_day_it_was_paid_today(world: World) -> None:
    keep(world, None)
    assert receipts(world) == [(1_200_000, date(2026, 5, 20))]


def test_a_direct_payment_late_costs_what_w5_2_says(world: World) -> None:
    keep(world, PAID)
    told = claim_penalties(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                           buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip
    (claim,) = told["penalties"]
    assert (claim["penalty_cents"], claim["indemnity_cents"]) == (19_973, 4_000)


def test_a_day_to_come_is_refused_without_a_trace(world: World) -> None:
    with pytest.raises(Refused, match="payment_to_come"):
        keep(world, date(2026, 5, 21))
    assert receipts(world) == []
    assert world.one("SELECT open_cents FROM invoice") == 1_200_000
