"""The waterfall of a slice on the worse day, and why it is not what it was."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import fund_facts
from comptant.operations.portfolio.waterfall import Availability
from comptant.operations.stressing.aiming import Aimed
from comptant.operations.stressing.billed import fees_of_taken
from comptant.operations.stressing.deciding import PAIR, Decided
from comptant.operations.stressing.reading import Slice
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.availability import CLASS_RATES, waterfall
from comptant.rules.availability_facts import CONTRACT_FACTS, EXPOSURE_FACTS
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.explanation import parts
from comptant.rules.fund import FUND_RULES
from comptant.rules.stress import CHARGED, extra_charge_cents

KEYS = ["contract_id", "buyer_id", "advance_class", "currency"]
SUMS = ("outstanding_cents", "ineligible_cents", "reduction_cents", "approved_cents")
OF_BUYER = ("unapplied_credit_cents", "unallocated_cash_cents", "set_off_cents")
FREE = "FIXED"  # the reference of a rate that follows none
NO_HOLD = "overdue"  # as the explanation of availability says it where no reason is kept


def after(do: Act, part: Slice, found: Decided, aim: Aimed) -> Availability:
    """The availability of a slice under a scenario; contracts have `extra_charge_cents` too."""
    exposures = _exposures(part, found)
    facts = _contracts(do, part, found, exposures, aim)
    told, contracts = waterfall(exposures, facts.select(CONTRACT_FACTS.names))
    contracts = contracts.join(facts.select("contract_id", "extra_charge_cents"),
                               on="contract_id", maintain_order="left")  # fmt: skip
    return Availability(part.contracts, told, contracts)


def _exposures(part: Slice, found: Decided) -> pl.DataFrame:
    """EXPOSURE_FACTS: sums of the invoices decided, beside what is kept of buyers as a whole."""
    sums = found.rows.group_by(
        "contract_id", "buyer_id", "advance_class", c.contract_currency.alias("currency")
    ).agg(
        c.open_cents.sum().alias("outstanding_cents"), c.ineligible_cents.sum(),
        c.reduction_cents.sum(), c.approved_now_cents.sum().alias("approved_cents"),
    )  # fmt: skip
    kept = part.before.exposures.select(*KEYS, *OF_BUYER).with_columns(c.buyer_id.fill_null(0))
    credits = found.buyers.filter(pl.col("new_credit_cents") > 0)
    (currency,) = of_contracts(part.contracts, credits["contract_id"], ["contract_currency"])
    nothing = pl.lit(0, pl.Int64)
    new = credits.select(
        *PAIR, pl.lit("STANDARD").alias("advance_class"), currency.alias("currency"),
        pl.col("new_credit_cents").alias("unapplied_credit_cents"),
        nothing.alias("unallocated_cash_cents"), nothing.alias("set_off_cents"),
    )  # fmt: skip
    kept = pl.concat([kept, new.select(kept.columns)]).group_by(KEYS).agg(
        pl.col(name).sum() for name in OF_BUYER
    )  # fmt: skip
    rows = sums.join(kept, on=KEYS, how="full", coalesce=True).with_columns(
        pl.col(*SUMS, *OF_BUYER).fill_null(0)
    ).sort(KEYS)  # fmt: skip
    rates = of_contracts(part.contracts, rows["contract_id"], CLASS_RATES.values())
    advance_ppm = rates[0]
    for name, rate in zip(CLASS_RATES, rates, strict=True):
        advance_ppm = rate.zip_with(rows["advance_class"] == name, advance_ppm)
    return rows.with_columns(
        advance_ppm.alias("advance_ppm"),
        pl.when(c.buyer_id != 0).then(c.buyer_id).alias("buyer_id"),
    ).select(EXPOSURE_FACTS.names)  # fmt: skip


def _contracts(
    do: Act, part: Slice, found: Decided, exposures: pl.DataFrame, aim: Aimed
) -> pl.DataFrame:  # fmt: skip
    """CONTRACT_FACTS of the worse day: credit notes to come, what the guarantee leaves to the
    client and the fees that it has billed are charged to his account; a higher reference rate runs
    up for thirteen weeks."""
    facts = part.before.contracts.select(*CONTRACT_FACTS.names, "funds_in_use_cents")
    uncovered = found.before_taken.group_by("contract_id").agg(c.uncovered_cents.sum())
    credited = found.buyers.group_by("contract_id").agg(pl.col("new_credit_cents").sum())
    claimed = _claimed(exposures, found)
    fees = fees_of_taken(do, part, found)
    for sums in (uncovered, credited, claimed, fees, _rates(part, aim)):
        facts = facts.join(sums, on="contract_id", how="left", maintain_order="left")
    facts = facts.with_columns(
        pl.col(
            "uncovered_cents",
            "new_credit_cents",
            "claimed",
            "rate_ppm",
            "billed_cents",
            "unreserved_cents",
        ).fill_null(0)
    )
    facts = facts.hstack(decide(facts.select(CHARGED.names), (extra_charge_cents,)).select(
        "extra_charge_cents"))  # fmt: skip
    facts = facts.with_columns(
        c.current_account_cents
        - c.uncovered_cents
        - pl.col("new_credit_cents")
        - pl.col("billed_cents"),
        c.accrued_unbilled_cents + c.extra_charge_cents - pl.col("unreserved_cents"),
        c.claimed_by_factor_cents + pl.col("claimed"),
    )
    return _with_shortfall(do, part, facts, exposures)


def _claimed(exposures: pl.DataFrame, found: Decided) -> pl.DataFrame:
    """Money that waits of buyers whose debts the guarantee takes now, as availability_facts.sql
    reckons it of those it has taken: contract_id and `claimed`."""
    ours = found.before_taken.group_by(PAIR).agg(
        (c.guaranteed_cents - c.uncovered_cents).sum().alias("ours")
    ).filter(pl.col("ours") > 0)  # fmt: skip
    credits = c.unapplied_credit_cents + c.unallocated_cash_cents
    sums = exposures.group_by(PAIR).agg(
        c.unallocated_cash_cents.sum(), c.ineligible_cents.sum(),
        (credits - c.reduction_cents).sum().alias("left"),
    )  # fmt: skip
    of_clients = (pl.col("left") - c.ineligible_cents).clip(lower_bound=0)
    waits = pl.min_horizontal(c.unallocated_cash_cents, "ours") - of_clients
    return ours.join(sums, on=PAIR).group_by("contract_id").agg(
        waits.clip(lower_bound=0).sum().alias("claimed")
    )  # fmt: skip


def _rates(part: Slice, aim: Aimed) -> pl.DataFrame:
    """contract_id and by how much its reference rate rises."""
    rise = pl.lit(0, pl.Int64)
    for shock in aim.scenario.of("reference"):
        follows = pl.col("reference_index") != FREE
        if shock.index:
            follows = follows & (pl.col("reference_index") == shock.index)
        rise = rise + pl.when(follows).then(shock.rate_ppm).otherwise(0)
    return part.contracts.select("contract_id", rise.cast(pl.Int64).alias("rate_ppm"))


def _with_shortfall(
    do: Act, part: Slice, facts: pl.DataFrame, exposures: pl.DataFrame
) -> pl.DataFrame:
    """What a fund lacks to its target follows what is outstanding and approved then."""
    has_fund = (pl.col("fund_ppm") != 0) | (pl.col("fund_floor_cents") != 0)
    with_fund = part.contracts.filter(has_fund)
    if with_fund.is_empty():
        return facts
    sums = exposures.group_by("contract_id").agg(
        (c.outstanding_cents - c.unapplied_credit_cents).sum().alias("now"),
        c.approved_cents.sum().alias("approved_now"),
    )
    known = fund_facts(do, with_fund)
    known = known.drop([rule.__name__ for rule in FUND_RULES]).join(
        sums, on="contract_id", how="left", maintain_order="left"
    )
    known = known.with_columns(
        pl.col("now").fill_null(0).alias("outstanding_cents"),
        pl.col("approved_now").fill_null(0).alias("approved_cents"),
    ).drop("now", "approved_now")
    told = decide(known, FUND_RULES).select("contract_id", lacks="fund_shortfall_cents")
    return facts.join(told, on="contract_id", how="left", maintain_order="left").with_columns(
        fund_shortfall_cents=pl.max_horizontal(
            pl.coalesce("lacks", "fund_shortfall_cents"), -c.fund_balance_cents)
    ).drop("lacks")  # fmt: skip


def explained(part: Slice, found: Decided, then: Availability) -> pl.DataFrame:
    """Each part of the explanation of availability before and after, per currency, reason and rule:
    `amount_before_cents`, `amount_after_cents`; each sums to what is outstanding."""
    held = ["contract_id", "buyer_id", "invoice_id"]
    was = part.rows.filter(pl.col("was_ineligible_cents") > 0).select(
        *held, pl.coalesce("was_hold", pl.lit(NO_HOLD)).alias("hold"),
        pl.col("was_ineligible_cents").alias("ineligible_cents"))  # fmt: skip
    now = found.rows.filter(c.ineligible_cents > 0).select(
        *held, pl.coalesce("hold", pl.lit(NO_HOLD)).alias("hold"), "ineligible_cents")  # fmt: skip
    sides = []
    for seen, invoices, name in ((part.before, was, "amount_before_cents"),
                                 (then, now, "amount_after_cents")):  # fmt: skip
        (currency,) = of_contracts(part.contracts, seen.contracts["contract_id"],
                                   ["contract_currency"])  # fmt: skip
        of = pl.DataFrame([seen.contracts["contract_id"], currency.alias("currency")])
        told = parts(seen.exposures, seen.contracts, invoices).join(of, on="contract_id")
        sides.append(told.group_by("currency", "part", "reason", "rule", "source").agg(
            c.amount_cents.sum().alias(name)))  # fmt: skip
    return sides[0].join(sides[1], on=["currency", "part", "reason", "rule", "source"],
                         how="full", coalesce=True).with_columns(
        pl.col("amount_before_cents", "amount_after_cents").fill_null(0))  # fmt: skip
