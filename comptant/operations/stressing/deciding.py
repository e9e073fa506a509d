"""A slice on the worse day: eligibility, approval, guarantee and availability decided anew.

The same rules as an ordinary act, on facts that the shocks have changed. Source: DOMAIN 1.6, 3.3,
3.4, I-19; docs/decisions/0151-a-stress-is-ordinary-rules-on-other-facts.md.
"""

from dataclasses import dataclass

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.portfolio.positions import approve_rows, joined
from comptant.operations.stressing.aiming import Aimed, struck
from comptant.operations.stressing.reading import Slice
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.eligibility import judge
from comptant.rules.money import ONE_PPM
from comptant.rules.stress import (
    TAKEN,
    diluted_cents,
    kept_limit,
    shocked,
)

PAIR, ITEM = ["contract_id", "buyer_id"], ["contract_id", "invoice_id"]
OF_GUARANTEE = ("guarantee_delay_days", "guaranteed_ppm")
INSIDE = {"is_new": False, "buyer_identifier_valid": True, "held_by_same_contract": True,
          "held_by_other_contract": False, "seller_is_other": False}  # fmt: skip


@dataclass(frozen=True)
class Decided:
    """`rows`: each invoice judged and approved with what it owes still; with `before_taken`, the
    same before our guarantee takes anything, which says what it takes (TAKEN). `buyers`: with
    SHOCKED and `new_credit_cents`, the credit notes to come."""

    rows: pl.DataFrame
    before_taken: pl.DataFrame
    buyers: pl.DataFrame


def decided(do: Act, part: Slice, aim: Aimed) -> Decided:
    """A slice under a scenario."""
    buyers = _buyers(do, part, aim)
    facts = _facts(do, part, buyers)
    first = approve_rows(judge(shocked(facts)))
    if not aim.may_be_taken or part.contracts["has_recourse"].all():
        nothing = pl.lit(0, pl.Int64)
        first = first.with_columns(is_taken=pl.lit(value=False), guaranteed_cents=nothing,
                                   uncovered_cents=nothing)  # fmt: skip
        return Decided(first, first, buyers)
    first = decide(first, TAKEN)
    taken = first.filter(c.is_taken).select(PAIR).unique()
    if taken.is_empty():
        return Decided(first, first, buyers)
    again = approve_rows(judge(shocked(_after_taken(facts, first, taken))))
    told = ["is_taken", "guaranteed_cents", "uncovered_cents"]
    again = again.join(first.select(*ITEM, *told), on=ITEM, maintain_order="left")
    others = first.join(taken, on=PAIR, how="anti", maintain_order="left")
    rows = pl.concat([others.select(again.columns), again]).sort(ITEM)
    return Decided(rows, first, buyers)


def _buyers(do: Act, part: Slice, aim: Aimed) -> pl.DataFrame:
    """BUYERS with SHOCKED: what they are credited, and their limits, after the shocks. A limit cut
    counts for what is not approved yet."""
    ids = part.contracts["contract_id"].to_list()
    buyers = struck(do.conn, part.buyers, aim, ids, do.on)
    owed = part.rows.group_by(PAIR).agg(c.open_cents.clip(lower_bound=0).sum().alias("owed"))
    buyers = buyers.join(owed, on=PAIR, how="left", maintain_order="left").with_columns(
        new_credit_cents=diluted_cents(pl.col("owed").fill_null(0))
    )
    everywhere = all(shock.insurer is None for shock in aim.scenario.of("limits"))
    of_policy = c.limit_kept_ppm.min().over("contract_id")
    return buyers.with_columns(
        uncut_limit_cents=c.limit_cents,
        limit_cents=kept_limit(c.limit_cents),
        group_limit_cents=kept_limit(c.group_limit_cents) if everywhere else c.group_limit_cents,
        policy_limit_cents=pl.when(of_policy < ONE_PPM)
        .then(kept_limit(c.policy_limit_cents)).otherwise(c.policy_limit_cents),
        buyer_credit_cents=c.buyer_credit_cents + pl.col("new_credit_cents"),
    ).drop("owed")  # fmt: skip


