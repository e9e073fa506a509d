"""What was done wrong and is put right: both traces stay, sums and value dates too."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import withdrawal
from comptant.operations.closing import manual
from comptant.operations.collection import reallocation, unknown_money
from comptant.operations.drawing import client_money, over_advance
from comptant.operations.registry import parties
from comptant.store import bulk
from tests.facts import CLIENT_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

FIRST, SECOND = 1_200_000, 750_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def assigned(world: World, **terms: Any) -> int:
    """A contract with two open invoices of BETA SA, a month later."""
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 2, 10)},
        {"number": "FA-2", "cents": SECOND, "due_on": date(2026, 2, 20)},
    )
    world.on = date(2026, 2, 16)
    return contract


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def opens(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT invoice_number, open_cents, approved_cents FROM invoice ORDER BY id")


def payment(world: World, contract: int) -> int:
    return int(world.one("SELECT max(id) FROM payment WHERE contract_id = %s", contract))


def reallocate(
    world: World, contract: int, *sources: str, login: str = "anna", **to: int
) -> Answer:  # fmt: skip
    return reallocation.reallocate(
        world.conn, world.asked(login), contract_id=contract, payment_id=payment(world, contract),
        invoice_ids=[invoice(world, number) for number in sources],
        to={str(invoice(world, n.replace("_", "-"))): cents for n, cents in to.items()},
    )  # fmt: skip


def sums(world: World, contract: int) -> tuple[int, ...]:
    """Receivables, waiting money, the client's account: debit positive."""
    return tuple(world.balance(contract, account) for account in ("DEB", "UNAL", "CCA"))


def test_an_allocation_taken_back_gives_the_former_state_and_the_money_waits(world: World) -> None:
    contract = assigned(world, fee_billing="AT_ASSIGNMENT", interest_billing="MONTHLY")
    before = opens(world)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    assert opens(world) == [("FA-1", 0, 0), ("FA-2", SECOND, SECOND)]
    world.on = date(2026, 2, 25)
    answer = reallocate(world, contract)
    assert (answer["taken_back_cents"], answer["open_cents"]) == (FIRST, FIRST)
    # What waits lowers what the buyer owes: only the rest counts, approved within it.
    assert [row[:2] for row in opens(world)] == [row[:2] for row in before]
    assert sums(world, contract)[:2] == (FIRST + SECOND, -FIRST)
    entries = world.rows(
        "SELECT e.value_on, e.entry_on, m.amount_cents FROM entry e"
        " JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id"
        " WHERE m.item_id = %s AND m.against_id <> 0 ORDER BY e.id",
        invoice(world, "FA-1"),
    )
    assert entries == [
        (date(2026, 2, 16), date(2026, 2, 16), -FIRST),
        (date(2026, 2, 16), date(2026, 2, 25), FIRST),
    ]
    world.close()


