"""What the slices of a stress come to: sums per currency, contracts, buyers that fail, claims on
insurers, weeks, causes; the largest change first."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from comptant.operations.stressing.aiming import Aimed
from comptant.operations.stressing.liquidity import SUMS, WEEK
from comptant.operations.stressing.losses import Insured
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.explanation import PART_ORDER
from comptant.rules.stress import BORNE, WEEK_DAYS, WEEKS, fund_bears_cents, week_number
from comptant.store.bulk import Row

# Who bears what buyers that fail owe: they sum to `loss_cents`.
BEARERS = ("insurer_bears_cents", "deductible_bears_cents", "factor_bears_cents",
           "client_bears_cents", "fund_bears_cents")  # fmt: skip
OF_CONTRACT = (
    "outstanding_before_cents", "outstanding_after_cents", "funds_in_use_before_cents",
    "funds_in_use_after_cents", "available_before_cents", "available_after_cents",
    "drawable_before_cents", "drawable_after_cents", "over_advance_before_cents",
    "over_advance_after_cents", "approved_before_cents", "approved_after_cents",
    "not_renewed_cents", "extra_charge_cents", "loss_cents", *BEARERS,
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What one slice gives. `invoices`: of a contract looked at by itself, each that changes."""

    contracts: pl.DataFrame
    owed: pl.DataFrame
    causes: pl.DataFrame
    weeks: pl.DataFrame
    invoices: pl.DataFrame | None
    left_out: tuple[int, ...]


@dataclass(frozen=True)
class Result:
    """The answer of a stress: a frame per grain. `sums`: currency; `contracts`: OF_CONTRACT;
    `buyers`: buyer that fails, in a contract; `claims`: buyer and policy; `weeks`: currency and
    week; `causes`: currency, part of the waterfall and reason; `invoices`: those of one contract
    that change; `left_out`: numbers of contracts whose charge waits for a rate."""

    on: date
    sums: list[Row]
    contracts: pl.DataFrame
    buyers: list[Row]
    claims: list[Row]
    weeks: list[Row]
    causes: list[Row]
    invoices: list[Row]
    left_out: list[str]


def result(
    known: list[Row], parts: list[Part], insured: Insured, aim: Aimed, on: date
) -> Result:  # fmt: skip
    """The parts put together. `known`: rows of stress_contracts."""
    names = pl.DataFrame(known, schema={"contract_id": pl.Int64, "contract_number": pl.String,
                                        "currency": pl.String, "client_name": pl.String,
                                        "open_count": pl.Int64}).drop("open_count")  # fmt: skip
    left = {id_ for part in parts for id_ in part.left_out}
    contracts = pl.DataFrame()
    if parts:
        contracts = _with_losses(pl.concat([part.contracts for part in parts]), insured)
        contracts = contracts.join(names, on="contract_id", maintain_order="left")
        fallen = c.available_before_cents - c.available_after_cents
        contracts = contracts.sort(c.loss_cents + fallen, "contract_id", descending=[True, False])
    return Result(
        on=on, sums=_summed(contracts), contracts=contracts,
        buyers=_buyers(insured, names, aim), claims=insured.claims,
        weeks=_weeks(parts, insured.claims, on), causes=_causes(parts),
        invoices=_invoices(parts, insured, names),
        left_out=[row["contract_number"] for row in known if row["contract_id"] in left],
    )  # fmt: skip


def _with_losses(contracts: pl.DataFrame, insured: Insured) -> pl.DataFrame:
    """Contracts with what failing buyers cost there: of the client's part his fund answers for what
    makes him owe more than before."""
    sums = insured.rows.group_by("contract_id").agg(
        c.debt_cents.sum().alias("loss_cents"), *(pl.col(name).sum() for name in BEARERS[:4])
    )
    rows = contracts.join(sums, on="contract_id", how="left", maintain_order="left").with_columns(
        pl.col("loss_cents", *BEARERS[:4]).fill_null(0)
    )
    facts = rows.select(BORNE.names[0], c.client_bears_cents.alias("client_risk_cents"),
                        *BORNE.names[2:])  # fmt: skip
    fund = decide(facts, (fund_bears_cents,))["fund_bears_cents"]
    return rows.with_columns(fund).with_columns(c.client_bears_cents - c.fund_bears_cents)


