"""An invoice paid in parts: one dispute of what is short, never more than is open. W5-6, §5.4."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors import reasons_told
from comptant.operations.acts.act import Answer
from comptant.operations.collection.cash import allocate
from comptant.operations.collection.reallocation import reallocate
from comptant.operations.risk import disputes
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 10 000.00 on BETA SA, approved in full."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract(fee_ppm=0)
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 1)})
    return opened


def pay(world: World, *cents: int, text: str = "FA-1") -> None:
    world.bank(*({"cents": each, "text": text, "payer_name": "BETA SA"} for each in cents))


def followed(world: World) -> list[tuple[Any, ...]]:
    """Each dispute that is not over: its kind, source and cents."""
    rows = bulk.rows(world.conn, "read_disputes", contract_id=world.ids["C"], on=world.on)
    told = [(row["dispute_code"], row["dispute_source"], row["still_disputed_cents"])
            for row in disputes.followed(rows) if row["dispute_status"] != "RESOLVED"]  # fmt: skip
    listed = bulk.rows(world.conn, "read_open_disputes", on=world.on)
    assert [row["still_disputed_cents"] for row in disputes.followed(listed)] == [
        cents for _, _, cents in told]  # fmt: skip
    return told


def invoice(world: World) -> tuple[Any, ...]:
    asked = "SELECT open_cents, approved_cents, hold FROM invoice WHERE invoice_number = 'FA-1'"
    (row,) = world.rows(asked)
    return row


def ask(world: World, operation: Any, **said: Any) -> Answer:
    answer: Answer = operation(
        world.conn, world.asked("anna"), contract_id=world.ids["C"],
        **{"evidence": "mail of 3 March", **said},
    )  # fmt: skip
    return answer


def dispute(world: World, code: str, cents: int | None) -> int:
    id_ = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    told = ask(world, disputes.open_dispute, invoice_id=id_, code=code, amount_cents=cents,
               is_rest_confirmed=True, source="BUYER")  # fmt: skip
    return int(told["dispute_id"])


def sentence(world: World) -> str:
    rows = bulk.rows(world.conn, "read_invoices", contract_id=world.ids["C"], numbers=None,
                     everything=False)  # fmt: skip
    return str(reasons_told.told(rows, {}, {})[0]["sentence"])


def test_each_instalment_lowers_the_one_dispute_of_what_is_short(world: World) -> None:
    for paid, short in (((50_000,), 950_000), ((77_777, 77_777), 794_446), ((100_000,), 694_446)):
        pay(world, *paid)
        assert followed(world) == [("LIT-PRX", "PAYMENT", short)]
        assert invoice(world) == (short, 0, "dispute_partial")
    assert "€6,944.46 is disputed" in sentence(world)
    # Money that somebody allocates is no less a part of it.
    pay(world, 94_446, text="for our account")
    (waiting,) = world.rows("SELECT id FROM payment WHERE open_cents > 0")
    id_ = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    allocate(world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=waiting[0],
             invoices={str(id_): 94_446})  # fmt: skip
    assert followed(world) == [("LIT-PRX", "PAYMENT", 600_000)]
    assert "€6,000.00 is disputed" in sentence(world)
    pay(world, 600_000)
    assert followed(world) == []
    assert world.one("SELECT count(*) FROM dispute") == 1
    world.close()


def test_what_was_settled_is_not_disputed_again_because_it_comes_in_parts(world: World) -> None:
    pay(world, 50_000)
    (id_,) = [id_ for (id_,) in world.rows("SELECT id FROM dispute")]
    ask(world, disputes.settle_dispute, dispute_id=id_, credit_cents=0)
    assert invoice(world) == (950_000, 950_000, None)
    pay(world, 100_000, 200_000)
    assert (followed(world), invoice(world)) == ([], (650_000, 650_000, None))


def test_a_credit_that_was_agreed_stays_and_the_rest_is_only_paid_in_parts(world: World) -> None:
    pay(world, 50_000)
    id_ = world.one("SELECT id FROM dispute")
    ask(world, disputes.settle_dispute, dispute_id=id_, credit_cents=30_000)
    pay(world, 900_000)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 30_000)]
    pay(world, 30_000)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 20_000)]
    assert invoice(world) == (20_000, 0, "dispute_partial")


def test_what_is_disputed_by_word_is_not_disputed_by_its_payment_too(world: World) -> None:
    dispute(world, "LIT-QTE", 300_000)
    pay(world, 700_000)
    assert followed(world) == [("LIT-QTE", "BUYER", 300_000)]
    pay(world, 100_000)
    assert followed(world) == [("LIT-QTE", "BUYER", 200_000)]


def test_a_payment_taken_back_and_shorter_the_next_time_is_disputed_for_more(world: World) -> None:
    pay(world, 980_000)
    (payment,) = world.rows("SELECT id FROM payment")
    told = reallocate(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=payment[0],
        invoice_ids=[], to={},
    )  # fmt: skip
    assert "approval_id" not in told
    # What waits of the buyer is not approved twice.
    assert (followed(world), invoice(world)) == ([], (1_000_000, 20_000, None))
    world.remit(world.ids["C"], {"number": "FA-2", "cents": 980_000, "due_on": date(2026, 3, 1)})
    other = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    allocate(world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=payment[0],
             invoices={str(other): 980_000})  # fmt: skip
    pay(world, 600_000)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 400_000)]


def back(world: World, number: int) -> None:
    """The payment of that number, the first is 0, is taken back from its invoice."""
    ids = [id_ for (id_,) in world.rows("SELECT id FROM payment ORDER BY id")]
    reallocate(world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=ids[number],
               invoice_ids=[], to={})  # fmt: skip


def test_what_the_payments_that_stay_leave_short_stays_disputed(world: World) -> None:
    pay(world, 500_000)
    pay(world, 300_000)
    back(world, 1)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 500_000)]
    assert invoice(world)[:2] == (500_000, 0)
    pay(world, 100_000)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 400_000)]
    back(world, 0)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 900_000)]
    back(world, 2)
    assert (followed(world), invoice(world)) == ([], (1_000_000, 100_000, None))
    world.close()


def test_a_payment_taken_back_leaves_what_people_have_said_of_its_dispute(world: World) -> None:
    pay(world, 500_000)
    id_ = world.one("SELECT id FROM dispute")
    ask(world, disputes.confirm_rest, dispute_id=id_, amount_cents=50_000)
    back(world, 0)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 50_000)]


def test_a_credit_agreed_for_a_payment_taken_back_is_still_expected(world: World) -> None:
    pay(world, 500_000)
    id_ = world.one("SELECT id FROM dispute")
    ask(world, disputes.settle_dispute, dispute_id=id_, credit_cents=30_000)
    back(world, 0)
    assert followed(world) == [("LIT-PRX", "PAYMENT", 30_000)]


def test_what_is_disputed_by_word_outlives_the_payment(world: World) -> None:
    dispute(world, "LIT-QTE", 300_000)
    pay(world, 500_000)
    back(world, 0)
    assert followed(world) == [("LIT-QTE", "BUYER", 300_000)]


def test_no_two_disputes_are_of_the_same_cents(world: World) -> None:
    dispute(world, "LIT-QTE", 600_000)
    with refused(world.conn, "amount_too_large", most_cents=400_000):
        dispute(world, "LIT-QTE", 600_000)
    dispute(world, "LIT-PRX", None)
    assert [cents for *_, cents in followed(world)] == [600_000, 400_000]
    id_ = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    with refused(world.conn, "invoice_disputed", invoice_id=id_):
        dispute(world, "LIT-QUA", None)
    # A claim on the buyer's whole account takes nothing of the invoice.
    claim = dispute(world, "LIT-CPS", 50_000)
    first = world.one("SELECT id FROM dispute WHERE code = 'LIT-QTE'")
    told = ask(world, disputes.confirm_rest, dispute_id=first, amount_cents=500_000)
    assert (told["left_cents"], told["invoice_disputed_cents"]) == (500_000, 900_000)
    pay(world, 900_000)  # the oldest is told first, of what is still owed
    assert followed(world) == [("LIT-QTE", "BUYER", 100_000), ("LIT-CPS", "BUYER", 50_000)]
    second = world.one("SELECT id FROM dispute WHERE code = 'LIT-PRX'")
    with refused(world.conn, "dispute_over", dispute_id=second):
        ask(world, disputes.settle_dispute, dispute_id=second, credit_cents=0)
    with refused(world.conn, "amount_too_large", most_cents=50_000):
        ask(world, disputes.settle_dispute, dispute_id=claim, credit_cents=50_001)
    world.close()


@pytest.mark.parametrize("parts", [(1, 2, 3), (3, 3, 3, 1), (50, 49), (99, 1)])
def test_never_more_is_disputed_than_is_open(world: World, parts: tuple[int, ...]) -> None:
    dispute(world, "LIT-QUA", 250_000)
    for part in parts:
        pay(world, part * 10_000)
        assert sum(cents for *_, cents in followed(world)) == invoice(world)[0]
    assert world.one("SELECT count(*) FROM dispute") <= 2
