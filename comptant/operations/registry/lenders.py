"""The lender before us: its letter, and its payment, the first funding of a contract taken over.

Source: DOMAIN 2.2 (OPENING), art. 1346-1 C. civ.
"""

from datetime import date

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_days,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.paying.stopped import check_paying
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.store import bulk


@operation
def record_lender_release(do: Act, *, contract_id: int, received_on: date, source: str) -> Answer:
    """The lender's letter has come: paid, it gives up the receivables. Its payment may be prepared.

    Refused: contract_unknown, no_lender, fact_to_come, source_missing.
    """
    check_source(source)
    lock_contracts(do, [contract_id])
    _lender(do, contract_id)
    check_days(do, received_on, None)
    keep_step(do, contract_id, "LETTER_RECEIVED", received_on, source)
    return {"contract_id": contract_id, "received_on": received_on.isoformat(), "source": source}


@operation
def pay_lender(do: Act, *, contract_id: int, payee_account_id: int | None) -> Answer:
    """Prepare the payment of what the lender has lent, all of it, to an account of the lender's;
    another person releases it. It is the first funding of the contract.

    Refused: contract_unknown, no_lender, contract_not_drawing (stopped), release_letter_missing,
    lender_paid, payee_unknown, payee_to_choose, payee_check_failed.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    lender_id = _lender(do, contract_id)
    check_paying(do, contract)
    steps = {row["step"] for row in bulk.rows(do.conn, "takeover_steps", contract_id=contract_id)}
    if "LETTER_RECEIVED" not in steps:
        raise Refused("release_letter_missing", number=contract.number)
    (found,) = bulk.rows(do.conn, "lender_owed", contract_id=contract_id)
    if found["owed_cents"] <= 0 or found["is_ordered"]:
        raise Refused("lender_paid", number=contract.number)
    payee = payee_account(do, lender_id, payee_account_id)
    order = prepare(do, contract_id, "LENDER", payee, found["owed_cents"], contract.currency,
                    promised_at(contract.terms, do.asked.at))  # fmt: skip
    keep_step(do, contract_id, "PAYMENT_ORDERED", do.on, order["reference"], order["order_id"])
    return order


def keep_step(
    do: Act, contract_id: int, step: str, on: date, source: str, order_id: int | None = None
) -> None:
    """One more thing has happened with the lender of a locked contract."""
    do.conn.execute(
        """INSERT INTO takeover_step (contract_id, step, on_date, source, order_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (contract_id, step, on, source, order_id, do.id),
    )


def _lender(do: Act, contract_id: int) -> int:
    """Who is to be paid off; Refused: no_lender."""
    found = do.conn.execute(
        "SELECT lender_id FROM takeover WHERE contract_id = %s AND lender_id > 0", (contract_id,)
    ).fetchone()
    if found is None:
        raise Refused("no_lender", contract_id=contract_id)
    return int(found[0])


def check_lender(do: Act, contract: Contract) -> None:
    """Of a contract taken over, the first funding pays the lender off; then buyers are told and
    the client draws. Refused: lender_not_paid."""
    (lender,) = bulk.rows(do.conn, "lender_owed", contract_id=contract.id)
    if lender["owed_cents"] > 0:
        raise Refused("lender_not_paid", number=contract.number, owed_cents=lender["owed_cents"],
                      currency=contract.currency)  # fmt: skip
