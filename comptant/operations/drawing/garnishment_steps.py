"""What becomes of a garnishment: answered by a paper, contested or confirmed, paid by an order that
another person releases, lifted. Source: DOMAIN 1.8; art. L211-2 to L211-5 CPCE; art. L262 LPF.
"""

import hashlib
from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.drawing.availability import availability_now
from comptant.operations.drawing.garnishment_undone import (
    keep_step,
    propose_lifting,
    undo_by_two,
)
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.portfolio.garnished import contestable, payable_cents
from comptant.store import bulk

Row = dict[str, Any]
LANGUAGES = ("fr", "en")
TOLD = ("CONTESTED", "CONFIRMED", "LIFTED")
PRINTED_MOST = 300  # invoices: some seven pages, set within a second
PROMISED = {"cutoff_hour": 16, "promised_hours": 48}


@operation
def answer_garnishment(do: Act, *, contract_id: int, garnishment_id: int, language: str) -> Answer:
    """Make the answer to who served a garnishment, and keep it: what we owe the client and what of
    it is held, the transfers made before its instant, the garnishments that came earlier. Once
    each; a later answer says what has become of it since. Of more than PRINTED_MOST invoices those
    that it reaches and the largest are printed, the others summed.

    Refused: contract_unknown, garnishment_unknown, paper_language_unknown.
    """
    from comptant.formats.papers.garnishment import garnishment_answer

    if language not in LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    lock_contracts(do, [contract_id])
    found = _of(do, contract_id, garnishment_id)
    of = {"contract_id": contract_id, "garnishment_id": garnishment_id}
    items = bulk.rows(do.conn, "garnishment_paper_items", **of, most=PRINTED_MOST)
    sums = bulk.rows(do.conn, "garnishment_item_sums", **of)[0]
    elsewhere = bulk.rows(do.conn, "garnishment_elsewhere", **of)
    earlier = [row for row in bulk.rows(do.conn, "garnishments_of", contract_id=contract_id)
               if row["served_at"] < found["served_at"] and row["left_cents"]]  # fmt: skip
    content = garnishment_answer(
        found, items, sums, earlier=earlier, elsewhere=elsewhere, made_on=do.on, language=language
    )
    digest = hashlib.sha256(content).digest()
    name = f"{found['contract_number']}-garnishment-{garnishment_id}-{do.on}.pdf"
    keep_document(do, digest, name, "application/pdf", content, contract_id)
    _keep(do, found, "ANSWERED", do.on, name, digest=digest)
    return {"contract_id": contract_id, "garnishment_id": garnishment_id, "digest": digest.hex(),
            "name": name}  # fmt: skip


