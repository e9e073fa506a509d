"""What clients are charged, and their guarantee funds: computed by rules, booked under a clause.

Every function takes the contracts (CONTRACTS) and rows keyed by contract_id; `event` prefixes the
key of what is booked. One contract or thousands: the same statements.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import Entry, book_entries, book_many
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.batch import constant, decide, repeated
from comptant.rules.columns import c, shape
from comptant.rules.fund import FUND_RULES
from comptant.rules.postings import lines
from comptant.rules.pricing import billed
from comptant.store import bulk, transactions

# Code and clause of a line of a bill, and the event that books it.
Fee = tuple[str, str, str]
FEE = ("FEE-AFF", "price, factoring fee", "fee")
LEAST = ("FEE-INV", "price, least fee per invoice")
UNPAID = ("FEE-IMP", "price, fee per unpaid item", "unpaid_fee")
VAT = ("VAT", "CGI art. 278")
FUND_SUMS = shape(
    "contract_id", "fund_balance_cents", "outstanding_cents", "approved_cents",
    "unapplied_credit_cents",
)  # fmt: skip
PEAKS = shape("contract_id", "peak_cents")
FUND_TERMS = (
    "annual_turnover_cents", "dso_days", "fund_base", "fund_ppm", "fund_floor_cents",
    "fund_build_up", "fund_levy_ppm", "fund_release_frequency", "fund_tolerance_ppm",
)  # fmt: skip
MARKED = shape("contract_id", "entry_id", "base_cents", "fee_cents", "least_fee_cents")
NO_PERIOD = (
    constant("from_on", None, pl.Date()), constant("until_on", None, pl.Date()),
    constant("is_correction", False, pl.Boolean()),
)  # fmt: skip
TAXABLE = constant("vat_class", "TAXABLE_STD", pl.String())
BOOKED = ["contract_id", "entry_id", "event", "net_cents", "bill_vat_cents", "bill_total_cents"]
CHARGE = (
    "contract_id", "entry_id", "code", "clause", "vat_class", "base_cents", "rate_ppm",
    "amount_cents", "from_on", "until_on", "is_correction",
)  # fmt: skip
# What only a financing charge has (its period in parts, the one it corrects), or a fee of so much.
OF_SOME = {"period_from_on": pl.Date, "period_until_on": pl.Date, "stretches": pl.String,
           "unit_count": pl.Int64, "unit_cents": pl.Int64}  # fmt: skip


def bill_fees(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, fee: Fee = FEE) -> pl.DataFrame:
    """Bill the factoring fee of invoices (contract_id, event, base_cents, fee_cents, within it
    least_fee_cents, and entry_id where the bill has its number already), or another: one bill per
    contract and event. Gives contract_id, event and bill_total_cents."""
    bills = bills_of(do, contracts, rows)
    if bills.height:
        with transactions.together(do.conn):
            book_entries(do, bill_entries(do, bills, fee))
            charge_bills(do, bills, fee)
    return bills[["contract_id", "event", "bill_total_cents"]]


def bills_of(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The bills of bill_fees, numbered and with their VAT, booked nowhere yet."""
    summed = [pl.col("base_cents").sum(), pl.col("fee_cents").sum().alias("net_cents")]
    if "least_fee_cents" in rows.columns:
        summed.append(pl.col("least_fee_cents").sum())
    if "entry_id" in rows.columns:
        summed.append(pl.col("entry_id").first())
    bills = rows.group_by("contract_id", "event", maintain_order=True).agg(summed)
    bills = numbered(do, bills.filter(c.net_cents != 0))
    if bills.is_empty():
        return bills.with_columns(bill_vat_cents="net_cents", bill_total_cents="net_cents")
    return billed(bills.hstack([
        *of_contracts(contracts, bills["contract_id"], ("fee_ppm", "vat_territory")),
        *repeated((constant("charged_on", do.on, pl.Date()), TAXABLE), bills.height),
    ]))  # fmt: skip


def bill_entries(do: Act, bills: pl.DataFrame, fee: Fee = FEE) -> list[Entry]:
    """What books these bills."""
    _, _, event = fee
    return [
        Entry(id_, entry_id, event, f"{of}/{event}", do.on,
              lines(event, {"net": net, "vat": vat, "total": total}))
        for id_, entry_id, of, net, vat, total in bills[BOOKED].iter_rows()
    ]  # fmt: skip


def charge_bills(do: Act, bills: pl.DataFrame, fee: Fee = FEE) -> None:
    """The lines of these bills: the share of the amounts, what least fees add to it, VAT (R-5)."""
    if bills.is_empty():
        return
    code, clause, _ = fee
    rate_ppm = bills["fee_ppm"] if fee == FEE else 0 * bills["fee_ppm"]
    net, base, of_least = bills["net_cents"], bills["base_cents"], []
    if "least_fee_cents" in bills.columns:
        net, least = net - bills["least_fee_cents"], bills["least_fee_cents"]
        of_least = [_lines(bills, *LEAST, base, 0 * rate_ppm, least).filter(least != 0)]
    charge(do, pl.concat([
        _lines(bills, code, clause, base, rate_ppm, net), *of_least,
        _lines(bills, *VAT, bills["net_cents"], bills["vat_ppm"], bills["bill_vat_cents"]),
    ]))  # fmt: skip


