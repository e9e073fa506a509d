"""What is wrong with the money of a dedicated account, which is swept to us every day.

Source: DOMAIN §1.5 (dedicated account, swept daily), §5.8.
"""

import polars as pl

from comptant.rules.batch import first_reason
from comptant.rules.calendar import add_business_days, next_business_day
from comptant.rules.columns import c, shape

STATEMENT_DAYS = 3  # business days without a statement of the account
ARRIVING_DAYS = 1  # business days that a credit transfer takes

# One row per dedicated account, on a day.
DEDICATED = shape(
    "own_account_id", "standing_cents", "came_cents", "taken_cents", "ordered_cents",
    "ordered_since_on?", "way_cents", "way_since_on?", "closed_on", "today_on",
)  # fmt: skip


def sweep_alert() -> pl.Expr:
    """Why the account needs somebody today, the worst first: money was TAKEN from it, a sweep has
    NOT_ARRIVED the business day after it left, or has NOT_LEFT on its day, what came before today
    is NOT_ORDERED on a business day, or its bank tells nothing (NO_STATEMENT); null: nothing."""
    return first_reason({
        "TAKEN": c.taken_cents > 0,
        "NOT_ARRIVED": _is_late(c.way_since_on, ARRIVING_DAYS),
        "NOT_LEFT": (c.ordered_since_on < c.today_on).fill_null(False),
        "NOT_ORDERED": (_not_ordered() > 0) & (next_business_day(c.today_on) == c.today_on),
        "NO_STATEMENT": _is_late(c.closed_on, STATEMENT_DAYS),
    })  # fmt: skip


def sweep_missing_cents() -> pl.Expr:
    """How much is not where it should be, by that reason."""
    by_reason = {"TAKEN": c.taken_cents, "NOT_ARRIVED": c.way_cents, "NOT_LEFT": c.ordered_cents,
                 "NOT_ORDERED": _not_ordered(), "NO_STATEMENT": c.standing_cents}  # fmt: skip
    return pl.coalesce(
        *(pl.when(c.sweep_alert == code).then(cents) for code, cents in by_reason.items()),
        pl.lit(0),
    ).cast(pl.Int64)


def _not_ordered() -> pl.Expr:
    return c.standing_cents - c.came_cents - c.ordered_cents


def _is_late(since: pl.Expr, days: int) -> pl.Expr:
    late = add_business_days(since.fill_null(c.today_on), days) < c.today_on
    return late & since.is_not_null()


# One row per document of a client's ledger or open with us: what each says is open of it.
LEDGERS = shape("row_number", "is_ceded", "is_in_ledger", "ledger_open_cents", "our_open_cents")


def ledger_difference() -> pl.Expr:
    """How a client's sales ledger and ours differ on a document: it was never ours (NOT_CEDED), the
    client has it no longer (NOT_IN_LEDGER: paid to the client, or credited), we have nothing open
    of it any more (CLOSED_WITH_US), or not the same (OPEN_DIFFERS); null: they agree."""
    return first_reason({
        "NOT_CEDED": ~c.is_ceded,
        "NOT_IN_LEDGER": ~c.is_in_ledger & (c.our_open_cents != 0),
        "CLOSED_WITH_US": (c.our_open_cents == 0) & (c.ledger_open_cents != 0),
        "OPEN_DIFFERS": c.ledger_open_cents != c.our_open_cents,
    })  # fmt: skip
