"""What a bank announces: expected and never booked; the detail of a line, before it or after it."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.banking import announcements
from comptant.operations.banking.bank_proof import proof
from comptant.operations.collection import unknown_money
from comptant.rules.columns import ANNOUNCED, STATEMENTS
from comptant.store.access import reading
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

DUE = date(2026, 2, 1)
PAYMENTS = (
    {"cents": 500_000, "text": "FA-2026-0101", "payer_name": "BETA SA"},
    {"cents": 700_000, "text": "FA-2026-0102", "payer_name": "BETA SA"},
    {"cents": 30_000, "text": "from nobody known", "payer_name": "OMEGA"},
)


@house
def world(writer: psycopg.Connection) -> World:
    """Two invoices of BETA SA, to be paid in one sum with the payment of a stranger."""
    world = open_world(writer)
    world.ids["contract"] = world.contract()
    world.limit(world.ids["contract"], "BETA SA", 5_000_000)
    world.remit(
        world.ids["contract"],
        {"number": "FA-2026-0101", "cents": 500_000, "due_on": DUE},
        {"number": "FA-2026-0102", "cents": 700_000, "due_on": DUE},
    )
    return world


def announce(
    world: World, *payments: dict[str, Any], source: str = "camt.054", references: str = "BATCH-1",
    iban: str = FACTOR_IBAN, status: str = "BOOK", currency: str = "EUR",
    total: int | None = None,
) -> Answer:  # fmt: skip
    """One entry of the bank with these payments in it."""
    statements = STATEMENTS.frame([{
        "file": "n.xml", "statement_number": 1, "account_iban": iban, "currency": currency,
        "closed_on": world.on, "ends_the_day": False,
    }])  # fmt: skip
    announced = ANNOUNCED.frame([
        {
            "statement_number": 1, "row_number": number, "entry_number": 1,
            "entry_cents": total or sum(each["cents"] for each in payments), "booked_on": world.on,
            "value_on": world.on, "amount_cents": payment["cents"], "currency": currency,
            "payer_name": payment.get("payer_name"), "remittance_text": payment["text"],
            "end_to_end_reference": payment.get("end_to_end_reference"),
            "bank_reference": payment.get("bank_reference"), "is_reversal": False,
            "entry_references": references, "entry_status": status,
        }
        for number, payment in enumerate(payments, 1)
    ])  # fmt: skip
    return announcements.announce(
        world.conn, world.asked("tania"), statements=statements, announced=announced,
        source=source, file_name="n.xml", content=announced.write_csv().encode(),
    )  # fmt: skip


def lump(world: World, **more: Any) -> Answer:
    """The line of the statement: one sum under the bank's reference."""
    total = sum(each["cents"] for each in PAYMENTS)
    return world.bank({"cents": total, "text": "REMISE", "bank_reference": "BATCH-1", **more})


def state(world: World) -> list[Any]:
    """What is owed, what waits and where, and the bank against the ledger."""
    (row,) = proof(world.conn)
    return [
        world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id"),
        world.rows("SELECT amount_cents, open_cents, contract_id = %s FROM payment"
                   " WHERE open_cents > 0 ORDER BY id", world.house),
        world.balance(world.house, "UNAL"), world.balance(world.ids["contract"], "UNAL"),
        world.balance(world.ids["contract"], "DEB"), row["off_cents"],
    ]  # fmt: skip


TOLD = [
    [("FA-2026-0101", 0), ("FA-2026-0102", 0)], [(30_000, 30_000, True)], -30_000, 0, 0, 0,
]  # fmt: skip


def expected(world: World) -> list[tuple[Any, ...]]:
    with reading(world.users["tania"].id) as see:
        rows = see("read_expected", on=world.on)
    return [(row["amount_cents"], row["source"], row["expected_status"]) for row in rows]


def test_a_line_whose_detail_came_before_is_taken_as_its_payments(world: World) -> None:
    first = announce(world, *PAYMENTS)
    assert (first["new"], first["detailed"], first["received"]) == (3, 0, 0)
    assert [cents for cents, _, _ in expected(world)] == [500_000, 700_000, 30_000]
    taken = lump(world)
    assert (taken["new"], taken["received"], taken["allocated_cents"]) == (1, 3, 1_200_000)
    assert state(world) == TOLD
    assert expected(world) == []


def test_a_detail_that_comes_after_its_line_takes_the_place_of_the_sum(world: World) -> None:
    assert lump(world)["allocated_cents"] == 0
    assert world.balance(world.house, "UNAL") == -1_230_000
    told = announce(world, *PAYMENTS)
    assert (told["detailed"], told["received"], told["allocated_cents"]) == (1, 3, 1_200_000)
    assert state(world) == TOLD
    kinds = world.rows("SELECT count(*) FROM entry WHERE key LIKE 'bank/%%/detailed'")
    assert kinds == [(1,)]


def test_the_same_detail_told_again_changes_nothing(world: World) -> None:
    for order in (lump, lambda w: announce(w, *PAYMENTS)):
        order(world)
    entries = world.one("SELECT count(*) FROM entry")
    again = announce(world, *PAYMENTS)
    assert (again["new"], again["detailed"], again["touched"], again["received"]) == (0, 0, [], 0)
    assert world.one("SELECT count(*) FROM entry") == entries


