"""What was never approved of a debt that the guarantee has taken in part stays as it is: the
client's, and not financed anew, however much room its buyer's limit has since (C-3, EL-20)."""

from datetime import date
from typing import Any

import polars as pl
import psycopg

from comptant.operations.closing.books_proof import contradictions
from comptant.operations.collection import cash, unknown_money
from comptant.operations.drawing.availability import explain
from comptant.operations.risk import disputes, facts
from tests.facts import World, open_world
from tests.houses import house

ROOM = 1_000_000
TERMS: dict[str, Any] = {"has_recourse": False, "fee_ppm": 0, "is_interest_reserved": False,
                         "reference_index": "ESTR"}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def fails(world: World) -> None:
    """BETA SA is insolvent, and the close takes over what is approved of it."""
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close()


def sold(world: World, **cents: int) -> int:
    """Invoices on BETA SA, whose limit is 10 000.00: approved in turn, 9 000.00 drawn."""
    contract = world.contract(**TERMS)
    world.limit(contract, "BETA SA", ROOM)
    world.remit(contract, *({"number": number, "cents": each, "due_on": date(2026, 3, 16)}
                            for number, each in cents.items()))  # fmt: skip
    world.draw(contract)
    return contract


def state(world: World, contract: int) -> list[tuple[Any, ...]]:
    """Of each invoice: its number, what is open of it, and what is approved."""
    return world.rows("SELECT invoice_number, open_cents, approved_cents FROM invoice"
                      " WHERE contract_id = %s ORDER BY id", contract)  # fmt: skip


def received(world: World, contract: int, cents: int) -> int:
    """Money of the liquidator, which names nothing and waits on BETA SA: the payment."""
    world.bank({"cents": cents, "text": "DIVIDENDE", "payer_name": "LIQUIDATEUR"})
    found = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one("SELECT max(id) FROM payment"),
        contract_id=contract, buyer_id=world.ids["BETA SA"],
    )  # fmt: skip
    return int(found["payment_id"])


def pay(world: World, contract: int, payment: int, number: str, cents: int) -> None:
    """Allocate it by hand."""
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = %s", number)
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                  invoices={invoice: cents})  # fmt: skip


def told(world: World, contract: int) -> dict[str, int]:
    """The parts of the explanation of what is available."""
    asked = world.asked("anna")
    _, parts = explain(world.conn, asked.by, contract, world.on, asked.at)
    rows = parts.group_by("part").agg(pl.col("amount_cents").sum())
    return dict(rows.iter_rows())


def test_room_that_a_debt_taken_over_gives_back_is_not_for_what_was_never_approved(
    world: World,
) -> None:
    contract = sold(world, A=600_000, B=1_000_000)
    fails(world)
    assert state(world, contract) == [("A", 0, 0), ("B", 600_000, 0)]
    assert world.available(contract) == 100_000
    pay(world, contract, received(world, contract, 300_000), "A", 300_000)
    assert state(world, contract) == [("A", 0, 0), ("B", 600_000, 0)]
    assert world.available(contract) == 100_000
    world.close()


def test_money_that_waits_of_a_buyer_that_owes_the_factor_is_not_drawn(world: World) -> None:
    contract = sold(world, A=600_000, B=1_000_000)
    fails(world)
    payment = received(world, contract, 300_000)
    assert world.available(contract) == 100_000
    assert told(world, contract)["owed_to_factor"] == 300_000
    pay(world, contract, payment, "A", 200_000)
    assert world.available(contract) == 100_000
    assert told(world, contract)["owed_to_factor"] == 100_000
    world.close()


def test_what_exceeds_the_debts_taken_over_is_the_clients_as_before(world: World) -> None:
    """8 000.00 are the factor's and 2 000.00 the client's, of which 9 000.00 wait."""
    world.on = date(2026, 1, 16)
    contract = world.contract(**TERMS)
    world.limit(contract, "BETA SA", 800_000)
    world.remit(contract, {"number": "A", "cents": 1_000_000, "due_on": date(2026, 3, 16)})
    fails(world)
    before = world.available(contract)
    received(world, contract, 900_000)
    # 2 000.00 are all that its invoices may take: 7 000.00 are beyond, and so the buyer's.
    assert told(world, contract)["owed_to_buyers"] == 700_000
    assert told(world, contract)["owed_to_factor"] == 100_000
    assert world.available(contract) == before + 100_000


