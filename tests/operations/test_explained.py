"""What a bank debit was, said wrongly and undone; and a transfer of several contracts, recalled."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.acts.approval import propose
from comptant.operations.banking import debits
from comptant.operations.banking.bank_proof import prove
from comptant.operations.closing import control, manual
from comptant.operations.collection import cash, unknown_money
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused, takes_its_turn

ALPHA, DELTA = 600_000, 300_000
DUE = date(2026, 3, 1)
TEXT = "ALPHA-2026-0101 DELTA-2026-0201"


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    for number, invoice, cents in (
        ("B", "ALPHA-2026-0101", ALPHA),
        ("D", "DELTA-2026-0201", DELTA),
    ):
        world.ids[number] = contract = world.contract(number, fee_ppm=0)
        world.limit(contract, "BETA SA", 50_000_000)
        world.remit(contract, {"number": invoice, "cents": cents, "due_on": DUE})
    return world


def split(world: World) -> tuple[int, int]:
    """One transfer for both contracts: the payment of each, all of it allocated."""
    world.bank({"cents": ALPHA + DELTA, "text": TEXT, "payer_name": "BETA SA"})
    assert owed(world) == [(0, 0, DUE), (0, 0, DUE)]
    return payment_of(world, "B"), payment_of(world, "D")


def payment_of(world: World, contract: str) -> int:
    return int(world.one("SELECT id FROM payment WHERE contract_id = %s", world.ids[contract]))


def owed(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT open_cents, approved_cents, due_on FROM invoice ORDER BY id")


def debit(world: World, cents: int) -> int:
    """A debit of the bank that tells nothing."""
    assert world.bank({"cents": -cents, "text": "PRLV"})["debits_to_explain"] == 1
    return int(world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0"))


def explain(world: World, movement: int, *payments: int, account: str | None = None) -> Answer:
    return debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=movement, account=account,
        order_ids=[], payment_ids=list(payments), reason="said so",
    )  # fmt: skip


def undo(world: World, entry: int) -> Answer:
    return world.approve(manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=world.house, entry_id=entry,
        reason="a slip"), "ada")  # fmt: skip


def waiting(world: World) -> list[int]:
    return [row["movement_id"] for row in bulk.rows(world.conn, "read_debits", movement_id=None)]


def links(world: World) -> list[int]:
    return [world.balance(contract, "LINK")
            for contract in (world.house, world.ids["B"], world.ids["D"])]  # fmt: skip


def test_a_debit_explained_and_undone_waits_again_and_is_explained_anew(world: World) -> None:
    movement = debit(world, 900_000)
    for turn in range(3):
        booked = world.approve(explain(world, movement, account="BFEE"), "aron")
        assert (waiting(world), world.balance(world.house, "SUSP")) == ([], 0)
        undo(world, booked["entry_id"])
        assert (waiting(world), world.balance(world.house, "SUSP")) == ([movement], 900_000), turn
    told = control.sheet(world.conn, world.conn, world.asked("aron"), world.on)["suspense"]
    assert [(row["what"], row["amount_cents"], row["age_days"]) for row in told] == [
        ("debit", 900_000, 0)]  # fmt: skip
    assert prove(world.conn) == 1
    report = world.close()["to_look_at"]["debits"]
    assert (report["count"], report["rows"][0]["amount_cents"]) == (1, 900_000)
    world.on = date(2026, 1, 17)
    world.approve(explain(world, movement, account="BINT"), "aron")
    assert (world.balance(world.house, "BFEE"), world.balance(world.house, "BINT")) == (0, 900_000)
    assert world.close()["to_look_at"]["debits"]["count"] == 0


def test_a_recall_takes_back_every_payment_that_the_transfer_became(world: World) -> None:
    payments = split(world)
    before = world.balance(world.ids["B"], "UNAL"), world.balance(world.ids["D"], "UNAL")
    movement = debit(world, ALPHA + DELTA)
    asked = explain(world, movement, *payments)
    assert owed(world) == [(0, 0, DUE), (0, 0, DUE)]  # nothing yet
    world.approve(asked, "aron")
    assert owed(world) == [(ALPHA, ALPHA, DUE), (DELTA, DELTA, DUE)]
    assert (world.balance(world.ids["B"], "UNAL"), world.balance(world.ids["D"], "UNAL")) == before
    assert world.rows("SELECT amount_cents, open_cents FROM payment ORDER BY id") == [
        (ALPHA, 0), (DELTA, 0)]  # fmt: skip
    assert (waiting(world), world.balance(world.house, "SUSP")) == ([], 0)
    assert links(world) == [ALPHA + DELTA, -ALPHA, -DELTA]
    assert prove(world.conn) == 1
    world.close()


def test_a_recall_of_one_contract_may_be_taken_back_itself(world: World) -> None:
    """The wrong payment was named: its money waits again, and the right one is named."""
    first, second = split(world)
    movement = debit(world, DELTA)
    booked = world.approve(explain(world, movement, second), "aron")
    assert owed(world)[1][0] == DELTA
    undo(world, booked["entry_id"])
    assert (waiting(world), world.balance(world.house, "SUSP")) == ([movement], DELTA)
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", second) == DELTA
    assert links(world) == [0, 0, 0]
    with refused(world.conn, "entry_reversed"):
        undo(world, booked["entry_id"])
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", world.ids["D"])
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["D"], payment_id=second,
                  invoices={str(invoice): DELTA})  # fmt: skip
    assert owed(world)[1] == (0, 0, DUE)
    world.close()
    world.on = date(2026, 1, 17)
    world.approve(explain(world, movement, second), "aron")
    assert owed(world)[1][0] == DELTA
    assert (waiting(world), links(world)) == ([], [DELTA, 0, -DELTA])
    world.close()
    assert first


def test_the_bank_reverses_by_itself_what_an_undone_explanation_gave_back(world: World) -> None:
    _, second = split(world)
    booked = world.approve(explain(world, debit(world, DELTA), second), "aron")
    undo(world, booked["entry_id"])
    answer = world.bank({"cents": -(ALPHA + DELTA), "text": TEXT, "is_reversal": True})
    assert answer["reversed"] == 1
    assert world.rows("SELECT sum(open_cents) FROM payment") == [(0,)]
    world.close()


@pytest.mark.parametrize("cents", [ALPHA + DELTA - 1, ALPHA + DELTA + 1])
def test_several_payments_are_taken_back_whole_or_not_at_all(world: World, cents: int) -> None:
    payments = split(world)
    movement = debit(world, cents)
    with refused(world.conn, "payments_differ", payments_cents=ALPHA + DELTA, debit_cents=cents):
        explain(world, movement, *payments)


def test_a_payment_of_which_a_part_went_on_is_not_taken_back_whole(world: World) -> None:
    payments = split(world)
    world.bank({"cents": 5_000, "text": "WHO", "payer_name": "BETA SA"})
    movement = debit(world, ALPHA + DELTA)
    asked = explain(world, movement, *payments)
    second = debit(world, DELTA)
    world.approve(explain(world, second, payments[1]), "aron")
    with refused(world.conn, "payment_not_whole", payment_id=payments[1]):
        world.approve(asked, "aron")
    assert owed(world)[0][0] == 0


def test_who_approves_locks_no_contract_before_the_turn(
    world: World, connect_to: Callable[[str], psycopg.Connection]
) -> None:
    """Whoever takes several contracts waits for the turn, and holds none meanwhile."""
    _, second = split(world)
    asked = explain(world, debit(world, DELTA), second)
    booked = takes_its_turn(connect_to, world.asked("aron"), lambda: world.approve(asked, "aron"))
    slip = manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.house,
                                   entry_id=booked["entry_id"], reason="a slip")  # fmt: skip
    takes_its_turn(connect_to, world.asked("aron"), lambda: world.approve(slip, "ada"))
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", second) == DELTA


def test_what_was_asked_of_one_payment_in_the_old_way_is_undone_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_the_old_way(do: Any, kind: str, said: dict[str, Any], **about: Any) -> int:
        (payment_id,) = said.pop("payment_ids")
        del said["also_contract_ids"]
        return propose(do, kind, {**said, "payment_id": payment_id}, **about)

    _, second = split(world)
    movement = debit(world, DELTA)
    monkeypatch.setattr(debits, "propose", in_the_old_way)
    booked = world.approve(explain(world, movement, second), "aron")
    assert links(world) == [DELTA, 0, -DELTA]
    undo(world, booked["entry_id"])
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", second) == DELTA
    assert (waiting(world), links(world)) == ([movement], [0, 0, 0])
    world.close()


def suspense(world: World, day: date) -> tuple[list[tuple[str, int, int]], set[int]]:
    """What the sheet of a day lists, and by how much that is off its own ledger."""
    told = control.sheet(world.conn, world.conn, world.asked("aron"), day)
    rows = [(row["what"], row["amount_cents"], row["age_days"]) for row in told["suspense"]]
    off = {sum(row["ledger_cents"] * sign for row in told["ledger"] if row["account"] == account)
           - sum(cents for kind, cents, _ in rows if kind == what)
           for what, account, sign in (("debit", "SUSP", 1), ("payment", "UNAL", -1))}  # fmt: skip
    return rows, off


def test_the_sheet_and_the_close_tell_what_waited_on_the_day_whatever_comes_after(
    world: World,
) -> None:
    friday = world.on  # 16 January; the bank values both lines on Monday
    monday = {"value_on": date(2026, 1, 19), "text": "??"}
    world.bank({"cents": -3_300, **monday}, {"cents": 5_000, **monday})
    movement = int(world.one("SELECT id FROM bank_movement WHERE amount_cents < 0"))
    payment = int(world.one("SELECT id FROM payment"))
    waited = [("debit", 3_300, 0), ("payment", 5_000, 0)]
    assert sorted(suspense(world, friday)[0]) == waited
    world.on = date(2026, 1, 17)  # explained and identified before Friday is closed
    world.approve(explain(world, movement, account="BFEE"), "aron")
    unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=payment, contract_id=world.ids["B"],
        buyer_id=world.ids["BETA SA"],
    )  # fmt: skip
    rows, off = suspense(world, friday)
    assert (sorted(rows), off) == (waited, {0})
    world.on = friday
    told = world.close()["to_look_at"]
    for name, cents in (("debits", 3_300), ("cash", 5_000)):
        rows = told[name]["rows"]
        assert [(row["amount_cents"], row["age_days"]) for row in rows] == [(cents, 0)]
        assert told[name]["sums"] == [{"currency": "EUR", "amount_cents": cents}]
    told = world.close()["to_look_at"]
    assert (told["debits"]["count"], told["cash"]["count"]) == (0, 0)
    assert sorted(suspense(world, friday)[0]) == waited
    assert suspense(world, world.on) == ([("payment", 5_000, 0)], {0})