def test_a_sum_that_people_have_touched_is_left_until_it_waits_again(world: World) -> None:
    lump(world)
    (payment_id,) = world.rows("SELECT id FROM payment")[0]
    moved = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=payment_id,
        contract_id=world.ids["contract"], buyer_id=world.ids["BETA SA"],
    )  # fmt: skip
    told = announce(world, *PAYMENTS)
    assert (told["detailed"], told["received"]) == (0, 0)
    assert told["touched"] == [payment_id, moved["payment_id"]]
    assert world.balance(world.ids["contract"], "UNAL") == -1_230_000


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("another reference", {"bank_reference": "BATCH-2"}),
        ("another amount", {"cents": 1_230_001}),
    ],
)
def test_a_detail_of_another_line_waits_for_its_own(
    world: World, what: str, more: dict[str, Any]
) -> None:
    announce(world, *PAYMENTS)
    assert lump(world, **more)["received"] == 1
    assert len(expected(world)) == 3


def test_a_detail_that_does_not_make_its_line_replaces_nothing(world: World) -> None:
    lump(world)
    told = announce(world, {**PAYMENTS[0], "cents": 1_230_000 - 1}, {**PAYMENTS[2], "cents": 2})
    assert (told["detailed"], told["received"]) == (0, 0)
    assert world.balance(world.house, "UNAL") == -1_230_000


WRONG = (PAYMENTS[0], {**PAYMENTS[1], "text": "none", "payer_name": "OMEGA"}, PAYMENTS[2])


@pytest.mark.parametrize(("order", "references"), [
    (("partial", "line", "right"), "BATCH-1"), (("partial", "right", "line"), "BATCH-1"),
    (("line", "partial", "right"), "BATCH-1\nM-2"), (("line", "right", "partial"), "BATCH-1\nM-2"),
    (("wrong", "right", "line"), "BATCH-1\nM-2"),
])  # fmt: skip
def test_of_two_notices_of_a_line_the_newest_that_makes_it_counts(
    world: World, order: tuple[str, ...], references: str
) -> None:
    steps = {
        "line": lambda: lump(world),
        "partial": lambda: announce(world, *PAYMENTS[:2], total=1_230_000),
        "wrong": lambda: announce(world, *WRONG),
        "right": lambda: announce(world, *PAYMENTS, references=references),
    }
    for step in order[:2]:
        steps[step]()
    if "line" not in order[:2]:
        assert [cents for cents, _, _ in expected(world)] == [500_000, 700_000, 30_000]
    steps[order[2]]()
    assert state(world) == TOLD
    assert expected(world) == []


def test_a_correction_that_comes_when_the_line_is_made_is_told_as_left(world: World) -> None:
    announce(world, *WRONG)
    lump(world)
    made = [row[0] for row in world.rows("SELECT id FROM payment ORDER BY id")]
    told = announce(world, *PAYMENTS)
    assert (told["new"], told["detailed"], told["touched"]) == (3, 0, [])
    assert told["used_before"] == made
    assert world.balance(world.house, "UNAL") == -730_000


def test_notices_of_two_days_that_may_be_of_two_lines_prove_nothing(world: World) -> None:
    announce(world, *WRONG)
    world.on += timedelta(days=1)
    announce(world, *PAYMENTS)
    assert lump(world)["received"] == 1


def test_what_a_camt_052_announces_is_expected_and_books_nothing(world: World) -> None:
    entries = world.one("SELECT count(*) FROM entry")
    told = announce(world, PAYMENTS[0], source="camt.052", references="R-1", status="PDNG")
    assert "received" not in told
    assert world.one("SELECT count(*) FROM entry") == entries
    assert expected(world) == [(500_000, "camt.052", "EXPECTED")]
    assert announce(world, PAYMENTS[0], source="camt.052", references="R-1")["new"] == 0
    world.bank({"cents": 500_000, "text": "FA-2026-0101", "bank_reference": "R-1"})
    assert expected(world) == []


def test_what_a_statement_of_its_day_has_not_booked_is_late(world: World) -> None:
    announce(world, PAYMENTS[0], source="camt.052", references="", status="PDNG")
    world.bank({"cents": 700_000, "text": "FA-2026-0102"})
    assert expected(world) == [(500_000, "camt.052", "LATE")]


def test_two_equal_payments_expected_leave_one_when_one_is_booked(world: World) -> None:
    announce(world, PAYMENTS[0], PAYMENTS[0], source="camt.052", references="")
    world.bank({"cents": 500_000, "text": "FA-2026-0101"})
    assert [cents for cents, _, _ in expected(world)] == [500_000]


def test_a_notice_that_is_not_for_us_is_refused_and_leaves_no_trace(world: World) -> None:
    other = "FR7630006000010000000000152"
    with refused(world.conn, "account_not_ours", iban=other, file="n.xml"):
        announce(world, *PAYMENTS, iban=other)
    with refused(world.conn, "currency_differs", iban=FACTOR_IBAN, currency="USD"):
        announce(world, *PAYMENTS, currency="USD")
    with refused(world.conn, "source_does_not_announce", source="camt.053"):
        announce(world, *PAYMENTS, source="camt.053")


def test_a_client_does_not_see_what_banks_announce(world: World) -> None:
    announce(world, *PAYMENTS)
    with reading(world.users["alice"].id) as see:
        assert see("read_expected", on=world.on) == []
