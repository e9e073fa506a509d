"""Random histories of money that repays a loss at night and is taken back: whatever its order, the
loss is what it was, no over-advance shows, and what stays has repaid as if it were alone."""

import random
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import moving, reallocation
from tests.claims import proved, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.recourse import loss
from tests.withdrawing import checked, rewind, withdraw

OWED, STEPS = 4_500_000, 14
OTHER_IBAN = "FR7630006000010000000000152"


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00 is no longer financed, and the 45 000.00 drawn on it are written off; so
    are not FA-2 and FA-3, on another buyer."""
    made = open_world(writer)
    contract = sold(made, fund_ppm=0, concentration_ppm=1_000_000)
    made.payout()
    reference = made.one("SELECT end_to_end_reference FROM payment_order")
    made.bank({"cents": -OWED, "text": reference, "end_to_end_reference": reference})
    made.remit(
        contract,
        *(
            {
                "number": number,
                "cents": 2_000_000,
                "buyer": "DELTA SARL",
                "due_on": date(2026, 3, 10),
            }
            for number in ("FA-2", "FA-3")
        ),
    )
    ids = [id_ for (id_,) in made.rows("SELECT id FROM invoice ORDER BY id")]
    returns.defund(made.conn, made.asked("anna"), contract_id=contract, invoice_ids=ids,
                   is_lifted=False, reason="late")  # fmt: skip
    made.approve(loss(made), "carl")
    made.own_account(OTHER_IBAN)
    made.bank(iban=OTHER_IBAN)
    return made


class Playing:
    """Money comes, by one account to be recalled, by another in statements to be withdrawn."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice, self.contract = world, random.Random(seed), world.ids["C-1"]
        self.left: dict[str, int] = {"FA-1": 5_000_000, "FA-2": 2_000_000, "FA-3": 2_000_000}
        self.here: dict[str, tuple[str, int]] = {}  # what may be recalled
        self.statement: tuple[str, int] | None = None  # what the last of the other account paid
        self.told: list[str] = []

    def night(self) -> None:
        self.world.close(self.world.on)
        self.world.on += timedelta(days=1)
        self.told.append("night")

    def some(self) -> tuple[str, int] | None:
        """An invoice and a part of what is left of it."""
        open_ = [number for number, cents in self.left.items() if cents]
        if not open_:
            return None
        number = self.dice.choice(open_)
        cents = self.dice.choice([self.left[number], self.dice.randrange(1, self.left[number] + 1)])
        self.left[number] -= cents
        return number, cents

    def line(self, number: str, cents: int, reference: str) -> dict[str, Any]:
        buyer = "BETA SA" if number == "FA-1" else "DELTA SARL"
        return {"cents": cents, "text": number, "payer_name": buyer, "bank_reference": reference}

    def pay(self) -> None:
        if paid := self.some():
            reference = f"R-{len(self.told)}"
            self.world.bank(self.line(*paid, reference))
            self.here[reference] = paid
            self.told.append(f"pay {paid}")

    def load(self) -> None:
        if self.statement is None and (paid := self.some()):
            line = self.line(*paid, f"W-{len(self.told)}")
            self.world.bank(line, {"cents": -paid[1], "text": "PRLV"}, iban=OTHER_IBAN)
            self.statement = paid
            self.told.append(f"load {paid}")

    def recall(self) -> None:
        if self.here:
            reference = self.dice.choice(sorted(self.here))
            number, cents = self.here.pop(reference)
            how = self.dice.choice([self.by_bank, self.by_hand])
            how(reference, cents)
            self.left[number] += cents
            self.told.append(f"{how.__name__} {number} {cents}")

    def by_bank(self, reference: str, cents: int) -> None:
        self.world.bank({"cents": -cents, "bank_reference": reference, "is_reversal": True})

    def by_hand(self, reference: str, cents: int) -> None:
        """Taken from its invoice, then moved to nobody."""
        payment = self.world.one(
            "SELECT p.id FROM payment p JOIN bank_movement m ON m.id = p.bank_movement_id"
            " WHERE p.contract_id = %s AND m.bank_reference = %s",
            self.contract,
            reference,
        )
        asked: dict[str, Any] = {"contract_id": self.contract, "payment_id": payment}
        told = reallocation.reallocate(self.world.conn, self.world.asked("anna"), **asked,
                                       invoice_ids=[], to={})  # fmt: skip
        if "approval_id" in told:
            self.world.approve(told, "aron")
        moved = moving.move_payment(
            self.world.conn,
            self.world.asked("anna"),
            **asked,
            buyer_id=0,
            to_contract_id=None,
            amount_cents=None,
            reason="another client's",
        )
        self.world.approve(moved, "aron")

    def unload(self) -> None:
        if self.statement is not None:
            before = self.world.told[OTHER_IBAN]
            withdraw(
                self.world,
                self.world.one(
                    "SELECT max(s.id) FROM bank_statement s JOIN own_account a"
                    " ON a.id = s.own_account_id WHERE a.iban = %s",
                    OTHER_IBAN,
                ),
            )
            rewind(self.world, (before[0] - 1, 0), OTHER_IBAN)
            number, cents = self.statement
            self.left[number] += cents
            self.statement = None
            self.told.append(f"unload {number} {cents}")

    def play(self) -> None:
        self.dice.choice([self.pay, self.pay, self.load, self.recall, self.unload, self.night])()
        self.check()

    def check(self) -> None:
        """No over-advance; and after a night the loss is what the money that stays leaves of it."""
        assert self.world.available(self.contract) >= 0, "; ".join(self.told)
        assert contradictions_of_house(self.world.conn) == [], "; ".join(self.told)
        if self.told and self.told[-1] == "night":
            there = 9_000_000 - sum(self.left.values())
            assert -self.world.balance(self.contract, "RECV") == min(OWED, there), "; ".join(
                self.told
            )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_loss_is_what_the_money_that_stays_leaves_of_it(world: World, seed: int) -> None:
    play = Playing(world, seed)
    books = {name: world.balance(play.contract, name) for name in ("CCA", "LOSS", "RECV", "DEB")}
    for _ in range(STEPS):
        play.play()
    play.night()
    play.check()
    play.unload()
    while play.here:
        play.recall()
        play.check()
    assert {name: world.balance(play.contract, name) for name in books} == books, play.told
    assert world.rows("SELECT step, amount_cents FROM recourse_step_now") == [
        ("WRITTEN_OFF", OWED)], play.told  # fmt: skip
    play.night()
    assert world.balance(play.contract, "RECV") == 0
    proved(world)
    checked(world)
