"""Money that a refund is about to give back is not used meanwhile; a refund that cannot leave any
more stops no other order."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.collection import cash
from comptant.operations.drawing import client_money, payments, releases
from comptant.operations.registry import parties
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """Three invoices of 10 000.00 on BETA SA, who has paid 20 000.00 without a word, and an account
    of its own."""
    made = open_world(writer)
    contract = made.ids["C-1"] = made.contract(fee_ppm=0, is_interest_reserved=False)
    made.limit(contract, "BETA SA", 50_000_000)
    due = date(2026, 3, 10)
    made.remit(contract, *({"number": f"FA-{n}", "cents": 1_000_000, "due_on": due}
                           for n in (1, 2, 3)))  # fmt: skip
    made.approve(parties.propose_payee_account(
        made.conn, made.asked("anna"), party_id=made.ids["BETA SA"], bic=None, holder="BETA SA",
        iban="FR7630004000031234567890143"), "tania")  # fmt: skip
    made.bank({"cents": 2_000_000, "text": "NO WORD", "payer_name": "BETA SA"})
    made.ids["P"] = made.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    return made


def refund(world: World) -> Answer:
    payee = world.one("SELECT max(id) FROM payee_account")
    return client_money.refund(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                               payment_id=world.ids["P"], amount_cents=1_500_000,
                               payee_account_id=payee)  # fmt: skip


def test_it_is_not_allocated_while_its_refund_waits(world: World) -> None:
    order = refund(world)
    invoice = str(world.one("SELECT min(id) FROM invoice"))
    given = {"contract_id": world.ids["C-1"], "payment_id": world.ids["P"]}
    with refused(world.conn, "payment_going_back", payment_id=world.ids["P"]):
        cash.allocate(world.conn, world.asked("anna"), **given, invoices={invoice: 100_000})
    world.approve(order, "tania")
    cash.allocate(world.conn, world.asked("anna"), **given, invoices={invoice: 500_000})


@pytest.mark.parametrize("is_alone", [False, True])
def test_a_refund_of_what_is_no_longer_there_stops_no_other_order(
    world: World, is_alone: bool
) -> None:
    order = refund(world)
    drawn = payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                          amount_cents=100_000, payee_account_id=None)  # fmt: skip
    world.conn.execute("UPDATE payment SET open_cents = 900000 WHERE id = %s", (world.ids["P"],))
    if is_alone:
        with refused(world.conn, "amount_too_large", most_cents=900_000):
            world.approve(order, "tania")
        return
    told = releases.release_many(world.conn, world.asked("tania"),
                                 order_ids=[order["order_id"], drawn["order_id"]])  # fmt: skip
    assert [row["order_id"] for row in told["released"]] == [drawn["order_id"]]
    (left,) = told["refused"]
    assert (left["refusal"], left["order_id"]) == ("amount_too_large", order["order_id"])
