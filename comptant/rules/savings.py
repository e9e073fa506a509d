"""What an offer saves and what it costs the house: at the grain of a case.

What is saved comes from figures that the client tells. The cost floor is for the factor alone.
Source: DOMAIN §4.1 (what the fee pays for), §1.6.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c
from comptant.rules.money import ONE_PPM, RATE_PPM_MAX, interest, numbers, pro_rata, share

_YEAR = pl.lit(365, pl.Int64)


def saved_cents() -> pl.Expr:
    """A year's savings, in proportion to what is assigned: chasing where the factor chases; bank
    charges where the cash rests on receivables; premium and bad debts where buyers are covered.
    Source: figures told by the client."""
    covered = c.is_insured | ~c.has_recourse
    debts = share(c.told_bad_debts_cents, c.cover_ppm)
    whole = (
        pl.when(c.collection_mode == "FACTOR").then(c.told_management_cents).otherwise(0)
        + pl.when(c.cash_base == "RECEIVABLES").then(c.told_bank_cents).otherwise(0)
        + pl.when(covered).then(c.told_premium_cents + debts).otherwise(0)
    )
    return pro_rata(whole, c.expected_assigned_cents, c.turnover_cents)


def net_cost_cents() -> pl.Expr:
    """Cost before VAT less what is saved, and less the rebate of a company that runs a programme;
    negative where more is saved. Source: as above; DOMAIN 7.2."""
    back = pl.when(c.runs_programme).then(c.rebate_cents).otherwise(0)
    return c.yearly_cost_cents - c.saved_cents - back


SAVING_RULES: tuple[Rule, ...] = (saved_cents, net_cost_cents)


def refinancing_cents() -> pl.Expr:
    """What the house pays for the funds in use: reference and its own spread, ACT/360.
    Source: tariff, grid of costs."""
    rate = pl.max_horizontal(c.reference_ppm + c.refinancing_spread_ppm, pl.lit(0, pl.Int64))
    return interest(numbers(c.used_cents, rate, _YEAR))


def expected_loss_cents() -> pl.Expr:
    """On the client for what it draws; on the buyers for what the house bears.
    Source: tariff, grid of costs."""
    covered = c.is_insured | ~c.has_recourse
    borne = pl.when(covered).then(share(c.approved_cents, c.buyer_loss_ppm)).otherwise(0)
    return share(c.used_cents, c.client_loss_ppm) + borne


def premium_cents() -> pl.Expr:
    """Credit insurance on what is assigned, where buyers are covered. Source: tariff, costs."""
    covered = c.is_insured | ~c.has_recourse
    return pl.when(covered).then(share(c.assigned_cents, c.premium_ppm)).otherwise(0)


def handling_cents() -> pl.Expr:
    """Invoices x the cost of one. Source: tariff, grid of costs."""
    return c.assigned_count * c.invoice_cost_cents


def cost_floor_cents() -> pl.Expr:
    """Refinancing, expected loss, premium, handling. Source: tariff, grid of costs."""
    return c.refinancing_cents + c.expected_loss_cents + c.premium_cents + c.handling_cents


def house_margin_cents() -> pl.Expr:
    """What is charged, to suppliers too, less the rebate and the cost floor. Source: as above."""
    return _charged() - c.cost_floor_cents


def _charged() -> pl.Expr:
    return c.yearly_cost_cents + c.suppliers_charge_cents - c.rebate_cents


def house_margin_ppm() -> pl.Expr:
    """The margin over what is charged; null where it is beyond 1 000 %. Source: as above."""
    charged, margin = _charged(), c.house_margin_cents
    most = charged * pl.lit(RATE_PPM_MAX // ONE_PPM, pl.Int64)
    shown = (charged > 0) & (margin.abs() <= most)
    return pl.when(shown).then(
        pro_rata(pl.when(shown).then(margin).otherwise(0), pl.lit(ONE_PPM, pl.Int64), charged)
    )


FLOOR_RULES: tuple[Rule, ...] = (
    refinancing_cents, expected_loss_cents, premium_cents, handling_cents, cost_floor_cents,
    house_margin_cents, house_margin_ppm,
)  # fmt: skip
