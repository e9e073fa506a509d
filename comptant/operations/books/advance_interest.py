"""The financing charge taken in advance (précomptée), invoice by invoice: on what each brings from
the day it does, to its due date and a margin; corrected when the receivable goes. It follows every
event, where invoices are judged. Source: DOMAIN 4.3, W4-5."""

import polars as pl

from comptant.operations.acts.act import Act, Answer
from comptant.operations.books.billing import book_events, charge, numbered
from comptant.operations.terms.contracts import of_contracts
from comptant.operations.terms.rates import FINANCING, rates_on
from comptant.rules import interest
from comptant.rules.advance_interest import ADVANCES, CHANGES, INVOICE, NEW, changes, charged
from comptant.rules.availability import CLASS_RATES
from comptant.rules.columns import c, shape
from comptant.store import bulk

CODE = "INT-ADV"
KEPT = (
    "contract_id", "id", "lot_id", "invoice_id", "value_on", "until_on", "advance_cents",
    "financing_rate_ppm", "interest_cents", "entry_id", "act_id",
)  # fmt: skip
JUDGED = (
    "contract_id", "invoice_id", "due_on", "advance_class", "open_cents", "eligible_cents",
    "reduction_cents", "approved_now_cents", "hold",
)  # fmt: skip
FUND = ("interest_base", "fund_ppm", "fund_base", "fund_build_up")
MOVED = shape(*INVOICE, "value_on", "amount_cents").empty()
RATE_OF_CLASS = pl.coalesce(
    pl.when(c.advance_class == name).then(pl.col(rate)) for name, rate in CLASS_RATES.items()
).alias("advance_ppm")


def follow_advances(
    do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, changed: pl.DataFrame | None = None, *,
    are_new: bool = False,
) -> None:  # fmt: skip
    """Charge what begins on invoices just judged (JUDGED), and correct what ends, where the
    contract is charged in advance; nothing where nothing changed. `changed` (contract_id,
    invoice_id, value_on, amount_cents): open amounts that move on a value date of their own."""
    in_advance = contracts["charge_timing"] == "ADVANCE"
    if not in_advance.any():
        return
    contracts = contracts.filter(in_advance)
    rows = rows.join(contracts, on="contract_id", how="semi", maintain_order="left")
    if rows.is_empty():
        return
    known = CHANGES.empty()
    if not are_new:
        asked = bulk.arrays(rows.select(INVOICE))
        known = bulk.read_about(do.conn, "charged_advances", CHANGES, rows.height, **asked)
    new = changes(_facts(do, contracts, rows, changed, known), known)
    if new.height:
        charge_changes(do, known, _priced(do, contracts, _with_ids(do, new)), CODE)


