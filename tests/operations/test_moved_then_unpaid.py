"""An instrument that comes back unpaid after its money was moved: it is followed to every home that
it has had, and comes back from there, or is claimed where it has gone."""

import random
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.banking import collected, debits
from comptant.operations.closing import manual
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, moving, undoing, unknown_money
from comptant.operations.drawing import client_money
from comptant.operations.registry import parties
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.instruments import BETA_IBAN, back, cheque, invoice, remit
from tests.traces import refused, takes_its_turn

CHEQUE = 1_500_000
SETTLED_ON = date(2026, 1, 20)
LEFT_ON = date(2026, 1, 26)
WHY = "known for years"
ACCOUNTS = ("BNK", "TRAN", "COLL", "INCO", "UNAL", "DEB", "DEBD", "CCA", "LINK")
# What a contract's invoice of BETA SA is, and whether its client answers for the buyer.
CONTRACTS = {"C-1": ("ALPHA SAS", "FA-1", 1_200_000, True),
             "C-2": ("GAMMA SA", "FB-1", 500_000, True),
             "C-3": ("ALPHA SAS", "FC-1", 400_000, False)}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """Three contracts of two clients, each with an invoice of BETA SA; a cheque of 15 000.00 of
    BETA SA received under C-1, credited and settled, that pays nothing yet."""
    opened = open_world(writer)
    add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    alice = opened.users["alice"]
    for number, (client, name, cents, has_recourse) in CONTRACTS.items():
        opened.ids[number] = contract = opened.contract(
            number, client=client, fee_ppm=0, is_interest_reserved=False,
            has_recourse=has_recourse)  # fmt: skip
        opened.limit(contract, "BETA SA", 5_000_000)
        opened.users["alice"] = opened.users["cora"] if client == "GAMMA SA" else alice
        opened.remit(contract, {"number": name, "cents": cents, "due_on": date(2026, 3, 31)})
        opened.users["alice"] = alice
    for party, iban in (("BETA SA", BETA_IBAN), ("GAMMA SA", "DE89370400440532013000")):
        asked = parties.propose_payee_account(
            opened.conn, opened.asked("anna"), party_id=opened.ids[party], holder=party, bic=None,
            iban=iban)  # fmt: skip
        opened.ids[f"payee {party}"] = opened.approve(asked)["payee_account_id"]
    entered = cheque(opened, opened.ids["C-1"], CHEQUE)
    opened.ids["cheque"] = entered["instrument_id"]
    remit(opened)
    opened.close(SETTLED_ON)
    opened.on = SETTLED_ON
    assert opened.bank({"cents": CHEQUE, "text": "REMISE CHEQUES"})["collected"] == 1
    opened.close(LEFT_ON - timedelta(days=1))
    opened.on = LEFT_ON
    opened.ids["payment"] = opened.one("SELECT id FROM payment")
    return opened


def asked_by(world: World, contract: str, payment: int, **more: Any) -> dict[str, Any]:
    return {"contract_id": world.ids[contract], "payment_id": payment, **more}


def moved(world: World, payment: int, cents: int | None, to: str | None, of: str = "C-1") -> int:
    """So much moved to a contract, or to nobody, by two people where it takes two; the payment."""
    told = moving.move_payment(
        world.conn, world.asked("anna"), amount_cents=cents, reason="theirs",
        to_contract_id=world.ids[to] if to else None,
        buyer_id=world.ids["BETA SA"] if to else 0, **asked_by(world, of, payment))  # fmt: skip
    if "approval_id" in told:
        told = world.approve(told, "aron")
    return int(told["payment_id"])


def allocated(world: World, contract: str, payment: int, cents: int) -> None:
    name = CONTRACTS[contract][1]
    cash.allocate(world.conn, world.asked("anna"),
                  **asked_by(world, contract, payment,
                             invoices={str(invoice(world, name)): cents}))  # fmt: skip


def refund(world: World, contract: str, payment: int, cents: int | None) -> Answer:
    return client_money.refund(
        world.conn, world.asked("anna"), amount_cents=cents, reason=WHY,
        payee_account_id=world.ids["payee BETA SA"],
        **asked_by(world, contract, payment))  # fmt: skip


def refunded(world: World, contract: str, payment: int, cents: int | None) -> Answer:
    order = refund(world, contract, payment, cents)
    world.approve(order, "ada")
    return order


