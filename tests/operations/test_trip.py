"""The main job, from the invoice to the last cent, as the worked examples of the domain tell it."""

from datetime import date

import psycopg

from comptant.operations.assigning import returns
from comptant.operations.collection import unknown_money
from comptant.operations.drawing.availability import explain, look
from comptant.operations.paying import outcomes
from tests.facts import World, open_world
from tests.houses import house

SEED = {
    "number": "FA-1", "cents": 2_000_000, "issued_on": date(2026, 1, 15),
    "due_on": date(2026, 3, 17),
}  # fmt: skip
W8A = {
    "number": "FA-2026-001", "cents": 1_200_000, "issued_on": date(2026, 1, 15),
    "due_on": date(2026, 3, 16),
}  # fmt: skip
W8A_TERMS = {
    "advance_standard_ppm": 1_000_000, "fund_ppm": 100_000, "fee_billing": "AT_ASSIGNMENT",
}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def available(world: World, contract_id: int) -> int:
    at = world.asked("alice").at
    return look(world.conn, world.users["alice"], contract_id, world.on, at).available_cents


def pay_out(world: World, contract_id: int, cents: int | None = None) -> int:
    """Draw, release, send, and see it executed on today's statement; what was drawn."""
    order = world.draw(contract_id, cents)
    world.payout()
    world.bank({"cents": -order["amount_cents"], "end_to_end_reference": order["reference"]})
    return int(order["amount_cents"])


def test_the_seed_with_its_fee_at_collection_pays_18000_00_then_1747_55(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, SEED)
    assert pay_out(world, contract) == 1_800_000
    world.on = date(2026, 3, 17)
    world.bank({"cents": 2_000_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert world.balance(contract, "CCA") == -174_755
    assert available(world, contract) == 174_755
    assert pay_out(world, contract) == 174_755
    assert world.balance(contract, "CCA") == 0


def test_the_seed_with_its_fee_at_assignment_pays_17856_00_then_1891_55(world: World) -> None:
    contract = world.contract(fee_billing="AT_ASSIGNMENT")
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, SEED)
    assert pay_out(world, contract) == 1_785_600
    world.on = date(2026, 3, 17)
    world.bank({"cents": 2_000_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert pay_out(world, contract) == 189_155


def test_w8_a_ends_at_1133_85_with_every_account_at_zero(world: World) -> None:
    contract = world.contract(**W8A_TERMS)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, W8A)
    assert world.balance(contract, "FDG") == -120_000
    assert pay_out(world, contract) == 1_071_360
    world.on = date(2026, 3, 18)
    world.bank({"cents": 1_200_000, "text": "FACTURE FA 2026 001"})
    assert world.balance(contract, "INT") == -6_615
    assert pay_out(world, contract) == 113_385
    for account in ("DEB", "CCA", "FDG", "UNAL", "TRAN"):
        assert world.balance(contract, account) == 0, account


def test_w8_b_a_credit_note_debits_the_client_and_frees_its_part_of_the_fund(world: World) -> None:
    contract = world.contract(**W8A_TERMS)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, W8A)
    before = world.balance(contract, "CCA")
    note = {"number": "AV-1", "cents": 60_000, "type_code": "381"}
    world.remit(contract, {**note, "credited_number": "FA-2026-001"})
    assert world.balance(contract, "DEB") == 1_140_000
    assert world.balance(contract, "FDG") == -114_000
    assert world.balance(contract, "CCA") == before + 60_000 - 6_000


def test_w8_d_a_reassignment_leaves_an_over_advance_of_10800_00(world: World) -> None:
    contract = world.contract(**W8A_TERMS)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, W8A)
    pay_out(world, contract)
    invoice = world.conn.execute("SELECT id FROM invoice").fetchone()
    assert invoice is not None
    returns.reassign(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[invoice[0]],
        reason="DISPUTE",
    )  # fmt: skip
    assert world.balance(contract, "DEB") == 0
    assert world.balance(contract, "FDG") == 0
    assert world.balance(contract, "CCA") == 1_080_000