def _summed(contracts: pl.DataFrame) -> list[Row]:
    if contracts.is_empty():
        return []
    return contracts.group_by("currency").agg(
        pl.len().alias("contract_count"), c.invoice_count.sum(),
        (c.over_advance_after_cents > c.over_advance_before_cents).sum().alias("fallen_count"),
        *(pl.col(name).sum() for name in OF_CONTRACT),
    ).sort("currency").rows(named=True)  # fmt: skip


def _buyers(insured: Insured, names: pl.DataFrame, aim: Aimed) -> list[Row]:
    """Failing buyers by contract; what the fund of the contract bears is in the client's here."""
    rows = insured.rows.group_by("contract_id", "buyer_id").agg(
        pl.len().alias("invoice_count"), c.debt_cents.sum(), c.factor_risk_cents.sum(),
        c.client_risk_cents.sum(), c.guaranteed_cents.sum(),
        *(pl.col(name).sum() for name in BEARERS[:4]),
    ).join(names, on="contract_id").sort(-c.debt_cents, "contract_id", "buyer_id")  # fmt: skip
    return [{**row, "buyer_name": aim.names.get(row["buyer_id"], "")}
            for row in rows.rows(named=True)]  # fmt: skip


def _weeks(parts: list[Part], claims: list[Row], on: date) -> list[Row]:
    """Each week and currency, the last row of a currency being later: what buyers bring before and
    after, what insurers pay, and the cash that lacks by then (`gap_cents`)."""
    if not parts:
        return []
    sums = pl.concat([part.weeks for part in parts]).group_by("currency", WEEK).agg(
        pl.col(name).sum() for name in SUMS)  # fmt: skip
    paid = pl.DataFrame(
        [{"currency": row["currency"], "day": row["indemnity_on"],
          "indemnity_due_cents": row["indemnity_due_cents"]} for row in claims],
        schema={"currency": pl.String, "day": pl.Date, "indemnity_due_cents": pl.Int64},
    )  # fmt: skip
    paid = paid.group_by("currency", week_number(pl.col("day"), pl.lit(on)).alias(WEEK)).agg(
        pl.col("indemnity_due_cents").sum())  # fmt: skip
    every = pl.DataFrame({WEEK: range(1, WEEKS + 2)}, schema={WEEK: pl.Int64})
    rows = sums.select("currency").unique().join(every, how="cross")
    rows = rows.join(sums, on=["currency", WEEK], how="left").join(
        paid, on=["currency", WEEK], how="left")  # fmt: skip
    rows = rows.with_columns(pl.col(*SUMS, "indemnity_due_cents").fill_null(0)).sort(
        "currency", WEEK)  # fmt: skip
    lacks = pl.col(SUMS[0]) - pl.col(SUMS[1]) - pl.col("indemnity_due_cents")
    rows = rows.with_columns(lacks.cum_sum().over("currency").alias("gap_cents"))
    told = []
    for row in rows.rows(named=True):
        number = row.pop(WEEK)
        until = on + timedelta(days=WEEK_DAYS * number)
        told.append({
            "from_on": on + timedelta(days=WEEK_DAYS * (number - 1) + 1),
            "until_on": until if number <= WEEKS else None, **row,
        })  # fmt: skip
    return told


def _causes(parts: list[Part]) -> list[Row]:
    """Parts of the waterfall that the shocks change, in its order."""
    if not parts:
        return []
    both = ("amount_before_cents", "amount_after_cents")
    rows = pl.concat([part.causes.select("currency", "part", "reason", "rule", "source", *both)
                      for part in parts])  # fmt: skip
    rows = rows.group_by("currency", "part", "reason", "rule", "source").agg(
        pl.col(name).sum() for name in both
    ).filter(pl.col(both[0]) != pl.col(both[1]))  # fmt: skip
    order = c.part.cast(pl.Enum(PART_ORDER))
    return rows.sort("currency", order, "reason").rows(named=True)


def _invoices(parts: list[Part], insured: Insured, names: pl.DataFrame) -> list[Row]:
    """The invoices of one contract that change, with who bears what they owe."""
    found = [part.invoices for part in parts if part.invoices is not None]
    if not found:
        return []
    of = ["contract_id", "invoice_id", "buyer_id"]
    bears = ["debt_cents", *BEARERS[:4]]
    rows = pl.concat(found).join(insured.rows.select(*of, *bears), on=of, how="left")
    return rows.with_columns(pl.col(bears).fill_null(0)).join(
        names.select("contract_id", "contract_number"), on="contract_id"
    ).sort("invoice_id").rows(named=True)  # fmt: skip
