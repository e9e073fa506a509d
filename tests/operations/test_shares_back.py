"""The bank takes back a dividend of which the insurer had its share: it owes it, gives it back, or
it is set off against its share of the next."""

from typing import Any

import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.banking import debits
from comptant.operations.claiming.shares_back import receive_share_back
from comptant.store.access import reading
from tests.claims import books, clients_books, insurer_paid, proved
from tests.facts import World, add_user
from tests.operations.test_claims_undone import (
    brought,
    money,
    recovered_of,
    undoing,
    undone,
    world,
)
from tests.traces import refused

__all__ = ["world"]


def share_back(world: World, cents: int | None, **told: Any) -> Answer:
    """The insurer gives so much of its share back (None: money that is told)."""
    given = {"payment_id": money(world, cents, "ASSUR") if cents else 0, "amount_cents": None,
             "step_on": world.on, "reference": "VIR-9", **told}  # fmt: skip
    return receive_share_back(world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
                              claim_id=world.ids["SIN-1"], **given)  # fmt: skip


def owes_back(world: World) -> tuple[int, int, int]:
    """Its share to come back, what is to be paid to it, and the ledger."""
    with reading(world.users["anna"].id) as see:
        (row,) = see("read_claim_files", contract_id=world.ids["C-1"], id=None, on=world.on)
    with reading(world.users["ines"].id) as see:
        (own,) = see("read_own_claims")
    assert own["share_back_cents"] == row["share_back_cents"]
    return (row["share_back_cents"], row["to_insurer_cents"],
            world.balance(world.ids["C-1"], "INSR"))  # fmt: skip


def recalled(world: World, case: str) -> tuple[Any, ...]:
    """A dividend of 2 000.00 (100.00 of costs) is shared, its insurer paid 1 710.00, and the bank
    takes it back: what stood before, with the debit explained by two."""
    do = brought(world, case, "RECOVERED")
    add_user(world, "ines", world.ids["ASSUR"], ["insurer"], False)
    payment = world.one("SELECT max(id) FROM payment WHERE open_cents > 0")
    stands = books(world), clients_books(world), world.available(world.ids["C-1"])
    do()
    assert insurer_paid(world) == 171_000
    world.bank({"cents": -200_000, "text": "REJET", "payer_name": "BETA SA"})
    debit = world.one("SELECT max(id) FROM bank_movement")
    given: dict[str, Any] = {"movement_id": debit, "account": None, "payment_ids": [payment],
                             "order_ids": [], "reason": "dividend recalled"}  # fmt: skip
    with refused(world.conn, "payment_not_whole"):
        debits.explain_debit(world.conn, world.asked("aron"), **given)
    undone(world, "RECOVERED")
    assert owes_back(world) == (171_000, 0, 171_000)
    proved(world)
    world.approve(debits.explain_debit(world.conn, world.asked("aron"), **given), "ada")
    proved(world)
    return stands


@pytest.mark.parametrize("case", ["ours", "90 %", "recourse"])
def test_of_a_dividend_taken_back_by_the_bank_the_insurer_gives_its_share_back(
    world: World, case: str
) -> None:
    _, his, free = recalled(world, case)
    of_buyer = money(world, 171_000, "BETA SA")
    with refused(world.conn, "indemnity_of_buyer"):
        share_back(world, None, payment_id=of_buyer)
    told = share_back(world, 71_000)
    assert (told["returned_cents"], told["left_cents"]) == (71_000, 100_000)
    assert owes_back(world) == (100_000, 0, 100_000)
    too_much = money(world, 100_001, "ASSUR")
    with refused(world.conn, "amount_too_large", most_cents=100_000):
        share_back(world, None, payment_id=too_much, amount_cents=100_001)
    world.approve(undoing(world, "SHARE_BACK"), "aron")
    assert owes_back(world) == (171_000, 0, 171_000)
    waits = world.one("SELECT max(id) FROM payment WHERE open_cents = 71000")
    share_back(world, None, payment_id=waits)
    assert share_back(world, None, payment_id=too_much)["returned_cents"] == 100_000
    assert owes_back(world) == (0, 0, 0)
    with refused(world.conn, "no_share_to_come_back", claim_number="SIN-1"):
        share_back(world, None, payment_id=of_buyer)
    assert clients_books(world) == his
    assert world.available(world.ids["C-1"]) == free
    assert world.balance(world.ids["C-1"], "RCOS") == 0
    proved(world)
    world.close()


def test_what_the_insurer_does_not_give_back_is_set_off_against_its_next_share(
    world: World,
) -> None:
    recalled(world, "ours")
    payment = money(world, 300_000, "BETA SA")
    assert recovered_of(world, payment)["insurer_due_cents"] == 261_000  # 90 % of 3 000.00 - 100.00
    assert owes_back(world) == (0, 90_000, -90_000)
    assert insurer_paid(world) == 90_000
    assert owes_back(world) == (0, 0, 0)
    proved(world)