def forwarded(world: World, contract: str, payment: int, cents: int | None) -> Answer:
    return world.approve(client_money.forward(
        world.conn, world.asked("anna"), amount_cents=cents, payee_account_id=None, reason=WHY,
        **asked_by(world, contract, payment)), "aron")  # fmt: skip


def repaid(world: World, contract: str, payment: int, cents: int | None) -> Answer:
    """The cheque was the client's own, two people say."""
    return world.approve(client_money.repay(
        world.conn, world.asked("anna"), amount_cents=cents, reason=WHY,
        **asked_by(world, contract, payment)), "aron")  # fmt: skip


def identified(world: World, payment: int, cents: int | None, contract: str, buyer: int) -> int:
    return int(unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=payment, contract_id=world.ids[contract],
        buyer_id=buyer, amount_cents=cents)["payment_id"])  # fmt: skip


def returned(world: World, payment: int) -> Answer:
    """All that waits of nobody's money goes to BETA SA."""
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payment_id=payment, reason=WHY,
        payee_account_id=world.ids["payee BETA SA"])  # fmt: skip
    world.approve(order, "ada")
    return order


def unpaid(world: World, by: str = "hand") -> Answer:
    """The cheque is told unpaid: by a letter of the bank, or by its statement."""
    if by == "hand":
        return back(world, {"contract_id": world.ids["C-1"], "instrument_id": world.ids["cheque"]})
    told = world.bank({"cents": -CHEQUE, "text": "CHEQUE IMPAYE 1234567"})
    assert (told["unpaid"], told["debits_to_explain"]) == (1, 0)
    return told


def books(world: World, contract: str) -> dict[str, int]:
    id_ = world.house if contract == "HOUSE" else world.ids[contract]
    told = {account: world.balance(id_, account) for account in ACCOUNTS}
    return {account: cents for account, cents in told.items() if cents}


