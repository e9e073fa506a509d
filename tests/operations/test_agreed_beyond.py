"""What has grown since it was proposed is not done in the name of who agreed to less."""

from datetime import date, timedelta

import psycopg

from comptant.operations.assigning import returns, withdrawal
from comptant.operations.claiming import claim_decisions
from comptant.operations.closing import manual
from comptant.operations.collection import cash, guarantee_back, undoing, unknown_money
from comptant.operations.risk import facts
from tests.claims import failed, opened, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def test_a_loss_that_grew_is_proposed_again(world: World) -> None:
    contract = sold(world, limit=10_500_000, cents=10_500_000, has_recourse=False)
    world.bank({"cents": 1_000_000, "text": "NO WORD", "payer_name": "BETA SA",
                "bank_reference": "R-1"})  # fmt: skip
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                  invoices={str(world.ids["FA-1"]): 1_000_000})  # fmt: skip
    failed(world)
    opened(world)
    asked = claim_decisions.propose_write_off(
        world.conn, world.asked("anna"), contract_id=contract, claim_id=world.ids["SIN-1"],
        reason="certificate",
    )  # fmt: skip
    world.bank({"cents": -1_000_000, "bank_reference": "R-1", "is_reversal": True})
    world.on += timedelta(days=1)
    world.close(world.on)
    with refused(world.conn, "beyond_agreed", amount_cents=10_500_000, agreed_cents=9_500_000):
        world.approve(asked, "carl")
    assert world.balance(contract, "LOSS") == 0


def part_paid(world: World) -> int:
    """A contract without recourse with one invoice of 20 000.00, half of which is paid by money
    that the bank may recall."""
    contract = world.contract(has_recourse=False, fee_ppm=0)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 16)})
    world.bank({"cents": 1_000_000, "text": "NO WORD", "bank_reference": "R-1"})
    payment = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one("SELECT max(id) FROM payment"),
        contract_id=contract, buyer_id=world.ids["BETA SA"],
    )["payment_id"]  # fmt: skip
    world.ids["FA-1"] = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                  invoices={str(world.ids["FA-1"]): 1_000_000})  # fmt: skip
    return contract


def recalled(world: World) -> None:
    world.on += timedelta(days=1)
    told = world.bank({"cents": -1_000_000, "bank_reference": "R-1", "is_reversal": True})
    assert told["reversed"] == 1
    world.close(world.on)


def test_what_the_guarantee_gives_back_is_no_more_than_was_agreed_to(world: World) -> None:
    contract = part_paid(world)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close()
    asked = guarantee_back.give_guarantee_back(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[world.ids["FA-1"]],
        is_whole_buyer=False, reason="slip",
    )  # fmt: skip
    assert asked["amount_cents"] == 1_000_000
    recalled(world)
    with refused(world.conn, "beyond_agreed", amount_cents=2_000_000, agreed_cents=1_000_000):
        world.approve(asked, "aron")
    world.approve(asked, "aron", is_yes=False)
    again = guarantee_back.give_guarantee_back(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[world.ids["FA-1"]],
        is_whole_buyer=False, reason="slip",
    )  # fmt: skip
    assert world.approve(again, "aron")["given_back_cents"] == 2_000_000


def test_what_is_put_in_reserve_is_no_more_than_was_agreed_to(world: World) -> None:
    contract = part_paid(world)
    asked = returns.defund(world.conn, world.asked("anna"), contract_id=contract,
                           invoice_ids=[world.ids["FA-1"]], reason="BREACH")  # fmt: skip
    recalled(world)
    with refused(world.conn, "beyond_agreed", amount_cents=2_000_000, agreed_cents=1_000_000):
        world.approve(asked, "aron")


def test_what_of_a_bill_is_reversed_is_no_more_than_was_agreed_to(world: World) -> None:
    contract = world.contract(fee_billing="AT_ASSIGNMENT")
    lines = [{"number": f"X-{n}", "cents": 1_000_000, "due_on": date(2026, 3, 1)} for n in (1, 2)]
    world.remit(contract, *lines)
    bill = world.one("SELECT id FROM entry WHERE contract_id = %s AND event = 'fee'", contract)
    whole = -world.balance(contract, "FEE") - world.balance(contract, "VATC")
    gone = withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=contract, reason="slip",
        invoice_ids=[world.one("SELECT id FROM invoice WHERE invoice_number = 'X-1'")],
    )  # fmt: skip
    asked = manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                    entry_id=bill, reason="goodwill")  # fmt: skip
    back = undoing.undo_entry(world.conn, world.asked("anna"), contract_id=contract,
                              entry_id=gone["entry_id"], invoice_ids=[], reason="slip")  # fmt: skip
    world.approve(back, "aron")
    with refused(world.conn, "beyond_agreed", amount_cents=whole,
                 agreed_cents=whole - gone["fee_back_cents"]):  # fmt: skip
        world.approve(asked, "ada")
