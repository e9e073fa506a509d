"""Money on the wrong contract, buyer or client: moved to the right one, or back to nobody."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.collection import cash, moving, unknown_money
from comptant.operations.drawing import client_money
from comptant.operations.registry import parties
from comptant.store import bulk
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.traces import refused

B2, F3 = 500_000, 250_000


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes ALPHA SAS 5 000,00 (contract B) and GAMMA SA 2 500,00 (contract F), and has
    paid both by one transfer whose text names no one."""
    opened = open_world(writer)
    add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    for number, client, login, invoice, cents in (
        ("B", "ALPHA SAS", "alice", "B-2", B2), ("F", "GAMMA SA", "cora", "F-3", F3),
    ):  # fmt: skip
        opened.ids[number] = opened.contract(number, client=client)
        opened.limit(opened.ids[number], "BETA SA", 5_000_000)
        mine = opened.users["alice"]
        opened.users["alice"] = opened.users[login]
        opened.remit(opened.ids[number],
                     {"number": invoice, "cents": cents, "due_on": date(2026, 2, 10)})  # fmt: skip
        opened.users["alice"] = mine
    opened.on = date(2026, 2, 16)
    opened.bank({"cents": B2 + F3, "text": "REGLEMENT", "payer_name": "TRESORERIE GROUPE"})
    return opened


def waiting(world: World, contract: int) -> int:
    """The only payment that waits on a contract."""
    return int(world.one(
        "SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0", contract))  # fmt: skip


def identify(world: World, number: str, cents: int | None = None, buyer: str = "BETA SA") -> Answer:
    return unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=waiting(world, world.house),
        contract_id=world.ids[number], buyer_id=world.ids[buyer] if buyer else 0,
        amount_cents=cents,
    )  # fmt: skip


def move(
    world: World, payment: int, to: str | None, cents: int | None = None, *, of: str = "B",
    buyer: str = "BETA SA", reason: str = "named the wrong client",
) -> Answer:  # fmt: skip
    return moving.move_payment(
        world.conn, world.asked("anna"), contract_id=world.ids[of], payment_id=payment,
        to_contract_id=world.ids[to] if to else None, buyer_id=world.ids[buyer] if buyer else 0,
        amount_cents=cents, reason=reason,
    )  # fmt: skip


def delta_too(world: World) -> None:
    """DELTA SARL is a buyer of the contract B as well."""
    world.limit(world.ids["B"], "DELTA SARL", 100_000)
    world.remit(world.ids["B"], {"number": "B-9", "cents": 70_000, "buyer": "DELTA SARL"})


def payments(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT contract_id, amount_cents, open_cents, moved_cents, value_on"
                      " FROM payment ORDER BY id")  # fmt: skip


def links(world: World, key: str) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT e.contract_id, e.value_on, m.item_id, m.against_id, m.amount_cents"
        " FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id"
        " WHERE e.key LIKE %s ORDER BY e.id", key,
    )  # fmt: skip


def test_one_transfer_pays_the_invoices_of_two_clients_by_hand(world: World) -> None:
    first = identify(world, "B", B2)
    second = identify(world, "F", F3)
    assert [(one["amount_cents"], one["allocated_cents"]) for one in (first, second)] == [
        (B2, B2), (F3, F3)]  # fmt: skip
    assert world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id") == [
        ("B-2", 0), ("F-3", 0)]  # fmt: skip
    day = date(2026, 2, 16)
    assert payments(world) == [
        (world.house, B2 + F3, 0, B2 + F3, day), (world.ids["B"], B2, 0, 0, day),
        (world.ids["F"], F3, 0, 0, day)]  # fmt: skip
    assert world.balance(world.house, "UNAL") == 0


def test_no_more_is_identified_than_waits(world: World) -> None:
    with refused(world.conn, "amount_too_large", most_cents=B2 + F3):
        identify(world, "B", B2 + F3 + 1)
    with refused(world.conn, "amount_too_large"):
        identify(world, "B", 0)


def test_money_on_the_wrong_client_moves_to_the_right_one_by_two_people(world: World) -> None:
    world.bank({"cents": 110_000, "text": "DIVERS", "payer_name": "ZZZ"})
    wrong = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one(
            "SELECT id FROM payment WHERE amount_cents = 110000"),
        contract_id=world.ids["B"], buyer_id=world.ids["BETA SA"],
    )["payment_id"]  # fmt: skip
    before = {number: world.available(world.ids[number]) for number in ("B", "F")}
    world.on = date(2026, 2, 20)
    asked = move(world, wrong, "F")
    assert set(asked) == {"payment_id", "approval_id", "amount_cents"}
    assert waiting(world, world.ids["B"]) == wrong, "nothing is done yet"
    done = world.approve(asked, "aron")
    assert (done["amount_cents"], done["to_contract_id"]) == (110_000, world.ids["F"])
    day, new = date(2026, 2, 16), done["payment_id"]
    assert links(world, "moved/%%") == [
        (world.ids["B"], day, wrong, new, 110_000),
        (world.ids["F"], day, new, wrong, -110_000),
    ]
    # Of 1 100,00 that lowered the exposure of the one, 90 % is no longer advanced by the other.
    assert world.available(world.ids["B"]) == before["B"] - 110_000 + 99_000
    assert world.available(world.ids["F"]) == before["F"] + 110_000 - 99_000
    assert world.balance(world.ids["B"], "UNAL") == 0
    assert world.balance(world.ids["F"], "UNAL") == -110_000
    linked = sum(world.balance(one, "LINK") for one in (world.house, *map(world.ids.get, "BF")))
    assert linked == 0
    ids = [world.ids["B"], world.ids["F"]]
    assert bulk.rows(world.conn, "contradictions", ids=ids, whole=True) == []


