"""Default and provisions of a portfolio: who is in default, in which stage of IFRS 9 each exposure
is, what is expected to be lost of it. Grain: exposure (a contract and who owes: client or buyer).

Source: DOMAIN 9.3, W9-1 to W9-3; Regulation (EU) 575/2013, art. 178; EBA/GL/2016/07 (23d, 27, 28),
EBA/GL/2026/05; IFRS 9, 5.5; docs/decisions/0129-a-provision-is-a-look.md.
"""

from decimal import Context, Decimal

import polars as pl

from comptant.rules.ageing import BUCKETS
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPB, ONE_PPM, expected_loss, share

DEFAULT_DAYS, LATE_DAYS = 90, 30  # art. 178; IFRS 9, B5.5.37 and 5.5.11
LEAST_CENTS, LEAST_RETAIL_CENTS, LEAST_PPM = 50_000, 10_000, 10_000  # 500.00, 100.00, 1 %
YEAR_DAYS = 365
TECHNICAL_DAYS, TECHNICAL_DAYS_NEW = 30, 90  # EBA/GL/2016/07 23d; as EBA/GL/2026/05 has it
# Before anybody has said what the house reckons with: W9-1 to W9-3.
TERMS: dict[str, int] = {
    "pd_year_ppm": 12_000, "pd_lifetime_ppm": 80_000, "lgd_ppm": 450_000,
    "lgd_default_ppm": 600_000, "lgd_recourse_ppm": 450_000, "matrix_ne_ppm": 3_000,
    "matrix_b1_ppm": 12_000, "matrix_b2_ppm": 45_000, "matrix_b3_ppm": 150_000,
    "matrix_b4_ppm": 500_000,
}  # fmt: skip
MATRIX = {name: f"matrix_{name.lower()}_ppm" for name, _ in BUCKETS}
# One row per exposure. What is late is the obligor's, of all contracts. `breached_days`:
# consecutive days, up to today, on which what was past due was material (above both thresholds).
# Without recourse what is past due counts from each invoice's due day, and `oldest_late_days` is
# that of the oldest; with recourse, from the day on which the client's account went beyond its
# advances. `technical_days`: what the guidelines leave out.
EXPOSED = shape(
    "contract_id", "party_id", "counterparty", "ead_cents", "insurer_cents", "remaining_days",
    "breached_days", "oldest_late_days", "technical_days", "is_insolvent", "is_watched",
    "pd_ppb", "pd_lifetime_ppm", "loss_ppm", "lgd_default_ppm",
)  # fmt: skip
# One row per bucket of an aged balance.
AGED = shape("bucket", "open_cents", "matrix_ppm")
PAST_DUE = shape("past_due_cents", "exposure_cents", "is_retail")
_CONTEXT = Context(prec=40)


def pd_of(pd_year_ppm: int, days: int) -> int:
    """The probability (ppb) of a default within some days, of that within a year: 1 - (1 - p) to
    the power of days in a year, no longer than one. Source: W9-1."""
    survives = _CONTEXT.subtract(Decimal(1), _CONTEXT.divide(Decimal(pd_year_ppm), ONE_PPM))
    if not survives:
        return ONE_PPB
    years = _CONTEXT.divide(Decimal(min(max(days, 1), YEAR_DAYS)), YEAR_DAYS)
    fails = _CONTEXT.subtract(Decimal(1), _CONTEXT.power(survives, years))
    return int(_CONTEXT.multiply(fails, ONE_PPB).to_integral_value())


def is_material() -> pl.Expr:
    """Whether what is past due is above both thresholds: 500.00 (100.00 retail) and 1 % of the
    exposure. Source: art. 178(2)(d); Regulation (EU) 2018/171."""
    least = pl.when(c.is_retail).then(LEAST_RETAIL_CENTS).otherwise(LEAST_CENTS)
    relative = share(c.exposure_cents, LEAST_PPM)
    return (c.past_due_cents > least) & (c.past_due_cents > relative)


def is_technical() -> pl.Expr:
    """Past due by technique: of receivables bought, the thresholds are passed for long, and no
    invoice is past due for more than these days. Source: EBA/GL/2016/07, 23d; EBA/GL/2026/05."""
    return (
        (c.counterparty == "BUYER")
        & (c.breached_days > DEFAULT_DAYS)
        & (c.oldest_late_days <= c.technical_days)
    )


def is_default() -> pl.Expr:
    """In default: material for more than 90 consecutive days and not by technique, or insolvent. A
    dispute, a credit note, a set-off are no default. Source: art. 178; DOMAIN 9.3."""
    return ((c.breached_days > DEFAULT_DAYS) & ~c.is_technical) | c.is_insolvent


def risk_stage() -> pl.Expr:
    """3: in default; 2: the risk has grown (30 days past due, watched, cover stopped or limit
    cancelled); else 1. Source: IFRS 9, 5.5.3 to 5.5.11."""
    has_grown = (c.oldest_late_days > LATE_DAYS) | c.is_watched
    return pl.when(c.is_default).then(3).when(has_grown).then(2).otherwise(1).cast(pl.Int64)


def at_risk_cents() -> pl.Expr:
    """What insurers are not to pay of the exposure; the risk of the insurer itself is left out.
    Source: W9-1."""
    return c.ead_cents - pl.min_horizontal(c.insurer_cents, c.ead_cents)


def credit_loss_cents() -> pl.Expr:
    """Stage 1: a default within what is left to run; 2: within its life; 3: it is there. Source:
    IFRS 9, 5.5; W9-1, W9-2."""
    lifetime = c.pd_lifetime_ppm * (ONE_PPB // ONE_PPM)
    probability = (
        pl.when(c.risk_stage == 3)
        .then(ONE_PPB)
        .when(c.risk_stage == 2)
        .then(lifetime)
        .otherwise(c.pd_ppb)
    )
    loss = pl.when(c.risk_stage == 3).then(c.lgd_default_ppm).otherwise(c.loss_ppm)
    return expected_loss(c.at_risk_cents, probability, loss)


def matrix_cents() -> pl.Expr:
    """What is provided for a bucket by its rate. Source: W9-3."""
    return share(c.open_cents, c.matrix_ppm)


PROVISIONS = (is_technical, is_default, risk_stage, at_risk_cents, credit_loss_cents)


def breached_days_of(past_cents: list[int], exposure_cents: int, *, is_retail: bool) -> int:
    """On how many days in a row, the last one first, what was past due was material. A plain
    function: it makes a fact column of a series of days. Source: art. 178(2)."""
    least = LEAST_RETAIL_CENTS if is_retail else LEAST_CENTS
    relative = exposure_cents * LEAST_PPM
    count = 0
    for cents in past_cents:
        if cents <= least or cents * ONE_PPM <= relative:
            break
        count += 1
    return count
