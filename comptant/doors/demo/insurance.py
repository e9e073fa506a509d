"""A whole claim: a buyer of 50,000.00 fails, its insurer pays 45,000.00, a dividend is shared."""

from datetime import date
from pathlib import Path
from typing import Any

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.scenarios import (
    BUYER,
    BUYER_SIREN,
    CLIENT,
    CLIENT_IBAN,
    CLIENT_SIREN,
    FIRST_ON,
    Tale,
)
from comptant.doors.demo.tales import HEAD, euros, line, montant
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, open_sandbox
from comptant.operations.acts.act import Answer
from comptant.operations.claiming import (
    claim_decisions,
    claim_recoveries,
    claims,
    indemnities,
    insolvency_steps,
)
from comptant.operations.closing import close
from comptant.operations.insurance import cover_steps, policies, policy_limits
from comptant.operations.registry import parties
from comptant.operations.risk import facts
from comptant.store.connection import Connection

CENTS, INDEMNITY, DIVIDEND = 5_000_000, 4_500_000, 200_000
INSURER, INSURER_IBAN = "ASSUR", "FR7630004000031234567890143"
FAILED_ON, CLAIMED_ON, ADMITTED_ON = date(2026, 2, 20), date(2026, 2, 23), date(2026, 5, 20)
PAID_ON, DIVIDEND_ON = date(2026, 6, 22), date(2026, 11, 16)
TERMS: dict[str, Any] = {
    "has_recourse": False, "fund_ppm": 0, "delivery_proof_above_cents": None,
    "fee_billing": "AT_ASSIGNMENT", "interest_billing": "AT_COLLECTION",
}  # fmt: skip


def insurance(conn: Connection, folder: Path) -> Tale:
    """The sale is secured: without recourse, under a policy of the factor's own at 90 %."""
    tale, policy_id = _insured(conn)
    _sold(tale, folder)
    invoice_id = tale.invoice("FA-1")
    _fails(tale)
    claim_id = _claimed(tale, policy_id, invoice_id)
    _indemnified(tale, policy_id, invoice_id, claim_id)
    _shared(tale, claim_id)
    return tale


def _insured(conn: Connection) -> tuple[Tale, int]:
    """A house, a contract, and an insurer's policy over it; terms and cover by two people."""
    box = open_sandbox(conn, FIRST_ON)
    client_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    buyer_id = box.party(BUYER, BUYER_SIREN)
    contract_id = box.contract(client_id, "C-1", **TERMS)
    box.limit(contract_id, buyer_id, CENTS)
    insurer_id = parties.add_party(conn, box.asked("anna"), kind="INSURER", name=INSURER,
                                   country="FR", numbers={})["party_id"]  # fmt: skip
    box.approve(parties.propose_payee_account(
        conn, box.asked("anna"), party_id=insurer_id, iban=INSURER_IBAN, bic=None, holder=INSURER,
    ), "tania")  # fmt: skip
    of: dict[str, Any] = {"from_on": FIRST_ON, "source": "policy"}
    policy_id = policies.open_policy(
        conn, box.asked("anna"), insurer_id=insurer_id, holder_id=box.users["anna"].company_id,
        policy_number="P-1", currency="EUR", **of)["policy_id"]  # fmt: skip
    box.approve(policies.propose_policy_terms(conn, box.asked("anna"), policy_id=policy_id,
                                              terms={"insured_ppm": 900_000}, **of))  # fmt: skip
    box.approve(policies.propose_policy_cover(
        conn, box.asked("anna"), contract_id=contract_id, policy_id=policy_id, buyer_id=0, layer=1,
        share_ppm=1_000_000, **of))  # fmt: skip
    policy_limits.record_policy_limit(
        conn, box.asked("anna"), policy_id=policy_id, buyer_id=buyer_id, decision="GRANTED",
        decision_number="D-1", amount_cents=CENTS, valid_from_on=FIRST_ON, until_on=None,
        told_on=None, source="decision",
    )  # fmt: skip
    tale = Tale(box, Bank(FACTOR_IBAN, FACTOR_BIC), contract_id, buyer_id)
    tale.tell("P-1 of ASSUR covers BETA SA at 90 %, up to 50,000.00.",
              "La police P-1 d'ASSUR garantit BETA SA à 90 %, jusqu'à 50 000,00.")  # fmt: skip
    return tale, int(policy_id)


def _sold(tale: Tale, folder: Path) -> None:
    path = folder / "ventes.csv"
    path.write_text(HEAD + line("FA-1", CENTS), "utf-8")
    tale.box.sell("alice", tale.contract_id, path)
    tale.draw()
    tale.tell("FA-1 of 50,000.00 is sold; all that is available is paid out.",
              "FA-1 de 50 000,00 est cédée ; tout le disponible est versé.")  # fmt: skip


def _fails(tale: Tale) -> None:
    """The judgment; that night the guarantee takes the debt over, and what was retained is free."""
    tale.travel(FAILED_ON)
    box = tale.box
    facts.record_fact(
        box.conn, box.asked("anna"), contract_id=0, subject="PARTY", subject_id=tale.buyer_id,
        name="insolvent_on", value=FAILED_ON.isoformat(), from_on=FAILED_ON, source="BODACC",
    )  # fmt: skip
    close.close(box.conn, box.asked("aron"), FAILED_ON, lambda done, of: None)
    tale.tell("BETA SA fails; our guarantee takes the debt over, the client is free of it.",
              "BETA SA est en liquidation ; notre garantie reprend la créance, l'adhérent en est "
              "quitte.")  # fmt: skip