def _facts(do: Act, part: Slice, buyers: pl.DataFrame) -> pl.DataFrame:
    """The facts of eligibility, approval and guarantee, of an ordinary day but for limits and
    credits, with SHOCKED beside them."""
    rows = part.rows.with_columns(was_open_cents=c.open_cents, was_approved_cents=c.approved_cents)
    told = buyers.drop("uncut_limit_cents", "new_credit_cents")
    facts = joined(do, part.contracts, rows, told)
    facts = facts.hstack(of_contracts(part.contracts, facts["contract_id"], OF_GUARANTEE))
    facts = facts.join(part.disputed, on=ITEM, how="left", maintain_order="left").with_columns(
        c.paused_days.fill_null(0), c.is_disputed.fill_null(value=False),
        *(pl.lit(value).alias(name) for name, value in INSIDE.items()),
    )  # fmt: skip
    if (facts["late_more_days"] > 0).any():
        facts = _cross_aged(part, facts)
    return facts


def _cross_aged(part: Slice, facts: pl.DataFrame) -> pl.DataFrame:
    """A buyer that is later has more that is late: where that is too large a share of what it
    owes, all of it is held, as the close of a day would find. Source: EL-19."""
    days, most = of_contracts(part.contracts, facts["contract_id"],
                              ["cross_ageing_days", "cross_ageing_ppm"])  # fmt: skip
    told = facts.select(*PAIR, "open_cents", "due_on", "today_on", "late_more_days").hstack(
        [days, most])  # fmt: skip
    late_since = c.today_on + pl.duration(days=c.late_more_days - pl.col("cross_ageing_days"))
    late = pl.when(c.due_on < late_since).then(c.open_cents.clip(lower_bound=0)).otherwise(0)
    sums = told.group_by(PAIR).agg(
        late.cast(pl.Int128).sum().alias("late"), c.open_cents.cast(pl.Int128).sum().alias("open"),
        pl.col("cross_ageing_ppm").first().cast(pl.Int128).alias("most"),
        (c.late_more_days.max() > 0).alias("later"),
    )  # fmt: skip
    crossed = pl.col("later") & (pl.col("late") * pl.lit(ONE_PPM, pl.Int128)
                                 > pl.col("open") * pl.col("most"))  # fmt: skip
    found = sums.select(*PAIR, crossed.alias("crossed"))
    return facts.join(found, on=PAIR, how="left", maintain_order="left").with_columns(
        buyer_cross_aged=c.buyer_cross_aged | pl.col("crossed")
    ).drop("crossed")  # fmt: skip


def _after_taken(facts: pl.DataFrame, first: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """The facts of buyers of whom our guarantee takes something, once it has: what it takes is
    neither open nor approved any more, and is still a risk under their limits."""
    rows = facts.join(taken, on=PAIR, how="semi", maintain_order="left")
    told = first.select(*ITEM, "guaranteed_cents", "uncovered_cents")
    rows = rows.join(told, on=ITEM, maintain_order="left")
    ours = (c.guaranteed_cents - c.uncovered_cents).sum().over(PAIR)
    return rows.with_columns(
        c.open_cents - c.guaranteed_cents,
        (c.approved_cents - c.guaranteed_cents).clip(lower_bound=0),
        (c.suspended_cents - c.guaranteed_cents).clip(lower_bound=0),
        c.limit_cents - ours,
        disputed_cents=pl.min_horizontal(
            c.disputed_cents, (c.open_cents - c.guaranteed_cents).clip(lower_bound=0)),
        retention_cents=pl.min_horizontal(
            c.retention_cents, (c.open_cents - c.guaranteed_cents).clip(lower_bound=0)),
    ).drop("guaranteed_cents", "uncovered_cents")  # fmt: skip
