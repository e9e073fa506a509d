"""The other fees of contracts, billed: once what is due once, at the end of the month what the
month has brought, at the end of the contract what it leaves, at once what a person tells of.

One entry a contract, a line for each price, each cause once. Source: DOMAIN §4.1, §4.4, W4-6.
"""

from datetime import date, timedelta
from functools import cache

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import NO_PERIOD, VAT, charge, numbered
from comptant.operations.books.ledger import Entry, book_entries
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.batch import constant, decide, repeated
from comptant.rules.columns import c, shape
from comptant.rules.fees import (
    FEES_DUE,
    OVER_DAYS,
    days_to_anniversary,
    fees_due,
    remaining_minimum_cents,
)
from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS, lines
from comptant.rules.pricing import billed
from comptant.store import bulk, transactions

EVENT, TIERS = "other_fees", "FEE-TIE"  # what corrects the factoring fee is one
FACTS = shape(*(name if name not in FEES_DUE.optional else f"{name}?"
                for name in FEES_DUE.names if name != "fee_ppm"))  # fmt: skip
NOTHING = pl.DataFrame(schema={"contract_id": pl.Int64, "bill_total_cents": pl.Int64})
LEFT = shape("contract_id", "annual_minimum_cents", "remaining_days")
LINE = ["contract_id", "fee_code", "clause", "vat_class", "from_on", "until_on", "tier_from",
        "unit_cents", "tier_rate_ppm"]  # fmt: skip
CAUSE = ["contract_id", "fee_code", "charge_unit", "fee_cause", "until_on"]


def due(do: Act, contracts: pl.DataFrame, *, is_month: bool) -> pl.DataFrame:
    """What is due of the contracts, as fees_due() gives it: with `is_month` all that the month has
    brought until today, else what is due once."""
    rows = bulk.read(
        do.conn, "fees_due", FACTS, ids=contracts["contract_id"].to_list(), on=do.on,
        is_month=is_month, accounts=list(FUNDS_IN_USE_ACCOUNTS),
    )  # fmt: skip
    return _weighed(contracts, rows) if rows.height else _nothing()


def due_at_end(do: Act, contracts: pl.DataFrame, ended_on: date) -> pl.DataFrame:
    """What is due because contracts end on a day (the first after) before an anniversary: a share
    of the annual minimum of the days left. Source: DOMAIN §4.4 FEE-RES."""
    rows = bulk.rows(do.conn, "ending_fees", ids=contracts["contract_id"].to_list(), on=ended_on)
    if not rows:
        return _nothing()
    asked = pl.Series([row["contract_id"] for row in rows], dtype=pl.Int64)
    (minimums,) = of_contracts(contracts, asked, ["annual_minimum_cents"])
    left = decide(LEFT.frame([
        {"contract_id": row["contract_id"], "annual_minimum_cents": minimum,
         "remaining_days": days_to_anniversary(row["first_on"], ended_on)}
        for row, minimum in zip(rows, minimums, strict=True)
    ]), (remaining_minimum_cents,))  # fmt: skip
    return _weighed(contracts, FACTS.frame([
        {"contract_id": row["contract_id"], "fee_code": row["fee_code"], "charge_unit": "ENDING",
         "fee_cause": "end", "unit_count": 0, "base_cents": base, "before_cents": 0,
         "tier_from": 0, "unit_cents": 0, "charge_ppm": row["charge_ppm"]}
        for row, base in zip(rows, left["remaining_minimum_cents"], strict=True)
    ]))  # fmt: skip


def due_later(
    do: Act, contract_id: int, contracts: pl.DataFrame, ends_on: date
) -> list[tuple[date, pl.DataFrame]]:  # fmt: skip
    """What the months after today bring by themselves to the contract of a batch of one that ends
    on a day (the first after): each month's last day, and what is billed then, as fees_due()."""
    rows = bulk.rows(do.conn, "fees_ahead", contract_id=contract_id, on=do.on, ends_on=ends_on)
    return [
        (day, _weighed(contracts, FACTS.frame([
            {"contract_id": contract_id, "before_cents": 0, "tier_from": 0,
             **{name: value for name, value in row.items() if name != "billed_on"}}
            for row in rows if row["billed_on"] == day
        ]))) for day in dict.fromkeys(row["billed_on"] for row in rows)
    ]  # fmt: skip


def of_act(
    do: Act, contracts: pl.DataFrame, price: bulk.Row, cause: str, amount_cents: int
) -> pl.DataFrame:  # fmt: skip
    """What one act makes due, at its price (fee_code, unit_cents, charge_ppm)."""
    return _weighed(contracts, FACTS.frame([{
        **price, "contract_id": contracts["contract_id"][0], "charge_unit": "ACT",
        "fee_cause": cause, "unit_count": 1, "base_cents": amount_cents, "before_cents": 0,
        "tier_from": 0,
    }]))  # fmt: skip


def of_premium(contracts: pl.DataFrame, shares: list[bulk.Row], cause: str) -> pl.DataFrame:
    """What a premium makes due of contracts (contract_id, charge_ppm, part_cents), each its own
    share."""
    return _weighed(contracts, FACTS.frame([
        {"contract_id": row["contract_id"], "fee_code": "FEE-ASS", "charge_unit": "PREMIUM",
         "fee_cause": cause, "unit_count": 0, "base_cents": row["part_cents"], "before_cents": 0,
         "tier_from": 0, "unit_cents": 0, "charge_ppm": row["charge_ppm"]}
        for row in shares
    ]))  # fmt: skip


