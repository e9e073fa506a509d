"""What is done on a contract about a buyer, a client or a guarantor that has failed: our claim
declared and admitted, the administrator asked and what he answered.

Source: DOMAIN 1.9; art. L622-13, L622-24, L622-26, L624-9 C. com.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.claiming.insolvency_days import days_of
from comptant.store import bulk

Row = dict[str, Any]
PARTS = ("BUYER", "CLIENT", "GUARANTOR")
OF_CLAIM = ("DECLARED", "ADMITTED", "CONTESTED", "RELIEF_ASKED")
OF_CONTRACT = ("ASKED", "CONTINUED", "NOT_CONTINUED")
UNDONE = "UNDONE"
OF_PART: dict[str, tuple[str, ...]] = {
    "BUYER": (*OF_CLAIM, "GOODS_CLAIMED", UNDONE), "CLIENT": (*OF_CLAIM, *OF_CONTRACT, UNDONE),
    "GUARANTOR": (*OF_CLAIM, UNDONE),
}  # fmt: skip
WITH_AMOUNT = ("DECLARED", "ADMITTED", "CONTESTED")
AFTER = {"ADMITTED": "DECLARED", "CONTESTED": "DECLARED", "CONTINUED": "ASKED",
         "NOT_CONTINUED": "ASKED"}  # fmt: skip


@operation
def record_insolvency_step(
    do: Act, *, contract_id: int, party_id: int, failed_part: str, step: str,
    amount_cents: int | None, step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Keep what was done about a party in proceedings, as BUYER, CLIENT or GUARANTOR of a contract:
    our claim DECLARED (nothing said: what it owes today), ADMITTED or CONTESTED, RELIEF_ASKED of
    the court after the last day, GOODS_CLAIMED of a buyer; the administrator of a client ASKED
    whether the contract goes on, CONTINUED or NOT_CONTINUED. A claim declared after its last day is
    kept and says so (`is_late`). Funding goes on only once people say so (`amend_contract`). UNDONE
    takes back what was told last, by slip: it counts no more; `reference`: why.

    Refused: contract_unknown, reference_missing, insolvency_step_unknown, not_in_proceedings,
    step_before_its_first (ADMITTED before DECLARED), cover_step_dates_wrong, claim_amount_wrong,
    nothing_to_undo.
    """
    lock_contracts(do, [contract_id])
    if not reference.strip():
        raise Refused("reference_missing")
    if step not in OF_PART.get(failed_part, ()):
        raise Refused("insolvency_step_unknown", insolvency_step=step, failed_part=failed_part,
                      known=" ".join(OF_PART.get(failed_part, PARTS)))  # fmt: skip
    found = failed_of(do, contract_id, party_id, failed_part)
    _check_day(do, found, step, step_on)
    cents = _amount(found, step, amount_cents)
    undoes_id = _told_last(do, found) if step == UNDONE else None
    keep_step(do, contract_id, party_id, failed_part, step, step_on, reference, cents, undoes_id)
    by_on = found["declare_claim_by_on"]
    is_late = step == "DECLARED" and step_on > by_on
    return {"contract_id": contract_id, "party_id": party_id, "insolvency_step": step,
            "amount_cents": cents, "currency": found["currency"], "declare_claim_by_on": by_on,
            "is_late": is_late}  # fmt: skip


def failed_of(do: Act, contract_id: int, party_id: int, part: str) -> Row:
    """A party in proceedings in its part of a contract, with its days. Refused:
    not_in_proceedings."""
    rows = bulk.rows(do.conn, "read_insolvencies", contract_id=contract_id, on=do.on)
    for row in days_of(rows, do.on):
        if (row["party_id"], row["failed_part"]) == (party_id, part):
            return row
    raise Refused("not_in_proceedings", party_id=party_id, failed_part=part)


def keep_step(
    do: Act, contract_id: int, party_id: int, part: str, step: str, step_on: date, reference: str,
    amount_cents: int = 0, undoes_id: int | None = None,
) -> None:  # fmt: skip
    """Keep a step as it was told."""
    do.conn.execute(
        """INSERT INTO insolvency_step (contract_id, id, party_id, part, step, step_on,
               amount_cents, reference, undoes_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, bulk.take_ids(do.conn, 1)[0], party_id, part, step, step_on, amount_cents,
         reference.strip(), undoes_id, do.id),
    )  # fmt: skip


def _told_last(do: Act, found: Row) -> int:
    """The step that is taken back: the one that was told last and counts."""
    last = bulk.row(do.conn, "insolvency_step_last", contract_id=found["contract_id"],
                    party_id=found["party_id"], part=found["failed_part"])  # fmt: skip
    if last is None:
        raise Refused("nothing_to_undo", number=found["party_name"])
    return int(last["id"])


def _check_day(do: Act, found: Row, step: str, step_on: date) -> None:
    """Neither to come, nor before the judgment, nor before the step that it follows."""
    if not found["insolvent_on"] <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on,
                      on=do.on if step_on > do.on else found["insolvent_on"])  # fmt: skip
    first = AFTER.get(step)
    asked = {"DECLARED": "claim_declared_on", "ASKED": "administrator_asked_on"}
    if first and (found[asked[first]] is None or step_on < found[asked[first]]):
        raise Refused("step_before_its_first", insolvency_step=step, first_step=first)


def _amount(found: Row, step: str, amount_cents: int | None) -> int:
    """What is declared, admitted or contested; other steps have none."""
    if step not in WITH_AMOUNT:
        if amount_cents:
            raise Refused("claim_amount_wrong", amount_cents=amount_cents, insolvency_step=step,
                          currency=found["currency"])  # fmt: skip
        return 0
    usual = found["debt_cents"] if step == "DECLARED" else found["claim_declared_cents"]
    cents = int(usual) if amount_cents is None else amount_cents
    most = None if step == "DECLARED" else found["claim_declared_cents"]
    if cents <= 0 or (most is not None and cents > most):
        raise Refused("claim_amount_wrong", amount_cents=cents, insolvency_step=step,
                      currency=found["currency"])  # fmt: skip
    return cents
