"""Penalties of buyers claimed: a receivable of its own, ours or the client's, paid, waived, undone.
Source: DOMAIN §5.3, W5-2 to W5-4."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, penalty_payments, undoing
from comptant.operations.drawing.preview import preview
from comptant.operations.registry import parties
from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.operations.risk import disputes
from comptant.rules.penalties import INDEX
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

DUE, PAID = date(2026, 3, 16), date(2026, 5, 5)  # W5-2
ACCOUNTS = ("PEN", "PENI", "PENC", "UNAL", "BNK")


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 12 000.00 due on 16 March and paid on 5 May; FA-2 of 3 000.00, due then and open."""
    opened = open_world(writer)
    opened.rate(INDEX, 21_500, date(2026, 1, 1))
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "FA-1", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-2", "cents": 300_000, "due_on": DUE})  # fmt: skip
    opened.on = PAID
    opened.bank({"cents": 1_200_000, "text": "FA-1", "payer_name": "BETA SA"})
    return opened


def claim(world: World, *numbers: str, **said: Any) -> Answer:
    ids = [world.one("SELECT id FROM invoice WHERE invoice_number = %s", one) for one in numbers]
    return claim_penalties(
        world.conn,
        world.asked("anna"),
        **{"contract_id": world.ids["C"], "buyer_id": None, "invoice_ids": ids, **said},
    )


def pay(world: World, cents: int, penalties: dict[str, int] | None = None) -> Answer:
    world.bank({"cents": cents, "text": "merci", "payer_name": "BETA SA"})
    waiting = world.one("SELECT max(id) FROM payment WHERE open_cents > 0")
    return penalty_payments.pay_penalties(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=waiting,
        penalties=penalties or {},
    )  # fmt: skip


def books(world: World) -> dict[str, int]:
    told = {account: world.balance(world.ids["C"], account) for account in ACCOUNTS}
    return {account: cents for account, cents in told.items() if cents and account != "BNK"}


def state(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT penalty_cents, indemnity_cents, open_cents, is_undone FROM penalty"
                      " ORDER BY id")  # fmt: skip


def proved(world: World) -> bool:
    return not contradictions_of_house(world.conn)


def undo(world: World, event: str) -> Answer:
    entry = world.one("SELECT max(id) FROM entry WHERE event = %s AND reverses_id IS NULL", event)
    return undoing.undo_entry(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                              entry_id=entry, invoice_ids=[], reason="by mistake")  # fmt: skip


def test_a_claim_is_a_receivable_of_the_factor_and_is_paid(world: World) -> None:
    before = world.available(world.ids["C"])
    answer = claim(world, "FA-1")
    (told,) = answer["penalties"]
    assert (told["penalty_cents"], told["indemnity_cents"]) == (19_973, 4_000)  # W5-2
    assert (answer["amount_cents"], answer["penalty_owner"]) == (23_973, "FACTOR")
    assert world.one("SELECT vat_class FROM penalty") == "OUT_OF_SCOPE"
    assert books(world) == {"PEN": 23_973, "PENI": -23_973}
    assert world.available(world.ids["C"]) == before
    world.close(PAID)
    world.on = date(2026, 5, 6)
    part = pay(world, 10_000)
    assert (part["paid_cents"], part["open_cents"]) == (10_000, 0)
    rest = pay(world, 20_000, {str(told["penalty_id"]): 13_973})
    assert (rest["paid_cents"], rest["open_cents"]) == (13_973, 6_027)
    assert books(world) == {"PENI": -23_973, "UNAL": -6_027}
    assert state(world) == [(19_973, 4_000, 0, False)]
    with refused(world.conn, "nothing_to_claim", penalty_stop="claimed"):
        claim(world, "FA-1")
    with refused(world.conn, "penalty_over", penalty_id=told["penalty_id"]):
        pay_again = world.one("SELECT id FROM payment WHERE open_cents > 0")
        penalty_payments.pay_penalties(
            world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=pay_again,
            penalties={str(told["penalty_id"]): 1})  # fmt: skip
    assert proved(world)
    world.close(date(2026, 5, 6))