def _facts(
    do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, changed: pl.DataFrame | None,
    known: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """ADVANCES: the invoices with their contracts' clauses and what was charged on them."""
    clauses = of_contracts(
        contracts, rows["contract_id"],
        ("advance_margin_days", "has_true_up", "unapproved_advance_ppm", *FUND,
         *CLASS_RATES.values()),
    )  # fmt: skip
    facts = rows.select(JUDGED).hstack(clauses).with_columns(RATE_OF_CLASS)
    so_far = known.group_by(INVOICE).agg(c.advance_cents.sum().alias("charged_advance_cents"))
    facts = facts.join(so_far, on=INVOICE, how="left", maintain_order="left")
    moved = MOVED.clear()
    if changed is not None and "value_on" in changed.columns:
        moved = changed.select(*INVOICE, "value_on", "amount_cents")
    ended = known.filter(c.change_id != c.lot_id).select(*INVOICE, "advance_cents", on="value_on")
    undone = moved.filter(c.amount_cents > 0).join(ended, on=INVOICE)
    undone = undone.filter(pl.col("on") >= c.value_on).group_by(INVOICE).agg(
        (-c.advance_cents.sum()).alias("ended_advance_cents"))  # fmt: skip
    for told in (moved.drop("amount_cents"), undone):
        facts = facts.join(told, on=INVOICE, how="left", maintain_order="left")
    return facts.with_columns(
        c.value_on.fill_null(do.on), c.charged_advance_cents.fill_null(0),
        c.ended_advance_cents.fill_null(0),
        pl.col("advance_margin_days").alias("prefee_margin_days"),
        pl.col("has_true_up").alias("prefee_true_up"),
    ).select(ADVANCES.names)  # fmt: skip


def _with_ids(do: Act, new: pl.DataFrame) -> pl.DataFrame:
    ids = pl.Series("change_id", bulk.take_ids(do.conn, new.height), pl.Int64)
    begins = c.lot_id == NEW
    return new.with_columns(ids).with_columns(
        pl.when(begins).then(c.change_id).otherwise(c.lot_id).alias("lot_id")
    )


def _priced(do: Act, contracts: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """New lots at the rate of their day, where somebody has told it; else they wait for it."""
    currency = of_contracts(contracts, new["contract_id"], ["contract_currency"])[0]
    begun = new.with_columns(currency.alias("currency")).filter(c.change_id == c.lot_id)
    rates, _ = rates_on(do, begun.select("contract_id", "currency", "value_on"))
    told = rates.rename({"financing_rate_ppm": "rate_told"})
    return new.join(told, on=["contract_id", "value_on"], how="left", maintain_order="left").select(
        pl.exclude("rate_told", "financing_rate_ppm"),
        pl.when(c.change_id == c.lot_id).then(pl.col("rate_told"))
        .otherwise(c.financing_rate_ppm).alias("financing_rate_ppm"),
    )  # fmt: skip


def charge_changes(do: Act, known: pl.DataFrame, new: pl.DataFrame, code: str) -> None:
    """Charge what begins, correct what ends (CHANGES without interest_cents) of advances of which
    `known` was charged, under a code of the bill; kept with its entry. The item of an advance is
    an invoice or a purchase order (in invoice_id)."""
    rows = _posted(do, charged(known, new), code)
    kept = rows.with_columns(c.change_id.alias("id"), pl.lit(do.id).alias("act_id"))
    bulk.copy_in(do.conn, "charged_advance", kept.select(KEPT))


def _posted(do: Act, rows: pl.DataFrame, code: str = CODE) -> pl.DataFrame:
    """The changes with the entry that charges or corrects each: one entry per contract, value date
    and kind, and a line of its bill for each number of days and rate."""
    kind = pl.when(c.advance_cents > 0).then(pl.lit("advance_interest")).otherwise(
        pl.lit("advance_true_up")).alias("event")  # fmt: skip
    of = ["contract_id", "value_on", "event"]
    rows = rows.with_columns(kind)
    entries = rows.group_by(of, maintain_order=True).agg(c.interest_cents.sum().alias("cents"))
    entries = numbered(do, entries.filter(pl.col("cents") != 0))
    rows = rows.join(entries.select(*of, "entry_id"), on=of, how="left", maintain_order="left")
    is_charged = c.financing_rate_ppm.is_not_null()
    rows = rows.with_columns(pl.when(is_charged).then(pl.col("entry_id")).alias("entry_id"))
    for (event,), each in entries.group_by("event", maintain_order=True):
        key = pl.format("advance/{}/{}", pl.lit(do.id), "entry_id").alias("event")
        amounts = each.select("entry_id", interest="cents")
        book_events(do, str(event), each.with_columns(key), "", amounts)
    _bill(do, rows.filter(pl.col("entry_id").is_not_null()), code)
    return rows


def _bill(do: Act, rows: pl.DataFrame, code: str) -> None:
    """Lines of bills: the base is less than zero where days paid for are given back."""
    days_back = (c.advance_cents < 0) & (c.value_on > c.until_on)
    lines = rows.with_columns(
        pl.min_horizontal("value_on", "until_on").alias("from_on"),
        pl.max_horizontal("value_on", "until_on").alias("until_on"),
        pl.when(days_back).then(-c.advance_cents).otherwise(c.advance_cents).alias("base_cents"),
    ).group_by(
        "contract_id", "entry_id", "from_on", "until_on", "financing_rate_ppm", maintain_order=True
    ).agg(pl.col("base_cents").sum(), c.interest_cents.sum())  # fmt: skip
    charge(do, lines.select(
        "contract_id", "entry_id", pl.lit(code).alias("code"), pl.lit(FINANCING[1]).alias("clause"),
        pl.lit("EXEMPT_FIN").alias("vat_class"), "base_cents",
        c.financing_rate_ppm.alias("rate_ppm"), c.interest_cents.alias("amount_cents"),
        "from_on", "until_on", pl.lit(False).alias("is_correction"),
    ))  # fmt: skip


# Charges that wait for a rate ---------------------------------------------------------------------


def waiting_advances(
    do: Act, contracts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """CHANGES of the invoices on which a charge waits for a rate, without those that wait; those of
    them whose rate is known now, with it and what they charge; and MISSING of the others."""
    contracts = contracts.filter(pl.col("charge_timing") == "ADVANCE")
    found = CHANGES.empty()
    if contracts.height:
        ids = contracts["contract_id"].to_list()
        found = bulk.read(do.conn, "waiting_advances", CHANGES, ids=ids)
    known = found.filter(c.financing_rate_ppm.is_not_null())
    waits = found.filter(c.financing_rate_ppm.is_null())
    if waits.is_empty():
        return known, waits, interest.MISSING.empty()
    currency = of_contracts(contracts, waits["contract_id"], ["contract_currency"])[0]
    begun = waits.with_columns(currency.alias("currency")).filter(c.change_id == c.lot_id)
    asked = begun.select("contract_id", "lot_id", "currency", "value_on")
    rates, missing = rates_on(do, asked.drop("lot_id"))
    told = asked.join(rates, on=["contract_id", "value_on"]).select(
        "contract_id", "lot_id", "financing_rate_ppm"
    )
    priced = waits.drop("financing_rate_ppm", "interest_cents").join(
        told, on=["contract_id", "lot_id"], maintain_order="left"
    )
    return known, charged(known, priced), missing


def bill_waiting_advances(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Charge what waited for a rate that is known now, to the cent what it would have been, with
    its own value dates. Gives contract_id and interest_cents."""
    _, priced, _ = waiting_advances(do, contracts)
    if priced.height:
        rows = _posted(do, priced)
        told = rows.select("contract_id", "change_id", "financing_rate_ppm", "interest_cents",
                           "entry_id")  # fmt: skip
        bulk.execute(do.conn, "price_advances", **bulk.arrays(told))
    return priced.select("contract_id", "interest_cents")


def advance_waits(do: Act, contracts: pl.DataFrame) -> dict[int, Answer]:
    """Per contract the rate for which its charge in advance waits: rate_index and rate_on."""
    if not (contracts["charge_timing"] == "ADVANCE").any():
        return {}
    _, _, missing = waiting_advances(do, contracts)
    first = missing.sort("from_on").unique("contract_id", keep="first", maintain_order=True)
    return {
        row["contract_id"]: {"rate_index": row["rate_index"], "rate_on": row["from_on"].isoformat()}
        for row in first.iter_rows(named=True)
    }


def given_back(do: Act, contract_id: int) -> int:
    """What this act has given back of charges in advance, in cents."""
    found = bulk.row(do.conn, "charged_by_act", contract_id=contract_id, act_id=do.id)
    return -int(found["interest_cents"]) if found else 0