def test_money_shared_with_the_rest_does_not_approve_it(world: World) -> None:
    contract = sold(world, B=1_600_000)
    fails(world)
    world.bank({"cents": 400_000, "text": "B", "payer_name": "BETA SA"})
    # 6 parts of 16 of it are the client's, who may have them: they are paid.
    assert state(world, contract) == [("B", 450_000, 0)]
    assert world.available(contract) == 100_000 + 150_000
    world.close()


def test_nor_does_a_limit_raised_before_the_night_that_takes_it_over(world: World) -> None:
    """The room is there in the very act that takes the approved part over."""
    contract = sold(world, B=1_600_000)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.limit(contract, "BETA SA", 3 * ROOM)
    assert world.close()["guaranteed_cents"] == ROOM
    assert state(world, contract) == [("B", 600_000, 0)]


def test_what_was_approved_and_is_retained_comes_back_for_itself_alone(world: World) -> None:
    """100.00 of an invoice approved whole were retained when the guarantee took the rest."""
    contract = sold(world, A=900_000, B=300_000)
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'A'")

    def retain(cents: int) -> None:
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
            subject_id=invoice, name="retention_cents", value=cents, from_on=world.on,
            source="works contract",
        )  # fmt: skip

    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    retain(10_000)
    world.close()
    assert state(world, contract) == [("A", 10_000, 0), ("B", 200_000, 0)]
    world.limit(contract, "BETA SA", 3 * ROOM)
    retain(0)
    assert state(world, contract) == [("A", 10_000, 10_000), ("B", 200_000, 0)]


def taken(world: World, contract: int) -> list[tuple[Any, ...]]:
    """The value date and cents of each entry of the guarantee."""
    return world.rows(
        "SELECT e.value_on, p.amount_cents FROM entry e JOIN posting p"
        " ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'DEBD'"
        " WHERE e.contract_id = %s AND e.event IN ('guarantee_taken', 'guarantee_uncovered')"
        " ORDER BY e.id", contract)  # fmt: skip


def test_what_is_owed_again_is_taken_over_from_the_day_that_tells_it(world: World) -> None:
    """3 000.00 are paid, the guarantee takes 7 000.00, the bank takes the 3 000.00 back."""
    contract = world.contract(**TERMS, guaranteed_ppm=900_000)
    world.limit(contract, "BETA SA", ROOM)
    world.remit(contract, {"number": "A", "cents": 1_000_000, "due_on": date(2026, 3, 16)})
    line = {"text": "A", "payer_name": "BETA SA", "bank_reference": "B1"}
    world.bank({**line, "cents": 300_000})
    for (opened,) in world.rows("SELECT id FROM dispute"):
        disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=contract,
                                dispute_id=opened, credit_cents=0, evidence="it pays")  # fmt: skip
    failed_on = world.on
    fails(world)
    assert state(world, contract) == [("A", 0, 0)]
    world.on = date(2026, 1, 20)
    told_on = world.on
    back = {**line, "cents": -300_000, "is_reversal": True, "value_on": date(2026, 1, 19)}
    assert world.bank(back)["reversed"] == 1
    assert state(world, contract) == [("A", 300_000, 300_000)]
    assert world.close()["guaranteed_cents"] == 300_000
    assert state(world, contract) == [("A", 0, 0)]
    assert taken(world, contract) == [
        (failed_on, 700_000), (failed_on, -70_000),
        (told_on, 300_000), (told_on, -30_000)]  # fmt: skip
    assert world.rows("SELECT guaranteed_cents, uncovered_cents, factor_open_cents,"
                      " client_open_cents, taken_on FROM guarantee") == [
        (1_000_000, 100_000, 900_000, 100_000, failed_on)]  # fmt: skip
    assert world.balance(contract, "DEB") == 0
    assert contradictions(world.conn, [contract], whole=True) == []
    world.on = date(2026, 1, 21)
    assert world.close()["guaranteed_cents"] == 0


def test_what_was_retained_is_taken_over_once_it_is_due(world: World) -> None:
    """100.00 of an invoice approved whole, whose retention is released later."""
    contract = sold(world, A=900_000)
    due_on = date(2026, 1, 20)
    invoice = world.one("SELECT id FROM invoice")

    def retain(cents: int) -> None:
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
            subject_id=invoice, name="retention_cents", value=cents, from_on=world.on,
            source="works contract",
        )  # fmt: skip

    retain(10_000)
    failed_on = world.on
    fails(world)
    world.on = due_on
    retain(0)
    assert world.close()["guaranteed_cents"] == 10_000
    assert taken(world, contract) == [(failed_on, 890_000), (due_on, 10_000)]
    assert state(world, contract) == [("A", 0, 0)]