def test_all_due_invoices_of_a_buyer_are_claimed_and_later_only_what_is_new(world: World) -> None:
    answer = claim(world, buyer_id=world.ids["BETA SA"])
    assert state(world) == [(19_973, 4_000, 23_973, False), (4_993, 4_000, 8_993, False)]
    assert answer["count"] == 2
    world.on = date(2026, 5, 15)
    again = claim(world, buyer_id=world.ids["BETA SA"])
    # 60 days at 12,15 %: 59.92 less the 49.93 claimed before, and no second indemnity
    assert [(one["penalty_cents"], one["indemnity_cents"]) for one in again["penalties"]] == [
        (999, 0)]  # fmt: skip
    assert again["stopped"] == {"claimed": 1}
    assert proved(world)


def test_what_is_the_clients_is_credited_to_him_once_it_is_paid(world: World) -> None:
    world.amend(world.ids["C"], {"penalties_owner": "CLIENT"})
    account, before = world.balance(world.ids["C"], "CCA"), world.available(world.ids["C"])
    claim(world, "FA-1")
    assert books(world) == {"PEN": 23_973, "PENC": -23_973}
    assert world.balance(world.ids["C"], "CCA") == account
    pay(world, 23_973)
    assert books(world) == {}
    assert world.balance(world.ids["C"], "CCA") == account - 23_973
    assert world.available(world.ids["C"]) == before + 23_973
    assert proved(world)


def test_a_waiver_takes_two_people_and_says_why(world: World) -> None:
    claim(world, "FA-1")
    asking = {"contract_id": world.ids["C"],
              "penalty_id": world.one("SELECT id FROM penalty")}  # fmt: skip
    with refused(world.conn, "reason_missing"):
        penalty_payments.waive_penalty(world.conn, world.asked("anna"), amount_cents=None,
                                       reason=" ", **asking)  # fmt: skip
    with refused(world.conn, "amount_too_large", amount_cents=23_974, most_cents=23_973):
        penalty_payments.waive_penalty(world.conn, world.asked("anna"), amount_cents=23_974,
                                       reason="goodwill", **asking)  # fmt: skip
    asked = penalty_payments.waive_penalty(
        world.conn, world.asked("anna"), amount_cents=20_000, reason="goodwill", **asking
    )
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    assert state(world) == [(19_973, 4_000, 23_973, False)]
    world.approve(asked, "aron")
    assert state(world) == [(19_973, 4_000, 3_973, False)]
    assert books(world) == {"PEN": 3_973, "PENI": -3_973}
    assert world.rows("SELECT amount_cents, reason FROM penalty_waiver") == [(20_000, "goodwill")]
    with refused(world.conn, "nothing_to_claim"):
        claim(world, "FA-1")
    world.approve(undo(world, "penalty_waived"), "aron")
    assert state(world) == [(19_973, 4_000, 23_973, False)]
    assert proved(world)


def test_a_claim_and_what_paid_it_are_undone_in_turn(world: World) -> None:
    claim(world, "FA-1")
    pay(world, 23_973)
    penalty = world.one("SELECT id FROM penalty")
    with refused(world.conn, "penalty_touched", penalty_id=penalty):
        undo(world, "penalty_claimed")
    world.approve(undo(world, "penalty_paid"), "aron")
    assert state(world) == [(19_973, 4_000, 23_973, False)]
    assert books(world) == {"PEN": 23_973, "PENI": -23_973, "UNAL": -23_973}
    world.approve(undo(world, "penalty_claimed"), "aron")
    assert state(world) == [(19_973, 4_000, 0, True)]
    assert books(world) == {"UNAL": -23_973}
    assert proved(world)
    claim(world, "FA-1")  # it may be claimed anew
    assert books(world) == {"PEN": 23_973, "PENI": -23_973, "UNAL": -23_973}


