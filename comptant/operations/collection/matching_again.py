"""Money whose contract a person has told is matched once more: its text may name the invoices."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.collection.cash import credited_on, open_payment, payment_of, wait_reason
from comptant.operations.collection.guessing import keep_guesses
from comptant.operations.collection.recognition import matched
from comptant.operations.collection.settlement import settle
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.columns import c, shape
from comptant.rules.references import PAYMENTS
from comptant.store import bulk

KNOWN = shape(*(name for name in PAYMENTS.names if name not in ("contract_id", "buyer_id")
                and not name.startswith(("creditor", "payer"))),
              "contract_id?", "buyer_id?", "creditor_reference?", "payer_name?", "payer_iban?",
              "party_id?")  # fmt: skip


def match_again(do: Act, contract_id: int, payment_id: int) -> int:
    """Allocate what waits of a payment to invoices of its contract, by the steps of a statement
    (numbers quoted, a single amount...); cents allocated. The contract is locked by the caller."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    told = bulk.row(do.conn, "payment_told", id=payment["bank_movement_id"])
    if told is None:  # an instrument: no line of the bank speaks of it
        return 0
    buyer_id = payment["buyer_id"] or None
    asked = KNOWN.frame([{
        **told, "payment_number": 0, "contract_id": contract_id, "buyer_id": buyer_id,
        "party_id": buyer_id, "amount_cents": payment["open_cents"],
        "currency": payment["currency"], "value_on": payment["value_on"],
    }])  # fmt: skip
    allocations, outcomes, proposals = matched(
        do, asked.select(*PAYMENTS.names, "party_id"), asked["payment_number"]
    )
    do.conn.execute(
        "UPDATE payment SET wait_reason = %s WHERE contract_id = %s AND id = %s",
        (outcomes.select(wait_reason()).item(), contract_id, payment_id),
    )
    waits = asked.select("payment_number", "contract_id", payment_id=pl.lit(payment_id, pl.Int64))
    keep_guesses(do, waits, proposals.filter(c.contract_id == contract_id))
    allocations = allocations.filter(c.contract_id == contract_id)
    cents = int(allocations["allocated_cents"].sum())
    if allocations.is_empty():
        return 0
    open_payment(do, contract, payment, -cents)
    days = pl.DataFrame(
        {"contract_id": [contract_id], "value_on": [credited_on(contract, payment)]}
    )
    settle(do, contract.batch, days,
           allocations.with_columns(pl.lit(payment_id, pl.Int64).alias("payment_id")))  # fmt: skip
    return cents
