"""A buyer is asked for what it owes, less what it disputes, has promised or has given us: one rule,
wherever somebody is asked."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.risk import disputes
from comptant.store.access import reading
from tests import instruments
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of, contact, invoice, remind, set_plan

PAYS = {"FA-1001": 1_200_000, "FA-1002": 300_000}


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-1002", "cents": 300_000, "due_on": DUE})  # fmt: skip
    contact(opened, "BETA SA")
    return opened


def asked(world: World, *buyers: str) -> list[tuple[Any, ...]]:
    """Of each open invoice of C-1: disputed, in hand, to pay, promised, asked."""
    return world.rows(
        """SELECT disputed_cents, in_hand_cents, payable_cents, promised_cents, asked_cents
           FROM to_ask(ARRAY[%s::bigint], NULL, %s) ORDER BY due_on, invoice_id""",
        world.ids["C-1"], world.on)  # fmt: skip


def dispute(world: World, number: str, code: str, cents: int | None = None) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=invoice(world, number), code=code, amount_cents=cents,
        is_rest_confirmed=cents is not None, source="BUYER", evidence="mail",
    )  # fmt: skip


def see(world: World, query: str, **said: Any) -> list[dict[str, Any]]:
    anna = world.users["anna"]
    with reading(anna.id, anna.company_id, anna.roles, world.on) as look:
        return look(query, **said)


@pytest.mark.parametrize(("means", "is_remitted", "is_accepted"), [
    ("CHQ", False, False), ("CHQ", True, False), ("LCR", False, True)])  # fmt: skip
def test_a_cheque_or_an_accepted_bill_in_our_hands_is_not_reminded_of(
    world: World, means: str, is_remitted: bool, is_accepted: bool
) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=1))
    if means == "CHQ":
        instruments.cheque(world, world.ids["C-1"], 1_500_000, pays=PAYS)
    else:
        instruments.bill(world, world.ids["C-1"], 1_500_000, DUE + timedelta(days=60),
                         is_accepted=is_accepted, pays=PAYS)  # fmt: skip
    if is_remitted:
        instruments.remit(world)
    bank_of(world, DUE + timedelta(days=2))
    run = remind(world, DUE + timedelta(days=3))
    assert (run["claimed_cents"], run["stopped"]) == (0, {"paid": 2})
    assert asked(world) == [(0, 1_200_000, 0, 0, 0), (0, 300_000, 0, 0, 0)]


def test_a_bill_that_nobody_accepted_is_no_promise(world: World) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=2))
    instruments.bill(world, world.ids["C-1"], 1_500_000, DUE + timedelta(days=60), pays=PAYS)
    assert remind(world, DUE + timedelta(days=3))["claimed_cents"] == 1_500_000


def test_what_an_instrument_brings_beyond_the_invoices_it_names_pays_the_oldest(
    world: World,
) -> None:
    bank_of(world, DUE + timedelta(days=2))
    dispute(world, "FA-1001", "LIT-PRX", 200_000)
    instruments.cheque(world, world.ids["C-1"], 500_000, pays={"FA-1002": 300_000})
    assert asked(world) == [(200_000, 200_000, 800_000, 0, 800_000), (0, 300_000, 0, 0, 0)]


@pytest.mark.parametrize("code", ["LIT-RFA", "LIT-CPS", "LIT-AVO"])
def test_whatever_is_disputed_is_not_claimed_be_it_funded_or_not(world: World, code: str) -> None:
    set_plan(world)
    bank_of(world, DUE + timedelta(days=2))
    dispute(world, "FA-1002", code, 300_000)
    run = remind(world, DUE + timedelta(days=3))
    assert (run["claimed_cents"], run["stopped"]) == (1_200_000, {"disputed": 1})
