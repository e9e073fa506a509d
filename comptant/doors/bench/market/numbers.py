"""Public numbers that pass their checks: SIREN, and French accounts as IBAN."""

import polars as pl

BANK, BRANCH = 10107, 101


def siren(base: pl.Expr) -> pl.Expr:
    """The nine digits of a number of eight: its check digit is Luhn's."""
    total: pl.Expr = pl.lit(0, pl.Int64)
    for place in range(8):
        digit = base // 10 ** (7 - place) % 10
        doubled = digit * 2
        total += (doubled - 9 * (doubled > 9).cast(pl.Int64)) if place % 2 else digit
    check = (10 - total % 10) % 10
    return (base * 10 + check).cast(pl.String).str.zfill(9)


def iban(account: pl.Expr) -> pl.Expr:
    """The IBAN of an account number of eleven digits, with the key of the French RIB."""
    key = 97 - (89 * BANK + 15 * BRANCH + 3 * (account % 97)) % 97
    ahead = (BANK * 10**18 + BRANCH * 10**13) % 97
    domestic = (ahead + account % 97 * 100 + key) % 97
    check = 98 - (domestic * (10**6 % 97) + 152700) % 97  # F is 15, R is 27
    parts = (check, 2), (account, 11), (key, 2)
    two, eleven, last = (part.cast(pl.String).str.zfill(width) for part, width in parts)
    return pl.concat_str([pl.lit("FR"), two, pl.lit(f"{BANK:05d}{BRANCH:05d}"), eleven, last])
