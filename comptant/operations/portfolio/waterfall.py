"""The waterfall of contracts, from the sums kept per buyer as they stand: `availability` first
brings them up to the day."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import fund_facts
from comptant.operations.books.held_back import accrued_cents
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.availability import CLASS_RATES, FROZEN, waterfall
from comptant.rules.availability_facts import CONTRACT_FACTS, EXPOSURE_FACTS
from comptant.rules.batch import constant, repeated
from comptant.rules.columns import c, shape
from comptant.store import bulk

STORED_EXPOSURE = shape(
    "contract_id", "buyer_id?", "advance_class", "currency", "outstanding_cents",
    "ineligible_cents", "reduction_cents", "approved_cents", "unapplied_credit_cents",
    "unallocated_cash_cents", "set_off_cents",
)  # fmt: skip
STORED_FACTS = shape(
    "contract_id", "current_account_cents", "fund_balance_cents", "pending_cents",
    "own_line_cents?", "line_allotment_cents?", "dilution_reserve_cents", "manual_reserve_cents",
    "claimed_by_factor_cents", "written_off_cents", "garnished_cents", "is_frozen",
)  # fmt: skip
OF_CONTRACT = (
    "contract_currency", "status", "concentration_ppm", "concentration_base",
    "unapproved_advance_ppm", "line_cents",
)  # fmt: skip
NO_SHORTFALLS = shape("contract_id", "fund_shortfall_cents").empty()
BUYERS_ABOUT = 30  # of a contract


@dataclass(frozen=True)
class Availability:
    """The waterfall of some contracts: per buyer and class, and one row per contract. What is asked
    for and not released yet (`pending_cents`) is counted as drawn."""

    terms: pl.DataFrame  # CONTRACTS
    exposures: pl.DataFrame
    contracts: pl.DataFrame

    @property
    def totals(self) -> dict[str, Any]:
        """The row of the waterfall, where it is of one contract."""
        (row,) = self.contracts.rows(named=True)
        return row

    @property
    def currency(self) -> str:
        return str(self.totals["currency"])

    @property
    def drawable_cents(self) -> int:
        return int(self.totals["drawable_cents"])

    @property
    def available_cents(self) -> int:
        return int(self.totals["available_cents"])

    @property
    def pending_cents(self) -> int:
        return int(self.totals["pending_cents"])


def availability(do: Act, contracts: pl.DataFrame, *, leave_unknown: bool = False) -> Availability:
    """The waterfall from the sums kept per buyer: its cost grows with buyers, not with invoices.

    Refused: rate_missing; with `leave_unknown` the contracts whose charge waits for a rate are left
    out instead.
    """
    facts = _contract_facts(do, contracts, leave_unknown)
    if facts.height < contracts.height:
        contracts = contracts.join(facts, on="contract_id", how="semi", maintain_order="left")
    ids = contracts["contract_id"].to_list()
    about = BUYERS_ABOUT * len(ids)
    exposures = bulk.read_about(do.conn, "exposures", STORED_EXPOSURE, about, ids=ids, on=do.on)
    rates = of_contracts(contracts, exposures["contract_id"], CLASS_RATES.values())
    advance_ppm = rates[0]
    for name, rate in zip(CLASS_RATES, rates, strict=True):
        advance_ppm = rate.zip_with(exposures["advance_class"] == name, advance_ppm)
    exposures = exposures.hstack([advance_ppm.alias("advance_ppm")])
    exposures, decided = waterfall(
        exposures[list(EXPOSURE_FACTS.names)], facts[list(CONTRACT_FACTS.names)]
    )
    return Availability(contracts, exposures, decided)


def _contract_facts(do: Act, contracts: pl.DataFrame, leave_unknown: bool) -> pl.DataFrame:
    """CONTRACT_FACTS and `pending_cents`."""
    accrued = accrued_cents(do, contracts, leave_unknown=leave_unknown)
    if accrued["accrued_unbilled_cents"].null_count():
        unknown = accrued.filter(c.accrued_unbilled_cents.is_null())
        contracts = contracts.join(unknown, on="contract_id", how="anti", maintain_order="left")
    ids = contracts["contract_id"].to_list()
    stored = bulk.read(do.conn, "availability_facts", STORED_FACTS, ids=ids, on=do.on)
    facts = stored.hstack(of_contracts(contracts, stored["contract_id"], OF_CONTRACT)).rename(
        {"contract_currency": "currency", "status": "contract_status"}
    ).with_columns(contract_status=pl.when(c.is_frozen).then(pl.lit(FROZEN)).otherwise(
        c.contract_status))  # fmt: skip
    for found, name in (
        (_shortfalls(do, contracts), "fund_shortfall_cents"),
        (accrued, "accrued_unbilled_cents"),
    ):
        if found.height:
            facts = facts.join(found, on="contract_id", how="left", maintain_order="left")
            facts = facts.with_columns(pl.col(name).fill_null(0))
        else:
            facts = facts.hstack(repeated([constant(name, 0, pl.Int64())], facts.height))
    return facts.with_columns(
        pl.min_horizontal("line_cents", "own_line_cents").alias("line_cents"),
        # a fund below zero, by an entry of before this was refused, lacks as much to any target
        pl.max_horizontal("fund_shortfall_cents", -c.fund_balance_cents).alias(
            "fund_shortfall_cents"
        ),
        (c.current_account_cents - pl.col("pending_cents")).alias("current_account_cents"),
    )


def _shortfalls(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    has_fund = (contracts["fund_ppm"] != 0) | (contracts["fund_floor_cents"] != 0)
    if not has_fund.any():
        return NO_SHORTFALLS
    return fund_facts(do, contracts.filter(has_fund)).select("contract_id", "fund_shortfall_cents")
