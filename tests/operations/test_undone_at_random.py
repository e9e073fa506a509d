"""Random histories of slips, and of their undoing: nothing contradicts itself on the way, no remedy
that is told is refused, and once all is undone the books are as they were."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import credits, returns, withdrawal
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, guarantee_back, reallocation, undoing
from comptant.operations.risk import facts
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import back, cheque, remit
from tests.withdrawing import rewind, withdraw

OTHER_IBAN = "FR7630006000010000000000152"
CENTS, DUE = 1_000_000, date(2026, 3, 12)
SUMS = ("COLL", "INCO", "CCA", "FEE", "FDG")
MOVED = ("DEB", "DEBD", "UNAL")
STEPS = 32
# What an act may be refused for because another came before it; nothing else.
IN_THE_WAY = {
    "invoice_unknown", "invoice_guaranteed", "invoice_touched", "invoice_paid", "invoice_credited",
    "amount_too_large", "instrument_step_taken", "payment_unknown", "credit_note_unknown",
}  # fmt: skip
# And its undoing, until that is undone first.
UNDONE_FIRST = {"invoice_given_back", "invoice_assigned_again", "statement_day_goes_on"}
# What says that it is undone already, by another undoing.
GONE = {"not_allocated", "entry_reversed", "guarantee_unknown"}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


class Slip(NamedTuple):
    """Something told by mistake, and how it is undone."""

    name: str
    undo: Callable[[], object]


class Play:
    """A contract without recourse, where all may be told by mistake and undone."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.slips: list[Slip] = []
        self.told: list[str] = []
        self.contract = world.contract("NR", has_recourse=False, fee_ppm=6_000,
                                       fee_billing="AT_ASSIGNMENT", guarantee_delay_days=700,
                                       guaranteed_ppm=self.dice.choice([1_000_000, 850_000]),
                                       max_invoice_age_days=3_000)  # fmt: skip
        world.limit(self.contract, "BETA SA", 50 * CENTS)
        world.remit(self.contract, *({"number": f"NR-{n}", "cents": n * CENTS, "due_on": DUE}
                                     for n in range(1, 5)),
                    {"number": "AV-1", "cents": 70_000, "type_code": "381"})  # fmt: skip
        self.invoices = [id_ for (id_,) in world.rows(
            "SELECT id FROM invoice WHERE amount_cents > 0 ORDER BY id")]  # fmt: skip
        self.note = world.one("SELECT id FROM invoice WHERE amount_cents < 0")
        self.cheques = [
            cheque(world, self.contract, cents, number=f"{cents}", pays=pays)
            for cents, pays in ((300_000, {"NR-1": 300_000}), (410_000, {}))
        ]  # fmt: skip
        remit(world)
        world.close(date(2026, 1, 20))
        world.on = date(2026, 1, 21)
        world.bank({"cents": 710_000, "text": "REMISE CHEQUES"})
        world.bank({"cents": 650_000, "text": "NO WORD", "payer_name": "BETA SA"})
        world.own_account(OTHER_IBAN)
        world.bank(iban=OTHER_IBAN)
        self.night()

    def night(self) -> None:
        self.world.close(self.world.on)
        self.world.on += timedelta(days=1)

    def ask(self, operation: Callable[..., Answer], **given: Any) -> Answer:
        """Do it, by as many people as it takes."""
        told = operation(self.world.conn, self.world.asked("anna"), contract_id=self.contract,
                         **given)  # fmt: skip
        if "approval_id" not in told:
            return told
        done = self.world.approve(told, "aron")
        if done["decision"] == "REFUSED":
            raise Refused(done["refusal"], **done["facts"])
        return done

    def undone(self, told: Answer) -> Callable[[], object]:
        return lambda: self.ask(undoing.undo_entry, entry_id=told["entry_id"], invoice_ids=[],
                                reason="a slip")  # fmt: skip

    def pay(self) -> Slip:
        waits = self.world.rows("SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0"
                                " ORDER BY id", self.contract)  # fmt: skip
        if not waits:
            raise Refused("payment_unknown")
        payment, invoice = self.dice.choice(waits)[0], self.dice.choice(self.invoices)
        self.ask(cash.allocate, payment_id=payment,
                 invoices={str(invoice): self.dice.randrange(1, 200_000)})  # fmt: skip
        return Slip("pay", lambda: self.ask(
            reallocation.reallocate, payment_id=payment, invoice_ids=[invoice], to={}))  # fmt: skip

    def keep(self) -> Slip:
        return Slip("keep", self.undone(self.ask(
            returns.keep_direct_payment, invoice_id=self.dice.choice(self.invoices),
            amount_cents=self.dice.randrange(1, 300_000), evidence="letter")))  # fmt: skip

    def charge_back(self) -> Slip:
        return Slip(
            "charge back",
            self.undone(
                self.ask(
                    returns.reassign, invoice_ids=[self.dice.choice(self.invoices)], reason="FRAUD"
                )
            ),
        )

    def withdraw(self) -> Slip:
        return Slip(
            "withdraw",
            self.undone(
                self.ask(
                    withdrawal.withdraw,
                    invoice_ids=[self.dice.choice(self.invoices)],
                    reason="slip",
                )
            ),
        )

    def credit(self) -> Slip:
        return Slip("credit", self.undone(self.ask(
            credits.apply_credit_note, credit_note_id=self.note, amount_cents=None,
            invoice_id=self.dice.choice(self.invoices))))  # fmt: skip

    def unpaid(self) -> Slip:
        told = back(self.world, self.dice.choice(self.cheques))
        # What went back to the client with it is an entry of its own, undone by itself.
        also = self.world.rows(
            "SELECT id FROM entry WHERE event = 'reassignment' AND act_id = (SELECT act_id"
            " FROM entry WHERE id = %s)", told["entry_id"])  # fmt: skip

        def undo() -> None:
            for (entry_id,) in also:
                try:
                    self.undone({"entry_id": entry_id})()
                except Refused as refusal:
                    if refusal.code not in GONE:
                        raise
            self.undone(told)()

        return Slip("unpaid", undo)

    def load(self) -> Slip:
        """A statement of another house: money that names an invoice, some that names none, and a
        debit of as much, so that the one that follows fits as well without it."""
        rewind(self.world, (self.world.one(
            "SELECT max(s.sequence) FROM bank_statement s JOIN own_account a"
            " ON a.id = s.own_account_id WHERE a.iban = %s AND s.withdrawn_act_id IS NULL",
            OTHER_IBAN), 0), OTHER_IBAN)  # fmt: skip
        named, unnamed = (self.dice.randrange(1, 150_000) for _ in range(2))
        self.world.bank(
            {"cents": named, "text": f"NR-{self.dice.randrange(1, 5)}", "payer_name": "BETA SA"},
            {"cents": unnamed, "text": "NO WORD", "payer_name": "BETA SA"},
            {"cents": -named - unnamed, "text": "PRLV"}, iban=OTHER_IBAN)  # fmt: skip
        statement = self.world.one("SELECT max(id) FROM bank_statement")
        return Slip("load", lambda: self.unload(statement))

    def unload(self, statement: int) -> None:
        """Withdrawn; what of invoices that are the client's again goes back to him with it, by an
        entry that is undone by itself."""
        withdraw(self.world, statement)
        for (entry_id,) in self.world.rows(
            "SELECT id FROM entry WHERE event = 'reassignment' AND act_id = (SELECT"
            " withdrawn_act_id FROM bank_statement WHERE id = %s)", statement
        ):  # fmt: skip
            self.slips.append(Slip("followed", self.undone({"entry_id": entry_id})))

    def fail(self) -> Slip:
        """The wrong company is said to be insolvent, and the night takes what is approved."""
        self.insolvent(self.world.on)
        self.night()
        return Slip("fail", self.give_back)

    def insolvent(self, on: date | None) -> None:
        facts.record_fact(
            self.world.conn, self.world.asked("anna"), contract_id=0, subject="PARTY",
            subject_id=self.world.ids["BETA SA"], name="insolvent_on",
            value=on and on.isoformat(), from_on=self.world.on, source="BODACC")  # fmt: skip

    def cut(self) -> None:
        """For good: it changes nothing of what was approved before, nor of what comes back."""
        self.world.limit(self.contract, "BETA SA", 10_000)
        self.told.append("cut")

    def give_back(self) -> None:
        self.insolvent(None)
        taken = self.world.rows("SELECT invoice_id FROM guarantee ORDER BY 1")
        if taken:
            self.ask(guarantee_back.give_guarantee_back, invoice_ids=[taken[0][0]],
                     is_whole_buyer=True, reason="the wrong company")  # fmt: skip

    def step(self, *, is_any: bool) -> None:
        """Tell something, or undo something told: the last, or any."""
        if self.slips and self.dice.random() < 0.35:
            self.try_undo(self.dice.randrange(len(self.slips)) if is_any else -1)
        elif self.dice.random() < 0.08:
            self.night()
        elif self.dice.random() < 0.04:
            self.cut()
        else:
            act = self.dice.choice((self.pay, self.pay, self.load, self.keep, self.charge_back,
                                    self.withdraw, self.credit, self.unpaid,
                                    self.fail))  # fmt: skip
            try:
                self.slips.append(act())
                self.told.append(self.slips[-1].name)
            except Refused as refusal:
                if refusal.code not in IN_THE_WAY:
                    raise
                self.check_remedy(refusal)
        assert contradictions_of_house(self.world.conn) == [], self.told

    def try_undo(self, index: int) -> bool:
        slip = self.slips[index]
        try:
            slip.undo()
        except Refused as refusal:
            if refusal.code in UNDONE_FIRST:
                return False
            if refusal.code not in GONE:
                raise
        self.slips.pop(index)
        self.told.append(f"undo {slip.name}")
        return True

    def check_remedy(self, refusal: Refused) -> None:
        """What a refusal names as the way can be gone: asked, and left."""
        if refusal.code != "invoice_guaranteed":
            return
        id_ = self.world.one("SELECT id FROM invoice WHERE invoice_number = %s",
                             refusal.facts["number"])  # fmt: skip
        try:
            guarantee_back.give_guarantee_back(
                self.world.conn, self.world.asked("anna"), contract_id=self.contract,
                invoice_ids=[id_], is_whole_buyer=False, reason="slip")  # fmt: skip
        except Refused as again:  # which names its own way: undo
            if again.code not in UNDONE_FIRST:
                raise

    def undo_all(self) -> None:
        """Undo what is left, the newest first, and once more what another stood in the way of."""
        while self.slips:
            is_undone = False
            for index in reversed(range(len(self.slips))):
                is_undone |= self.try_undo(index)
                assert contradictions_of_house(self.world.conn) == [], self.told
            assert is_undone, (self.slips, self.told)

    def sums(self) -> list[int]:
        """What does not depend on which invoices money pays."""
        balances = {name: self.world.balance(self.contract, name) for name in (*SUMS, *MOVED)}
        return [*(balances[name] for name in SUMS), sum(balances[name] for name in MOVED)]

    def state(self) -> dict[str, Any]:
        rows = self.world.rows
        return {
            "invoices": rows("SELECT id, open_cents, approved_cents FROM invoice ORDER BY id"),
            "payments": rows("SELECT id, open_cents FROM payment WHERE open_cents > 0"
                             " ORDER BY id"),
            "debts": rows("SELECT invoice_id FROM guarantee"),
            "held": rows("SELECT invoice_id, returned_for FROM held ORDER BY 1"),
            "available": self.world.available(self.contract), "sums": self.sums(),
        }  # fmt: skip


@pytest.mark.parametrize("seed", [10, 12, 107, 108, 1010])
def test_undone_in_its_order_all_is_as_it_was(world: World, seed: int) -> None:
    play = Play(world, seed)
    before = play.state()
    for _ in range(STEPS):
        play.step(is_any=False)
    play.undo_all()
    play.night()  # which takes back what was charged meanwhile
    assert play.state() == before, play.told


@pytest.mark.parametrize("seed", [21, 23])
def test_undone_in_any_order_nothing_is_lost(world: World, seed: int) -> None:
    play = Play(world, seed)
    before = play.sums()
    for _ in range(STEPS):
        play.step(is_any=True)
    play.undo_all()
    assert play.state()["debts"] == []
    play.night()  # which takes back what was charged meanwhile
    assert (play.sums(), contradictions_of_house(world.conn)) == (before, []), play.told