def total_of(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, taxed_cents: int) -> int:
    """What these and a further taxable amount of one contract come to with their VAT."""
    bills = billed(_bills(do, contracts, rows))
    (vat_territory,) = of_contracts(contracts, contracts["contract_id"], ["vat_territory"])
    more = billed(pl.DataFrame({
        "net_cents": [taxed_cents], "vat_class": ["TAXABLE_STD"], "vat_territory": vat_territory,
        "charged_on": [do.on]}))  # fmt: skip
    return int(bills.select(_total()).sum().item() or 0) + int(more["bill_total_cents"][0])


def bill_due(
    do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, event: str, value_on: date | None = None
) -> pl.DataFrame:
    """Bill what is due, with the VAT of what is taxable: one entry a contract, worth today where no
    day is said. Gives contract_id and bill_total_cents."""
    if rows.is_empty():
        return NOTHING
    bills = numbered(do, billed(_bills(do, contracts, rows)))
    causes = rows.select(CAUSE).unique(maintain_order=True).join(
        bills.select("contract_id", "entry_id"), on="contract_id", maintain_order="left"
    )  # fmt: skip
    worth_on = value_on or do.on
    entries = [_entry(bill, event, worth_on) for bill in bills.iter_rows(named=True)]
    with transactions.together(do.conn):
        book_entries(do, entries)
        charge(do, _lines(bills, rows))
        bulk.execute(do.conn, "insert_fees_billed", **bulk.arrays(causes), act_id=do.id)
    return bills.select("contract_id", bill_total_cents=_total())


def keep_counted(do: Act, contracts: pl.DataFrame) -> None:
    """Keep that what fees are due for is counted until today, also where nothing was due. What is
    done later, still on this day, is counted with the next one's."""
    bulk.execute(
        do.conn, "keep_fees_counted", ids=contracts["contract_id"].to_list(), act_id=do.id,
        until_on=do.on + timedelta(days=1), units=[one for one in OVER_DAYS if one != "UNUSED"],
    )  # fmt: skip


@cache
def _nothing() -> pl.DataFrame:
    return fees_due(FEES_DUE.empty())


def _weighed(contracts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    (fee,) = of_contracts(contracts, rows["contract_id"], ["fee_ppm"])
    return fees_due(rows.with_columns(fee.alias("fee_ppm")))


def _total() -> pl.Expr:
    return c.bill_total_cents + pl.col("exempt_cents")


def _bills(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a contract: what corrects the factoring fee, what else is taxable (both: net_cents),
    what bears no VAT."""
    is_taxed = c.vat_class == "TAXABLE_STD"
    cents = c.other_fee_cents
    bills = rows.group_by("contract_id", maintain_order=True).agg(
        cents.filter(is_taxed).sum().alias("net_cents"),
        cents.filter(c.fee_code == TIERS).sum().alias("share_cents"),
        cents.filter(~is_taxed).sum().alias("exempt_cents"),
    )  # fmt: skip
    return bills.hstack([
        *of_contracts(contracts, bills["contract_id"], ["vat_territory"]),
        *repeated((constant("charged_on", do.on, pl.Date()),
                   constant("vat_class", "TAXABLE_STD", pl.String())), bills.height),
    ])  # fmt: skip


def _entry(bill: bulk.Row, event: str, value_on: date) -> Entry:
    taxed, exempt = bill["net_cents"] - bill["share_cents"], bill["exempt_cents"]
    amounts = {"share": bill["share_cents"], "other": taxed + exempt, "vat": bill["bill_vat_cents"],
               "total": bill["bill_total_cents"] + exempt}  # fmt: skip
    return Entry(bill["contract_id"], bill["entry_id"], EVENT, f"{event}/{EVENT}", value_on,
                 lines(EVENT, amounts))  # fmt: skip


def _lines(bills: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The lines of the bills: each price with how often or on what, then VAT on the sum (R-5)."""
    is_share = c.unit_cents == 0
    none = pl.lit(None, pl.Int64)
    fees = rows.group_by(LINE, maintain_order=True).agg(
        c.tier_count.sum(), c.tier_base_cents.sum(), c.other_fee_cents.sum()
    ).join(bills.select("contract_id", "entry_id"), on="contract_id", maintain_order="left").select(
        "contract_id", "entry_id", c.fee_code.alias("code"), "clause", "vat_class",
        pl.when(is_share).then(c.tier_base_cents).otherwise(c.other_fee_cents).alias("base_cents"),
        c.tier_rate_ppm.alias("rate_ppm"), c.other_fee_cents.alias("amount_cents"), "from_on",
        "until_on", pl.lit(False).alias("is_correction"),
        pl.when(is_share).then(none).otherwise(c.tier_count).alias("unit_count"),
        pl.when(is_share).then(none).otherwise(c.unit_cents).alias("unit_cents"),
    )  # fmt: skip
    code, clause = (constant(name, word, pl.String())
                    for name, word in zip(("code", "clause"), VAT, strict=True))  # fmt: skip
    taxed = bills.filter(c.bill_vat_cents != 0)
    vat = taxed.select(
        "contract_id", "entry_id", "vat_class", base_cents="net_cents", rate_ppm="vat_ppm",
        amount_cents="bill_vat_cents",
    ).hstack(repeated((code, clause, *NO_PERIOD), taxed.height))  # fmt: skip
    return pl.concat([fees, vat], how="diagonal")
