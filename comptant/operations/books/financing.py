"""The financing charge in arrears: run up, billed, accrued, and corrected when the past changes.
Where it is taken in advance, it is on what is used beyond the advances charged.

Computed from value-dated balances per contract, for any number of contracts at once; never one
row per invoice and day. Source: DOMAIN 4.3, C-4, I-08, I-09.
"""

from datetime import date

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import book_events, charge, numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.terms.contracts import of_contracts
from comptant.operations.terms.rates import FINANCING, prices, rate_missing
from comptant.rules import interest, interest_corrections
from comptant.rules.batch import collected, decide
from comptant.rules.columns import c, shape
from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS
from comptant.store import bulk

CHANGES_ABOUT = 10  # of a contract's balance since its last bill
INTEREST_FROM = shape("contract_id", "from_on?")
INTEREST_LEFT = shape("contract_id", "until_on")
NO_CHARGE = shape("interest_cents", "average_rate_ppm", "average_base_cents").empty()
BACK_VALUED = shape("contract_id", "since_on")
_IN_ADVANCE = pl.col("charge_timing") == "ADVANCE"
ACCRUALS = shape("contract_id", "entry_id", "event", "amount_cents")


def periods_until(do: Act, contracts: pl.DataFrame, until: pl.Expr) -> pl.DataFrame:
    """PERIODS of the contracts from their first day not billed (the end of the last bill, else the
    day of the first money) to `until`, the last day excluded; of those charged in advance, from the
    first day after on which more is used than was charged in advance, where there is one."""
    ids = contracts["contract_id"].to_list()
    if not ids:
        return interest.PERIODS.empty()
    begun = bulk.read(do.conn, "interest_from", INTEREST_FROM, ids=ids)
    if begun["from_on"].null_count() == begun.height:  # no money on any of them yet
        return interest.PERIODS.empty()
    periods = collected(
        contracts.lazy().join(begun.lazy(), on="contract_id", maintain_order="left")
        .select("contract_id", c.contract_currency.alias("currency"), "from_on",
                until.alias("until_on"))
        .filter(c.from_on < c.until_on)
    )  # fmt: skip
    in_advance = contracts.filter(_IN_ADVANCE)
    if in_advance.is_empty():
        return periods
    of = periods.join(in_advance, on="contract_id", how="semi", maintain_order="left")
    arrears = periods.join(in_advance, on="contract_id", how="anti")
    return pl.concat([arrears, _beyond(do, of)]).sort("contract_id")


def _beyond(do: Act, periods: pl.DataFrame) -> pl.DataFrame:
    """PERIODS of contracts charged in advance, of those that use more than was charged in advance
    and from the first day on which they do. Source: DOMAIN 4.3, W8-D."""
    if periods.is_empty():
        return periods
    changes, _, terms = interest_facts(do, periods.select("contract_id", "from_on"))
    return interest.in_use(changes, terms, periods)


def interest_due(do: Act, periods: pl.DataFrame) -> pl.DataFrame:
    """PERIODS with `interest_cents` and the weighted mean rate, where the rules give a charge.

    Refused: rate_missing.
    """
    try:
        return due_in(do, periods)
    except interest.MissingRate as error:
        raise rate_missing(error) from None


def due_in(do: Act, periods: pl.DataFrame) -> pl.DataFrame:
    """interest_due(); MissingRate where a rate is not known."""
    return _with_rate(periods, _segments(do, periods))


def _segments(do: Act, periods: pl.DataFrame) -> pl.DataFrame:
    if periods.is_empty():
        return interest.SEGMENTS.empty()
    facts = interest_facts(do, periods.select("contract_id", "from_on"))
    return interest.segments_of(*facts, periods)