@operation
def record_garnishment_step(
    do: Act, *, contract_id: int, garnishment_id: int, step: str, amount_cents: int | None,
    step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Keep that a garnishment was CONTESTED before the judge, CONFIRMED (a certificate that nobody
    contested, or the judge's word), or LIFTED, in whole or for an amount: that frees money, and
    counts once another person agrees (`approval_id`). `paid_cents`: what was paid already.

    Refused: contract_unknown, garnishment_undone, garnishment_unknown, garnishment_step_unknown,
    reference_missing, cover_step_dates_wrong, garnishment_step_known, garnishment_beyond,
    garnishment_empty, garnishment_ordered (an order of it waits: refuse it first).
    """
    lock_contracts(do, [contract_id])
    if step not in TOLD:
        raise Refused("garnishment_step_unknown", garnishment_step=step, known=" ".join(TOLD))
    if not reference.strip():
        raise Refused("reference_missing")
    found = _of(do, contract_id, garnishment_id)
    served_on = found["served_at"].date()
    if not served_on <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on,
                      on=do.on if step_on > do.on else served_on)  # fmt: skip
    if step == "CONFIRMED" and found["confirmed_on"]:
        raise Refused("garnishment_step_known", garnishment_step=step)
    if found["undone_on"] is not None:
        raise Refused("garnishment_undone", reference=found["reference"], on=found["undone_on"])
    if step == "LIFTED":
        cents = _lifted(found, amount_cents)
        approval_id = propose_lifting(do, found, cents, step_on, reference)
        return {**_told(found, step, cents), "approval_id": approval_id}
    _keep(do, found, step, step_on, reference)
    return _told(found, step, 0)


def free_by_two(do: Act, approval: bulk.Row) -> Answer:
    """What an approval does that frees money: a garnishment is lifted, or undone. Refused:
    garnishment_undone, garnishment_ordered, garnishment_beyond, garnishment_empty."""
    said, contract_id = approval["arguments"], approval["contract_id"]
    if said["what"] == "UNDONE":
        return undo_by_two(do, contract_id, said["garnishment_id"], said["reason"])
    lock_contracts(do, [contract_id])
    found = _of(do, contract_id, said["garnishment_id"])
    cents = _lifted(found, said["amount_cents"])
    _keep(do, found, "LIFTED", date.fromisoformat(said["step_on"]), said["reference"], cents)
    return _told(_of(do, contract_id, found["id"]), "LIFTED", cents)


def _told(found: Row, step: str, cents: int) -> Answer:
    return {"contract_id": found["contract_id"], "garnishment_id": found["id"],
            "garnishment_step": step, "lifted_cents": cents, "left_cents": found["left_cents"],
            "paid_cents": found["paid_cents"], "currency": found["currency"]}  # fmt: skip


@operation
def pay_garnishment(
    do: Act, *, contract_id: int, garnishment_id: int, amount_cents: int | None,
    payee_account_id: int | None,
) -> Answer:  # fmt: skip
    """Prepare the payment of what a garnishment holds, as far as it may be paid now (None: all of
    it), to an account of the bailiff's or the public accountant's; another person releases it. A
    saisie-attribution is paid once it is confirmed.

    Refused: contract_unknown, garnishment_unknown, garnishment_elsewhere (in a buyer's hands),
    garnishment_not_confirmed, garnishment_ordered, garnishment_beyond, garnishment_empty,
    payee_unknown, payee_to_choose, payee_check_failed.
    """
    lock_contracts(do, [contract_id])
    found = _of(do, contract_id, garnishment_id)
    if found["buyer_id"]:
        raise Refused("garnishment_elsewhere", buyer_name=found["buyer_name"])
    if contestable(do, contract_id, garnishment_id):
        raise Refused("garnishment_not_confirmed", reference=found["reference"])
    _check_ordered(found)
    kept = int(availability_now(do, [contract_id]).totals["garnished_held_cents"])
    most = payable_cents(do, contract_id, garnishment_id, kept)
    cents = _within(found, amount_cents, most)
    payee = payee_account(do, found["creditor_id"], payee_account_id)
    order = prepare(
        do, contract_id, "GARNISHMENT", payee, cents, found["currency"],
        promised_at(PROMISED, do.asked.at), item_id=garnishment_id,
    )  # fmt: skip
    _keep(do, found, "ORDERED", do.on, order["reference"], cents)
    return {**order, "garnishment_id": garnishment_id}


def _check_ordered(found: Row) -> None:
    if found["ordered_cents"] > found["paid_cents"]:
        raise Refused("garnishment_ordered", reference=found["reference"])


def _lifted(found: Row, amount_cents: int | None) -> int:
    """How much is lifted: all that is left, or a part of it."""
    _check_ordered(found)
    most = found["left_cents"] if not found["buyer_id"] else (
        found["amount_cents"] - found["lifted_cents"])  # fmt: skip
    return _within(found, amount_cents, most)


def _within(found: Row, amount_cents: int | None, most_cents: int) -> int:
    """What is asked for, or all; Refused: garnishment_empty, garnishment_beyond."""
    if most_cents <= 0:
        raise Refused("garnishment_empty", reference=found["reference"])
    cents = most_cents if amount_cents is None else amount_cents
    if not 0 < cents <= most_cents:
        raise Refused("garnishment_beyond", amount_cents=cents, most_cents=most_cents,
                      currency=found["currency"])  # fmt: skip
    return int(cents)


def _of(do: Act, contract_id: int, garnishment_id: int) -> Row:
    """A garnishment of a contract, as it stands; Refused: garnishment_unknown."""
    found = bulk.rows(do.conn, "read_garnishments", contract_id=contract_id, id=garnishment_id)
    if not found:
        raise Refused("garnishment_unknown", garnishment_id=garnishment_id)
    return found[0]


def _keep(
    do: Act, found: Row, step: str, step_on: date, reference: str, cents: int = 0, *,
    digest: bytes | None = None,
) -> None:  # fmt: skip
    keep_step(do, found["contract_id"], found["id"], step, step_on, reference, cents, digest=digest)
