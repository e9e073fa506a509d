"""The disputes of a portfolio that is taken over: what the lender held as disputed stays so, since
its day. Source: DOMAIN §5.4; decision 0054."""

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.risk.dispute_steps import OF_PAYMENTS
from comptant.operations.risk.disputes import TO_OPEN, dispute_since
from comptant.rules.disputes import SOURCES

SAID_BY = "takeover"  # what shows a dispute whose list says nothing of it


def hold_disputes(do: Act, contract_id: int, taken: pl.DataFrame, disputes: pl.DataFrame) -> int:
    """Hold disputes (DISPUTES) against the invoices just taken over; how many. Refused:
    takeover_dispute_unknown, and as open_dispute."""
    ids = {(number, issued_on): invoice_id for number, issued_on, invoice_id in
           taken.select("invoice_number", "issued_on", "invoice_id").iter_rows()}  # fmt: skip
    rows, days = [], {}
    for number, row in enumerate(disputes.iter_rows(named=True), 1):
        invoice_id = ids.get((row["invoice_number"], row["issued_on"]))
        if invoice_id is None:
            raise Refused("takeover_dispute_unknown", number=row["invoice_number"],
                          issued_on=row["issued_on"])  # fmt: skip
        evidence = row["evidence"]
        rows.append({
            "row_number": number, "contract_id": contract_id, "invoice_id": invoice_id,
            "dispute_code": row["dispute_code"], "disputed_cents": row["disputed_cents"],
            "dispute_rest_confirmed": bool(row["dispute_rest_confirmed"]),
            # what a payment has shown the lender is for us the buyer's word
            "source": row["source"] if row["source"] in SOURCES else "BUYER",
            "evidence": evidence if evidence and evidence not in OF_PAYMENTS else SAID_BY,
        })  # fmt: skip
        days[number] = row["disputed_on"]
    return dispute_since(do, TO_OPEN.frame(rows), days) if rows else 0