def test_whose_money_moves_another_agrees_and_only_to_what_still_waits(world: World) -> None:
    wrong = identify(world, "B", F3, buyer="")["payment_id"]
    asked = move(world, wrong, "F")
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    cash.allocate(
        world.conn, world.asked("anna"), contract_id=world.ids["B"], payment_id=wrong,
        invoices={str(world.one("SELECT id FROM invoice WHERE invoice_number = 'B-2'")): 100_000},
    )  # fmt: skip
    with refused(world.conn, "amount_too_large", amount_cents=F3, most_cents=F3 - 100_000):
        world.approve(asked, "aron")


def test_a_part_moves_back_to_nobody_and_is_identified_again(world: World) -> None:
    wrong = identify(world, "B", buyer="")["payment_id"]
    world.approve(move(world, wrong, None, F3, buyer=""), "aron")
    assert waiting(world, world.ids["B"]) == wrong
    assert world.balance(world.house, "UNAL") == -F3
    assert identify(world, "F")["allocated_cents"] == F3
    assert world.balance(world.house, "UNAL") == 0
    assert [row[1:4] for row in payments(world)] == [
        (B2 + F3, 0, B2 + F3), (B2 + F3, B2, F3), (F3, 0, F3), (F3, 0, 0)]  # fmt: skip


def test_a_buyer_of_the_same_contract_is_put_right_by_one_person_within_30_days(
    world: World,
) -> None:
    delta_too(world)
    wrong = identify(world, "B", 100_000)["payment_id"]
    done = move(world, wrong, "B", 40_000, buyer="DELTA SARL")
    assert "approval_id" not in done
    assert world.rows("SELECT buyer_id, unallocated_cash_cents FROM exposure WHERE contract_id = %s"
                      " AND unallocated_cash_cents <> 0 ORDER BY 2", world.ids["B"]) == [
        (world.ids["DELTA SARL"], 40_000), (world.ids["BETA SA"], 60_000)]  # fmt: skip
    world.on = date(2026, 3, 19)
    assert "approval_id" in move(world, wrong, "B", 10_000, buyer="DELTA SARL")


def test_where_the_factor_bears_the_buyer_s_risk_the_buyer_changes_by_two_people(
    world: World,
) -> None:
    world.amend(world.ids["B"], {"has_recourse": False})
    delta_too(world)
    wrong = identify(world, "B", 100_000)["payment_id"]
    assert "approval_id" in move(world, wrong, "B", buyer="DELTA SARL")


def test_what_was_drawn_on_the_wrong_money_shows_as_an_over_advance(world: World) -> None:
    wrong = identify(world, "B", F3)["payment_id"]
    assert world.available(world.ids["B"]) > 450_000
    world.draw(world.ids["B"])
    assert world.available(world.ids["B"]) == 0
    world.approve(move(world, wrong, "F"), "aron")
    assert world.available(world.ids["B"]) == -25_000


def test_both_charges_are_put_right_from_the_value_date(world: World) -> None:
    """1 000,00 lowered the use of the wrong client from 16/02: 13 days of February at
    3.615 %: 2.61 of 2 000,00 becomes 3.92 of 3 000,00, and 2.61 becomes 1.31 of 1 000,00."""
    wrong = identify(world, "B", 100_000)["payment_id"]
    mine = world.users["alice"]
    for number, login, cents in (("B", "alice", 300_000), ("F", "cora", 200_000)):
        world.users["alice"] = world.users[login]
        world.amend(world.ids[number], {"interest_billing": "MONTHLY"})
        if login == "cora":
            world.approve(parties.propose_payee_account(
                world.conn, world.asked("alice"), party_id=world.ids["GAMMA SA"], bic=None,
                iban="FR7630001007941234567890185", holder="GAMMA SA"))  # fmt: skip
        world.draw(world.ids[number], cents)
    world.users["alice"] = mine
    world.close(date(2026, 3, 2))
    world.on = date(2026, 3, 3)
    world.approve(move(world, wrong, "F"), "aron")
    world.close(date(2026, 3, 4))
    assert world.rows("SELECT contract_id, base_cents, amount_cents FROM charge"
                      " WHERE corrects_id IS NOT NULL ORDER BY 1") == [
        (world.ids["B"], 100_000, 131), (world.ids["F"], -100_000, -130)]  # fmt: skip