def test_money_that_the_bank_takes_back_has_paid_no_penalty(world: World) -> None:
    world.amend(world.ids["C"], {"penalties_owner": "CLIENT"})
    claim(world, "FA-1")
    account = world.balance(world.ids["C"], "CCA")
    world.bank({"cents": 23_973, "text": "merci", "payer_name": "BETA SA",
                "bank_reference": "R-1"})  # fmt: skip
    penalty_payments.pay_penalties(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], penalties={},
        payment_id=world.one("SELECT id FROM payment WHERE open_cents > 0"))  # fmt: skip
    world.on = date(2026, 5, 7)
    told = world.bank({"cents": -23_973, "bank_reference": "R-1", "is_reversal": True})
    assert told["debits_to_explain"] == 0
    assert books(world) == {"PEN": 23_973, "PENC": -23_973}
    assert world.balance(world.ids["C"], "CCA") == account
    assert state(world) == [(19_973, 4_000, 23_973, False)]
    assert proved(world)


def test_what_is_disputed_or_of_an_insolvent_buyer_is_not_claimed(world: World) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], code="LIT-PRX",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'"),
        amount_cents=None, is_rest_confirmed=False, source="BUYER", evidence="mail")  # fmt: skip
    with refused(world.conn, "nothing_to_claim", penalty_stop="disputed"):
        claim(world, "FA-2")
    with refused(world.conn, "nothing_named"):
        claim(world)
    with refused(world.conn, "invoice_unknown"):
        claim(world, "FA-1", buyer_id=world.ids["DELTA SARL"])
    answer = claim(world, buyer_id=world.ids["BETA SA"])
    assert (answer["count"], answer["stopped"]) == (1, {"disputed": 1})


def test_a_claim_is_simulated_before_it_is_made(world: World) -> None:
    seen = preview(world.conn, world.asked("anna"), claim_penalties, contract_id=world.ids["C"],
                   buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip
    assert seen["answer"]["amount_cents"] == 23_973 + 8_993
    assert {(row["account"], row["amount_cents"]) for row in seen["lines"]} == {
        ("PEN", 23_973), ("PENI", -23_973), ("PEN", 8_993), ("PENI", -8_993)}  # fmt: skip
    assert world.one("SELECT count(*) FROM penalty") == 0


@pytest.mark.parametrize("login", ["alice", "tania"])
def test_others_claim_none(world: World, login: str) -> None:
    with refused(world.conn, "not_your_right", login=login):
        claim_penalties(world.conn, world.asked(login), contract_id=world.ids["C"],
                        buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip


def test_a_public_buyer_is_claimed_its_own_rate(world: World) -> None:
    world.ids["VILLE"] = parties.add_party(
        world.conn, world.asked("anna"), kind="PUBLIC", name="VILLE DE NANTES", country="FR",
        numbers={"siren": "214401093"})["party_id"]  # fmt: skip
    world.on = date(2026, 5, 6)
    world.remit(world.ids["C"], {"number": "FA-9", "cents": 7_132_560, "due_on": date(2026, 5, 20),
                                 "buyer": "VILLE DE NANTES", "buyer_siren": "214401093"}
    )  # fmt: skip
    world.on = date(2026, 6, 10)
    (told,) = claim(world, "FA-9")["penalties"]
    assert (told["penalty_cents"], told["indemnity_cents"]) == (41_652, 4_000)  # W5-4


def test_no_penalty_is_claimed_of_what_is_in_hand(world: World) -> None:
    """2 000.00 of FA-2 waits: 50 days of the rest, 1 000.00 at 12.15 %, and the indemnity."""
    world.bank({"cents": 200_000, "text": "merci", "payer_name": "BETA SA"})
    assert claim(world, "FA-2")["amount_cents"] == 1_664 + 4_000
    waiting = world.one("SELECT max(id) FROM payment WHERE open_cents > 0")
    fa_2 = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                        payment_id=waiting, invoices={str(fa_2): 200_000})  # fmt: skip
    # what was put on it then costs until its value date
    assert claim(world, "FA-2")["amount_cents"] == 3_329