def test_w8_g_a_direct_payment_kept_is_the_clients_debt(world: World) -> None:
    contract = world.contract(**W8A_TERMS)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, W8A)
    before = world.balance(contract, "CCA")
    invoice = world.conn.execute("SELECT id FROM invoice").fetchone()
    assert invoice is not None
    returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract, invoice_id=invoice[0],
        amount_cents=None, evidence="letter",
    )  # fmt: skip
    assert world.balance(contract, "DEB") == 0
    assert world.balance(contract, "CCA") == before + 1_200_000 - 120_000


def test_w8_h_unknown_money_waits_on_the_house_and_goes_back(world: World) -> None:
    contract = world.contract()
    world.bank({"cents": 123_456, "text": "NO REFERENCE", "payer_name": "WHO SA"})
    house = world.conn.execute("SELECT id FROM contract WHERE is_house").fetchone()
    payment = world.conn.execute("SELECT id FROM payment").fetchone()
    assert house is not None
    assert payment is not None
    assert world.balance(house[0], "UNAL") == -123_456
    assert world.balance(contract, "UNAL") == 0
    account = world.conn.execute("SELECT id FROM payee_account").fetchone()
    assert account is not None
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payment_id=payment[0], payee_account_id=account[0]
    )
    world.approve(order, "ada")
    assert world.balance(house[0], "UNAL") == 0
    assert world.balance(house[0], "TRAN") == -123_456
    world.payout()
    world.bank({"cents": -123_456, "end_to_end_reference": order["reference"]})
    assert world.balance(house[0], "TRAN") == 0
    assert world.balance(house[0], "BNK") == 0


def test_w5_6_a_short_payment_closes_the_first_and_disputes_what_lacks(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 1_200_000, "due_on": date(2026, 3, 1)},
        {"number": "FA-2", "cents": 750_000, "due_on": date(2026, 3, 10)},
    )
    world.on = date(2026, 3, 10)
    world.bank({"cents": 1_930_000, "text": "FA-1 FA-2"})
    rows = world.conn.execute(
        "SELECT invoice_number, open_cents, ineligible_cents, hold FROM invoice ORDER BY id"
    ).fetchall()
    assert rows == [("FA-1", 0, 0, None), ("FA-2", 20_000, 20_000, "dispute_partial")]


def test_a_rejected_payment_is_credited_again_once_with_its_value_date(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, SEED)
    order = world.draw(contract)
    world.payout()
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=contract, order_id=order["order_id"],
        outcome="REJECTED", value_on=None, reason="AC04",
    ), "aron")  # fmt: skip
    assert world.balance(contract, "CCA") == -2_000_000
    assert world.balance(contract, "TRAN") == 0
    assert available(world, contract) == 1_800_000


def test_a_returned_payment_seen_by_the_bank_is_credited_again(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, SEED)
    order = world.draw(contract)
    world.payout()
    debit = {"cents": -1_800_000, "end_to_end_reference": order["reference"]}
    world.bank(debit)
    world.on = date(2026, 1, 20)
    world.bank({**debit, "cents": 1_800_000, "return_reason": "AC04"})
    assert world.balance(contract, "CCA") == -2_000_000
    assert world.balance(contract, "TRAN") == 0
    assert world.balance(contract, "BNK") == 0


def test_the_explanation_of_the_seed_sums_to_what_was_assigned(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 1_500_000)
    world.remit(contract, SEED)
    seen, parts = explain(
        world.conn, world.users["alice"], contract, world.on, world.asked("alice").at
    )
    assert seen.available_cents == 1_350_000
    assert dict(parts.select("part", "amount_cents").rows()) == {
        "over_limit": 500_000, "retained": 150_000, "available": 1_350_000,
    }  # fmt: skip


def test_the_explanation_names_the_ceiling_that_binds(world: World) -> None:
    contract = world.contract(line_cents=500_000)
    world.limit(contract, "BETA SA", 1_500_000)
    world.remit(contract, SEED)
    at = world.asked("alice").at
    _, parts = explain(world.conn, world.users["alice"], contract, world.on, at)
    told = parts.filter(parts["binding_scope"].is_not_null())
    assert told.select("part", "amount_cents", "binding_scope").rows() == [
        ("over_limit", 500_000, "CONTRACT_BUYER"),
        ("line_cut", 850_000, "CONTRACT_LINE"),
    ]
