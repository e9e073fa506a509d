"""Purchase-order finance: W7-3 to the cent, and what happens when the order does not go as planned:
cancelled, invoiced late, for less, in parts, offered twice."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import purchase_orders
from comptant.operations.closing import decide
from comptant.operations.risk import facts
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

ORDER, HALF = 9_600_000, 4_800_000
TERMS: dict[str, Any] = {"order_advance_ppm": 500_000, "order_margin_ppm": 5_000, "fee_ppm": 0}
EXPECTED_ON = date(2026, 3, 2)  # 45 days after the advance


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


@pytest.fixture
def contract(world: World) -> int:
    contract = world.contract(**TERMS)
    world.limit(contract, "BETA SA", 20_000_000)
    return contract


def offer(world: World, contract: int, number: str = "PO-7", **told: Any) -> Answer:
    """ALPHA offers an order of BETA of 96 000.00, ordered and certified on 10 January."""
    return purchase_orders.offer_purchase_order(
        world.conn, world.asked("alice"), **{
            "contract_id": contract, "buyer_id": world.ids["BETA SA"], "order_number": number,
            "ordered_on": date(2026, 1, 10), "expected_on": EXPECTED_ON, "amount_cents": ORDER,
            "certified_on": date(2026, 1, 10), "proof": "order signed by BETA", **told,
        },
    )  # fmt: skip


def agreed(world: World, contract: int, number: str = "PO-7", **told: Any) -> int:
    offered = offer(world, contract, number, **told)
    world.approve(offered, "ada")
    return int(offered["purchase_order_id"])


def advance(world: World, contract: int, order: int, cents: int | None = None) -> Answer:
    return purchase_orders.advance_on_order(
        world.conn, world.asked("alice"), contract_id=contract, purchase_order_id=order,
        amount_cents=cents,
    )  # fmt: skip


def cancel(world: World, contract: int, order: int) -> Answer:
    return purchase_orders.cancel_purchase_order(
        world.conn, world.asked("anna"), contract_id=contract, purchase_order_id=order,
        reason="BETA has cancelled",
    )  # fmt: skip


def invoice(number: str, cents: int, **told: Any) -> dict[str, Any]:
    return {"number": number, "cents": cents, "due_on": date(2026, 4, 30),
            "order_reference": "po 7", **told}  # fmt: skip


def state(world: World, contract: int) -> dict[str, Any]:
    """The one order of the contract as a list shows it; the books do not contradict themselves."""
    wrong = bulk.rows(world.conn, "contradictions", ids=[contract], whole=True)
    assert wrong == []
    (row,) = bulk.rows(world.conn, "read_purchase_orders", contract_id=contract)
    return row


def charges(world: World, contract: int) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT code, base_cents, rate_ppm, from_on, until_on, amount_cents FROM charge"
        " WHERE contract_id = %s ORDER BY id", contract)  # fmt: skip


def test_half_of_an_order_is_advanced_and_repaid_first_by_its_invoice(
    world: World, contract: int
) -> None:
    """W7-3: 48 000.00 for 45 days at 4.115 % is 246.90; the invoice then brings 38 400.00."""
    order = agreed(world, contract)
    answer = advance(world, contract, order)
    assert (answer["amount_cents"], answer["charge_cents"], answer["rate_ppm"]) == (
        HALF, 24_690, 41_150)  # fmt: skip
    assert charges(world, contract) == [
        ("INT-CDE", HALF, 41_150, date(2026, 1, 16), EXPECTED_ON, 24_690)]  # fmt: skip
    assert world.available(contract) == answer["net_cents"] == HALF - 24_690
    world.draw(contract)
    assert world.available(contract) == 0
    assert world.balance(contract, "ORD") == HALF
    world.on = EXPECTED_ON
    before = world.available(contract)
    told = world.remit(contract, invoice("FA-1", ORDER))
    assert told["order_repaid_cents"] == HALF
    assert world.available(contract) - before == 3_840_000
    assert state(world, contract)["order_state"] == "REPAID"
    assert world.balance(contract, "ORD") == 0
    assert len(charges(world, contract)) == 1  # repaid on the day: nothing to correct


def test_an_advance_is_never_in_the_funds_in_use(world: World, contract: int) -> None:
    """C-10: the financing charge does not count it, the line is not used by it."""
    order = agreed(world, contract)
    advance(world, contract, order)
    world.draw(contract)
    used = sum(world.balance(contract, account) for account in ("DEB", "UNAL", "CCA", "FDG"))
    assert used == 0
    world.close(date(2026, 1, 31))
    assert [row[0] for row in charges(world, contract)] == ["INT-CDE"]


def test_an_invoice_earlier_or_later_corrects_the_charge(world: World, contract: int) -> None:
    """48 000.00 at 4.115 %: 10 days early give back 54.87, 5 days late cost 27.43 more."""
    first = agreed(world, contract)
    second = agreed(world, contract, "PO-8")
    for order in (first, second):
        advance(world, contract, order)
    world.on = date(2026, 2, 20)
    world.remit(contract, invoice("FA-1", ORDER))
    world.on = date(2026, 3, 7)
    world.remit(contract, invoice("FA-2", ORDER, order_reference="PO-8"))
    assert [row[-1] for row in charges(world, contract)] == [24_690, 24_690, -5_487, 2_743]


def test_an_order_invoiced_in_parts_is_repaid_by_each(world: World, contract: int) -> None:
    order = agreed(world, contract)
    advance(world, contract, order)
    world.on = date(2026, 2, 20)
    told = world.remit(contract, invoice("FA-1", 3_000_000), invoice("FA-2", 1_000_000))
    assert told["order_repaid_cents"] == 3_600_000  # 90 % of both
    assert state(world, contract)["order_owed_cents"] == 1_200_000
    assert world.remit(contract, invoice("FA-3", 5_600_000))["order_repaid_cents"] == 1_200_000
    assert state(world, contract)["order_state"] == "REPAID"


def test_an_order_invoiced_for_less_is_repaid_from_what_the_invoice_brings(
    world: World, contract: int
) -> None:
    """10 000.00 ordered, 5 000.00 drawn; an invoice of 4 000.00 brings 3 600.00 and no
    over-advance; 1 400.00 are owed on the order until they are claimed."""
    order = agreed(world, contract, amount_cents=1_000_000)
    advance(world, contract, order)
    world.draw(contract)
    assert world.available(contract) == 0
    world.on = EXPECTED_ON
    told = world.remit(contract, invoice("FA-1", 400_000))
    assert told["order_repaid_cents"] == 360_000
    assert world.available(contract) == 0
    assert (state(world, contract)["order_owed_cents"], world.balance(contract, "ORD")) == (
        140_000, 140_000)  # fmt: skip
    world.close(date(2026, 3, 12))
    assert state(world, contract)["order_state"] == "CLAIMED"
    assert world.available(contract) < -140_000


def test_many_orders_cost_no_more_statements_than_one(world: World, contract: int) -> None:
    for number in range(3):
        advance(world, contract, agreed(world, contract, f"PO-{number}"), 1_000_000)
    told = world.remit(
        contract,
        *(invoice(f"FA-{n}", 2_000_000, order_reference=f"PO-{n}") for n in range(3)),
    )
    assert told["order_repaid_cents"] == 3_000_000
    entries = world.one("SELECT count(*) FROM entry WHERE event = 'order_repaid'")
    assert entries == 1


def test_an_order_cancelled_is_claimed_at_once(world: World, contract: int) -> None:
    """The client owes it back: an over-advance until he repays."""
    order = agreed(world, contract)
    advance(world, contract, order)
    world.draw(contract)
    answer = cancel(world, contract, order)
    assert answer["claimed_cents"] == HALF
    assert state(world, contract)["order_state"] == "CANCELLED"
    assert world.available(contract) == -(HALF - 24_690)  # no day was used: no charge
    with refused(world.conn, "order_ended"):
        advance(world, contract, order)
    with refused(world.conn, "order_ended"):
        cancel(world, contract, order)


def test_an_order_not_invoiced_in_time_is_claimed_by_the_close(world: World, contract: int) -> None:
    order = agreed(world, contract, expected_on=date(2026, 1, 20))
    advance(world, contract, order)
    report = world.close(date(2026, 1, 29))
    assert report["order_claimed_cents"] == 0
    report = world.close(date(2026, 1, 30))  # ten days of grace
    assert report["order_claimed_cents"] == HALF
    assert state(world, contract)["order_state"] == "CLAIMED"
    assert world.balance(contract, "ORD") == 0


def test_what_was_repaid_is_not_advanced_again(world: World, contract: int) -> None:
    order = agreed(world, contract)
    advance(world, contract, order, 3_000_000)
    world.remit(contract, invoice("FA-1", 3_000_000))
    with refused(world.conn, "beyond_order_room"):
        advance(world, contract, order, 1_800_001)
    advance(world, contract, order, 1_800_000)


def test_the_line_of_orders_holds_for_all_of_them(world: World) -> None:
    contract = world.contract(**TERMS, order_line_cents=5_000_000)
    world.limit(contract, "BETA SA", 20_000_000)
    advance(world, contract, agreed(world, contract))
    other = agreed(world, contract, "PO-8")
    with refused(world.conn, "beyond_order_room"):
        advance(world, contract, other, 200_001)
    assert advance(world, contract, other)["amount_cents"] == 200_000


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("order_offered", {"order_number": "po/7"}),
        ("order_number_wrong", {"order_number": "é"}),
        ("certificate_missing", {"proof": " "}),
        ("order_amount_wrong", {"amount_cents": 0}),
        ("order_to_come", {"ordered_on": date(2026, 1, 17)}),
        ("order_too_old", {"ordered_on": date(2025, 12, 16)}),
        ("order_expected_before", {"expected_on": date(2026, 1, 16)}),
        ("order_too_long", {"expected_on": date(2026, 7, 10)}),
        ("order_certified_when", {"certified_on": date(2026, 1, 9)}),
        ("order_certified_when", {"certified_on": date(2026, 1, 17)}),
        ("party_unknown", {"buyer_id": 1}),
    ],
)
def test_an_order_that_does_not_fit_is_refused_with_its_reason(
    world: World, contract: int, code: str, told: dict[str, Any]
) -> None:
    offer(world, contract)
    new = {"order_number": "PO-8"} if "order_number" not in told else {}
    with refused(world.conn, code):
        offer(world, contract, **{"number": "PO-9", **new, **told})


def test_an_order_that_nobody_has_agreed_is_not_advanced(world: World, contract: int) -> None:
    offered = offer(world, contract)
    order = offered["purchase_order_id"]
    with refused(world.conn, "order_not_agreed"):
        advance(world, contract, order)
    decide.decide(world.conn, world.asked("ada"), approval_id=offered["approval_id"],
                  approve=False, reason="BETA is weak")  # fmt: skip
    assert state(world, contract)["order_state"] == "REFUSED"
    with refused(world.conn, "order_not_agreed"):
        advance(world, contract, order)
    offer(world, contract)  # the number may be offered again


def test_a_contract_without_the_clause_takes_no_order(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 20_000_000)
    with refused(world.conn, "orders_not_financed"):
        offer(world, contract)
    with refused(world.conn, "purchase_order_unknown"):
        advance(world, contract, 1)


def test_a_client_names_only_buyers_that_it_deals_with(world: World, contract: int) -> None:
    """Another party of the house is as if it did not exist, and nothing is told of it."""
    with refused(world.conn, "party_unknown", party_id=world.ids["DELTA SARL"]):
        offer(world, contract, buyer_id=world.ids["DELTA SARL"])
    asked = {**world.users, "alice": world.users["anna"]}
    world.users, users = asked, world.users
    offer(world, contract, buyer_id=world.ids["DELTA SARL"])
    world.users = users
    offer(world, contract, "PO-8", buyer_id=world.ids["DELTA SARL"])


@pytest.mark.parametrize("name", ["insolvent_on", "ceased_on", "is_sanctioned"])
def test_nothing_is_advanced_on_the_order_of_a_buyer_that_is_stopped(
    world: World, contract: int, name: str
) -> None:
    order = agreed(world, contract)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids["BETA SA"], name=name, from_on=world.on, source="BODACC",
        value=world.on.isoformat() if name.endswith("_on") else True,
    )  # fmt: skip
    with refused(world.conn, "order_buyer_stopped", order_number="PO-7"):
        advance(world, contract, order)


def test_the_number_of_an_order_is_read_as_the_invoice_s_is(world: World, contract: int) -> None:
    """Signs apart, letters that have no capital of one letter left out by both."""
    order = agreed(world, contract, "po-ß7")
    advance(world, contract, order)
    told = world.remit(contract, invoice("FA-1", ORDER, order_reference="PO ß 7"))
    assert told["order_repaid_cents"] == HALF