def _with_rate(periods: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    if periods.is_empty():
        return periods.hstack(NO_CHARGE.get_columns())
    due = decide(interest.interest_due(cut), (interest.average_rate_ppm,))
    told = due.select(*interest.KEY, *NO_CHARGE.columns)
    return periods.join(told, on=list(interest.KEY), maintain_order="left")


def bill_interest(
    do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, *, leave_unknown: bool = False
) -> pl.DataFrame:
    """Bill the charge run up since the last bill (contract_id, until_on; that day excluded). Gives
    contract_id and interest_cents of those billed.

    Refused: rate_missing; with `leave_unknown` the charge is left to the close.
    """
    wanted = contracts.join(rows, on="contract_id", maintain_order="left")
    periods = periods_until(do, wanted, c.until_on)
    try:
        cut = _segments(do, periods)
    except interest.MissingRate as error:
        if not leave_unknown:
            raise rate_missing(error) from None
        periods = periods.filter(~c.contract_id.is_in(error.contract_ids))
        cut = _segments(do, periods)
    bills = numbered(do, _with_rate(periods, cut).filter(c.interest_cents != 0))
    if bills.height:
        kept = interest_corrections.kept(interest_corrections.stretches(cut, bills))
        bills = bills.join(kept.select(*interest.KEY, "stretches"), on=list(interest.KEY),
                           maintain_order="left")  # fmt: skip
        _post(do, bills, key=pl.lit(""))
        charge(do, bills.select(
            "contract_id", "entry_id", *_financing(), c.average_base_cents.alias("base_cents"),
            c.average_rate_ppm.alias("rate_ppm"), c.interest_cents.alias("amount_cents"),
            "from_on", "until_on", "stretches", pl.lit(False).alias("is_correction"),
        ))  # fmt: skip
    return bills.select("contract_id", "interest_cents")


def bill_left_interest(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Where the charge is billed at collection: bill what collections of the last weeks have left,
    because no rate was known then. Gives contract_id and interest_cents."""
    ids = contracts.filter(pl.col("interest_billing") == "AT_COLLECTION")["contract_id"].to_list()
    left = bulk.read(do.conn, "interest_left", INTEREST_LEFT, ids=ids, on=do.on)
    return bill_interest(do, contracts, left)


def correct_interest(
    do: Act, contracts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """Post what the past has changed in periods already billed, with the lines that explain it:
    what the base or the rate changed by, and on which days. (I-09)

    Only contracts with something told of a billed day since the close before last are computed
    again: an entry, a rate or a price. Gives contract_id and interest_correction_cents; and MISSING
    of those left, which are computed again once their rate is told.
    """
    ids = contracts["contract_id"].to_list()
    touched = bulk.read(do.conn, "back_valued", BACK_VALUED, ids=ids, on=do.on)
    billed = interest_corrections.BILLED.empty()
    if touched.height:
        timing = of_contracts(contracts, touched["contract_id"], ["charge_timing"])
        told = touched.with_columns(timing[0].eq("ADVANCE").alias("is_in_advance"))
        billed = bulk.read(do.conn, "billed_interest", interest_corrections.BILLED,
                           **bulk.arrays(told))  # fmt: skip
    left = interest.MISSING.empty()
    if billed.is_empty():
        nothing = pl.lit(0, pl.Int64).alias("interest_correction_cents")
        return touched.select("contract_id", nothing), left
    wrong, lines, left = _corrections(do, billed)
    wrong = numbered(do, wrong.sort(*interest.KEY, "from_on"))
    if wrong.height:
        _post(do, wrong.drop("interest_cents").rename(
            {"interest_correction_cents": "interest_cents"}), key=pl.lit(f"/correction/{do.id}")
        )  # fmt: skip
        _charge_corrections(do, wrong, lines)
    return wrong.select("contract_id", "interest_correction_cents"), left


def _charge_corrections(do: Act, wrong: pl.DataFrame, lines: pl.DataFrame) -> None:
    """Write the lines of the corrections; the last of each keeps what its period is charged on."""
    period = {"from_on": "period_from_on", "until_on": "period_until_on"}
    entries = wrong.select(*interest.KEY, *period, "entry_id", "stretches").rename(period)
    of = list(interest_corrections.OF_PERIOD)
    rows = entries.join(lines, on=of, maintain_order="left_right")
    is_last = pl.int_range(pl.len()).reverse().over(of) == 0
    charge(do, rows.with_columns(
        *_financing(), pl.when(is_last).then(c.stretches).alias("stretches"),
        pl.lit(True).alias("is_correction"),
    ))  # fmt: skip


def _corrections(do: Act, billed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What is wrong in BILLED periods, the lines that say why, MISSING of the contracts left."""
    left = interest.MISSING.empty()
    while True:
        first = billed.group_by("contract_id", maintain_order=True).agg(c.from_on.min())
        try:
            return *interest_corrections.corrections(billed, *interest_facts(do, first)), left
        except interest.MissingRate as error:
            rows = [{"contract_id": id_, "rate_index": error.rate_index, "from_on": error.day}
                    for id_ in error.contract_ids]  # fmt: skip
            left = pl.concat([left, interest.MISSING.frame(rows)])
            billed = billed.filter(~c.contract_id.is_in(error.contract_ids))


def accrue(do: Act, contracts: pl.DataFrame, until_on: date) -> pl.DataFrame:
    """The charge run up at month end and not billed: in the month's income, reversed on day 1."""
    due = interest_due(do, periods_until(do, contracts, pl.lit(until_on)))
    due = numbered(do, due.filter(c.interest_cents != 0))
    if due.height:
        rows = due.with_columns(pl.lit(f"accrual/{do.on}").alias("event"))
        book_events(do, "accrual", rows, "", rows.select("entry_id", interest="interest_cents"),
                    do.on)  # fmt: skip
    return due.select("contract_id", "interest_cents")


def reverse_accruals(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Undo last month's accruals, line by line, on the first close after them; their contracts."""
    ids = contracts["contract_id"].to_list()
    found = bulk.read(do.conn, "accruals_to_reverse", ACCRUALS, ids=ids, on=do.on)
    if found.height:
        entries = numbered(do, found.select(
            "contract_id", pl.lit("accrual").alias("event"),
            (pl.col("event") + "/reversal").alias("key"), pl.lit(do.on).alias("value_on"),
            pl.lit(0, pl.Int64).alias("sub_id"), pl.col("entry_id").alias("reverses_id"),
        ))  # fmt: skip
        book_many(do, entries, pl.DataFrame({
            "entry_id": entries["entry_id"], "name": ["interest"] * found.height,
            "cents": -found["amount_cents"],
        }))  # fmt: skip
    return found.select("contract_id")


def interest_facts(do: Act, since: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Value-dated changes of the base from a day on (contract_id, from_on), what was charged in
    advance counting against it; rate fixings; the contracts' pricing terms over time."""
    changes = bulk.read_about(
        do.conn, "interest_changes", interest.CHANGES, CHANGES_ABOUT * since.height,
        accounts=list(FUNDS_IN_USE_ACCOUNTS), on=do.on,
        **bulk.arrays(since.select("contract_id", "from_on")),
    )  # fmt: skip
    fixings, terms = prices(do, since["contract_id"].to_list())
    # Money of before the contract's first day (identified late) counts from that day.
    first = terms.group_by("contract_id").agg(c.valid_from_on.min().alias("first_on"))
    changes = changes.join(first, on="contract_id", maintain_order="left").select(
        *interest.KEY, pl.max_horizontal("value_on", "first_on").alias("value_on"),
        "amount_cents", "fund_cents",
    )  # fmt: skip
    return changes, fixings, terms


def _post(do: Act, rows: pl.DataFrame, key: pl.Expr) -> None:
    """One entry per row of a charge (entry_id, from_on, until_on, interest_cents)."""
    event = pl.concat_str(
        pl.lit("interest/"), c.from_on.cast(pl.String), pl.lit("/"), c.until_on.cast(pl.String), key
    )
    rows = rows.with_columns(event.alias("event"), c.until_on.alias("value_on"))
    book_events(do, "interest", rows, "", rows.select("entry_id", interest="interest_cents"))


def _financing() -> list[pl.Expr]:
    code, clause = FINANCING
    return [pl.lit(code).alias("code"), pl.lit(clause).alias("clause"),
            pl.lit("EXEMPT_FIN").alias("vat_class")]  # fmt: skip
