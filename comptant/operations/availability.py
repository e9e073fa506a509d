"""What a client can draw now, why not more, and what would free it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.act import Act, Asked, Refused, User, check_scope, lock_contracts
from comptant.operations.billing import accrued_cents, fund_facts
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.positions import buyer_facts, judge_again_one, of_one
from comptant.rules.availability import CONTRACT_FACTS, EXPOSURE_FACTS, waterfall
from comptant.rules.columns import c, shape
from comptant.rules.explanation import parts
from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS
from comptant.store import bulk

CLASS_RATES = {
    "STANDARD": "advance_standard_ppm",
    "PROGRESS": "advance_progress_ppm",
    "BOOSTED": "advance_boosted_ppm",
}
STORED_EXPOSURE = shape(
    "contract_id", "buyer_id?", "advance_class", "currency", "outstanding_cents",
    "ineligible_cents", "reduction_cents", "approved_cents", "unapplied_credit_cents",
    "unallocated_cash_cents", "set_off_cents",
)  # fmt: skip


@dataclass(frozen=True)
class Availability:
    """The waterfall of one contract: per buyer and class, and for the contract (one row)."""

    contract: Contract
    exposures: pl.DataFrame
    contracts: pl.DataFrame
    pending_cents: int  # asked for and not released yet: counted as drawn

    @property
    def totals(self) -> dict[str, Any]:
        """The contract's row of the waterfall."""
        return self.contracts.row(0, named=True)

    @property
    def drawable_cents(self) -> int:
        return int(self.totals["drawable_cents"])

    @property
    def available_cents(self) -> int:
        return int(self.totals["available_cents"])


def look(conn: Connection, by: User, contract_id: int, on: date, at: datetime) -> Availability:
    """The availability as a draw would see it at this instant; nothing is kept.

    Invoices that time alone has changed since the last close are judged first, in a transaction
    that is rolled back: a preview is the real thing, not saved.
    """
    do = Act(conn, 0, Asked(by, "preview", at, on))
    with conn.transaction(force_rollback=True):
        check_scope(conn, by, contract_id)
        lock_contracts(do, [contract_id])
        judge_due(do, contract_id)
        return availability(do, contract_id)


def judge_due(do: Act, contract_id: int) -> int:
    """Judge again the invoices whose answer changes by the passing of time, up to today."""
    due = bulk.rows(do.conn, "due_to_change", contract_id=contract_id, on=do.on)
    return judge_again_one(do, contract_id, [row["id"] for row in due]) if due else 0


def availability(do: Act, contract_id: int) -> Availability:
    """The waterfall from the sums kept per buyer: its cost grows with buyers, not with invoices."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    exposures = bulk.read(do.conn, "exposures", STORED_EXPOSURE, contract_id=contract_id, on=do.on)
    rates = pl.DataFrame(
        list(advance_rates(contract).items()),
        schema={"advance_class": pl.String, "advance_ppm": pl.Int64}, orient="row",
    )  # fmt: skip
    exposures = exposures.join(rates, on="advance_class", how="left", maintain_order="left")
    facts, pending = _contract_facts(do, contract)
    exposures, contracts = waterfall(exposures.select(EXPOSURE_FACTS.names), facts)
    return Availability(contract, exposures, contracts, pending)


def advance_rates(contract: Contract) -> dict[str, int]:
    """The advance rate of each class of invoice, in ppm."""
    return {name: contract.terms[term] for name, term in CLASS_RATES.items()}


def _contract_facts(do: Act, contract: Contract) -> tuple[pl.DataFrame, int]:
    terms = contract.terms
    balances = bulk.row(do.conn, "contract_balances", contract_id=contract.id) or {}
    pending = bulk.row(do.conn, "pending_orders", contract_id=contract.id)
    line = bulk.row(
        do.conn, "line_allotment", contract_id=contract.id, on=do.on,
        accounts=list(FUNDS_IN_USE_ACCOUNTS),
    )  # fmt: skip
    reserves = bulk.row(do.conn, "manual_reserves", contract_id=contract.id, on=do.on)
    if pending is None or line is None or reserves is None:
        raise Refused("contract_unknown", contract_id=contract.id)
    lines = [cents for cents in (terms["line_cents"], line["own_cents"]) if cents is not None]
    has_fund = terms["fund_ppm"] or terms["fund_floor_cents"]
    facts = CONTRACT_FACTS.frame([{
        "contract_id": contract.id, "currency": contract.currency,
        "contract_status": terms["status"], "concentration_ppm": terms["concentration_ppm"],
        "concentration_base": terms["concentration_base"],
        "unapproved_advance_ppm": terms["unapproved_advance_ppm"],
        "line_cents": min(lines) if lines else None, "line_allotment_cents": line["share_cents"],
        "current_account_cents": balances["current_account_cents"] - pending["pending_cents"],
        "fund_balance_cents": balances["fund_balance_cents"],
        "fund_shortfall_cents": (
            int(fund_facts(do, contract, 0)["fund_shortfall_cents"].item()) if has_fund else 0
        ),
        "dilution_reserve_cents": reserves["dilution_cents"],
        "manual_reserve_cents": reserves["manual_cents"],
        "accrued_unbilled_cents": accrued_cents(do, contract),
    }])  # fmt: skip
    return facts, pending["pending_cents"]


INELIGIBLE = shape("contract_id", "buyer_id", "invoice_id", "hold", "ineligible_cents")


def explain(
    conn: Connection, by: User, contract_id: int, on: date, at: datetime
) -> tuple[Availability, pl.DataFrame]:
    """The availability, and every euro between what was assigned and it (PARTS), summing to E."""
    do = Act(conn, 0, Asked(by, "preview", at, on))
    with conn.transaction(force_rollback=True):
        check_scope(conn, by, contract_id)
        lock_contracts(do, [contract_id])
        judge_due(do, contract_id)
        seen = availability(do, contract_id)
        held = bulk.copy_out(conn, "ineligible_invoices", INELIGIBLE, contract_id=contract_id)
        told = parts(seen.exposures, seen.contracts, held)
        return seen, _with_ceilings(do, seen, told)


def _with_ceilings(do: Act, seen: Availability, told: pl.DataFrame) -> pl.DataFrame:
    """The parts with `binding_scope`: which ceiling keeps back what is over a limit or the line;
    a scope only, so that nothing is told of whoever shares it."""
    over = told.filter(c.part == "over_limit")["buyer_id"].drop_nulls()
    buyers = buyer_facts(do, of_one(seen.contract.id, "buyer_id", over)).select(
        "buyer_id", "binding_scope"
    )
    line, share = seen.totals["line_cents"], seen.totals["line_allotment_cents"]
    is_shared = share is not None and (line is None or share < line)
    of_line = pl.lit("CLIENT_GROUP_LINE" if is_shared else "CONTRACT_LINE")
    return told.join(buyers, on="buyer_id", how="left", maintain_order="left").with_columns(
        pl.when(c.part == "over_limit")
        .then(c.binding_scope)
        .when(c.part == "line_cut")
        .then(of_line)
        .alias("binding_scope")
    )
