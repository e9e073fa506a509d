"""A payment of exactly the penalties that were claimed of its buyer pays them."""

from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.rules.penalties import INDEX
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of

LATE = DUE + timedelta(days=10)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1001 and FA-1002 are ten days late, and their penalties claimed."""
    opened = three_of_two_clients(writer)
    opened.rate(INDEX, 21_500, date(2026, 1, 1))
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-1002", "cents": 300_000, "due_on": DUE})  # fmt: skip
    bank_of(opened, LATE - timedelta(days=1))
    opened.on = LATE
    claimed = claim_penalties(
        opened.conn, opened.asked("anna"), contract_id=opened.ids["C-1"],
        buyer_id=opened.ids["BETA SA"], invoice_ids=[],
    )  # fmt: skip
    assert [row["amount_cents"] for row in claimed["penalties"]] == [7_995, 4_999]
    return opened


def pay(world: World, cents: int, text: str) -> tuple[list[int], list[int]]:
    """What is open of the penalties then, and what waits."""
    bank_of(world, LATE, {"cents": cents, "text": text, "payer_name": "BETA SA"})
    return ([row[0] for row in world.rows("SELECT open_cents FROM penalty ORDER BY id")],
            [row[0] for row in world.rows("SELECT open_cents FROM payment WHERE open_cents > 0")],
            )  # fmt: skip


@pytest.mark.parametrize("text", [
    "penalites de retard", "Pénalités", "art L441-10 indemnites", "late payment penalties",
])  # fmt: skip
def test_paid_alone_they_are_told_by_the_text_and_the_sum(world: World, text: str) -> None:
    assert pay(world, 12_994, text) == ([0, 0], [])


def test_paid_with_the_invoices_they_are_the_rest(world: World) -> None:
    assert pay(world, 1_512_994, "FA-1001 FA-1002") == ([0, 0], [])
    assert world.one("SELECT count(*) FROM invoice WHERE open_cents > 0") == 0


def test_one_of_them_alone_is_paid_by_its_sum(world: World) -> None:
    assert pay(world, 4_999, "penalites de retard") == ([7_995, 0], [])


@pytest.mark.parametrize(("cents", "text"), [(12_994, "merci"), (12_993, "penalites")])
def test_another_sum_or_a_text_that_says_nothing_waits(world: World, cents: int, text: str) -> None:
    assert pay(world, cents, text) == ([7_995, 4_999], [cents])


def test_two_payments_of_the_sum_pay_it_once(world: World) -> None:
    both = [{"cents": 12_994, "text": "penalites", "payer_name": "BETA SA"}] * 2
    bank_of(world, LATE, both[0], both[1] | {"text": "penalites bis"})
    assert world.rows("SELECT open_cents FROM penalty ORDER BY id") == [(0,), (0,)]
    assert world.rows("SELECT open_cents FROM payment WHERE open_cents > 0") == [(12_994,)]
