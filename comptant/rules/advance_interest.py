"""The financing commission taken in advance (précomptée), and what is corrected of it.

An advance is followed invoice by invoice as lots: each has its day, the day it is paid for until,
and its rate. What is added later is a lot of its own; what ends, ends the oldest lots first, and
goes back (or is charged on top) from its value date. The sum of all that was charged on an invoice
is at any time one product rounded once: advances x rates x days. Source: DOMAIN 4.3, W4-5, R-4.
"""

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import interest, numbers, share, share_down

INVOICE = ("contract_id", "invoice_id")

# One row per invoice judged, with the clauses in force and the advance that was charged so far.
ADVANCES = shape(
    *INVOICE, "due_on", "value_on", "open_cents", "eligible_cents", "reduction_cents",
    "approved_now_cents", "hold?", "advance_ppm", "unapproved_advance_ppm", "interest_base",
    "fund_ppm", "fund_base", "fund_build_up", "prefee_margin_days", "prefee_true_up",
    "charged_advance_cents", "ended_advance_cents",
)  # fmt: skip
# One row per change of an advance that was charged: `lot_id` is the change that began it. No rate:
# nobody has told it yet.
CHANGES = shape(
    *INVOICE, "change_id", "lot_id", "value_on", "until_on", "advance_cents",
    "financing_rate_ppm?", "interest_cents",
)  # fmt: skip
_LOT = (*INVOICE, "lot_id")
NEW = 0  # the lot of a change that begins one, before it has its number


def fund_part_cents() -> pl.Expr:
    """What of the invoice's advance goes into the guarantee fund and bears nothing: where each
    invoice puts its own share in, and the charge is on the funds in use. A fund of another base or
    build-up is the contract's, not an invoice's. Source: DOMAIN C-1, C-4."""
    base = (
        pl.when(c.fund_base == "ASSIGNED")
        .then(c.open_cents.clip(lower_bound=0))
        .when(c.fund_base == "APPROVED")
        .then(c.approved_now_cents)
        .otherwise(0)
    )
    is_own = (c.interest_base == "FUNDS_IN_USE") & (c.fund_build_up == "IMMEDIATE")
    return pl.when(is_own).then(share(base, c.fund_ppm)).otherwise(0)


def brought_cents() -> pl.Expr:
    """What the invoice brings today: its approved part at the rate of its class, the rest of what
    is eligible at the rate of what is not approved, without what goes into the fund. Caps of the
    whole contract do not lower it: an advance in advance is an invoice's. Source: DOMAIN 3.4 step
    8, W4-5."""
    unapproved_ppm = pl.min_horizontal(c.unapproved_advance_ppm, c.advance_ppm)
    approved = share_down(c.approved_now_cents, c.advance_ppm)
    rest = share_down(c.eligible_cents - c.approved_now_cents, unapproved_ppm)
    return (approved + rest - c.fund_part_cents).clip(lower_bound=0)


def carried_advance_cents() -> pl.Expr:
    """The most that the open invoice carries at the rate of its class, the fund's part taken."""
    most = share_down(c.open_cents.clip(lower_bound=0), c.advance_ppm)
    return (most - c.fund_part_cents).clip(lower_bound=0)


def advance_now_cents() -> pl.Expr:
    """The advance on the invoice from today on.

    A hold (a dispute, lateness, a reserve) and money that waits take nothing back: what was paid
    out stays out until the receivable goes, paid, credited or given back; and where that is undone
    (`ended_advance_cents`), it was out all the time. Without a true-up what was charged stays
    charged. Source: DOMAIN 3.7 L1, 4.3, 5.8.
    """
    is_clear = c.hold.is_null() & (c.reduction_cents == 0)
    was = c.charged_advance_cents + c.ended_advance_cents
    kept = pl.min_horizontal(was, c.carried_advance_cents)
    held = pl.max_horizontal("brought_cents", kept)
    now = pl.when(is_clear).then(c.brought_cents).otherwise(held)
    return (
        pl.when(c.prefee_true_up)
        .then(now)
        .otherwise(pl.max_horizontal("brought_cents", "charged_advance_cents"))
    )


def advance_change_cents() -> pl.Expr:
    """What begins, or ends when negative."""
    return c.advance_now_cents - c.charged_advance_cents


def charged_until_on() -> pl.Expr:
    """The day that an advance begun now is paid for until, excluded: the due date plus the
    contract's margin, or its own first day where that is past. Source: DOMAIN W4-5."""
    expected_on = c.due_on + pl.duration(days=c.prefee_margin_days)
    return pl.max_horizontal(expected_on, c.value_on)


ADVANCE_RULES: tuple[Rule, ...] = (
    fund_part_cents, brought_cents, carried_advance_cents, advance_now_cents, advance_change_cents,
    charged_until_on,
)  # fmt: skip


