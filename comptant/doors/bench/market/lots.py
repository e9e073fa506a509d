"""Drawing by lot in columns: the same seed gives the same market, on any machine and version.

Each lot is a mix of what it is drawn for (a client's number, an invoice's place) and of the name
of what is drawn, so that a slice is drawn without the slices before it.
"""

import math
import zlib

import polars as pl

# The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
_GOLDEN, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_WORD = 2**64


def _u64(value: int) -> pl.Expr:
    return pl.lit(value % _WORD, pl.UInt64)


def bits(of: pl.Expr, name: str, seed: int) -> pl.Expr:
    """Sixty-four bits drawn for each number of `of`; unsigned products wrap, which is wanted."""
    salt = (zlib.crc32(name.encode()) * _GOLDEN + seed * _FIRST) % _WORD
    mixed = of.cast(pl.UInt64) * _u64(_GOLDEN) + _u64(salt)
    mixed = (mixed ^ (mixed // _u64(2**30))) * _u64(_FIRST)
    mixed = (mixed ^ (mixed // _u64(2**27))) * _u64(_SECOND)
    return mixed ^ (mixed // _u64(2**31))


def uniform(of: pl.Expr, name: str, seed: int) -> pl.Expr:
    """Above 0 and below 1."""
    return ((bits(of, name, seed) // _u64(2**12)).cast(pl.Float64) + 0.5) / 2**52


def normal(of: pl.Expr, name: str, seed: int) -> pl.Expr:
    """Mean 0, deviation 1. (Box and Muller)"""
    radius = (-2 * uniform(of, f"{name}/radius", seed).log()).sqrt()
    return radius * (2 * math.pi * uniform(of, f"{name}/angle", seed)).cos()


def log_normal(of: pl.Expr, name: str, seed: int, mean: float, sigma: float) -> pl.Expr:
    """Amounts with that mean; `sigma` is the deviation of their logarithm."""
    return (normal(of, name, seed) * sigma + math.log(mean) - sigma * sigma / 2).exp()


def below(of: pl.Expr, name: str, seed: int, count: pl.Expr | int) -> pl.Expr:
    """A whole number from 0 to count - 1."""
    return (uniform(of, name, seed) * count).floor().cast(pl.Int64)


def shared_out(total: int, weight: pl.Expr) -> pl.Expr:
    """`total` in whole parts that follow the weights and sum to it exactly."""
    so_far = (weight.cum_sum() / weight.sum() * total + 1e-6).floor().cast(pl.Int64)
    return so_far - so_far.shift(1, fill_value=0)