def test_what_was_approved_comes_back_though_the_limit_was_cut_since(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    world.limit(contract, "BETA SA", SECOND)
    reallocate(world, contract, FA_2=500_000)
    # 7 000.00 wait on BETA SA's account and lower its oldest invoice, FA-1.
    assert opens(world) == [("FA-1", FIRST, FIRST - 700_000), ("FA-2", SECOND - 500_000, 250_000)]
    world.close()


def test_an_allocation_is_moved_with_its_value_date(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": SECOND, "text": "FA-2", "payer_name": "BETA SA"})
    world.on = date(2026, 2, 27)
    answer = reallocate(world, contract, "FA-2", FA_1=SECOND)
    assert answer["allocated_cents"] == SECOND
    assert [row[:2] for row in opens(world)] == [("FA-1", FIRST - SECOND), ("FA-2", SECOND)]
    values = world.rows("SELECT DISTINCT value_on FROM entry WHERE journal = 'IMP'")
    assert values == [(date(2026, 2, 16),)]
    links = world.rows("SELECT count(*) FROM entry WHERE reverses_id IS NOT NULL")
    assert links == [(1,)]
    world.close()


def test_a_tolerated_difference_is_taken_back_with_its_payment(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": FIRST - 400, "text": "FA-1", "payer_name": "BETA SA"})
    assert opens(world)[0][1] == 0
    charged = sums(world, contract)[2]
    answer = reallocate(world, contract, "FA-1")
    assert answer["taken_back_cents"] == FIRST - 400
    assert opens(world)[0][1] == FIRST
    assert sums(world, contract) == (FIRST + SECOND, -(FIRST - 400), charged - 400)
    world.close()


def test_after_thirty_days_a_second_person_must_agree(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    world.on = date(2026, 3, 18)
    assert "approval_id" not in reallocate(world, contract, "FA-1", FA_1=FIRST)
    world.on = date(2026, 3, 19)
    state = opens(world)
    asked = reallocate(world, contract, "FA-1")
    assert opens(world) == state
    with refused(world.conn, "same_person", login="anna"):
        world.approve(asked, "anna")
    assert world.approve(asked, "aron")["taken_back_cents"] == FIRST
    assert opens(world)[0][1] == FIRST


def test_without_recourse_the_guarantee_changes_and_two_people_decide(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    asked = reallocate(world, contract, "FA-1")
    assert world.approve(asked, "aron")["taken_back_cents"] == FIRST


def test_what_was_not_allocated_cannot_be_taken_back(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    with refused(world.conn, "not_allocated", invoice_id=invoice(world, "FA-2")):
        reallocate(world, contract, "FA-2")
    with refused(world.conn, "amount_too_large", most_cents=SECOND):
        reallocate(world, contract, "FA-1", FA_2=SECOND + 1)
    reallocate(world, contract, "FA-1")
    with refused(world.conn, "not_allocated", invoice_id=None):
        reallocate(world, contract)


def withdraw(world: World, contract: int, *numbers: str) -> Answer:
    return withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=contract, reason="sent twice",
        invoice_ids=[invoice(world, number) for number in numbers],
    )  # fmt: skip


def test_an_invoice_withdrawn_leaves_nothing_and_may_come_again(world: World) -> None:
    contract = assigned(world, fee_billing="AT_ASSIGNMENT")
    world.on = date(2026, 1, 16)
    before = sums(world, contract), world.available(contract)
    world.remit(contract, {"number": "FA-3", "cents": 100_000, "due_on": date(2026, 2, 20)})
    answer = withdraw(world, contract, "FA-3")
    # 0.60 % of 1 000.00 and VAT: 7.20, given back with its VAT.
    assert (answer["withdrawn_cents"], answer["fee_back_cents"]) == (100_000, 720)
    assert (sums(world, contract), world.available(contract)) == before
    charges = world.rows("SELECT code, amount_cents FROM charge ORDER BY id")[-4:]
    assert charges == [("FEE-AFF", 600), ("VAT", 120), ("FEE-AFF", -600), ("VAT", -120)]
    again = world.remit(contract, {"number": "FA-3", "cents": 100_000, "due_on": date(2026, 2, 20)})
    assert again["accepted"] == 1
    world.close()


def test_what_was_paid_in_part_is_not_withdrawn(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": 500_000, "text": "FA-1", "payer_name": "BETA SA"})
    with refused(world.conn, "invoice_paid", number="FA-1", open_cents=FIRST - 500_000,
                 payment_id=payment(world, contract)):  # fmt: skip
        withdraw(world, contract, "FA-2", "FA-1")


def test_a_withdrawn_invoice_that_was_drawn_is_owed_by_the_client(world: World) -> None:
    contract = assigned(world)
    world.on = date(2026, 1, 16)
    world.draw(contract)
    withdraw(world, contract, "FA-2")
    assert world.available(contract) == -SECOND * 9 // 10


def told(world: World, contract: int, cents: int, **more: Any) -> int:
    """Money that nobody can be told from, identified for the contract; its payment."""
    world.bank({"cents": cents, "text": "NO WORD", "payer_iban": CLIENT_IBAN})
    waits = int(world.one("SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0",
                          world.house))  # fmt: skip
    answer = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=waits, contract_id=contract,
        buyer_id=more.get("buyer_id", 0),
    )  # fmt: skip
    return int(answer["payment_id"])


def test_the_clients_repayment_ends_an_over_advance_by_its_plan(world: World) -> None:
    contract = assigned(world)
    world.on = date(2026, 1, 16)
    world.draw(contract)
    withdraw(world, contract, "FA-2")
    plan = {"2026-02-16": 300_000, "2026-03-16": 375_000}
    with refused(world.conn, "plan_wrong", owed_cents=675_000, total_cents=300_000):
        over_advance.propose_plan(world.conn, world.asked("anna"), contract_id=contract,
                                  instalments={"2026-02-16": 300_000})  # fmt: skip
    asked = over_advance.propose_plan(
        world.conn, world.asked("anna"), contract_id=contract, instalments=plan
    )
    world.approve(asked, "ada")
    world.on = date(2026, 2, 17)
    assert follow(world, contract) == [(300_000, 0, 300_000), (375_000, 0, 0)]
    waits = told(world, contract, 310_000)
    client_money.repay(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=waits, amount_cents=None
    )
    assert follow(world, contract) == [(300_000, 300_000, 0), (375_000, 10_000, 0)]
    assert sums(world, contract)[1] == 0


def test_an_instalment_that_is_late_is_told_by_the_close_until_it_is_paid(world: World) -> None:
    contract = assigned(world)
    world.on = date(2026, 1, 16)
    world.draw(contract)
    withdraw(world, contract, "FA-2")
    world.approve(over_advance.propose_plan(
        world.conn, world.asked("anna"), contract_id=contract,
        instalments={"2026-02-16": 300_000, "2026-03-16": 375_000}), "ada")  # fmt: skip
    world.on = date(2026, 2, 16)
    assert world.close()["to_look_at"]["late_instalments"]["count"] == 0
    late = world.close()["to_look_at"]["late_instalments"]
    assert late == {
        "count": 1, "sums": [{"currency": "EUR", "instalment_late_cents": 300_000}],
        "rows": [{"contract_number": "C-1", "currency": "EUR", "instalments": 1,
                  "due_on": "2026-02-16", "instalment_late_cents": 300_000}],
    }  # fmt: skip
    client_money.repay(
        world.conn, world.asked("anna"), contract_id=contract,
        payment_id=told(world, contract, 300_000), amount_cents=None,
    )  # fmt: skip
    assert world.close()["to_look_at"]["late_instalments"]["count"] == 0


def test_a_plan_is_checked_when_it_is_approved_and_does_not_outlive_its_over_advance(
    world: World,
) -> None:
    contract = assigned(world)
    world.on = date(2026, 1, 16)
    world.draw(contract)
    withdraw(world, contract, "FA-2")
    late, asked = (
        over_advance.propose_plan(world.conn, world.asked("anna"), contract_id=contract,
                                  instalments={first: 300_000, "2026-01-20": 375_000})
        for first in ("2026-01-16", "2026-01-19")
    )  # fmt: skip
    world.on = date(2026, 1, 17)
    # The charge of a day has run up; the plan's first day is over.
    closed = world.approve(late, "ada")
    assert (closed["decision"], closed["refusal"]) == ("REFUSED", "plan_wrong")
    assert (closed["facts"]["owed_cents"], closed["facts"]["on"]) == (675_176, world.on)
    world.approve(asked, "ada")
    assert waiting_approvals(world) == []
    world.on = date(2026, 1, 20)
    assert follow(world, contract)[0] == (300_000, 0, 300_000)
    # Invoices that take the over-advance down to 457.05 cure what they can of the plan...
    cures(world, contract, "FA-7", 700_000)
    assert follow(world, contract) == [(300_000, 300_000, 0), (375_000, 329_295, 0)]
    assert world.close()["to_look_at"]["late_instalments"]["count"] == 0
    # ... and a new over-advance is not of the plan.
    withdraw(world, contract, "FA-7")
    told = world.close()["to_look_at"]["late_instalments"]["sums"]
    assert told == [{"currency": "EUR", "instalment_late_cents": 45_705}]


def waiting_approvals(world: World) -> list[int]:
    told = bulk.rows(world.conn, "read_approvals", kind=None, subject_id=None)
    return [row["id"] for row in told]


def test_a_plan_ends_by_two_people_and_the_rest_is_owed_at_once(world: World) -> None:
    contract = assigned(world)
    world.on = date(2026, 1, 16)
    ask = {"contract_id": contract}
    with refused(world.conn, "plan_unknown"):
        over_advance.propose_plan_end(world.conn, world.asked("anna"), reason="why", **ask)
    world.draw(contract)
    withdraw(world, contract, "FA-2")
    world.approve(over_advance.propose_plan(
        world.conn, world.asked("anna"), **ask,
        instalments={"2026-02-16": 300_000, "2026-03-16": 375_000}), "ada")  # fmt: skip
    world.on = date(2026, 2, 17)
    client_money.repay(
        world.conn, world.asked("anna"), contract_id=contract,
        payment_id=told(world, contract, 100_000), amount_cents=None,
    )  # fmt: skip
    with refused(world.conn, "reason_missing"):
        over_advance.propose_plan_end(world.conn, world.asked("anna"), reason=" ", **ask)
    first, second = (over_advance.propose_plan_end(
        world.conn, world.asked("anna"), reason="an instalment was missed", **ask)
        for _ in range(2))  # fmt: skip
    assert first["left_cents"] == 575_000
    assert follow(world, contract) == [(300_000, 100_000, 200_000), (375_000, 0, 0)]
    with refused(world.conn, "same_person"):
        world.approve(first, "anna")
    owed = world.available(contract)
    world.approve(first, "ada")
    assert follow(world, contract) == []
    assert world.available(contract) == owed
    # The second proposal has nothing left to end: it is closed, and waits no longer.
    world.lapses(second, "plan_unknown", "ada")
    assert waiting_approvals(world) == []


def test_a_withdrawal_of_what_is_gone_is_closed_when_it_is_approved(world: World) -> None:
    """Two asked for the same; the first is done, the second changes nothing."""
    contract = assigned(world, has_recourse=False)
    first, second = (withdraw(world, contract, "FA-2") for _ in range(2))
    world.approve(first, "aron")
    before = opens(world)
    world.lapses(second, "invoice_touched", "aron")
    assert opens(world) == before
    assert waiting_approvals(world) == []
    with refused(world.conn, "already_decided"):
        world.approve(second, "aron")


def cures(world: World, contract: int, number: str, cents: int) -> None:
    world.remit(contract, {"number": number, "cents": cents, "issued_on": world.on,
                           "due_on": date(2026, 2, 20)})  # fmt: skip


def follow(world: World, contract: int) -> list[tuple[int, int, int]]:
    rows = over_advance.plans(
        bulk.rows(world.conn, "read_instalments", contract_id=contract, on=world.on),
        over_advance.owed_now(world.conn, world.asked("anna"), [contract]),
    )
    return [
        (row["instalment_cents"], row["instalment_paid_cents"], row["instalment_late_cents"])
        for row in rows
    ]


def test_there_is_no_plan_without_an_over_advance(world: World) -> None:
    contract = assigned(world)
    with refused(world.conn, "no_over_advance", available_cents=1_755_000):
        over_advance.propose_plan(
            world.conn, world.asked("anna"), contract_id=contract, instalments={"2026-03-16": 1}
        )


def test_money_of_the_clients_own_is_forwarded_after_two_business_days(world: World) -> None:
    contract = assigned(world)  # Monday 16 February
    waits = told(world, contract, 80_000, buyer_id=world.ids["BETA SA"])
    ask: dict[str, Any] = {"contract_id": contract, "payment_id": waits, "amount_cents": None,
                           "payee_account_id": None, "reason": "an invoice of before"}  # fmt: skip
    world.on = date(2026, 2, 17)
    with refused(world.conn, "forward_too_early", first_on=date(2026, 2, 18)):
        client_money.forward(world.conn, world.asked("anna"), **ask)
    world.on = date(2026, 2, 18)
    before = world.available(contract)
    asked = client_money.forward(world.conn, world.asked("anna"), **ask)
    assert (asked["amount_cents"], world.available(contract)) == (80_000, before)
    answer = world.approve(asked, "aron")
    assert (answer["purpose"], answer["amount_cents"]) == ("FORWARD", 80_000)
    # It paid 80 000 back and took 72 000 of what BETA SA owes out of the base: both are undone.
    assert world.available(contract) == before - 80_000 + 72_000
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")})
    assert sums(world, contract) == (FIRST + SECOND, 0, -(FIRST + SECOND))
    assert world.balance(contract, "TRAN") == -80_000


def test_what_a_buyer_paid_too_much_goes_back_to_him(world: World) -> None:
    contract = assigned(world)
    world.bank({"cents": FIRST + 5_000, "text": "FA-1", "payer_name": "BETA SA"})
    waits = payment(world, contract)
    beta = world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["BETA SA"], bic=None,
        iban="FR7630004000031234567890143", holder="BETA SA"))["payee_account_id"]  # fmt: skip
    exposed = world.one("SELECT unallocated_cash_cents FROM exposure")
    assert exposed == 5_000
    order = client_money.refund(
        world.conn,
        world.asked("anna"),
        contract_id=contract,
        payment_id=waits,
        amount_cents=None,
        payee_account_id=beta,
    )
    with refused(world.conn, "payment_going_back", payment_id=waits):
        client_money.refund(world.conn, world.asked("anna"), contract_id=contract,
                            payment_id=waits, amount_cents=None, payee_account_id=beta)  # fmt: skip
    world.approve(order)
    assert world.one("SELECT unallocated_cash_cents FROM exposure") == 0
    assert (world.balance(contract, "UNAL"), world.balance(contract, "TRAN")) == (0, -5_000)
    world.close()


def entry(world: World, contract: int, lines: dict[str, int]) -> Answer:
    return manual.propose_entry(
        world.conn, world.asked("aron"), contract_id=contract, lines=lines, value_on=world.on,
        reason="goodwill",
    )  # fmt: skip


def test_an_entry_by_hand_takes_two_people_and_is_reversed_once(world: World) -> None:
    contract = assigned(world, fee_billing="AT_ASSIGNMENT")
    before = sums(world, contract)
    asked = entry(world, contract, {"FEE": 2_000, "CCA": -2_000})
    with refused(world.conn, "same_person", login="aron"):
        world.approve(asked, "aron")
    booked = world.approve(asked, "ada")
    assert sums(world, contract)[2] == before[2] - 2_000
    back = manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                   entry_id=booked["entry_id"], reason="not agreed")  # fmt: skip
    world.approve(back, "ada")
    assert sums(world, contract) == before
    with refused(world.conn, "entry_reversed", entry_id=booked["entry_id"]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                entry_id=booked["entry_id"], reason="again")  # fmt: skip
    world.close()


def test_a_fee_reversed_is_reversed_on_the_bill_too(world: World) -> None:
    contract = assigned(world, fee_billing="AT_ASSIGNMENT")
    fee = world.one("SELECT id FROM entry WHERE key LIKE '%%/fee'")
    back = manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                   entry_id=fee, reason="free of charge")  # fmt: skip
    world.approve(back, "ada")
    assert world.rows("SELECT sum(amount_cents)::bigint FROM charge") == [(0,)]
    assert world.balance(contract, "FEE") == 0


@pytest.mark.parametrize(
    ("lines", "code"),
    [({"DEB": 100, "CCA": -100}, "account_not_by_hand"),
     ({"BNK": 100, "CCA": -100}, "account_not_by_hand"),
     ({"XXX": 100, "CCA": -100}, "account_not_by_hand"),
     ({"FEE": 100, "CCA": -99}, "entry_unbalanced"), ({"CCA": 0}, "entry_unbalanced")],
)  # fmt: skip
def test_what_may_not_be_booked_by_hand(world: World, lines: dict[str, int], code: str) -> None:
    contract = assigned(world)
    with refused(world.conn, code):
        entry(world, contract, lines)


def test_what_items_tell_is_not_reversed_by_hand(world: World) -> None:
    contract = assigned(world)
    first = world.one("SELECT min(id) FROM entry WHERE contract_id = %s AND journal = 'CES'",
                      contract)  # fmt: skip
    with refused(world.conn, "entry_of_items", accounts=["DEB"]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                entry_id=first, reason="no")  # fmt: skip