def changes(advances: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """ADVANCES and what was charged on them (CHANGES) to the changes to charge now: contract_id,
    invoice_id, lot_id (NEW where one begins), value_on, until_on, advance_cents,
    financing_rate_ppm (null in a new lot)."""
    moves = decide(check(advances, ADVANCES), ADVANCE_RULES).filter(c.advance_change_cents != 0)
    lots = _lots(known)
    return pl.concat([_less(moves, lots), *_more(moves, lots, known)])


def endings(moves: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What ends of advances that were charged (CHANGES): contract_id, invoice_id, value_on and
    advance_change_cents below zero, to changes as `changes` gives them."""
    return _less(moves, _lots(known))


def _lots(known: pl.DataFrame) -> pl.DataFrame:
    return check(known, CHANGES).group_by(_LOT).agg(
        c.advance_cents.sum().alias("left_cents"), c.value_on.min().alias("begun_on"),
        c.until_on.first(), c.financing_rate_ppm.first(),
    )  # fmt: skip


def _less(moves: pl.DataFrame, lots: pl.DataFrame) -> pl.DataFrame:
    """What ends, of the oldest lots first; none before it began."""
    left = pl.col("left_cents")
    rows = moves.filter(c.advance_change_cents < 0).join(lots.filter(left > 0), on=INVOICE)
    before = left.cum_sum().over(INVOICE, order_by=["begun_on", "lot_id"]) - left
    return _changed(
        rows.with_columns(
            (-(-c.advance_change_cents - before).clip(0, left)).alias("advance_cents"),
            pl.max_horizontal("value_on", "begun_on").alias("value_on"),
        ).filter(c.advance_cents != 0)
    )  # fmt: skip


def _more(
    moves: pl.DataFrame, lots: pl.DataFrame, known: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What begins: first what comes back of lots that ended on its value date or later, as if they
    never had (a payment taken back), then new lots."""
    moves = moves.filter(c.advance_change_cents > 0)
    ended = (
        known.filter(c.change_id != c.lot_id)
        .group_by(*_LOT, c.value_on.alias("ended_on"))
        .agg((-c.advance_cents.sum()).alias("ended_cents"))
    )
    cents = pl.col("ended_cents")
    back = (
        moves.join(ended.filter(cents > 0), on=INVOICE)
        .join(lots, on=list(_LOT))
        .filter(pl.col("ended_on") >= pl.max_horizontal("value_on", "begun_on"))
    )
    before = cents.cum_sum().over(INVOICE, order_by=["ended_on", "lot_id"]) - cents
    back = back.with_columns(
        (c.advance_change_cents - before).clip(0, cents).alias("advance_cents"),
        pl.col("ended_on").alias("value_on"),
    ).filter(c.advance_cents > 0)
    given = back.group_by(INVOICE).agg(c.advance_cents.sum().alias("given_cents"))
    new = moves.join(given, on=INVOICE, how="left", maintain_order="left").select(
        *INVOICE, pl.lit(NEW, pl.Int64).alias("lot_id"), "value_on",
        c.charged_until_on.alias("until_on"),
        (c.advance_change_cents - pl.col("given_cents").fill_null(0)).alias("advance_cents"),
        pl.lit(None, pl.Int64).alias("financing_rate_ppm"),
    ).filter(c.advance_cents > 0)  # fmt: skip
    return _changed(back), new


def _changed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(*_LOT, "value_on", "until_on", "advance_cents", "financing_rate_ppm")


def advance_numbers() -> pl.Expr:
    """Advance x rate x days from the change to the day paid for until: what ends an advance takes
    its days back, past that day it adds them. Zero without a rate. Source: DOMAIN R-4."""
    days = (c.until_on - c.value_on).dt.total_days()
    sign = c.advance_cents.sign().cast(pl.Int128)
    return (numbers(c.advance_cents.abs(), c.financing_rate_ppm, days) * sign).fill_null(0)


def charged(known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """New changes with `interest_cents`: what each adds to the charge of its invoice, so that all
    of them together are the exact numbers rounded once. Source: DOMAIN R-4."""
    before = decide(known, (advance_numbers,)).group_by(INVOICE).agg(
        c.advance_numbers.sum().alias("numbers_before"), c.interest_cents.sum().alias("charged")
    )  # fmt: skip
    rows = decide(new, (advance_numbers,)).join(
        before, on=INVOICE, how="left", maintain_order="left"
    )
    numbers_now = pl.col("numbers_before").fill_null(0) + c.advance_numbers.cum_sum().over(INVOICE)
    due = interest(numbers_now)
    already = due.shift().over(INVOICE).fill_null(pl.col("charged")).fill_null(0)
    return rows.with_columns(due.alias("due"), already.alias("already")).with_columns(
        (pl.col("due") - pl.col("already")).alias("interest_cents")
    ).drop("due", "already", "numbers_before", "charged", "advance_numbers")  # fmt: skip
