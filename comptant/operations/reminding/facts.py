"""What the rules of reminders need to know: open invoices with their claims, buyers with their
accounts and addresses, stages of plans."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from psycopg import Connection

from comptant.rules import reminders
from comptant.rules.calendar import closing_days
from comptant.rules.columns import shape
from comptant.store import bulk

STAGES = shape("plan_id", *reminders.PLAN.names)
PAIR = ["contract_id", "buyer_id", "currency"]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Facts:
    """Open invoices with what may be claimed (claims()), the stages of their plans, and their
    buyers: `buyers` in the shape of the rules, `told` with all that a message says."""

    claimed: pl.DataFrame
    stages: pl.DataFrame
    buyers: pl.DataFrame
    told: pl.DataFrame


def facts(
    conn: Connection, on: date, contract_id: int | None, *, pairs: Pairs | None = None,
    plan: pl.DataFrame | None = None,
) -> Facts:  # fmt: skip
    """The facts of a day: of a contract or of all, of some buyers (contract, buyer) or of all;
    under the plans in force, or under `plan` (reminders.PLAN) for all."""
    of_contracts = [one for one, _ in pairs or ()]
    of_buyers = [one for _, one in pairs or ()]
    only = None if contract_id is None else [contract_id]
    if pairs is not None:
        only = sorted(set(of_contracts))
    found = bulk.copy_out(
        conn, "reminder_invoices", reminders.OPEN, on=on, contract_id=contract_id,
        contracts_of=of_contracts, buyer_ids=of_buyers, of_contracts=only,
        of_buyers=None if pairs is None else sorted(set(of_buyers)), all_buyers=pairs is None,
        any_plan=plan is not None or pairs is not None,
    )  # fmt: skip
    if plan is not None:
        found = found.with_columns(plan_id=pl.lit(0, pl.Int64))
        stages = plan.with_columns(plan_id=pl.lit(0, pl.Int64)).select(STAGES.names)
    else:
        stages = bulk.read(conn, "reminder_stages", STAGES,
                           plan_ids=found["plan_id"].unique().to_list())  # fmt: skip
    told = _told(conn, on, found)
    return Facts(reminders.claims(found), stages, _buyers(told, on), told)


def _told(conn: Connection, on: date, found: pl.DataFrame) -> pl.DataFrame:
    pairs = found.select(PAIR).unique(maintain_order=True)
    rows = bulk.rows(
        conn, "reminder_buyers", on=on, contract_ids=pairs["contract_id"].to_list(),
        buyer_ids=pairs["buyer_id"].to_list(), currencies=pairs["currency"].to_list(),
    )  # fmt: skip
    schema = {"contract_id": pl.Int64, "buyer_id": pl.Int64, "currency": pl.String,
              "statement_on": pl.Date, "buyer_country": pl.String, "email": pl.String}  # fmt: skip
    if not rows:
        return pl.DataFrame(schema=schema)
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)


def _buyers(told: pl.DataFrame, on: date) -> pl.DataFrame:
    if told.is_empty():
        return reminders.BUYERS.empty()
    # A confidential contract writes from its client's address, or by letter.
    may_write = ~pl.col("is_confidential") | (pl.col("sender_email") != "")
    return told.join(reminders.quiet(told, on), on=PAIR).select(
        *PAIR, "statement_on", pl.lit(last_business_day(on)).alias("last_business_on"),
        "is_quiet", "is_insolvent", "is_client_managed", "is_notified", "has_account",
        ((pl.col("email") != "") & ~pl.col("is_email_refused") & ~pl.col("has_bounced")
         & may_write).alias("has_email"),
        (pl.col("postal_address") != "").alias("has_address"),
    )  # fmt: skip


def last_business_day(on: date) -> date:
    """The business day before a day."""
    closed = frozenset(closing_days())
    day = on - timedelta(days=1)
    while day.weekday() >= 5 or day in closed:
        day -= timedelta(days=1)
    return day
