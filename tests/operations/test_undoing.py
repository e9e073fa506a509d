"""What was told by mistake, undone by two people: as if it had not been told, both traces kept."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import credits, returns, withdrawal
from comptant.operations.closing import decide, manual
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, undoing, unknown_money
from comptant.operations.drawing import client_money
from comptant.operations.paying import outcomes
from comptant.operations.risk import disputes
from comptant.store import bulk
from tests.facts import CLIENT_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA SAS has assigned four invoices of BETA SA and a credit note that names none."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract(fee_billing="AT_ASSIGNMENT")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    due = {"due_on": date(2026, 3, 10)}
    four = ({"number": f"NZ-{n}", "cents": 100_000 * n, **due} for n in range(1, 5))
    opened.remit(
        opened.ids["C-1"], *four, {"number": "AV-1", "cents": 30_000, "type_code": "381"},
    )  # fmt: skip
    opened.on = date(2026, 2, 2)
    return opened


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT min(id) FROM invoice WHERE invoice_number = %s", number))


def kept(world: World, number: str, cents: int | None = None) -> Answer:
    return returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=invoice(world, number), amount_cents=cents, evidence="letter",
    )  # fmt: skip


def reassigned(world: World, *numbers: str) -> Answer:
    return returns.reassign(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason="DISPUTE",
        invoice_ids=[invoice(world, number) for number in numbers],
    )  # fmt: skip


def applied(world: World, number: str, cents: int | None = None) -> Answer:
    return credits.apply_credit_note(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        credit_note_id=invoice(world, "AV-1"), invoice_id=invoice(world, number),
        amount_cents=cents,
    )  # fmt: skip


def undo(world: World, told: Answer, *numbers: str, by: str = "anna") -> Answer:
    return undoing.undo_entry(
        world.conn, world.asked(by), contract_id=world.ids["C-1"], entry_id=told["entry_id"],
        invoice_ids=[invoice(world, number) for number in numbers], reason="a slip",
    )  # fmt: skip


def books(world: World) -> dict[str, Any]:
    """All that a slip changes and its undoing must bring back."""
    contract = world.ids["C-1"]
    return {
        "invoices": world.rows(
            "SELECT invoice_number, open_cents, approved_cents, ineligible_cents, reduction_cents,"
            " hold FROM invoice WHERE contract_id = %s ORDER BY id", contract),
        "exposure": world.rows("SELECT * FROM exposure ORDER BY buyer_id, advance_class"),
        "balances": [world.balance(contract, code) for code in ("DEB", "CCA", "UNAL", "FDG")],
        "available": world.available(contract),
        "held": world.rows("SELECT invoice_id, returned_for FROM held ORDER BY invoice_id"),
        "payments": world.rows("SELECT id, open_cents FROM payment ORDER BY id"),
        "disputed": world.rows("SELECT amount_cents FROM dispute_step WHERE amount_cents > 0"),
    }  # fmt: skip


def as_before(world: World, before: dict[str, Any]) -> None:
    after = books(world)
    after.pop("disputed"), before.pop("disputed")
    assert after == before
    ids = [world.ids["C-1"]]
    assert bulk.rows(world.conn, "contradictions", ids=ids, whole=True) == []


def entries(world: World, told: Answer) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT e.value_on, e.reverses_id IS NULL, m.item_id, m.amount_cents FROM entry e"
        " JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id"
        " WHERE %s IN (e.id, e.reverses_id) ORDER BY e.id, m.item_id", told["entry_id"],
    )  # fmt: skip


def test_a_direct_payment_told_by_mistake_is_as_if_it_had_not_been(world: World) -> None:
    before = books(world)
    told = kept(world, "NZ-1")
    assert books(world) != before
    world.on = date(2026, 2, 5)
    asked = undo(world, told)
    assert asked["amount_cents"] == 100_000
    assert books(world) != before, "nothing is done yet"
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    world.approve(asked, "aron")
    world.on = date(2026, 2, 2)  # less what the charge has run up since
    as_before(world, before)
    id_, day = invoice(world, "NZ-1"), date(2026, 2, 2)
    assert entries(world, told) == [(day, True, id_, -100_000), (day, False, id_, 100_000)]
    with refused(world.conn, "entry_reversed", entry_id=told["entry_id"]):
        undo(world, told)


def test_a_part_kept_of_an_invoice_is_undone_alone(world: World) -> None:
    first = kept(world, "NZ-4", 150_000)
    before = books(world)
    world.approve(undo(world, kept(world, "NZ-4", 50_000)), "aron")
    as_before(world, before)
    world.approve(undo(world, first), "aron")
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice(world, "NZ-4")) == (
        400_000)  # fmt: skip


def test_a_charge_taken_in_advance_ends_and_begins_again_with_the_slip(world: World) -> None:
    """W4-5 of 12 000,00 at 90 %: 74.83 for 69 days; what ends on 02/02 is given back, then taken
    again from that day."""
    contract = world.ids["C-2"] = world.contract(
        "C-2", charge_timing="ADVANCE", fee_billing="AT_ASSIGNMENT", interest_billing="MONTHLY"
    )
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "NN-1", "cents": 1_200_000, "due_on": date(2026, 3, 16)})
    charged = world.rows("SELECT sum(amount_cents) FROM charge WHERE code = 'INT-ADV'")
    world.on = date(2026, 2, 10)
    told = returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=None, evidence="letter",
        invoice_id=invoice(world, "NN-1"),
    )  # fmt: skip
    assert world.rows("SELECT sum(amount_cents) FROM charge WHERE code = 'INT-ADV'") < charged
    world.on = date(2026, 2, 12)
    world.approve(undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=contract, entry_id=told["entry_id"],
        invoice_ids=[], reason="a slip"), "aron")  # fmt: skip
    assert world.rows("SELECT sum(amount_cents) FROM charge WHERE code = 'INT-ADV'") == charged


def test_a_reassignment_by_mistake_brings_the_invoices_back_some_or_all(world: World) -> None:
    before = books(world)
    told = reassigned(world, "NZ-2", "NZ-3")
    world.approve(undo(world, told, "NZ-3"), "aron")
    assert dict(world.rows("SELECT invoice_number, open_cents FROM invoice"))["NZ-3"] == 300_000
    with refused(world.conn, "invoice_unknown", invoice_id=invoice(world, "NZ-3")):
        undo(world, told, "NZ-3")
    world.approve(undo(world, told), "aron")
    as_before(world, before)
    again = world.remit(
        world.ids["C-1"], {"number": "NZ-3", "cents": 300_000, "issued_on": date(2026, 1, 16),
                           "due_on": date(2026, 3, 10)})  # fmt: skip
    assert again["accepted"] == 0, "it is ours, and cannot be assigned twice"


def test_what_was_assigned_again_since_stands_in_the_way(world: World) -> None:
    told = reassigned(world, "NZ-3")
    asked = undo(world, told)
    again = world.remit(
        world.ids["C-1"], {"number": "NZ-3", "cents": 300_000, "issued_on": date(2026, 1, 16),
                           "due_on": date(2026, 3, 10)})  # fmt: skip
    assert again["accepted"] == 1
    with refused(world.conn, "invoice_assigned_again", number="NZ-3"):
        world.approve(asked, "aron")
    with refused(world.conn, "invoice_assigned_again", number="NZ-3"):
        undo(world, told)


def sent_again(world: World, day: int, number: str = "NZ-3") -> Answer:
    """The same document by another file: its due day is no part of what it is."""
    return world.remit(world.ids["C-1"], {
        "number": number, "cents": 300_000, "issued_on": date(2026, 1, 16),
        "due_on": date(2026, 3, day)})  # fmt: skip


def withdrawn(world: World, number: str) -> None:
    last = "SELECT max(id) FROM invoice WHERE invoice_number = %s"
    withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason="sent twice",
        invoice_ids=[world.one(last, number)],
    )  # fmt: skip


def test_what_was_assigned_again_is_withdrawn_then_undone_and_held_once(world: World) -> None:
    before = books(world)
    told = reassigned(world, "NZ-3")
    sent_again(world, 11)
    withdrawn(world, "NZ-3")
    world.approve(undo(world, told), "aron")
    again = sent_again(world, 12)
    assert (again["accepted"], again["refused"]) == (0, 1)
    numbers = "SELECT count(*) FROM invoice WHERE invoice_number = 'NZ-3' AND open_cents > 0"
    assert world.one(numbers) == 1
    assert books(world)["invoices"][:5] == before["invoices"][:5]


def test_to_withdraw_what_was_assigned_again_does_not_make_it_new(world: World) -> None:
    reassigned(world, "NZ-3")
    holds = []
    for day in (11, 12):
        sent_again(world, day)
        holds.append(world.one("SELECT hold FROM invoice ORDER BY id DESC LIMIT 1"))
        withdrawn(world, "NZ-3")
    assert holds == ["reassigned_before", "reassigned_before"]
    sent_again(world, 11, "NZ-9")
    withdrawn(world, "NZ-9")
    assert sent_again(world, 12, "NZ-9")["accepted"] == 1
    assert world.one("SELECT hold FROM invoice ORDER BY id DESC LIMIT 1") is None


def test_a_number_that_another_bears_by_now_waits_for_a_person(world: World) -> None:
    told = reassigned(world, "NZ-3")
    world.remit(world.ids["C-1"], {"number": "NZ-3", "cents": 310_000, "due_on": date(2026, 3, 10)})
    world.approve(undo(world, told), "aron")
    holds = dict(world.rows("SELECT open_cents, hold FROM invoice WHERE invoice_number = 'NZ-3'"))
    assert (holds[300_000], holds[310_000]) == ("number_twice", "reassigned_before")


def test_what_has_gone_back_since_stands_in_the_way_of_a_direct_payment(world: World) -> None:
    told = kept(world, "NZ-4", 100_000)
    back = reassigned(world, "NZ-4")
    with refused(world.conn, "invoice_given_back", number="NZ-4"):
        undo(world, told)
    world.approve(undo(world, back), "aron")
    world.approve(undo(world, told), "aron")
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice(world, "NZ-4")) == (
        400_000)  # fmt: skip


def test_a_credit_note_applied_to_the_wrong_invoice_waits_again(world: World) -> None:
    before = books(world)
    told = applied(world, "NZ-2")
    world.approve(undo(world, told), "aron")
    as_before(world, before)
    assert applied(world, "NZ-1")["applied_cents"] == 30_000


def test_the_dispute_that_the_credit_note_had_answered_stands_again(world: World) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=invoice(world, "NZ-2"), code="LIT-PRX", amount_cents=50_000,
        is_rest_confirmed=True, source="BUYER", evidence="letter",
    )  # fmt: skip
    before = books(world)
    told = applied(world, "NZ-2")
    assert world.one("SELECT sum(amount_cents) FROM dispute_step") == 20_000
    world.approve(undo(world, told), "aron")
    assert world.one("SELECT sum(amount_cents) FROM dispute_step") == 50_000
    as_before(world, before)


@pytest.mark.parametrize("what", ["repay", "forward", "released"])
def test_money_credited_to_the_client_by_a_slip_waits_again(world: World, what: str) -> None:
    world.bank({"cents": 3_000, "text": "NO WORD", "payer_iban": CLIENT_IBAN})
    paid = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one("SELECT id FROM payment"),
        contract_id=world.ids["C-1"], buyer_id=0,
    )["payment_id"]  # fmt: skip
    world.on = date(2026, 2, 9)
    before = books(world)
    more = {} if what == "repay" else {"payee_account_id": None, "reason": "not assigned"}
    told = getattr(client_money, "repay" if what == "repay" else "forward")(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=paid,
        amount_cents=None, **more,
    )  # fmt: skip
    if what != "repay":
        told = {**world.approve(told, "aron"), "approval_id": world.one(
            "SELECT max(id) FROM approval")}  # fmt: skip
    if what == "forward":
        with refused(world.conn, "payment_going_back", payment_id=paid):
            undo(world, told)
        decide.decide(world.conn, world.asked("tania"), approval_id=told["approval_id"],
                      approve=False, reason="a slip")  # fmt: skip
    elif what == "released":
        world.approve(told)
        with refused(world.conn, "payment_sent_on", payment_id=paid, order_id=told["order_id"]):
            undo(world, told)
        outcomes.settle_order(
            world.conn, world.asked("tania"), contract_id=world.ids["C-1"], value_on=None,
            order_id=told["order_id"], outcome="REJECTED", reason="AC04")  # fmt: skip
    world.approve(undo(world, told), "aron")
    (billed,) = world.rows("SELECT sum(amount_cents)::bigint FROM charge WHERE code = 'INT'")[0]
    before["balances"][1] += billed or 0  # until the day of the slip: due anyway
    as_before(world, before)
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=paid,
                  invoices={str(invoice(world, "NZ-1")): 3_000})  # fmt: skip


def test_the_refusal_of_reverse_names_the_way_and_other_entries_keep_theirs(world: World) -> None:
    for told in (kept(world, "NZ-1"), reassigned(world, "NZ-3"), applied(world, "NZ-2")):
        with refused(world.conn, "entry_to_undo", entry_id=told["entry_id"]):
            manual.propose_reversal(
                world.conn, world.asked("aron"), contract_id=world.ids["C-1"],
                entry_id=told["entry_id"], reason="slip",
            )  # fmt: skip
    assigned = {"entry_id": world.one("SELECT min(id) FROM entry WHERE event = 'assignment'")}
    with refused(world.conn, "entry_not_undone", entry_id=assigned["entry_id"]):
        undo(world, assigned)
    with refused(world.conn, "entry_unknown", entry_id=1):
        undo(world, {"entry_id": 1})


def test_what_was_told_before_the_guarantee_is_undone(world: World) -> None:
    told = kept(world, "NZ-4", 100_000)
    world.amend(world.ids["C-1"], {"has_recourse": False, "guarantee_delay_days": 60})
    world.on = date(2026, 5, 10)
    world.close()
    taken = "SELECT guaranteed_cents FROM guarantee WHERE invoice_id = %s"
    assert world.one(taken, invoice(world, "NZ-4")) == 300_000
    world.approve(undo(world, told), "aron")
    left = world.one("SELECT open_cents FROM invoice WHERE id = %s", invoice(world, "NZ-4"))
    assert left > 0
    assert contradictions_of_house(world.conn) == []
