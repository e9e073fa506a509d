"""Euros that pay an invoice in dollars: at the bank's rate, the difference the client's."""

import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.collection.exchanging import exchange_payment
from tests.dollars import COLLECTION, PAID_ON, open_dollars, sold_and_advanced, tell
from tests.facts import World
from tests.houses import house
from tests.traces import contents

EUROS = 9_100_000  # at 1.0930 they are 99,463.00 dollars
DOLLARS = 9_946_300


@house
def world(writer) -> World:  # type: ignore[no-untyped-def]
    return open_dollars(writer)


def came(world: World) -> tuple[int, int]:
    """The buyer pays in euros, which is nobody's money yet; the invoice and the payment."""
    invoice_id = sold_and_advanced(world)
    world.on = PAID_ON
    tell(world, PAID_ON, COLLECTION)
    world.bank({"cents": EUROS, "text": "FA-1"})
    payment_id = world.one("SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0",
                           world.house)  # fmt: skip
    return invoice_id, payment_id


def asked(world: World, payment_id: int, *invoice_ids: int, taken: int = DOLLARS) -> Answer:
    return exchange_payment(
        world.conn, world.asked("anna"), payment_id=payment_id,
        contract_id=world.ids["dollars"], buyer_id=world.ids["BETA SA"], taken_cents=taken,
        invoice_ids=list(invoice_ids), source="FX-2026-77",
    )  # fmt: skip


def test_the_invoice_is_paid_and_the_difference_is_the_clients(world: World) -> None:
    invoice_id, payment_id = came(world)
    contract_id = world.ids["dollars"]
    before = world.balance(contract_id, "CCA")
    answer = asked(world, payment_id, invoice_id)
    assert (answer["given_cents"], answer["charged_cents"]) == (EUROS, 53_700)
    done = world.approve(answer, "aron")
    assert (done["allocated_cents"], done["charged_cents"]) == (DOLLARS, 53_700)
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice_id) == 0
    assert world.balance(contract_id, "CCA") == before + 53_700
    assert world.balance(contract_id, "UNAL") == 0
    assert world.rows(
        "SELECT from_cents, from_currency, amount_cents, currency, source FROM exchange"
    ) == [(EUROS, "EUR", DOLLARS, "USD", "FX-2026-77")]
    world.close(PAID_ON)  # every proof of the books holds


def test_the_position_is_worth_what_it_cost_when_the_rate_is_the_days(world: World) -> None:
    """91,000.00 euros out, 99,463.00 dollars in at 1.0930: 91,000.00; nothing won or lost."""
    invoice_id, payment_id = came(world)
    world.approve(asked(world, payment_id, invoice_id), "aron")
    position = "SELECT currency, sum(amount_cents) FROM balance WHERE account = 'FXP' GROUP BY 1"
    assert sorted(world.rows(position)) == [("EUR", -EUROS), ("USD", DOLLARS)]


def test_what_lies_between_the_banks_rate_and_that_of_the_day_is_told_at_once(world: World) -> None:
    invoice_id, payment_id = came(world)
    world.approve(asked(world, payment_id, invoice_id, taken=9_900_000), "aron")
    rows = world.rows("SELECT account, amount_cents FROM balance WHERE account IN ('FXL', 'FXG')")
    assert rows == [("FXG", -42_360)]  # 99,000.00 at 1.0930 are 90,576.40 of the 91,000.00
    assert world.one("SELECT sum(amount_cents) FROM balance WHERE account = 'FXP'"
                     " AND currency = 'EUR'") == -9_057_640  # fmt: skip


def test_without_invoices_named_the_text_of_the_transfer_counts(world: World) -> None:
    invoice_id, payment_id = came(world)
    done = world.approve(asked(world, payment_id), "aron")
    assert (done["allocated_cents"], done["charged_cents"]) == (DOLLARS, 0)
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice_id) == 53_700


@pytest.mark.parametrize(("taken", "code"), [(0, "amount_wrong"), (9_400_000, "exchange_rate_far")])
def test_an_amount_that_cannot_be_is_refused(world: World, taken: int, code: str) -> None:
    invoice_id, payment_id = came(world)
    before = contents(world.conn)
    with pytest.raises(Refused, match=code):
        asked(world, payment_id, invoice_id, taken=taken)
    assert contents(world.conn) == before


def test_money_is_exchanged_once(world: World) -> None:
    invoice_id, payment_id = came(world)
    first, second = asked(world, payment_id, invoice_id), asked(world, payment_id, invoice_id)
    world.approve(first, "aron")
    with pytest.raises(Refused, match="payment_unknown"):
        world.approve(second, "aron")
