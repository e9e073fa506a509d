"""What watching a portfolio tells, from the ledger as of a day: measures of collection per buyer,
per contract and of all, and the collector's list. Rows as a terminal, a page and a program show
them.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.reminding.promised import followed
from comptant.rules.batch import check, decide, roll_up
from comptant.rules.columns import VOCABULARY
from comptant.rules.forecast import OPEN, expected, habits
from comptant.rules.money import ONE_PPM
from comptant.rules.watching import (
    COUNT_BACK,
    FACTS,
    MAYBE,
    MEASURES,
    MONTHS,
    SUMS,
    counted_back,
)
from comptant.store.access import See

Row = dict[str, Any]
PERIOD_DAYS = 90
SOON_DAYS = 30  # what is late and not expected within these is at risk
BY = {
    "buyer": ("contract_id", "buyer_id", "currency"), "contract": ("contract_id", "currency"),
    "all": ("currency",),
}  # fmt: skip
MEASURED = ("open_cents", "overdue_cents", "overdue_ppm", "dso_tenths", "count_back_tenths",
            "best_dso_tenths", "delinquent_tenths", "payment_delay_tenths", "dilution_ppm",
            "direct_payment_ppm", "promises_kept_ppm")  # fmt: skip
COLLECTED = ("contract_number", "buyer_name", "overdue_cents", "guaranteed_cents",
             "oldest_late_days", "disputed_cents", "in_hand_cents", "promised_cents", "soon_cents",
             "at_risk_cents")  # fmt: skip
TAKEN = ("disputed_cents", "in_hand_cents", "promised_cents")  # off what is open
KEYS = {"contract_id": pl.Int64(), "buyer_id": pl.Int64(), "currency": pl.String()}


def measures(
    see: See, on: date, contract_id: int | None, by: str, period_days: int = PERIOD_DAYS
) -> list[Row]:  # fmt: skip
    """One row per buyer of a contract, per contract or per currency (`by`), with MEASURES, the DSO
    by count-back and the names. What is open is the aged balance of the same day."""
    sums = _open(see, on, contract_id)
    flows = _frame(see("read_watch_flows", contract_id=contract_id, on=on),
                   {"paid_numbers": pl.Int128()})  # fmt: skip
    months = _frame(see("read_sold_months", contract_id=contract_id, on=on,
                        period_days=period_days), {"month_on": pl.Date()})  # fmt: skip
    sold = months.group_by(*KEYS).agg(pl.col("lately_cents").sum().alias("sold_cents"))
    facts = sums.join(flows, on=list(KEYS), how="full", coalesce=True).join(
        sold, on=list(KEYS), how="full", coalesce=True)  # fmt: skip
    facts = _with_zeros(facts, (*SUMS, "paid_numbers"))
    keys = BY[by]
    grouped = roll_up(facts, keys, (*SUMS, "paid_numbers")).with_columns(
        pl.lit(period_days, pl.Int64).alias("period_days"))  # fmt: skip
    decided = decide(check(grouped.select(FACTS.names), FACTS), MEASURES, nullable=MAYBE)
    found = grouped.select(key for key in keys if key not in FACTS.names).hstack(decided)
    found = found.join(_count_back(found, months, keys, on), on=keys, how="left")
    rows, kept = found.sort(keys).rows(named=True), _promises_kept(see, on, contract_id, keys)
    for row in rows:
        row["promises_kept_ppm"] = kept.get(tuple(row[key] for key in keys))
    return _named(see, contract_id, rows)


def _promises_kept(
    see: See, on: date, contract_id: int | None, keys: tuple[str, ...]
) -> dict[tuple[Any, ...], int]:
    """By the keys, how many of the promises of twelve months that are over were kept."""
    told = followed(see("read_promises", contract_id=contract_id, on=on))
    once = {(row["contract_id"], row["promise_id"]): row for row in told
            if row["promised_on"] > on - timedelta(days=365)}  # fmt: skip
    counts: dict[tuple[Any, ...], list[bool]] = {}
    for row in once.values():
        if row["promise_state"] in ("KEPT", "BROKEN"):
            counts.setdefault(tuple(row[key] for key in keys), []).append(
                row["promise_state"] == "KEPT")  # fmt: skip
    return {of: (2 * sum(one) * ONE_PPM + len(one)) // (2 * len(one))
            for of, one in counts.items()}  # fmt: skip


def _open(see: See, on: date, contract_id: int | None) -> pl.DataFrame:
    """KEYS with open_cents, not_due_cents and notes_cents."""
    rows = _frame(
        _by_due(see, on, contract_id), {"due_on": pl.Date(), "is_credit_note": pl.Boolean()}
    )
    is_note = pl.col("is_credit_note")
    open_, due = pl.col("open_cents"), pl.col("due_on")
    return rows.group_by(*KEYS).agg(
        open_.sum(), open_.filter(~is_note & (due >= on)).sum().alias("not_due_cents"),
        open_.filter(is_note).sum().alias("notes_cents"),
    )  # fmt: skip


def _by_due(see: See, on: date, contract_id: int | None) -> list[Row]:
    ids = None if contract_id is None else [contract_id]
    return see("read_open_by_due", contract_ids=ids, by_buyer=True, on=on)


def _frame(rows: list[Row], more: dict[str, pl.DataType]) -> pl.DataFrame:
    """Rows as columns: those of `more` in its types, the rest as the vocabulary has them."""
    types = {**KEYS, **more}
    names = list(rows[0]) if rows else [*types, *(name for name in SUMS if name not in types),
                                        "lately_cents", "late_days", "payment_count"]  # fmt: skip
    schema = {name: types.get(name) or (VOCABULARY[name].dtype if name in VOCABULARY
                                        else pl.Int64()) for name in names}  # fmt: skip
    texts = {name for name, kind in schema.items() if kind == pl.Int128()}
    told = [{name: int(row[name]) if name in texts else row[name] for name in names}
            for row in rows]  # fmt: skip
    return pl.DataFrame(told, schema=schema, strict=True)


def _with_zeros(facts: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """The columns of `names`, nothing where they are not told."""
    kinds = {name: VOCABULARY[name].dtype for name in names}
    return facts.with_columns(
        (pl.col(name).fill_null(0) if name in facts.columns else pl.lit(0)).cast(kind).alias(name)
        for name, kind in kinds.items()
    )


def _count_back(
    found: pl.DataFrame, months: pl.DataFrame, keys: tuple[str, ...], on: date
) -> pl.DataFrame:
    """count_back_tenths by the keys; each group has each of twelve months, sold in or not."""
    groups = found.select(*keys, "open_cents").with_row_index("group_id").with_columns(
        pl.col("group_id").cast(pl.Int64), pl.col("open_cents").clip(lower_bound=0))  # fmt: skip
    each = pl.DataFrame(
        [{"rank": rank, "month_on": first, "month_days": days}
         for rank, (first, days) in enumerate(_months_before(on))],
        schema={"rank": pl.Int64(), "month_on": pl.Date(), "month_days": pl.Int64()},
    )  # fmt: skip
    sold = months.group_by(*keys, "month_on").agg(pl.col("sold_cents").sum())
    rows = groups.join(each, how="cross").join(sold, on=[*keys, "month_on"], how="left")
    rows = rows.with_columns(pl.col("sold_cents").fill_null(0))
    decided = decide(check(rows.select(MONTHS.names), MONTHS), COUNT_BACK)
    return groups.join(counted_back(decided), on="group_id").select(*keys, "count_back_tenths")


def _months_before(on: date) -> list[tuple[date, int]]:
    """The first day and the days of this month so far and of the eleven before."""
    told, first = [(on.replace(day=1), on.day)], on.replace(day=1)
    for _ in range(11):
        first = (first.replace(year=first.year - 1, month=12) if first.month == 1
                 else first.replace(month=first.month - 1))  # fmt: skip
        told.append((first, monthrange(first.year, first.month)[1]))
    return told


def _named(see: See, contract_id: int | None, rows: list[Row]) -> list[Row]:
    """The rows with the names of their contract and their buyer."""
    names = see("read_buyer_names", contract_id=contract_id)
    buyers = {(row["contract_id"], row["buyer_id"]): row["buyer_name"] for row in names}
    contracts = {row["contract_id"]: row for row in names}
    for row in rows:
        known = contracts.get(row.get("contract_id"), {})
        row |= {name: known[name] for name in ("contract_number", "client_name") if name in known}
        if "buyer_id" in row:
            row["buyer_name"] = buyers.get((row["contract_id"], row["buyer_id"]), "")
    return rows


def delays(see: See, on: date, contract_id: int | None) -> pl.DataFrame:
    """How late buyers paid in twelve months: buyer_id, late_days, payment_count."""
    rows = see("read_paid_delays", contract_id=contract_id, on=on)
    return _frame(rows, {}).select("buyer_id", "late_days", "payment_count")


def open_rows(see: See, on: date, contract_id: int | None) -> pl.DataFrame:
    """Invoices open on a day as OPEN of the forecast, credit notes apart left out."""
    rows = [{**row, "today_on": on} for row in _by_due(see, on, contract_id)
            if not row["is_credit_note"]]  # fmt: skip
    return OPEN.frame([{name: row[name] for name in OPEN.names} for row in rows])


def coming_rows(see: See, on: date, contract_id: int | None) -> pl.DataFrame:
    """What is still to come of the invoices open on a day as OPEN of the forecast: without what is
    disputed or received; what is promised, or held as a cheque or a bill, is due on its day."""
    off = _taken_off(see, on, contract_id)
    asked = _asked(see, on, contract_id, off).with_columns(open_cents=pl.col("asked_cents"))
    moved = off.filter(pl.col("coming_cents") > 0).with_columns(
        due_on=pl.col("comes_on"), open_cents=pl.col("coming_cents"), today_on=pl.lit(on)
    )
    rows = pl.concat([asked.select(OPEN.names), moved.select(OPEN.names)])
    return rows.filter(pl.col("open_cents") > 0)


def _taken_off(see: See, on: date, contract_id: int | None) -> pl.DataFrame:
    """Rows of read_asked_by_due."""
    ids = None if contract_id is None else [contract_id]
    schema = {**KEYS, "due_on": pl.Date(), "comes_on": pl.Date(), "coming_cents": pl.Int64(),
              **dict.fromkeys((*TAKEN, "guaranteed_cents"), pl.Int64())}  # fmt: skip
    rows = see("read_asked_by_due", contract_ids=ids, on=on)
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)


def _asked(see: See, on: date, contract_id: int | None, off: pl.DataFrame) -> pl.DataFrame:
    """OPEN of the forecast and what the guarantee has taken, with TAKEN, that (`guaranteed_cents`),
    and what is left to ask for (`asked_cents`)."""
    keys, names = [*KEYS, "due_on"], (*TAKEN, "guaranteed_cents")
    sums = off.group_by(keys).agg(pl.col(name).sum() for name in names)
    found = open_rows(see, on, contract_id)
    taken = sums.filter(pl.col("guaranteed_cents") > 0).with_columns(
        open_cents=pl.col("guaranteed_cents"), today_on=pl.lit(on)
    )
    found = (
        pl.concat([found, taken.select(OPEN.names)])
        .group_by(keys, maintain_order=True)
        .agg(pl.col("today_on").first(), pl.col("open_cents").sum())
        .select(OPEN.names)
    )
    found = found.join(sums, on=keys, how="left")
    found = found.with_columns(pl.col(name).fill_null(0) for name in names)
    return found.with_columns(
        asked_cents=(pl.col("open_cents") - pl.sum_horizontal(TAKEN)).clip(lower_bound=0)
    )


def collectors(see: See, on: date, contract_id: int | None) -> list[Row]:
    """Who is to be reminded first: per buyer what is overdue (what the guarantee has taken is told
    apart too), less what it disputes, has promised or has given us, less what its own habits bring
    within thirty days; the largest first."""
    off = _taken_off(see, on, contract_id)
    late = _asked(see, on, contract_id, off).filter(pl.col("due_on") < on)
    if late.is_empty():
        return []
    keys = list(KEYS)
    told = late.group_by(keys).agg(
        pl.col("open_cents").sum().alias("overdue_cents"),
        (on - pl.col("due_on").min()).dt.total_days().alias("oldest_late_days"),
        *(pl.col(name).sum() for name in (*TAKEN, "guaranteed_cents", "asked_cents")),
    )  # fmt: skip
    asked = late.with_columns(open_cents=pl.col("asked_cents")).select(OPEN.names)
    soon = expected(asked, habits(delays(see, on, contract_id)), (SOON_DAYS,))
    soon = soon.group_by(keys).agg(pl.col("expected_cents").sum().alias("soon_cents"))
    told = told.join(soon, on=keys, how="left").with_columns(pl.col("soon_cents").fill_null(0))
    rows = _named(see, contract_id, told.rows(named=True))
    for row in rows:
        row["at_risk_cents"] = row.pop("asked_cents") - row["soon_cents"]
    return sorted(rows, key=lambda row: (-row["at_risk_cents"], -row["overdue_cents"],
                                         row["contract_number"], row["buyer_id"]))  # fmt: skip
