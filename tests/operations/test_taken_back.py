"""Invoices that go back to the client: all with recourse; without, what was not approved."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns, withdrawal
from comptant.operations.collection import undoing
from comptant.operations.risk import disputes
from comptant.operations.risk.dispute_notices import notify_defunding
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def assigned(world: World, **terms: Any) -> int:
    """FA-1 of 10 000.00 approved whole, FA-2 of 15 000.00 for 5 000.00 only, FA-3 not at all."""
    contract = world.contract(**{"fee_ppm": 0, **terms})
    world.limit(contract, "BETA SA", 1_500_000)
    world.remit(contract, *(
        {"number": number, "cents": cents, "due_on": date(2026, 3, 1)}
        for number, cents in (("FA-1", 1_000_000), ("FA-2", 1_500_000), ("FA-3", 200_000))
    ))  # fmt: skip
    assert opens(world) == [(1_000_000, 1_000_000), (1_500_000, 500_000), (200_000, 0)]
    return contract


def opens(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT open_cents, approved_cents FROM invoice ORDER BY id")


def ids(world: World, *numbers: str) -> list[int]:
    asked = "SELECT id FROM invoice WHERE invoice_number = ANY (%s) ORDER BY id"
    return [id_ for (id_,) in world.rows(asked, list(numbers))]


def take_back(world: World, contract: int, *numbers: str, reason: str = "UNAPPROVED") -> Answer:
    return returns.reassign(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=ids(world, *numbers),
        reason=reason,
    )  # fmt: skip


def still_held(world: World) -> list[str]:
    asked = (
        "SELECT invoice_number FROM held h JOIN invoice i ON i.id = h.invoice_id"
        " WHERE h.returned_for IS NULL ORDER BY i.id"
    )
    return [number for (number,) in world.rows(asked)]


def test_without_recourse_only_what_was_not_approved_goes_back(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    before = world.balance(contract, "CCA")
    answer = take_back(world, contract, "FA-2", "FA-3")
    assert answer["reassigned_cents"] == 1_000_000 + 200_000
    assert opens(world) == [(1_000_000, 1_000_000), (500_000, 500_000), (0, 0)]
    assert world.balance(contract, "CCA") == before + 1_200_000
    # The factor still owns a part of FA-2; FA-3 may be assigned to whoever the client likes.
    assert still_held(world) == ["FA-1", "FA-2"]
    world.close()


def test_without_recourse_what_was_approved_whole_stays(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    (whole,) = ids(world, "FA-1")
    with refused(world.conn, "no_recourse", invoice_ids=[whole]):
        take_back(world, contract, "FA-1", "FA-2")


@pytest.mark.parametrize("reason", ["BREACH", "FRAUD"])
def test_the_clients_own_fault_takes_all_back_once_two_people_agree(
    world: World, reason: str
) -> None:
    contract = assigned(world, has_recourse=False)
    before = opens(world)
    asked = take_back(world, contract, "FA-1", "FA-2", reason=reason)
    assert asked["amount_cents"] == 2_500_000
    assert opens(world) == before
    answer = world.approve(asked, "aron")
    assert answer["reassigned_cents"] == 2_500_000
    # The room that is free again goes to what waits.
    assert opens(world) == [(0, 0), (0, 0), (200_000, 200_000)]
    assert still_held(world) == ["FA-3"]
    world.close()


def withdrawn(world: World, contract: int, *numbers: str) -> Answer:
    return withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=ids(world, *numbers),
        reason="of another seller",
    )  # fmt: skip


def paid_directly(
    world: World, contract: int, number: str, cents: int | None, evidence: str = "advice"
) -> Answer:
    return returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=cents,
        invoice_id=ids(world, number)[0], evidence=evidence,
    )  # fmt: skip


def test_without_recourse_nobody_alone_ends_the_risk_by_another_word(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    before, can = opens(world), world.available(contract)
    gone = withdrawn(world, contract, "FA-1")
    assert gone["amount_cents"] == 1_000_000
    with refused(world.conn, "evidence_missing"):
        paid_directly(world, contract, "FA-2", 400_000, " ")
    with refused(world.conn, "amount_too_large", most_cents=1_500_000):
        paid_directly(world, contract, "FA-2", 1_500_001)
    part = paid_directly(world, contract, "FA-2", 400_000)
    assert (part["amount_cents"], part["evidence"]) == (400_000, "advice")
    assert (opens(world), world.available(contract)) == (before, can)  # nothing yet
    assert world.one("SELECT count(*) FROM event WHERE kind = 'invoices.withdrawn'") == 0
    with refused(world.conn, "same_person", login="anna"):
        world.approve(part, "anna")
    assert world.approve(part, "aron")["kept_cents"] == 400_000
    assert opens(world)[1][0] == 1_100_000
    assert world.approve(gone, "aron")["withdrawn_cents"] == 1_000_000
    assert opens(world)[0] == (0, 0)
    # What is asked of the whole is asked again where less is open by then.
    whole = paid_directly(world, contract, "FA-2", None)
    world.bank({"cents": 100_000, "text": "FA-2", "payer_name": "BETA SA"})
    with refused(world.conn, "amount_too_large", most_cents=1_000_000):
        world.approve(whole, "aron")
    world.close()


def test_what_is_not_at_our_risk_leaves_by_one_person(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    assert paid_directly(world, contract, "FA-3", 50_000)["kept_cents"] == 50_000
    other = world.contract("C-2", has_recourse=True, fee_ppm=0)
    world.limit(other, "BETA SA", 1_500_000)
    world.remit(other, *({"number": number, "cents": 100_000, "due_on": date(2026, 3, 1)}
                         for number in ("R-1", "R-2")))  # fmt: skip
    assert withdrawn(world, other, "R-1")["withdrawn_cents"] == 100_000
    assert paid_directly(world, other, "R-2", None)["kept_cents"] == 100_000


@pytest.mark.parametrize("reason", ["DISPUTE", "DILUTION", "INSOLVENCY_RECOURSE"])
def test_a_word_alone_takes_no_approved_part_back(world: World, reason: str) -> None:
    contract = assigned(world, has_recourse=False)
    with refused(world.conn, "no_recourse"):
        take_back(world, contract, "FA-1", reason=reason)
    with refused(world.conn, "no_recourse"):
        returns.defund(world.conn, world.asked("anna"), contract_id=contract, reason=reason,
                       invoice_ids=ids(world, "FA-1"))  # fmt: skip
    # What the buyer contests goes back, once another person has seen what shows it.
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract, code="LIT-PRX",
        invoice_id=ids(world, "FA-1")[0], amount_cents=None, is_rest_confirmed=False,
        source="BUYER", evidence="letter",
    )  # fmt: skip
    asked = take_back(world, contract, "FA-1", reason=reason)
    assert (asked["amount_cents"], opens(world)[0]) == (1_000_000, (1_000_000, 0))
    assert world.approve(asked, "aron")["reassigned_cents"] == 1_000_000
    assert opens(world)[0] == (0, 0)


def test_what_a_person_refused_to_defund_is_not_proposed_every_night(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    (first, *_) = ids(world, "FA-1")
    said = {"contract_id": contract, "invoice_id": first, "source": "BUYER", "evidence": "letter",
            "is_rest_confirmed": True}  # fmt: skip
    disputes.open_dispute(world.conn, world.asked("anna"), code="LIT-QTE", amount_cents=100_000,
                          **said)  # fmt: skip
    assert proposed(world, 31) == []  # the client is given notice first
    notify_defunding(world.conn, world.asked("anna"), contract_id=contract, dispute_ids=[])
    assert proposed(world, 30) == ["FA-1"]
    asked = returns.defund(world.conn, world.asked("anna"), contract_id=contract, reason="BREACH",
                           invoice_ids=[first])  # fmt: skip
    assert proposed(world) == ["FA-1"]
    world.approve(asked, "aron", is_yes=False)
    assert proposed(world) == []
    # Another dispute is another question.
    disputes.open_dispute(world.conn, world.asked("anna"), code="LIT-PRX", amount_cents=50_000,
                          **said)  # fmt: skip
    assert proposed(world, 31) == []
    notify_defunding(world.conn, world.asked("anna"), contract_id=contract, dispute_ids=[])
    assert proposed(world, 30) == ["FA-1"]


def proposed(world: World, days: int = 1) -> list[str]:
    """What the close of so many days later proposes to de-fund."""
    told = world.close(world.on + timedelta(days=days))["to_look_at"]["defunding"]
    return [row["invoice_number"] for row in told["rows"]]


def test_with_recourse_all_goes_back_for_lateness_alone(world: World) -> None:
    contract = assigned(world)
    world.on = date(2026, 3, 1)
    with refused(world.conn, "invoice_not_late", number="FA-1", due_on=date(2026, 3, 1)):
        take_back(world, contract, "FA-1", reason="OVERDUE")
    world.on = date(2026, 3, 2)
    told = take_back(world, contract, "FA-1", "FA-2", reason="OVERDUE")
    assert (told["reassigned_cents"], told["notices"]) == (2_500_000, 1)
    assert world.rows("SELECT payload FROM outbox WHERE kind = 'return_notice'") == [
        ({"buyer_id": world.ids["BETA SA"], "invoice_ids": ids(world, "FA-1", "FA-2"),
          "invoice_numbers": ["FA-1", "FA-2"]},)]  # fmt: skip
    assert still_held(world) == ["FA-3"]
    with refused(world.conn, "invoice_unknown", invoice_id=ids(world, "FA-1")[0]):
        take_back(world, contract, "FA-1")
    world.close()


def test_nobody_is_told_of_what_goes_back_under_a_confidential_contract(world: World) -> None:
    contract = assigned(world, disclosure_mode="CONFIDENTIAL")
    assert take_back(world, contract, "FA-1")["notices"] == 0
    assert world.rows("SELECT * FROM outbox WHERE kind = 'return_notice'") == []


def test_a_buyer_is_not_told_of_what_is_ours_again(world: World) -> None:
    contract = assigned(world)
    entry_id = take_back(world, contract, "FA-1", "FA-2")["entry_id"]
    waiting = """SELECT payload -> 'invoice_numbers' FROM outbox o WHERE kind = 'return_notice'
        AND NOT EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id)"""
    for number, left in (("FA-1", [(["FA-2"],)]), ("FA-2", [])):
        asked = undoing.undo_entry(world.conn, world.asked("anna"), contract_id=contract,
                                   entry_id=entry_id, invoice_ids=ids(world, number),
                                   reason="a slip")  # fmt: skip
        world.approve(asked, "aron")
        assert world.rows(waiting) == left