def bill_collected_fees(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> int:
    """Bill the fee of invoices (contract_id, event, invoice_id) that money meets for the first time
    and that have no bill yet, whatever the clause was when they came; where the fee is billed by
    the month, the month's bill has them, and where their deed is not signed nobody. Gives what is
    billed with VAT."""
    others = contracts.filter(c.fee_billing != "MONTHLY")
    rows = rows.join(others, on="contract_id", how="semi", maintain_order="left")
    rows = rows.unique(("contract_id", "invoice_id"), keep="first", maintain_order=True)
    if rows.is_empty():
        return 0
    bills = numbered(do, rows.select("contract_id", "event").unique(maintain_order=True))
    rows = rows.join(bills, on=["contract_id", "event"], maintain_order="left")
    asked = bulk.arrays(rows.select("contract_id", "invoice_id", "entry_id"))
    marked = bulk.read(do.conn, "mark_fee_billed", MARKED, **asked, is_gone=False)
    if marked.is_empty():
        return 0
    marked = marked.join(bills.select("entry_id", "event"), on="entry_id", maintain_order="left")
    return int(bill_fees(do, contracts, marked)["bill_total_cents"].sum())


def bill_unpaid_fees(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Bill what the contracts ask for items that came back unpaid (contract_id, event, base_cents),
    with VAT. Source: DOMAIN 4.2, FEE-IMP; price, fee per unpaid item."""
    (fee,) = of_contracts(contracts, rows["contract_id"], ["unpaid_fee_cents"])
    bill_fees(do, contracts, rows.with_columns(fee.alias("fee_cents")), UNPAID)


def bill_month_fees(do: Act, contracts: pl.DataFrame, event: str) -> pl.DataFrame:
    """Where the fee is billed by the month: bill it for all that has no bill yet, on one bill per
    contract. Gives contract_id and bill_total_cents."""
    monthly = contracts.filter(c.fee_billing == "MONTHLY")
    rows = monthly.select("contract_id", pl.lit(event).alias("event"))
    marked = MARKED.empty()
    if rows.height:
        rows = numbered(do, rows)
        asked = bulk.arrays(rows.select("contract_id", "entry_id"))
        marked = bulk.read(do.conn, "mark_month_fees", MARKED, **asked)
    events = marked.with_columns(pl.lit(event).alias("event"))
    return bill_fees(do, contracts, events).select("contract_id", "bill_total_cents")


def fund_facts(
    do: Act, contracts: pl.DataFrame, remitted: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The guarantee fund of each contract, with what the rules say of it. `remitted` (contract_id,
    remitted_cents): what each has just remitted, nothing where not said."""
    sums = bulk.read(do.conn, "fund_sums", FUND_SUMS, ids=contracts["contract_id"].to_list())
    facts = contracts.select("contract_id", *FUND_TERMS).join(
        sums, on="contract_id", maintain_order="left"
    )
    peaks = bulk.read(do.conn, "fund_peaks", PEAKS, on=do.on, ids=contracts.filter(
        c.fund_base == "PEAK")["contract_id"].to_list())  # fmt: skip
    facts = facts.join(peaks, on="contract_id", how="left", maintain_order="left")
    if remitted is None:
        facts = facts.with_columns(pl.lit(0, pl.Int64).alias("remitted_cents"))
    else:
        facts = facts.join(remitted, on="contract_id", how="left", maintain_order="left")
    return decide(
        facts.with_columns(
            c.remitted_cents.fill_null(0),
            (c.outstanding_cents - c.unapplied_credit_cents).alias("outstanding_cents"),
            pl.max_horizontal("peak_cents", "outstanding_cents").alias("peak_outstanding_cents"),
            ((c.fund_balance_cents == 0) & (c.remitted_cents.fill_null(0) > 0)).alias(
                "is_fund_opening"
            ),
            pl.lit(do.on).alias("today_on"),
        ),
        FUND_RULES,
    )


def levy_fund(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Put into the guarantee funds what remittances owe them (contract_id, event, gross_cents)."""
    rows = _with_fund(contracts, rows)
    if rows.is_empty():
        return
    remitted = rows.select("contract_id", remitted_cents="gross_cents")
    within = contracts.join(rows, on="contract_id", how="semi", maintain_order="left")
    levies = _moved(fund_facts(do, within, remitted), rows, "fund_levy_cents")
    _book_fund(
        do, "fund_levy", "fund", levies.with_columns(pl.lit(do.on).alias("value_on")), "levy"
    )


def release_fund(
    do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, *, also_ended: bool = False
) -> pl.DataFrame:
    """Give back what the guarantee funds hold beyond their targets (contract_id, event, value_on).

    `also_ended`: of contracts that had a fund and have none any more too, as the close does.
    Gives contract_id and fund_release_cents of those that give something back."""
    rows = rows if also_ended else _with_fund(contracts, rows)
    if rows.is_empty():
        return rows.select("contract_id", pl.lit(0, pl.Int64).alias("fund_release_cents"))
    within = contracts.join(rows, on="contract_id", how="semi", maintain_order="left")
    released = _moved(fund_facts(do, within), rows, "fund_release_cents")
    _book_fund(do, "fund_release", "fund_release", released, "release")
    return released.select("contract_id", fund_release_cents="cents")


def _with_fund(contracts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of contracts that have a fund; each contract once, since a fund moves once at a
    time."""
    has_fund = (contracts["fund_ppm"] != 0) | (contracts["fund_floor_cents"] != 0)
    if not has_fund.any():
        return rows.clear()
    rows = rows.join(
        contracts.filter(has_fund), on="contract_id", how="semi", maintain_order="left"
    )
    if rows["contract_id"].is_duplicated().any():
        raise AssertionError("a contract's fund moves once at a time")
    return rows


def _moved(facts: pl.DataFrame, rows: pl.DataFrame, amount: str) -> pl.DataFrame:
    moved = facts.filter(pl.col(amount) != 0).select("contract_id", cents=amount)
    return rows.join(moved, on="contract_id", maintain_order="left")


def _book_fund(do: Act, event: str, suffix: str, rows: pl.DataFrame, amount: str) -> None:
    if rows.height:
        rows = numbered(do, rows)
        amounts = rows.select("entry_id", pl.col("cents").alias(amount))
        book_events(do, event, rows, suffix, amounts)


def book_events(
    do: Act, event: str, rows: pl.DataFrame, suffix: str, amounts: pl.DataFrame,
    value_on: date | None = None,
) -> None:  # fmt: skip
    """Book one entry per row (contract_id, entry_id, event, value_on): `amounts` has entry_id and
    one column per amount of the template `event`; the key is the row's event and the suffix."""
    when = pl.col("value_on") if value_on is None else pl.lit(value_on).alias("value_on")
    key = pl.col("event") if not suffix else pl.col("event") + f"/{suffix}"
    entries = rows.select(
        "contract_id", "entry_id", pl.lit(event).alias("event"), key.alias("key"), when,
        pl.lit(0, pl.Int64).alias("sub_id"),
    )  # fmt: skip
    told = amounts.unpivot(index="entry_id", variable_name="name", value_name="cents")
    book_many(do, entries, told)


def numbered(do: Act, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with an `entry_id` each, new where they have none."""
    given = rows["entry_id"] if "entry_id" in rows.columns else None
    if given is not None and not given.null_count():
        return rows
    ids = pl.Series("entry_id", bulk.take_ids(do.conn, rows.height), pl.Int64)
    return rows.with_columns(ids if given is None else given.fill_null(ids))


def of_event(
    contract_id: int, event: str, rows: pl.DataFrame | None = None, **ids: Iterable[int]
) -> pl.DataFrame:
    """Rows of one contract and event: a batch, or ids by the name of their column."""
    given = pl.DataFrame(ids, schema=dict.fromkeys(ids, pl.Int64)) if rows is None else rows
    return given.with_columns(
        pl.lit(contract_id, pl.Int64).alias("contract_id"), pl.lit(event).alias("event")
    )


def to_release(contract_id: int, event: str, value_on: date) -> pl.DataFrame:
    """One contract's row for release_fund()."""
    row = {"contract_id": contract_id, "event": event, "value_on": value_on}
    return pl.DataFrame([row], schema_overrides={"contract_id": pl.Int64})


def charge(do: Act, rows: pl.DataFrame) -> None:
    """Write lines of bills (CHARGE); the correction of a period names the bill that it corrects."""
    if rows.height:
        rows = rows.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in OF_SOME.items()
            if name not in rows.columns
        )  # fmt: skip
        asked = bulk.arrays(rows[[*CHARGE, *OF_SOME]])
        bulk.execute(do.conn, "insert_charges", **asked, act_id=do.id)


def _lines(
    bills: pl.DataFrame, code: str, clause: str, base: pl.Series, rate: pl.Series,
    amount: pl.Series,
) -> pl.DataFrame:  # fmt: skip
    """A line of each bill (CHARGE)."""
    said = (constant("code", code, pl.String()), constant("clause", clause, pl.String()))
    return bills[["contract_id", "entry_id", "vat_class"]].hstack([
        base.alias("base_cents"), rate.alias("rate_ppm"), amount.alias("amount_cents"),
        *repeated((*said, *NO_PERIOD), bills.height),
    ])  # fmt: skip


def month_end(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1
