"""Cents and parts per million: the only file where amounts are multiplied.

Amounts are whole minor units (Int64, `_cents`), rates are parts per million (Int64, `_ppm`).
Products run in Int128 and come back to Int64 strictly, because Polars wraps silently.
Rounding: half away from zero for what is posted, so that share(-x) = -share(x); towards zero for
what is made available, so that no cent is advanced that should not be. Source: DOMAIN R-1 to R-6.
"""

import polars as pl

AMOUNT_CENTS_MAX = 10**15  # ten trillion euros: more than the whole market in a year
SUM_CENTS_MAX = 10**17  # of what is added up: a hundred amounts of the largest
RATE_PPM_MAX = 10**7  # 1000 %
DAYS_MAX = 40_000  # a century
ONE_PPM = 1_000_000
YEAR_DAYS = 360  # ACT/360, DOMAIN R-8
PENALTY_YEAR_DAYS = 365  # ACT/365, DOMAIN R-8, for penalties

ONE_PPB = 10**9
if not SUM_CENTS_MAX * ONE_PPB * RATE_PPM_MAX * 2 < 2**127:
    raise AssertionError("an expected loss does not fit in 128 bits")
if not SUM_CENTS_MAX * 90 < 2**63:
    raise AssertionError("what a rule adds up of ninety of the largest sums must fit in Int64")
if not SUM_CENTS_MAX * RATE_PPM_MAX * DAYS_MAX * 2 < 2**127:
    raise AssertionError("amount x rate x days must fit in Int128")
if not SUM_CENTS_MAX * RATE_PPM_MAX * DAYS_MAX * ONE_PPM * 2 < 2**127:
    raise AssertionError("a share of amount x rate x days must fit in Int128")


def _wide(value: pl.Expr | int) -> pl.Expr:
    """The same number as Int128, where products are safe."""
    return (pl.lit(value) if isinstance(value, int) else value).cast(pl.Int128)


def _over(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """numerator over denominator, rounded half away from zero, back in Int64 or an error."""
    twice = (numerator.abs() * pl.lit(2, pl.Int128) + pl.lit(denominator, pl.Int128)) // pl.lit(
        2 * denominator, pl.Int128
    )
    return (twice * numerator.sign()).cast(pl.Int64, strict=True)


def share(cents: pl.Expr, ppm: pl.Expr | int) -> pl.Expr:
    """Part of an amount, half away from zero: for what is posted. Cents in, cents out. (R-2)"""
    return _over(_wide(cents) * _wide(ppm), ONE_PPM)


def expected_loss(cents: pl.Expr, ppb: pl.Expr, ppm: pl.Expr) -> pl.Expr:
    """Amount x probability (ppb) x loss given default (ppm), rounded once. (R-2)"""
    return _over(_wide(cents) * _wide(ppb) * _wide(ppm), ONE_PPB * ONE_PPM)


def share_down(cents: pl.Expr, ppm: pl.Expr | int) -> pl.Expr:
    """Part of an amount, towards zero: for what is made available. Cents in, cents out. (R-3)"""
    product = _wide(cents) * _wide(ppm)
    return ((product.abs() // pl.lit(ONE_PPM, pl.Int128)) * product.sign()).cast(
        pl.Int64, strict=True
    )


def times(cents: pl.Expr, count: pl.Expr) -> pl.Expr:
    """So many times an amount, in cents, or an error where it does not fit."""
    return (_wide(cents) * _wide(count)).cast(pl.Int64, strict=True)


def interest(numbers: pl.Expr) -> pl.Expr:
    """Interest in cents of a sum of numbers (cents x ppm x days, Int128), rounded once. (R-4)"""
    return _over(_wide(numbers), ONE_PPM * YEAR_DAYS)


def penalty(numbers: pl.Expr) -> pl.Expr:
    """Late-payment penalty in cents of numbers (cents x ppm x days, Int128), by the civil year,
    rounded once. Source: DOMAIN §5.3, R-8 (ACT/365)."""
    return _over(_wide(numbers), ONE_PPM * PENALTY_YEAR_DAYS)


def interest_share(numbers: pl.Expr, ppm: pl.Expr) -> pl.Expr:
    """Part of the interest of a sum of numbers, in cents, rounded once. (R-4)"""
    return _over(_wide(numbers) * _wide(ppm), ONE_PPM * ONE_PPM * YEAR_DAYS)


def numbers(cents: pl.Expr, ppm: pl.Expr | int, days: pl.Expr) -> pl.Expr:
    """Interest numbers: what is owed (never less than zero) x rate x days, Int128, not rounded."""
    return _wide(cents.clip(lower_bound=0)) * _wide(ppm) * _wide(days)


def difference_numbers(cents: pl.Expr, ppm: pl.Expr, days: pl.Expr) -> pl.Expr:
    """Interest numbers of a difference of bases or of rates, of any sign, Int128, not rounded."""
    return _wide(cents) * _wide(ppm) * _wide(days)


def pro_rata(total: pl.Expr, part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """total x part over whole, half away from zero; zero where the whole is zero. (R-6)"""
    product = _wide(total) * _wide(part) * pl.lit(2, pl.Int128)
    base = _wide(whole).abs()
    quotient = (
        (product.abs() + base)
        // pl.max_horizontal(base, pl.lit(1, pl.Int128))
        // pl.lit(2, pl.Int128)
    )
    signed = quotient * product.sign() * whole.sign().cast(pl.Int128)
    return pl.when(whole == 0).then(0).otherwise(signed).cast(pl.Int64, strict=True)


def pro_rata_down(total: pl.Expr, part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """total x part over whole, towards zero: for what is made available. Amounts of zero or more;
    zero where the whole is zero. (R-3)"""
    product = _wide(total) * _wide(part)
    quotient = product // pl.max_horizontal(_wide(whole), pl.lit(1, pl.Int128))
    return quotient.cast(pl.Int64, strict=True)


def share_of(cents: int, ppm: int) -> int:
    """share() of a single amount, for the places that have one number and no table."""
    return _half_away(cents * ppm, ONE_PPM)


def interest_of(numbers_sum: int) -> int:
    """interest() of a single sum of numbers."""
    return _half_away(numbers_sum, ONE_PPM * YEAR_DAYS)


def _half_away(numerator: int, denominator: int) -> int:
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded
