"""A buyer that fails: FA-1 of 50 000.00, taken over or not, declared and claimed under a policy."""

from datetime import date, timedelta
from typing import Any

from comptant.doors import client_books, lookup
from comptant.operations.acts.act import Answer
from comptant.operations.claiming import claim_decisions, claim_recoveries, claims, indemnities
from comptant.operations.closing.books_proof import contradictions
from comptant.operations.registry import parties
from comptant.operations.risk import facts
from comptant.store.access import reading
from tests.facts import World
from tests.policies import step

CENTS, INDEMNITY = 5_000_000, 4_500_000
ISSUED_ON, DUE_ON, FAILED_ON = date(2026, 1, 10), date(2026, 3, 11), date(2026, 4, 1)
DECIDED_ON = FAILED_ON + timedelta(days=150)  # declared on the day of the judgment
FACTOR_NO_FEE: dict[str, Any] = {"fee_ppm": 0, "is_interest_reserved": False, "margin_ppm": 0,
                                 "age_cutoff_days": 3_650, "reference_index": "FIXED"}  # fmt: skip


def sold(
    world: World, *, limit: int = CENTS, cents: int = CENTS, number: str = "C-1", **terms: Any
) -> int:  # fmt: skip
    """C-1 without fees nor interest: FA-1 on BETA SA, approved up to a limit, 45 000.00 drawn."""
    contract = world.ids["C-1"] = world.contract(number, **{**FACTOR_NO_FEE, **terms})
    world.limit(contract, "BETA SA", limit)
    world.remit(contract, {"number": "FA-1".replace("1", number[2:]), "cents": cents,
                           "issued_on": ISSUED_ON, "due_on": DUE_ON})  # fmt: skip
    world.ids["FA-1"] = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    if world.available(contract) >= INDEMNITY:
        world.draw(contract, INDEMNITY)
    return contract


def failed(world: World) -> None:
    """BETA SA fails on 1 April; the night takes over what is guaranteed."""
    world.on = FAILED_ON
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(FAILED_ON),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close(FAILED_ON)


def opened(world: World, policy_id: int | None = None, **told: Any) -> int:
    """The claim on FA-1, declared that day under a policy; SIN-1."""
    contract, invoice = world.ids["C-1"], world.ids["FA-1"]
    if policy_id:
        step(world, contract, policy_id, invoice)
    given = {"invoice_ids": [invoice], "reference": "SIN-1", **told}
    answer = claims.open_claim(world.conn, world.asked("anna"), contract_id=contract,
                               policy_id=policy_id, **given)  # fmt: skip
    world.ids["SIN-1"] = answer["claim_id"]
    return int(answer["claim_id"])


def accepted(world: World, **told: Any) -> Answer:
    """The insurer accepts SIN-1, once the waiting period is over."""
    world.on = max(world.on, DECIDED_ON)
    given = {"accepted_cents": None, "step_on": world.on, "reference": "ACC-1", **told}
    return claim_decisions.accept_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], **given,
    )  # fmt: skip


def indemnified(world: World, cents: int | None = INDEMNITY, **told: Any) -> Answer:
    """The insurer's transfer comes, without a name that we know (None: it pays the client)."""
    payment = None
    if cents is not None:
        world.bank({"cents": cents, "text": "INDEMNITE", "payer_name": "ASSUR"})
        payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    given = {"payment_id": payment, "amount_cents": None, "step_on": world.on,
             "reference": "VIR-1", **told}  # fmt: skip
    return indemnities.receive_indemnity(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], **given,
    )  # fmt: skip


def recovered(world: World, cents: int, cost: int = 0, **told: Any) -> Answer:
    """The buyer's administrator pays so much, which waits on the contract; shared."""
    world.bank({"cents": cents, "text": "DIVIDENDE", "payer_name": "BETA SA"})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s AND open_cents > 0",
                        world.ids["C-1"])  # fmt: skip
    given = {"payment_id": payment, "amount_cents": None, "cost_cents": cost, "step_on": world.on,
             "reference": "DIV-1", **told}  # fmt: skip
    return claim_recoveries.share_recovery(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], **given,
    )  # fmt: skip


def written_off(world: World, reason: str = "certificate of irrecoverability") -> Answer:
    """Proposed by the desk, agreed by the accountant."""
    waits = claim_decisions.propose_write_off(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], reason=reason,
    )  # fmt: skip
    return world.approve(waits, "aron")


def lines(world: World, since: str = "guarantee_taken") -> list[tuple[str, str, int]]:
    """What was booked on the contract, from an event on: event, account, cents debit positive."""
    return [(event, account, cents) for event, account, cents in world.rows(
        "SELECT e.event, p.account, p.amount_cents FROM entry e JOIN posting p"
        " ON p.contract_id = e.contract_id AND p.entry_id = e.id WHERE e.contract_id = %s"
        " AND e.id >= (SELECT min(id) FROM entry WHERE contract_id = e.contract_id"
        " AND event = %s) ORDER BY e.id, p.line", world.ids["C-1"], since)]  # fmt: skip


def books(world: World) -> dict[str, int]:
    """The balances of the contract that are not zero, debit positive."""
    return dict(world.rows(
        "SELECT account, sum(amount_cents)::bigint FROM balance WHERE contract_id = %s"
        " GROUP BY account HAVING sum(amount_cents) <> 0 ORDER BY 1", world.ids["C-1"],
    ))  # fmt: skip


def clients_books(world: World) -> dict[str, int]:
    """The balances of the client's own journal, by the account of its chart, as its accountant
    imports it; the sales themselves are in its books already."""
    with reading(world.users["alice"].id) as see:
        found = lookup.contract(see, str(world.ids["C-1"]), world.on)
        # What is booked on a closed day is of the next one.
        rows = client_books.books(see, found, ISSUED_ON, world.on + timedelta(days=1))
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["code"]] = sums.get(row["code"], 0) + row["amount_cents"]
    return {code: cents for code, cents in sorted(sums.items()) if cents}


def insurer_paid(world: World) -> int:
    """What is the insurer's is ordered by the treasurer, released and debited by the bank."""
    if "insurer account" not in world.ids:
        world.ids["insurer account"] = 1
        world.approve(parties.propose_payee_account(
            world.conn, world.asked("anna"), party_id=world.ids["ASSUR"],
            iban="FR7630004000031234567890143", bic=None, holder="ASSUR"))  # fmt: skip
    order = claim_recoveries.pay_insurer(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], payee_account_id=None,
    )  # fmt: skip
    world.approve(order, "aron")
    world.payout()
    world.bank({"cents": -order["amount_cents"], "text": "VIREMENT",
                "end_to_end_reference": order["reference"]})  # fmt: skip
    return int(order["amount_cents"])


def proved(world: World) -> None:
    """Ledger, items and claims tell one story, from the first line on."""
    assert contradictions(world.conn, [world.ids["C-1"]], whole=True) == []
