"""The lettered groups of a real ledger (FEC): payments that its accountant matched, matched again.

Buyers' accounts (411). A payment is a credit of an entry with an account 5, its text the label that
the accountant wrote (the payer's own words are not in a FEC); invoices are the debits of the
account, their number the piece. Right
is what stays within the group of the payment's letter; groups that do not balance within the file
(their invoice is of the year before) tell nothing and are left out. No group is ever used to set
the matching.
"""

from pathlib import Path
from typing import Any

import polars as pl

from comptant.doors.bench.matching.score import percent
from comptant.formats.ledgers import fec
from comptant.formats.ledgers.cells import Known, Table, cell, cents, columns_of, day, tables
from comptant.formats.reading import Fault
from comptant.rules.allocation import ALLOCATION_TERMS, OPEN_INVOICES, match, unquoted
from comptant.rules.columns import c
from comptant.rules.references import CANDIDATES, PAYMENTS, references

Row = dict[str, Any]
TITLES = {**fec.TITLES, "piece": "pieceref", "label": "ecriturelib"}
LINES = pl.Schema({
    "line": pl.Int64(), "entry": pl.String(), "entry_on": pl.Date(), "account": pl.String(),
    "buyer": pl.String(), "buyer_name": pl.String(), "piece": pl.String(), "label": pl.String(),
    "cents": pl.Int64(),
    "letter": pl.String(),
})  # fmt: skip
TERMS = {"contract_id": 1, "tolerance_cents": 500, "tolerance_ppm": 1_000, "has_auto_fifo": False,
         "automatic_from_ppm": 995_000}  # fmt: skip


class NotAFec(Exception):
    """The file has not the columns of a FEC, or no lettered payment of a buyer."""


def measure(path: Path) -> list[Row]:
    """One row per way to match: matching, exact, amount."""
    lines = _lines(path)
    payments, invoices = _sides(lines)
    if payments.is_empty():
        raise NotAFec(path.name)
    ways = {"matching": _matched(payments, invoices), "exact": _exact(payments, invoices),
            "amount": _amount(payments, invoices)}  # fmt: skip
    return [_scored(path.name, way, payments, invoices, found) for way, found in ways.items()]


def _lines(path: Path) -> pl.DataFrame:
    found = tables(path.name, path.read_bytes())
    if isinstance(found, Fault):
        raise NotAFec(path.name)
    for table in found:
        known = columns_of(table, TITLES)
        if {"account", "entry_on", "entry", "letter", "piece", "label"} <= known.places.keys():
            return pl.DataFrame(_read(table, known), LINES, orient="row")
    raise NotAFec(path.name)


def _read(table: Table, known: Known) -> list[tuple[object, ...]]:
    rows = []
    for number, cells in enumerate(table[known.row + 1 :]):

        def told(name: str, cells: list[str] = cells) -> str:
            return cell(cells, known, name)

        if "side" in known.places:
            amount = cents(told("amount")) or 0
            signed = amount if told("side").upper() in ("D", "+1", "1") else -amount
        else:
            signed = (cents(told("debit")) or 0) - (cents(told("credit")) or 0)
        entry = f"{told('journal')}/{told('entry')}/{told('entry_on')}"
        rows.append((number, entry, day(told("entry_on")), told("account"),
                     told("buyer") or told("account"), told("buyer_name"), told("piece"),
                     told("label"), signed,
                     told("letter") or None))  # fmt: skip
    return rows


