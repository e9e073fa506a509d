"""Remittance advices: done as told, kept for the money that comes, refused line by line."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.formats.advice import ADVICE_LINES
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.banking.bank_proof import proof
from comptant.operations.collection import advice
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

Line = tuple[str, int] | tuple[str, int, int]


@house
def world(writer: psycopg.Connection) -> World:
    """Three invoices and a credit note of BETA SA on C-1; the oldest due first where not told."""
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract(has_auto_fifo=True)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 100_000, "due_on": date(2026, 2, 1)},
        {"number": "FA-2", "cents": 200_000, "due_on": date(2026, 2, 2)},
        {"number": "FA-3", "cents": 300_000, "due_on": date(2026, 2, 3)},
        {"number": "AV-1", "cents": 20_000, "type_code": "381", "due_on": date(2026, 2, 1)},
    )
    return world


def advise(world: World, *lines: Line, login: str = "anna", **more: Any) -> Answer:
    rows = ADVICE_LINES.frame([
        {"row_number": number, "invoice_number": line[0], "amount_cents": line[1],
         "deduction_cents": line[2] if len(line) > 2 else 0}
        for number, line in enumerate(lines, 2)
    ])  # fmt: skip
    total = sum(line[1] for line in lines)
    given: dict[str, Any] = {
        "lines": rows, "amount_cents": total, "currency": "EUR", "paid_on": None, "reference": "",
        "contract_id": None, "payment_id": None, "file_name": "advice.csv",
        "content": rows.write_csv().encode(),
    }  # fmt: skip
    return advice.advise(world.conn, world.asked(login), **{**given, **more})


def opens(world: World) -> dict[str, int]:
    return dict(world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id"))  # type: ignore[arg-type]


def told(world: World) -> tuple[dict[str, int], int]:
    assert [row["off_cents"] for row in proof(world.conn)] == [0]
    return opens(world), world.balance(world.ids["C-1"], "UNAL")


PAID = (("FA-3", 250_000, 50_000), ("FA-1", 60_000), ("AV-1", -20_000))
AFTER = {"FA-1": 40_000, "FA-2": 200_000, "FA-3": 50_000, "AV-1": 0}


def pay(world: World, cents: int = 290_000, **more: Any) -> Answer:
    return world.bank({"cents": cents, "text": "see our advice", "payer_name": "BETA SA", **more})


def test_an_advice_that_comes_first_waits_and_takes_its_payment_before_the_oldest_due(
    world: World,
) -> None:
    assert advise(world, *PAID)["payment_id"] is None
    answer = pay(world)
    assert (answer["advised"], answer["allocated_cents"]) == (1, 0)
    assert told(world) == (AFTER, 0)
    assert world.rows("SELECT count(*) FROM advice_use") == [(1,)]


def test_an_advice_that_comes_after_takes_the_payment_that_waits(world: World) -> None:
    pay(world, payer_name="BETA HOLDING")
    assert world.balance(world.house, "UNAL") == -290_000
    payment_id = world.one("SELECT id FROM payment")
    answer = advise(world, *PAID, payment_id=payment_id)
    assert (answer["allocated_cents"], answer["open_cents"]) == (290_000, 0)
    assert told(world) == (AFTER, 0)
    assert world.balance(world.house, "UNAL") == 0


def test_what_is_deducted_stays_open_in_dispute(world: World) -> None:
    advise(world, *PAID)
    pay(world)
    assert world.rows(
        "SELECT i.invoice_number, d.code, sum(s.amount_cents)::bigint FROM dispute d"
        " JOIN invoice i ON i.id = d.invoice_id JOIN dispute_step s ON s.dispute_id = d.id"
        " GROUP BY 1, 2"
    ) == [("FA-3", "LIT-PRX", 50_000)]


def test_without_an_advice_the_oldest_due_is_paid_first(world: World) -> None:
    pay(world)
    assert opens(world)["FA-1"] == 0


def test_the_reference_of_the_payment_finds_it_whoever_pays(world: World) -> None:
    advise(world, *PAID, reference="VIR-12")
    assert pay(world, payer_name="BETA HOLDING", text="VIR-12")["advised"] == 1
    assert told(world)[0] == AFTER


def test_a_payment_of_another_sum_does_not_take_the_advice(world: World) -> None:
    advise(world, *PAID)
    assert pay(world, 290_001)["advised"] == 0
    assert world.rows("SELECT count(*) FROM advice_use") == [(0,)]


def test_an_advice_that_fits_no_more_is_left_to_people(world: World) -> None:
    advise(world, ("FA-1", 60_000), ("FA-2", 150_000))
    world.bank({"cents": 100_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert pay(world, 210_000)["advised"] == 0
    assert told(world)[1] == -210_000


REFUSED = {
    "NUMBER_UNKNOWN": [("FA-9", 100)],
    "MORE_THAN_OPEN": [("FA-1", 100_001)],
    "NUMBER_TWICE": [("FA-1", 100), ("fa 1", 100)],
    "OTHER_SIDE": [("FA-1", 100_000), ("FA-2", -100)],
    "NOTHING_PAID": [("FA-1", 100), ("FA-2", 0)],
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_line_that_does_not_fit_refuses_the_advice_with_its_reason(
    world: World, why: str
) -> None:
    acts = world.one("SELECT count(*) FROM act")
    with pytest.raises(Refused) as caught:
        advise(world, *REFUSED[why])
    (line,) = caught.value.facts["told"]  # type: ignore[misc]
    assert (caught.value.code, line["why"]) == ("advice_does_not_fit", why)
    assert (world.one("SELECT count(*) FROM act"), opens(world)["FA-1"]) == (acts, 100_000)


def test_a_deduction_and_a_payment_beyond_what_is_open_do_not_fit(world: World) -> None:
    with pytest.raises(Refused, match="advice_does_not_fit"):
        advise(world, ("FA-1", 90_000, 10_001))


def test_a_paid_invoice_is_told_as_such(world: World) -> None:
    world.bank({"cents": 100_000, "text": "FA-1", "payer_name": "BETA SA"})
    with pytest.raises(Refused) as caught:
        advise(world, ("FA-1", 100_000))
    assert caught.value.facts["told"][0]["why"] == "NOTHING_OPEN"  # type: ignore[index]


def test_two_payments_of_the_same_sum_are_asked_for(world: World) -> None:
    for _ in range(2):
        world.bank({"cents": 555, "text": "?", "payer_name": "OMEGA"})
    first, second = (id_ for (id_,) in world.rows("SELECT id FROM payment ORDER BY id"))
    with refused(world.conn, "payment_differs", payment_id=first, amount_cents=600, currency="EUR"):
        advise(world, ("FA-1", 600), payment_id=first)
    with refused(world.conn, "payment_to_choose", ids=[first, second]):
        advise(world, ("FA-1", 555), reference="?")
    assert advise(world, ("FA-1", 555), reference="?", payment_id=second)["payment_id"] > second


def test_a_number_of_two_contracts_asks_for_one(world: World) -> None:
    other = world.contract("C-2")
    world.limit(other, "DELTA SARL", 5_000_000)
    line = {"number": "FA-1", "cents": 90_000, "buyer": "DELTA SARL"}
    world.remit(other, {**line, "due_on": date(2026, 2, 1), "issued_on": date(2026, 1, 15)})
    with refused(world.conn, "contract_to_choose", ids=[world.ids["C-1"], other]):
        advise(world, ("FA-1", 100))
    assert advise(world, ("FA-1", 100), contract_id=other)["contract_id"] == other


def test_the_same_advice_sent_again_is_refused(world: World) -> None:
    advise(world, *PAID)
    with refused(world.conn, "advice_known", file="advice.csv"):
        advise(world, *PAID)


def test_the_same_advice_in_other_bytes_is_refused_while_it_waits(world: World) -> None:
    advise(world, ("FA-1", 60_000), ("FA-3", 100_000))
    with refused(world.conn, "advice_known", file="again.xlsx"):
        advise(world, ("FA-3", 100_000), ("FA-1", 60_000), content=b"other", file_name="again.xlsx")
    pay(world, 160_000)
    # paid, and the same once more: a second part
    advise(world, ("FA-3", 100_000), ("FA-1", 40_000), content=b"a third")
    assert world.one("SELECT count(*) FROM advice") == 2


@pytest.mark.parametrize("is_dated", [True, False])
def test_an_advice_of_a_payment_that_is_told_apart_is_one(world: World, is_dated: bool) -> None:
    more: dict[str, Any] = {"paid_on": world.on} if is_dated else {"reference": "VIR-12"}
    advise(world, ("FA-1", 40_000), **more)
    pay(world, 40_000)
    assert world.one("SELECT count(*) FROM advice_use") == 1
    with refused(world.conn, "advice_known", file="advice.csv"):
        advise(world, ("FA-1", 40_000), content=b"other", **more)
    assert advise(world, ("FA-1", 40_000), content=b"more")["payment_id"] is None


def test_a_client_may_not_say_what_a_payment_pays(world: World) -> None:
    with refused(world.conn, "not_your_right", operation="advise", login="alice"):
        advise(world, *PAID, login="alice")