def test_what_is_left_of_money_of_which_a_part_went_back_moves(world: World) -> None:
    wrong = identify(world, "B", F3, buyer="BETA SA")["payment_id"]
    beta = world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["BETA SA"], bic=None,
        iban="FR7630004000031234567890143", holder="BETA SA"))["payee_account_id"]  # fmt: skip
    order = client_money.refund(
        world.conn, world.asked("anna"), contract_id=world.ids["B"], payment_id=wrong,
        amount_cents=100_000, payee_account_id=beta,
    )  # fmt: skip
    with refused(world.conn, "payment_going_back", payment_id=wrong):
        move(world, wrong, "F")
    world.approve(order)
    moved = world.approve(move(world, wrong, "F"), "aron")
    assert moved["amount_cents"] == F3 - 100_000
    assert payments(world)[1][1:4] == (F3, 0, F3 - 100_000)


def test_a_move_asks_for_the_house_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    delta_too(world)
    wrong = identify(world, "B", F3)["payment_id"]
    asked = []

    def row(conn: psycopg.Connection, name: str, **told: Any) -> Any:
        asked.append(name)
        return bulk.row(conn, name, **told)

    monkeypatch.setattr(moving, "bulk", SimpleNamespace(
        row=row, rows=bulk.rows, take_ids=bulk.take_ids))  # fmt: skip
    assert move(world, wrong, "B", buyer="DELTA SARL")["amount_cents"] == F3
    assert asked == ["house"]


def test_what_cannot_move_is_refused_and_says_why(world: World) -> None:
    unknown = waiting(world, world.house)
    wrong = identify(world, "B", F3)["payment_id"]
    with refused(world.conn, "payment_there", payment_id=wrong):
        move(world, wrong, "B")
    with refused(
        world.conn,
        "buyer_not_of_contract",
        buyer_name="DELTA SARL",
        buyer_id=world.ids["DELTA SARL"],
        contract_number="F",
    ):
        move(world, wrong, "F", buyer="DELTA SARL")
    with refused(world.conn, "nobody_has_no_buyer", payment_id=wrong):
        move(world, wrong, None)
    with refused(world.conn, "amount_too_large", amount_cents=F3 + 1, most_cents=F3):
        move(world, wrong, "F", F3 + 1)
    with refused(world.conn, "reason_missing"):
        move(world, wrong, "F", reason=" ")
    with refused(world.conn, "payment_unknown", payment_id=wrong):
        move(world, wrong, "B", of="F")
    with refused(world.conn, "payment_placed", payment_id=wrong, contract_number="B"):
        unknown_money.identify(world.conn, world.asked("anna"), payment_id=wrong,
                               contract_id=world.ids["F"], buyer_id=0)  # fmt: skip
    world.ids["HOUSE"] = world.house
    with refused(world.conn, "payment_of_nobody", payment_id=unknown):
        move(world, unknown, "F", of="HOUSE")


@pytest.mark.parametrize("takes", ["before", "after"])
def test_the_bank_takes_back_a_transfer_that_has_moved(world: World, takes: str) -> None:
    world.bank({"cents": 90_000, "text": "RCL-77", "payer_name": "ZZZ", "bank_reference": "R77"})
    received = world.one("SELECT id FROM payment WHERE amount_cents = 90000")
    known = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=received, contract_id=world.ids["B"],
        buyer_id=world.ids["BETA SA"], amount_cents=60_000,
    )["payment_id"]  # fmt: skip
    if takes == "after":
        world.approve(move(world, known, "F", 20_000), "aron")
    world.on = date(2026, 2, 18)
    world.bank({"cents": -90_000, "text": "RCL-77", "bank_reference": "R77", "is_reversal": True})
    assert world.balance(world.house, "SUSP") == 0
    for contract in (world.ids["B"], world.ids["F"]):
        assert world.balance(contract, "UNAL") == 0
    assert world.rows("SELECT sum(p.open_cents) FROM payment p JOIN payment r"
                      " USING (bank_movement_id) WHERE r.id = %s", received) == [(0,)]  # fmt: skip


def test_a_payer_is_known_by_what_was_put_right_not_by_the_slip(world: World) -> None:
    iban = "FR7630004000031234567890143"
    world.bank({"cents": 90_000, "text": "UN", "payer_name": "ZZZ", "payer_iban": iban})
    slip = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one(
            "SELECT id FROM payment WHERE amount_cents = 90000"),
        contract_id=world.ids["B"], buyer_id=world.ids["BETA SA"],
    )["payment_id"]  # fmt: skip
    world.approve(move(world, slip, "F"), "aron")
    world.bank({"cents": 80_000, "text": "DEUX", "payer_name": "ZZZ", "payer_iban": iban})
    assert world.one("SELECT contract_id FROM payment WHERE amount_cents = 80000") == (
        world.ids["F"])  # fmt: skip
