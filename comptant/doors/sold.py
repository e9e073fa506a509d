"""What a company sells, as a quote takes it: read from its ledger, or described in a few words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from comptant.doors.bounds import framed
from comptant.formats.currencies import EXPONENTS
from comptant.formats.ledgers import LedgerRead, read_ledger
from comptant.operations.acts.act import Refused
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.rules.curve import SALES
from comptant.rules.money import ONE_PPM, share_of
from comptant.rules.terms import TERMS, BadTerm, parse

USUAL_DAYS = 45
CENTS_READ = 100  # ledgers are read with two decimals
AGREED_DAYS = 60  # what was agreed is not told: the longest usual term, C. com. L441-10 I


@dataclass(frozen=True)
class Sold:
    """A ledger as operations take it, and how it was read (None: described)."""

    buyers: pl.DataFrame
    sales: pl.DataFrame
    read: LedgerRead | None = None


@dataclass(frozen=True)
class Described:
    """A company in a few words: sales of a year, payment term and real delay, invoices, buyers
    named (name, share, country, class), and how many others."""

    turnover_cents: int
    term_days: int | None = None
    payment_days: int | None = None
    invoice_count: int | None = None
    named: Sequence[tuple[str, int, str, str]] = ()
    other_count: int = 1
    buyer_class: str = "C"


def of_file(name: str, data: bytes, on: date, turnover_cents: int | None,
            currency: str = "EUR") -> Sold:  # fmt: skip
    """A ledger read from a file; its faults are in `read`. Refused: ledger_in_euros (a FEC is, by
    law)."""
    read = read_ledger(name, data, on, turnover_cents)
    if read.kind == "fec" and currency != "EUR":
        raise Refused("ledger_in_euros", file=name, currency=currency)
    factor = 10 ** EXPONENTS.get(currency, 2)
    scaled = [frame.with_columns(pl.col("^.*_cents$") * factor // CENTS_READ)
              for frame in (read.buyers, read.sales)]  # fmt: skip
    read = replace(read, buyers=scaled[0], sales=scaled[1])
    wanted = [column for column in ASKED_BUYERS.names if column not in read.buyers.columns]
    buyers = read.buyers.with_columns(
        pl.lit(None, dtype).alias(column)
        for column, dtype in ASKED_BUYERS.schema().items() if column in wanted
    )  # fmt: skip
    return Sold(buyers.select(ASKED_BUYERS.names), read.sales, read)


def named_buyer(text: str) -> tuple[str, int, str, str]:
    """A buyer as it is typed, NAME:SHARE[:COUNTRY[:CLASS]], its share in per cent. Refused:
    buyer_line_wrong."""
    sign = ";" if ";" in text else ":"
    name, share, country, letter = (each.strip() for each in (*text.split(sign), "", "", "")[:4])
    try:
        ppm = parse(TERMS["fee_ppm"], share.replace(",", "."))
    except BadTerm:
        ppm = None
    country = country.upper() or "FR"
    is_country = len(country) == 2 and country.isascii() and country.isalpha()
    if not name or not isinstance(ppm, int) or not is_country:
        raise Refused("buyer_line_wrong", line=text)
    return name, ppm, country, letter.upper() or "C"


def of_words(told: Described, others: str) -> Sold:
    """A ledger from a description; what is not of the buyers named is of `others`, alike.

    Refused: ledger_shares_wrong.
    """
    shares = sum(share for _, share, _, _ in told.named)
    if shares > ONE_PPM:
        raise Refused("ledger_shares_wrong", share_ppm=shares)
    days = told.payment_days if told.payment_days is not None else told.term_days
    term = told.term_days if told.term_days is not None or days is None else min(days, AGREED_DAYS)
    if days is None or term is None:
        days = term = USUAL_DAYS
    each: dict[str, Any] = {"term_days": term, "payment_days": days}
    rows = [
        {**each, "buyer_name": name, "turnover_cents": share_of(told.turnover_cents, share),
         "buyer_country": country, "buyer_class": letter, "buyer_count": 1}
        for name, share, country, letter in told.named
    ]  # fmt: skip
    left = told.turnover_cents - sum(row["turnover_cents"] for row in rows)
    if left > 0:
        rows.append({**each, "buyer_name": others, "turnover_cents": left, "buyer_country": "FR",
                     "buyer_class": told.buyer_class, "buyer_count": told.other_count})  # fmt: skip
    for number, row in enumerate(rows, 1):
        row["row_number"] = number
        if told.invoice_count and told.turnover_cents:
            of = told.invoice_count * row["turnover_cents"] // told.turnover_cents
            row["invoice_count"] = max(of, 1)
    return Sold(framed(ASKED_BUYERS, rows), SALES.empty())
