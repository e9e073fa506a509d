"""Two proofs that contradict each other: a number and an amount that are another buyer's, and the
payer's own invoices that sum to the payment. People decide. Source: DOMAIN §5.8; precision first.
"""

from collections import defaultdict

import polars as pl

from comptant.rules.allocation import UNQUOTED
from comptant.rules.columns import c
from comptant.rules.matching import Line, owes_that
from comptant.rules.references import collections, is_short

_ROW = ("contract_id", "buyer_id", "invoice_id", "open_cents")


def strangers(payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """UNQUOTED: the payments of a known buyer (PAYMENTS) that quote an invoice of another
    (CANDIDATES), so that the payer's own open invoices are to be read."""
    known = collections(payments).filter(c.buyer_id.is_not_null())
    payer = known.select("payment_number", payer=c.buyer_id)
    others = candidates.filter(~is_short(), ~c.payer_is_buyer).join(payer, on="payment_number")
    others = others.filter(c.buyer_id != pl.col("payer"))
    return known.join(others, on="payment_number", how="semi").select(UNQUOTED.names)


def doubted(asked: pl.DataFrame, open_invoices: pl.DataFrame) -> list[int]:
    """The payments of strangers() whose payer's own open invoices (OPEN_INVOICES) sum to them."""
    own = (
        open_invoices.filter(c.open_cents > 0)
        .join(asked.select("payment_number", "buyer_id", c.amount_cents, paid_in=c.currency),
              on=["payment_number", "buyer_id"])
        .filter(c.currency == pl.col("paid_in"))
        .sort("payment_number", "due_on", "issued_on", "contract_id", "invoice_id")
    )  # fmt: skip
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for number, cents, *row in own.select("payment_number", "amount_cents", *_ROW).iter_rows():
        lines[number, cents].append(Line(*row))
    return [number for (number, cents), each in lines.items() if owes_that(cents, each)]
