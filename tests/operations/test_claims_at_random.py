"""Random histories of claims beside giving back, money taken back and recalled, withdrawals and
what undoes them: nothing contradicts itself, no refusal names a way that is shut, and each night
what is impaired is what may be lost."""

from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.claiming import claim_decisions, claims
from comptant.operations.closing.books_proof import contradictions, contradictions_of_house
from comptant.operations.collection import reallocation
from comptant.store import bulk
from tests import policies
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.test_undone_at_random import GONE, IN_THE_WAY, UNDONE_FIRST, Play, Slip

STEPS = 40
STANDS = {"claim_stands", "claim_took_over"}
# What a claim may be refused for because of what came before it; nothing else.
OF_CLAIMS = {
    "claim_file_unknown", "invoice_not_insured", "invoice_not_guaranteed", "claim_known",
    "claim_beyond_limit", "cover_lost", "claim_decided", "claim_dropped", "claim_unsecured",
    "claim_before_guarantee", "claim_undecided", "nothing_to_write_off", "indemnity_nothing",
}  # fmt: skip
EXPECTED = IN_THE_WAY | OF_CLAIMS | STANDS | UNDONE_FIRST | GONE


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


class Claiming(Play):
    """The contract of Play under a policy without a waiting period."""

    def __init__(self, world: World, seed: int) -> None:
        super().__init__(world, seed)
        world.ids["C-1"] = self.contract
        self.policy = policies.insured(world, self.contract, 3_000_000, waiting_days=0,
                                       insured_ppm=900_000, max_term_days=3_650)  # fmt: skip
        self.claims: list[int] = []

    def night(self) -> None:
        super().night()
        if hasattr(self, "claims"):
            self.check_night()

    def check_night(self) -> None:
        """Every control after a close, and every cent that may be lost impaired, no more."""
        assert contradictions(self.world.conn, [self.contract], whole=True) == [], self.told
        for row in bulk.rows(self.world.conn, "control_ledger", day=self.world.on):
            assert not row["off_cents"], (row, self.told)
        doubtful, impaired = (self.world.balance(self.contract, name) for name in ("DEBD", "DEPR"))
        assert 0 <= -impaired <= doubtful, (doubtful, impaired, self.told)
        for row in self.world.rows(
            "SELECT c.id, sum(t.factor_cents + coalesce(g.factor_open_cents, 0)), (SELECT"
            " sum(impaired_cents) FROM claim_step WHERE claim_id = c.id) FROM claim c"
            " JOIN claim_item t ON t.claim_id = c.id LEFT JOIN guarantee g"
            " ON g.invoice_id = t.invoice_id WHERE EXISTS (SELECT FROM claim_step s WHERE"
            " s.claim_id = c.id AND s.step IN ('ACCEPTED', 'REFUSED', 'WRITTEN_OFF'))"
            " GROUP BY c.id"):  # fmt: skip
            assert row[1] == row[2], (row, self.told)

    def of_claim(self) -> dict[str, Any]:
        if not self.claims:
            raise Refused("claim_file_unknown")
        return {"contract_id": self.contract, "claim_id": self.dice.choice(self.claims[-2:])}

    def open(self) -> None:
        policy = self.dice.choice([self.policy, None])
        of = self.invoices
        if not policy:
            of = [id_ for (id_,) in self.world.rows("SELECT invoice_id FROM guarantee ORDER BY 1")]
        if not of:
            raise Refused("invoice_not_guaranteed")
        ids = sorted({self.dice.choice(of), self.dice.choice(of)})
        held = {id_ for (id_,) in self.world.rows("SELECT invoice_id FROM claim_item"
                                                  " WHERE NOT is_dropped")}  # fmt: skip
        if held & set(ids):  # one claim at a time: what several policies share is another story
            raise Refused("claim_known")
        told = {id_ for (id_,) in self.world.rows("SELECT invoice_id FROM cover_step")}
        if policy and set(ids) - told:
            policies.step(self.world, self.contract, policy, *sorted(set(ids) - told))
        answer = claims.open_claim(
            self.world.conn, self.world.asked("anna"), contract_id=self.contract,
            policy_id=policy, invoice_ids=ids, reference=f"SIN-{len(self.claims)}")  # fmt: skip
        self.claims.append(answer["claim_id"])

    def drop(self) -> None:
        claims.drop_claim(self.world.conn, self.world.asked("anna"), **self.of_claim(),
                          reason="a slip")  # fmt: skip

    def refuse(self) -> None:
        self.agreed(claim_decisions.propose_claim_refusal(
            self.world.conn, self.world.asked("anna"), **self.of_claim(), reason="late",
            step_on=self.world.on, reference="L"))  # fmt: skip

    def accept(self) -> None:
        told = claim_decisions.accept_claim(
            self.world.conn, self.world.asked("anna"), **self.of_claim(), step_on=self.world.on,
            accepted_cents=self.dice.choice([None, None, 50_000]), reference="A")  # fmt: skip
        if "approval_id" in told:
            self.agreed(told)

    def write_off(self) -> None:
        self.agreed(claim_decisions.propose_write_off(
            self.world.conn, self.world.asked("anna"), **self.of_claim(), reason="certificate",
        ))  # fmt: skip

    def agreed(self, told: Any) -> None:
        done = self.world.approve(told, "carl")
        if done["decision"] == "REFUSED":
            raise Refused(done["refusal"], **done["facts"])

    def paid(self) -> None:
        """Money of the buyer by its invoice's number, and the bank recalls it later."""
        number = len(self.told)
        self.world.bank({"cents": self.dice.randrange(1_000, 400_000), "payer_name": "BETA SA",
                         "text": self.dice.choice(["NO WORD", "NR-2", "NR-3"]),
                         "bank_reference": f"R-{number}"})  # fmt: skip

    def recall(self) -> None:
        found = self.world.rows(
            "SELECT -amount_cents, bank_reference FROM bank_movement m WHERE bank_reference"
            " LIKE 'R-%%' AND NOT EXISTS (SELECT FROM bank_movement r WHERE r.bank_reference ="
            " m.bank_reference AND r.amount_cents < 0) ORDER BY id")  # fmt: skip
        if not found:
            raise Refused("payment_unknown")
        cents, reference = self.dice.choice(found)
        self.world.bank({"cents": cents, "bank_reference": reference, "is_reversal": True})

    def taken_back(self) -> None:
        found = self.world.rows(
            "SELECT DISTINCT m.item_id FROM movement m JOIN payment p ON p.id = m.item_id"
            " AND p.contract_id = m.contract_id WHERE m.contract_id = %s AND m.account = 'UNAL'"
            " AND m.against_id = ANY (%s) GROUP BY m.item_id, m.against_id"
            " HAVING sum(m.amount_cents) > 0 ORDER BY 1", self.contract, self.invoices)  # fmt: skip
        if not found:
            raise Refused("payment_unknown")
        payment = self.dice.choice(found)[0]
        ids = [id_ for (id_,) in self.world.rows(
            "SELECT against_id FROM movement WHERE contract_id = %s AND item_id = %s"
            " AND account = 'UNAL' AND against_id = ANY (%s) GROUP BY 1"
            " HAVING sum(amount_cents) > 0", self.contract, payment, self.invoices)]  # fmt: skip
        self.ask(reallocation.reallocate, payment_id=payment, invoice_ids=ids, to={})

    def all(self) -> None:
        """The whole history, and two nights after it."""
        for number in range(STEPS):
            if number == 4:
                self.fail()
            self.play()
        self.night()
        self.night()

    def back(self) -> None:
        """What the guarantee has taken of the buyer is given back, if nothing stands on it."""
        if self.dice.random() < 0.2:
            self.give_back()

    def play(self) -> None:
        """One step: something told, or undone, or a night."""
        if self.slips and self.dice.random() < 0.2:
            self.undo_one(self.dice.randrange(len(self.slips)))
        elif self.dice.random() < 0.1:
            self.night()
        else:
            self.tell(self.dice.choice(VERBS))
        assert contradictions_of_house(self.world.conn) == [], self.told

    def tell(self, verb: str) -> None:
        try:
            slip = getattr(self, verb)()
        except Refused as refusal:
            if refusal.code not in EXPECTED:
                raise
            self.told.append(f"{verb}: {refusal.code}")
            self.go_the_way(refusal)
            return
        self.told.append(verb)
        if isinstance(slip, Slip) and (verb != "fail" or self.dice.random() < 0.3):
            self.slips.append(slip)

    def undo_one(self, index: int) -> None:
        name = self.slips[index].name
        try:
            self.slips[index].undo()
        except Refused as refusal:
            if refusal.code not in UNDONE_FIRST | GONE | STANDS:
                raise
            self.told.append(f"undo {name}: {refusal.code}")
            self.go_the_way(refusal)
            if refusal.code not in GONE:
                return
        self.slips.pop(index)
        self.told.append(f"undo {name}")

    def go_the_way(self, refusal: Refused) -> None:
        """What a refusal names as the way can be gone: a claim nobody has decided is dropped."""
        self.check_remedy(refusal)
        if refusal.code == "claim_stands":
            claim = self.world.one("SELECT id FROM claim WHERE claim_number = %s",
                                   refusal.facts["claim_number"])  # fmt: skip
            claims.drop_claim(self.world.conn, self.world.asked("anna"), reason="in the way",
                              contract_id=self.contract, claim_id=claim)  # fmt: skip
            self.told.append("drop")

    def check_remedy(self, refusal: Refused) -> None:
        try:
            super().check_remedy(refusal)
        except Refused as again:
            if again.code not in STANDS:
                raise


VERBS = ("pay", "keep", "charge_back", "withdraw", "credit", "unpaid", "fail", "fail", "fail",
         "back", "open", "open", "open", "drop", "refuse", "accept", "accept", "write_off",
         "write_off", "write_off", "paid", "paid", "recall", "recall", "taken_back")  # fmt: skip


@pytest.mark.parametrize("seed", [31, 32])
def test_claims_beside_all_that_may_be_undone(world: World, seed: int) -> None:
    play = Claiming(world, seed)
    play.all()