def _sides(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lettered payments of buyers, and all that they were invoiced."""
    money = lines.filter(pl.col("account").str.starts_with("5")).select("entry").unique()
    buyers = lines.filter(
        pl.col("account").str.starts_with("411"), pl.col("entry_on").is_not_null()
    )
    numbers = {buyer: place for place, buyer in enumerate(buyers["buyer"].unique().sort(), 1)}
    buyers = buyers.with_columns(buyer_id=pl.col("buyer").replace_strict(
        numbers, return_dtype=pl.Int64))  # fmt: skip
    whole = buyers.group_by("buyer", "letter").agg(pl.col("cents").sum())
    whole = whole.filter(pl.col("cents") == 0, pl.col("letter").is_not_null())
    invoices = buyers.filter(pl.col("cents") > 0)
    key = pl.col("piece").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    invoices = invoices.with_columns(number_key=key)
    payments = buyers.filter(pl.col("cents") < 0).join(money, on="entry", how="semi")
    payments = payments.join(whole, on=["buyer", "letter"], how="semi").sort("entry_on", "line")
    return payments.with_columns(payment_number=pl.int_range(pl.len())), invoices


def _asked(payments: pl.DataFrame, invoices: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PAYMENTS of the ledger, and invoices as CANDIDATES and OPEN_INVOICES have them."""
    asked = PAYMENTS.frame([
        {"payment_number": row["payment_number"], "contract_id": 1, "buyer_id": row["buyer_id"],
         "amount_cents": -row["cents"], "currency": "EUR", "value_on": row["entry_on"],
         "remittance_text": row["label"], "payer_name": row["buyer_name"]}
        for row in payments.iter_rows(named=True)
    ])  # fmt: skip
    owed = invoices.select(
        "number_key", "buyer_id", contract_id=pl.lit(1, pl.Int64), client_id=pl.lit(1, pl.Int64),
        invoice_id="line", open_cents="cents", due_on="entry_on", issued_on="entry_on",
        currency=pl.lit("EUR"),
    )  # fmt: skip
    return asked, owed


def _matched(payments: pl.DataFrame, invoices: pl.DataFrame) -> pl.DataFrame:
    """By the rules of every bank file, a payment after the other's day, the payer known."""
    asked, owed = _asked(payments, invoices)
    days = asked.select("payment_number", paid_on="value_on")
    quotes = references(asked).join(owed, on="number_key").join(days, on="payment_number")
    quotes = quotes.filter(c.issued_on <= pl.col("paid_on"))
    payers = asked.select("payment_number", payer="buyer_id")
    quotes = quotes.join(payers, on="payment_number").with_columns(
        payer_is_buyer=pl.col("payer") == c.buyer_id
    )
    candidates = quotes.unique(["payment_number", "invoice_id"], maintain_order=True)
    wanted = unquoted(asked, candidates.select(CANDIDATES.names))
    opens = wanted.select("payment_number", "buyer_id").join(owed, on="buyer_id")
    opens = opens.join(days, on="payment_number").filter(c.issued_on <= pl.col("paid_on"))
    found = match(asked, candidates.select(CANDIDATES.names), opens.select(OPEN_INVOICES.names),
                  ALLOCATION_TERMS.frame([TERMS]))  # fmt: skip
    return found.allocations.select("payment_number", line="invoice_id")


def _exact(payments: pl.DataFrame, invoices: pl.DataFrame) -> pl.DataFrame:
    """A word of the text is the piece of one invoice and no other's."""
    text = pl.col("label").str.to_uppercase()
    words = payments.select("payment_number", word=text.str.split(" ")).explode("word")
    words = words.select(
        "payment_number", number_key=pl.col("word").str.replace_all("[^A-Z0-9]", "")
    )
    alone = invoices.filter(pl.col("number_key") != "", pl.len().over("number_key") == 1)
    return words.unique().join(alone, on="number_key").select("payment_number", "line")


def _amount(payments: pl.DataFrame, invoices: pl.DataFrame) -> pl.DataFrame:
    """The only invoice of that amount in the ledger, dated before the payment."""
    found = payments.select("payment_number", "entry_on", cents=-pl.col("cents")).join(
        invoices.select("line", "cents", issued_on="entry_on"), on="cents"
    )
    found = found.filter(pl.col("issued_on") <= pl.col("entry_on"))
    return found.filter(pl.len().over("payment_number") == 1).select("payment_number", "line")


def _scored(
    name: str, way: str, payments: pl.DataFrame, invoices: pl.DataFrame, found: pl.DataFrame
) -> Row:
    """Right: each invoice given to a payment is of its buyer and letter."""
    told = found.join(payments.select("payment_number", "buyer", "letter"), on="payment_number")
    told = told.join(invoices.select("line", of="buyer", group="letter"), on="line")
    is_right = (pl.col("buyer") == pl.col("of")) & (pl.col("letter") == pl.col("group"))
    each = told.group_by("payment_number").agg(right=is_right.fill_null(False).all())
    right, automatic = int(each["right"].sum()), each.height
    return {
        "file": name, "way": way, "payments": payments.height, "right": right,
        "wrong": automatic - right, "waits": payments.height - automatic,
        "automatic_percent": percent(automatic, payments.height),
        "precision_percent": percent(right, automatic),
    }  # fmt: skip
