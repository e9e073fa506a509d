"""A buyer's money stays the buyer's; freed room is paid where the contract pays by itself."""

from datetime import UTC, date, datetime

import psycopg

from comptant.operations.drawing import client_money
from comptant.operations.registry import parties
from comptant.operations.risk import disputes, facts
from tests.cast import add_cast, ceiling, send
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

F1 = {"number": "F-1", "cents": 2_000_000, "due_on": date(2026, 3, 17)}


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


def overpaid(world: World) -> int:
    """BETA has paid 5 000.00 too much; the id of what waits."""
    contract = world.ids["A-1"]
    world.limit(contract, "BETA SA", 5_000_000)
    send(world, "alice", contract, F1)
    world.bank({"cents": 2_500_000, "text": "F-1", "payer_name": "BETA SA"})
    return int(world.one("SELECT id FROM payment WHERE open_cents > 0"))


def test_what_a_buyer_paid_too_much_never_becomes_the_clients(world: World) -> None:
    contract, waits = world.ids["A-1"], overpaid(world)
    with refused(world.conn, "buyers_money", payment_id=waits):
        client_money.repay(world.conn, world.asked("anna"), contract_id=contract,
                           payment_id=waits, amount_cents=None)  # fmt: skip


def test_it_goes_back_to_an_account_of_the_buyer_and_to_no_other(world: World) -> None:
    contract, waits = world.ids["A-1"], overpaid(world)
    alphas = world.one("SELECT min(id) FROM payee_account WHERE party_id = %s",
                       world.ids["ALPHA SAS"])  # fmt: skip
    with refused(world.conn, "payee_not_the_buyer", payment_id=waits):
        client_money.refund(world.conn, world.asked("anna"), contract_id=contract,
                            payment_id=waits, amount_cents=None,
                            payee_account_id=alphas)  # fmt: skip


def test_a_bic_that_does_not_hold_is_refused_where_it_enters(world: World) -> None:
    with refused(world.conn, "bic_wrong", bic="NOTABIC!"):
        world.own_account("FR7630004000031234567890143", bic="NOTABIC!")
    with refused(world.conn, "bic_wrong", bic="NOTABIC!"):
        parties.propose_payee_account(
            world.conn, world.asked("anna"), party_id=world.ids["BETA SA"], bic="NOTABIC!",
            iban="FR7630004000031234567890143", holder="BETA SA",
        )  # fmt: skip


def test_an_account_of_ours_pays_nobody(world: World) -> None:
    """Named as somebody's, approved as such, or ours since it was."""
    theirs = "FR7630004000031234567890143"
    said = {"party_id": world.ids["BETA SA"], "bic": None, "holder": "BETA SA"}
    with refused(world.conn, "account_is_ours", iban=FACTOR_IBAN):
        parties.propose_payee_account(world.conn, world.asked("anna"), iban=FACTOR_IBAN, **said)
    first, second = (
        parties.propose_payee_account(world.conn, world.asked("anna"), iban=iban, **said)
        for iban in (theirs, "FR7610107001011234567890129")
    )
    account = world.approve(second)["payee_account_id"]
    world.own_account(theirs)
    world.own_account("FR7610107001011234567890129")
    world.lapses(first, "account_is_ours")
    waits = overpaid(world)
    with refused(world.conn, "payee_unknown", party_id=world.ids["BETA SA"]):
        client_money.refund(
            world.conn, world.asked("anna"), contract_id=world.ids["A-1"], payment_id=waits,
            amount_cents=None, payee_account_id=account,
        )  # fmt: skip


def test_the_promise_of_a_remittance_keeps_business_days(world: World) -> None:
    contract = world.ids["A-1"]
    send(world, "alice", contract, F1)  # Friday, ten in the morning in Paris
    first = world.one("SELECT promised_at FROM remittance")
    assert first == datetime(2026, 1, 16, 17, 0, tzinfo=UTC)
    world.on = date(2026, 1, 17)  # Saturday: within 48 hours is Monday
    send(world, "alice", contract, {**F1, "number": "F-2"})
    last = world.one("SELECT max(promised_at) FROM remittance")
    assert last == datetime(2026, 1, 19, 9, 0, tzinfo=UTC)


# Automatic funding --------------------------------------------------------------------------------


def orders(world: World) -> list[int]:
    return [cents for (cents,) in world.rows("SELECT amount_cents FROM payment_order ORDER BY id")]


def test_a_limit_a_fact_a_dispute_and_a_line_that_free_room_pay_at_once(world: World) -> None:
    contract = world.contract("AF", has_auto_funding=True, line_cents=1_000_000)
    world.remit(contract, F1)
    assert orders(world) == []
    world.limit(contract, "BETA SA", 5_000_000)
    assert orders(world) == [1_000_000]
    world.amend(contract, {"line_cents": 1_200_000})
    assert orders(world) == [1_000_000, 200_000]
    reserve = {"contract_id": contract, "subject": "CONTRACT", "subject_id": contract,
               "name": "manual_reserve_cents", "from_on": world.on, "source": "test"}  # fmt: skip
    facts.record_fact(world.conn, world.asked("anna"), value=1_000_000, **reserve)  # type: ignore[arg-type]
    world.amend(contract, {"line_cents": None})
    assert orders(world) == [1_000_000, 200_000]
    facts.record_fact(world.conn, world.asked("anna"), value=100_000, **reserve)  # type: ignore[arg-type]
    assert orders(world) == [1_000_000, 200_000, 500_000]


def test_a_dispute_that_ends_is_paid_at_once(world: World) -> None:
    contract = world.contract("AF", has_auto_funding=True)
    world.remit(contract, F1)
    invoice = world.one("SELECT id FROM invoice")
    opened = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract, invoice_id=invoice,
        code="LIT-PRX", source="BUYER", amount_cents=None, evidence="letter",
        is_rest_confirmed=False,
    )  # fmt: skip
    ceiling(world, "CONTRACT_BUYER", world.ids["BETA SA"], 5_000_000, contract)
    assert orders(world) == []
    disputes.settle_dispute(
        world.conn, world.asked("anna"), contract_id=contract, dispute_id=opened["dispute_id"],
        credit_cents=0, evidence="letter",
    )  # fmt: skip
    assert orders(world) == [1_800_000]