def _claimed(tale: Tale, policy_id: int, invoice_id: int) -> int:
    """Declared within its days, and claimed; the client draws what was retained."""
    box = tale.box
    tale.travel(CLAIMED_ON)
    told = {"contract_id": tale.contract_id, "policy_id": policy_id, "invoice_ids": [invoice_id]}
    cover_steps.record_cover_step(box.conn, box.asked("anna"), **told, step="DECLARED",
                                  step_on=CLAIMED_ON, reference="DIC-1")  # fmt: skip
    opened = claims.open_claim(box.conn, box.asked("anna"), **told, reference="SIN-1")
    ours = _declared(tale, "DECLARED", CLAIMED_ON)
    by_on = ours["declare_claim_by_on"]
    tale.tell(f"Our own claim of {euros(ours['amount_cents'])} is declared to the liquidator; the "
              f"last day is {by_on.isoformat()}.",
              f"Notre propre créance de {montant(ours['amount_cents'])} est déclarée au "
              f"liquidateur ; dernier jour : le {by_on:%d/%m/%Y}.")  # fmt: skip
    tale.tell("Declared and claimed: SIN-1; the 5,000.00 that the policy leaves to us are "
              "impaired.",
              "Déclaré, sinistre ouvert : SIN-1 ; les 5 000,00 que la police nous laisse sont "
              "dépréciés.")  # fmt: skip
    freed = tale.draw()
    tale.tell(f"The client draws what was retained: {euros(freed)}.",
              f"L'adhérent tire ce qui était retenu : {montant(freed)}.")  # fmt: skip
    return int(opened["claim_id"])


def _declared(tale: Tale, step: str, step_on: date) -> Answer:
    """What is done of our own claim in the proceedings of the buyer: all that it owes."""
    return insolvency_steps.record_insolvency_step(
        tale.box.conn, tale.box.asked("anna"), contract_id=tale.contract_id,
        party_id=tale.buyer_id, failed_part="BUYER", step=step, amount_cents=None, step_on=step_on,
        reference="liquidator",
    )  # fmt: skip


def _indemnified(tale: Tale, policy_id: int, invoice_id: int, claim_id: int) -> None:
    """The liquidator admits the debt; a month later the insurer accepts, and pays."""
    box, of = tale.box, {"contract_id": tale.contract_id, "claim_id": claim_id}
    tale.travel(ADMITTED_ON)
    cover_steps.record_cover_step(
        box.conn, box.asked("anna"), contract_id=tale.contract_id, policy_id=policy_id,
        invoice_ids=[invoice_id], step="ADMITTED", step_on=ADMITTED_ON, reference="liquidator",
    )  # fmt: skip
    _declared(tale, "ADMITTED", ADMITTED_ON)
    tale.tell("The liquidator admits the debt: the indemnity is due in a month.",
              "Le liquidateur admet la créance : l'indemnité est due dans un mois.")  # fmt: skip
    tale.travel(PAID_ON)
    claim_decisions.accept_claim(box.conn, box.asked("anna"), **of, accepted_cents=None,
                                 step_on=PAID_ON, reference="ACC-1")  # fmt: skip
    tale.bank.receive(INDEMNITY, INSURER, "INDEMNITE SIN-1")
    tale.evening()
    indemnities.receive_indemnity(
        box.conn, box.asked("tania"), **of, payment_id=newest(tale, is_house=True),
        amount_cents=None, step_on=PAID_ON, reference="VIR-1")  # fmt: skip
    tale.tell("The insurer accepts and pays: 45,000.00 come back.",
              "L'assureur accepte et paie : 45 000,00 reviennent.")  # fmt: skip
    box.approve(claim_decisions.propose_write_off(box.conn, box.asked("anna"), **of,
                                                  reason="retained share"), "aron")  # fmt: skip
    tale.tell("The 5,000.00 left are written off by two people.",
              "Les 5 000,00 restants sont passés en perte par deux personnes.")  # fmt: skip


def _shared(tale: Tale, claim_id: int) -> None:
    """A dividend of 2,000.00: 1,800.00 are the insurer's, who is paid, 200.00 ours."""
    box, of = tale.box, {"contract_id": tale.contract_id, "claim_id": claim_id}
    tale.travel(DIVIDEND_ON)
    tale.receive(DIVIDEND, "DIVIDENDE LIQUIDATION BETA")
    claim_recoveries.share_recovery(
        box.conn, box.asked("tania"), **of, payment_id=newest(tale, is_house=False),
        amount_cents=None, cost_cents=0, step_on=DIVIDEND_ON, reference="DIV-1")  # fmt: skip
    order = claim_recoveries.pay_insurer(box.conn, box.asked("tania"), **of,
                                         payee_account_id=None)  # fmt: skip
    box.approve(order, "aron")
    tale.pay_out()
    tale.tell("A dividend of 2,000.00: 1,800.00 go to the insurer, 200.00 are ours.",
              "Un dividende de 2 000,00 : 1 800,00 vont à l'assureur, 200,00 sont à nous."
    )  # fmt: skip


def newest(tale: Tale, *, is_house: bool) -> int:
    """The payment that came last and waits: of nobody, or of the contract."""
    found = tale.box.conn.execute(
        """SELECT max(p.id) FROM payment p JOIN contract k ON k.id = p.contract_id
           WHERE p.open_cents > 0 AND k.is_house = %s""",
        (is_house,),
    ).fetchone()
    assert found is not None
    return int(found[0])