def owed(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT invoice_number, open_cents, due_on FROM invoice ORDER BY id")


ALL_OWED = [(name, cents, date(2026, 3, 31)) for _, name, cents, _ in CONTRACTS.values()]


def check(world: World) -> None:
    """Ledger and sub-ledgers agree over the whole history; nothing of the cheque is anywhere."""
    assert contradictions_of_house(world.conn) == []
    assert world.one("SELECT count(*) FROM payment WHERE open_cents > 0") == 0
    assert world.one("SELECT sum(amount_cents)::bigint FROM balance WHERE account = 'LINK'") == 0
    (whole,) = world.rows("SELECT amount_cents, moved_cents FROM payment WHERE id = %s",
                          world.ids["payment"])  # fmt: skip
    assert whole == (CHEQUE, 0)


def everywhere(world: World) -> dict[str, int]:
    """The money split among the three contracts and nobody, used in every way; the payments."""
    first = world.ids["payment"]
    two = moved(world, first, 400_000, "C-2")
    three = moved(world, first, 300_000, "C-3")
    again = moved(world, moved(world, first, 250_000, "C-2"), None, "C-1", of="C-2")
    nobody = moved(world, first, 150_000, None)
    onward = identified(world, nobody, 60_000, "C-2", 0)
    allocated(world, "C-1", first, 350_000)  # 50 000 of it wait
    allocated(world, "C-1", again, 250_000)
    allocated(world, "C-2", two, 200_000)
    allocated(world, "C-3", three, 100_000)
    return {"two": two, "three": three, "nobody": nobody, "onward": onward}


@pytest.mark.parametrize("by", ["hand", "bank"])
def test_money_that_waits_or_pays_comes_back_from_every_home(world: World, by: str) -> None:
    charged = {number: world.balance(world.ids[number], "CCA") for number in CONTRACTS}
    everywhere(world)
    assert [row[1] for row in owed(world)] == [600_000, 300_000, 300_000]
    unpaid(world, by)
    assert owed(world) == ALL_OWED
    assert world.rows("SELECT approved_cents FROM invoice ORDER BY id") == [
        (cents,) for _, _, cents, _ in CONTRACTS.values()]  # fmt: skip
    for number, (_, _, cents, _) in CONTRACTS.items():
        waits = {} if by == "bank" or number != "C-1" else {"BNK": CHEQUE, "COLL": -CHEQUE}
        had = {"CCA": charged[number]} if charged[number] else {}
        assert books(world, number) == {**waits, "DEB": cents, **had}
        assert world.available(world.ids[number]) == cents * 9 // 10
    assert books(world, "HOUSE") == {}
    check(world)
    # In none of them has any value date changed: all came and went with that of the cheque.
    assert world.rows("SELECT contract_id, value_on, sum(amount_cents)::bigint FROM balance"
                      " WHERE account IN ('UNAL', 'LINK') GROUP BY 1, 2"
                      " HAVING sum(amount_cents) <> 0") == []  # fmt: skip
    if by == "hand":
        world.on = LEFT_ON
        told = world.bank({"cents": -CHEQUE, "text": "CHEQUE IMPAYE 1234567"})
        assert told["unpaid"] == 1
    world.close(LEFT_ON + timedelta(days=2))
    assert books(world, "C-1").get("BNK", 0) == 0


@pytest.mark.parametrize("by", ["hand", "bank"])
def test_what_has_gone_is_claimed_of_whoever_had_it_where_it_had_gone(
    world: World, by: str
) -> None:
    """Refunded: of the client where he answers for the buyer, else of the buyer. Passed on, or
    credited as his own: of the client. Sent back by the house: as if by the contract it was of."""
    at = everywhere(world)
    charged = {number: world.balance(world.ids[number], "CCA") for number in CONTRACTS}
    refunded(world, "C-2", at["two"], 70_000)
    refunded(world, "C-3", at["three"], 80_000)
    forwarded(world, "C-3", at["three"], 50_000)
    repaid(world, "C-2", at["onward"], 20_000)
    returned(world, at["nobody"])  # the 90 000 that are nobody's still
    world.payout()
    told = unpaid(world, by)
    if by == "hand":
        assert (told["charged_cents"], told["claimed_cents"]) == (
            70_000 + 50_000 + 20_000 + 90_000, 80_000)  # fmt: skip
    assert owed(world) == ALL_OWED
    gone = {"C-1": 90_000, "C-2": 70_000 + 20_000 - 20_000, "C-3": 50_000 - 50_000}
    assert {number: world.balance(world.ids[number], "CCA") - charged[number]
            for number in CONTRACTS} == gone  # fmt: skip
    assert [world.balance(world.ids[number], "DEBD") for number in CONTRACTS] == [0, 0, 80_000]
    check(world)
    # Nothing was lost: what our bank has less is what clients and buyers owe, and no more.
    assert world.balance(world.house, "TRAN") == -90_000
    assert [world.balance(world.ids[number], "TRAN") for number in CONTRACTS] == [
        0, -70_000, -80_000]  # fmt: skip
    world.close(LEFT_ON)


def claimed(world: World) -> int:
    """Of the cheque 3 000.00 had gone to C-3 and back to BETA SA, who owes them; 2 500.00 of BETA
    SA's have come and wait there: the payment."""
    three = moved(world, world.ids["payment"], 300_000, "C-3")
    refunded(world, "C-3", three, None)
    world.payout()
    unpaid(world)
    assert books(world, "C-3")["DEBD"] == 300_000
    world.bank({"cents": 250_000, "text": "sorry", "payer_name": "BETA SA"})
    came = int(world.one("SELECT id FROM payment WHERE open_cents > 0"))
    return identified(world, came, None, "C-3", world.ids["BETA SA"])


def pay(world: World, contract: str, payment: int, cents: int | None = None) -> Answer:
    return client_money.pay_claim(
        world.conn, world.asked("anna"), instrument_id=world.ids["cheque"], amount_cents=cents,
        **asked_by(world, contract, payment))  # fmt: skip


def undo(world: World, entry_id: int, contract: str = "C-3") -> Answer:
    return undoing.undo_entry(world.conn, world.asked("anna"), contract_id=world.ids[contract],
                              entry_id=entry_id, invoice_ids=[], reason="another one")  # fmt: skip


def test_a_claim_is_paid_on_the_contract_where_the_money_had_gone(world: World) -> None:
    payment = claimed(world)
    paid = pay(world, "C-3", payment, 100_000)
    assert (paid["paid_cents"], paid["left_cents"]) == (100_000, 200_000)
    assert books(world, "C-3")["DEBD"] == 200_000
    elsewhere = moved(world, payment, 50_000, "C-1", of="C-3")
    with refused(world.conn, "claim_unknown", instrument_id=world.ids["cheque"]):
        pay(world, "C-1", elsewhere)
    assert contradictions_of_house(world.conn) == []


def test_a_claim_paid_by_mistake_is_undone_by_two_people_and_paid_again(world: World) -> None:
    payment = claimed(world)
    told = [pay(world, "C-3", payment, cents)["entry_id"] for cents in (100_000, 150_000)]
    assert books(world, "C-3")["DEBD"] == 50_000
    with refused(world.conn, "entry_to_undo", entry_id=told[0]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.ids["C-3"],
                                entry_id=told[0], reason="slip")  # fmt: skip
    asked = undo(world, told[0])
    assert asked["amount_cents"] == 100_000
    assert books(world, "C-3")["DEBD"] == 50_000
    world.approve(asked, "aron")
    assert books(world, "C-3")["DEBD"] == 150_000
    assert world.rows("SELECT open_cents FROM payment WHERE id = %s", payment) == [(100_000,)]
    with refused(world.conn, "entry_reversed", entry_id=told[0]):
        undo(world, told[0])
    assert contradictions_of_house(world.conn) == []
    assert pay(world, "C-3", payment)["left_cents"] == 50_000
    world.close(LEFT_ON)


def test_a_claim_whose_payment_was_unpaid_too_is_owed_again_and_not_undone(world: World) -> None:
    """And so is what was passed on of an unpaid item: the client was charged with it."""
    three = moved(world, world.ids["payment"], 300_000, "C-3")
    passed_on = forwarded(world, "C-3", three, 50_000)
    refunded(world, "C-3", three, None)
    world.payout()
    unpaid(world)
    with refused(world.conn, "entry_unpaid_since", entry_id=passed_on["entry_id"],
                 payment_id=three):  # fmt: skip
        undo(world, passed_on["entry_id"])
    second = cheque(world, world.ids["C-3"], 250_000, "7654321")
    remit(world)
    world.close(LEFT_ON + timedelta(days=7))
    payment = int(world.one("SELECT max(id) FROM payment"))
    paid = pay(world, "C-3", payment)
    asked = undo(world, paid["entry_id"])
    back(world, second)
    assert books(world, "C-3")["DEBD"] == 250_000
    with refused(world.conn, "entry_unpaid_since", entry_id=paid["entry_id"], payment_id=payment):
        undo(world, paid["entry_id"])
    world.lapses(asked, "entry_unpaid_since", "aron")
    assert contradictions_of_house(world.conn) == []


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_done_with_its_money_nothing_is_lost_nor_twice(
    world: World, seed: int
) -> None:
    """A history of random moves and uses; then the cheque is unpaid, by hand or by the bank. The
    house has neither gained nor lost by it, and nothing of it is anywhere."""
    chance = random.Random(seed)
    moved(world, world.ids["payment"], chance.randint(CHEQUE // 4, CHEQUE // 2), "C-2")
    for _ in range(24):
        assert anything(world, chance) in UNLESS
        if chance.random() < 0.1:
            world.payout()
    had = all_of_it(world)
    unpaid(world, chance.choice(["hand", "bank"]))
    check(world)
    assert owed(world) == ALL_OWED
    assert all_of_it(world) == had
    world.close(LEFT_ON + timedelta(days=1))


@pytest.mark.parametrize("seed", range(8))
def test_a_return_undone_leaves_all_where_it_was(world: World, seed: int) -> None:
    """The same, told unpaid by mistake and undone, then truly unpaid. A released order that the
    return has cancelled stays cancelled: its money waits where it had waited."""
    chance = random.Random(100 + seed)
    moved(world, world.ids["payment"], chance.randint(CHEQUE // 4, CHEQUE // 2), "C-2")
    for _ in range(24):
        assert anything(world, chance) in UNLESS
        if chance.random() < 0.1:
            world.payout()
    had, before, invoices = all_of_it(world), homes(world), owed(world)
    unpaid(world)
    cancelled = {(contract, item): cents for contract, item, cents in world.rows(
        "SELECT o.contract_id, o.item_id, sum(o.amount_cents)::bigint FROM payment_order o"
        " JOIN payment_order_step s ON s.contract_id = o.contract_id AND s.order_id = o.id"
        " AND s.step = 'REJECTED' AND o.purpose <> 'FORWARD'"
        " WHERE s.act_id = (SELECT max(id) FROM act) GROUP BY 1, 2")}  # fmt: skip
    entry = world.one("SELECT entry_id FROM instrument_step WHERE step = 'RETURNED'")
    world.approve(undo(world, entry, "C-1"), "aron")
    assert homes(world) == {
        key: (waits + cancelled.get(key, 0), gone) for key, (waits, gone) in before.items()
    }
    assert (owed(world), all_of_it(world)) == (invoices, had)
    assert world.one("SELECT coalesce(sum(amount_cents), 0)::bigint FROM balance"
                     " WHERE account IN ('DEBD', 'LINK')") == 0  # fmt: skip
    assert contradictions_of_house(world.conn) == []
    unpaid(world, chance.choice(["hand", "bank"]))
    check(world)
    assert (owed(world), all_of_it(world)) == (ALL_OWED, had)
    world.close(LEFT_ON + timedelta(days=1))


def homes(world: World) -> dict[tuple[int, int], tuple[int, int]]:
    """What of each payment waits, and what of it is elsewhere."""
    return {(contract, id_): (waits, gone) for contract, id_, waits, gone in world.rows(
        "SELECT contract_id, id, open_cents, moved_cents FROM payment")}  # fmt: skip


UNLESS = frozenset({"", "payment_there", "payment_going_back", "buyers_money",
                    "amount_too_large", "buyer_unnamed", "invoice_unknown"})  # fmt: skip
WAITING = """SELECT p.id, p.open_cents, k.number, k.is_house FROM payment p
    JOIN contract k ON k.id = p.contract_id WHERE p.open_cents > 0 ORDER BY p.id"""


def anything(world: World, chance: random.Random) -> str:
    """Something happens to a part of what waits somewhere, or is refused: by which code."""
    waits = world.rows(WAITING)
    try:
        if waits:
            something(world, chance, *chance.choice(waits))
    except Refused as refusal:
        return refusal.code
    return ""


def something(
    world: World, chance: random.Random, payment: int, open_cents: int, number: str, is_house: bool
) -> None:
    cents = chance.randint(1, open_cents)
    what = chance.choice(["move", "move", "move", "allocate", "give", "forward", "repay"])
    if is_house and what == "give":
        returned(world, payment)
    elif is_house:
        identified(world, payment, cents, chance.choice(list(CONTRACTS)),
                   chance.choice([0, world.ids["BETA SA"]]))  # fmt: skip
    elif what == "move":
        moved(world, payment, cents, chance.choice([*CONTRACTS, None]), of=number)
    elif what == "allocate":
        allocated(world, number, payment, cents)
    elif what == "give":
        order = refund(world, number, payment, cents)
        if chance.random() < 0.7:
            world.approve(order, "ada")
    elif what == "forward":
        forwarded(world, number, payment, cents)
    else:
        repaid(world, number, payment, cents)


def all_of_it(world: World) -> int:
    """What all have: the bank, what is under way, debtors and clients, and what waits."""
    return int(world.one("SELECT sum(amount_cents)::bigint FROM balance WHERE account = ANY (%s)",
                         [*ACCOUNTS, "SUSP"]))  # fmt: skip


def test_what_was_explained_as_a_debit_of_the_bank_stands_in_the_way(world: World) -> None:
    two = moved(world, world.ids["payment"], 400_000, "C-2")
    world.bank({"cents": -100_000, "text": "WHO KNOWS"})
    debit = int(world.one("SELECT max(id) FROM bank_movement"))
    asked = debits.explain_debit(
        world.conn, world.asked("aron"), movement_id=debit, account=None, payment_ids=[two],
        order_ids=[], reason="this one")  # fmt: skip
    told = world.approve(asked, "ada")
    with refused(world.conn, "instrument_money_used", payment_id=two, contract_number="C-2"):
        unpaid(world)
    missed = world.bank({"cents": -CHEQUE, "text": "CHEQUE IMPAYE 1234567"})
    assert (missed["unpaid"], missed["debits_to_explain"]) == (0, 1)
    waits = int(world.one("SELECT max(id) FROM bank_movement"))
    world.approve(manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=world.house, entry_id=told["entry_id"],
        reason="it was not"), "ada")  # fmt: skip
    back(world, {"contract_id": world.ids["C-1"], "instrument_id": world.ids["cheque"]}, waits)
    check(world)
    assert owed(world) == ALL_OWED


def test_it_takes_its_turn_before_it_looks_where_the_money_is(
    world: World, connect_to: Any
) -> None:
    moved(world, world.ids["payment"], 400_000, "C-2")
    takes_its_turn(connect_to, world.asked("tania"), lambda: unpaid(world))
    check(world)


def test_money_of_a_cheque_is_no_credit_of_our_bank(world: World) -> None:
    nobody = moved(world, world.ids["payment"], 150_000, None)
    cheque(world, world.ids["C-1"], 150_000, "7654321")
    sent = remit(world)
    with refused(world.conn, "credit_of_instrument", payment_id=nobody):
        collected.settle_collection(
            world.conn, world.asked("tania"), collection_id=sent["collection_id"],
            payment_id=nobody, instrument_ids=[])  # fmt: skip
