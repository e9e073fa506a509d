"""The catalogue of a contract's fees, and what those that are no term of their own come to.

A fee is a code, what it is due for (its unit), and prices by tiers, each beyond a number of the
month or an amount of the year. Its VAT class and whether it is in the TEG are the catalogue's.
Source: DOMAIN §4.1, §4.4, §4.5, W4-6.
"""

import csv
from dataclasses import dataclass
from datetime import date
from importlib import resources

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, interest, numbers, pro_rata, share, times
from comptant.rules.pricing import MINIMUM_YEAR_DAYS
from comptant.rules.terms import DIGITS_MAX, MOST, TERMS, BadTerm, Value, parse

# What a unit is priced in: an amount each, a share, or either. By number a fee may have tiers.
COUNTED = ("REQUEST", "DISPUTE", "NOTICE", "INVOICE", "REMITTANCE", "REFUSED_LINE", "HANDOVER")
AMOUNTS = ("ONCE", "MONTH", "YEAR", "BUYER", *COUNTED)
SHARES = ("UNUSED", "LINE", "ASSIGNED", "ENDING", "VOLUME", "PREMIUM")
EITHER = ("DIRECT", "BILL", "ACT")
TIERED = (*COUNTED, "VOLUME")
# Day by day: each price on what happened in its days, and no day twice.
OVER_DAYS = (*COUNTED, "DIRECT", "BILL", "ASSIGNED", "UNUSED", "VOLUME")

# One row per price of a fee as it is agreed.
FEE_PRICES = shape("fee_code", "charge_unit", "tier_from", "unit_cents", "charge_ppm")
# One row per fee due, stretch of days with one price, and tier of it.
FEES_DUE = shape(
    "contract_id", "fee_code", "charge_unit", "fee_cause", "from_on?", "until_on?", "unit_count",
    "base_cents", "before_cents", "tier_from", "unit_cents", "charge_ppm", "fee_ppm",
)  # fmt: skip
TIER_MOST = 10**12  # a number, or cents
OF_ONE = ("contract_id", "fee_code", "charge_unit", "fee_cause")


@dataclass(frozen=True)
class Fee:
    """A fee of the catalogue; `term`: the term of contracts that says it, for those that have
    one."""

    code: str
    units: tuple[str, ...]
    term: str | None
    vat_class: str
    is_in_teg: bool
    clause: str


class BadFee(ValueError):
    """A fee that a contract cannot have: which, what was told, what is wrong with it (`fault`: a
    word of the catalogue of refusals), and what it could be."""

    def __init__(self, code: str, value: object, fault: str, could_be: str = "") -> None:
        super().__init__(f"{code} = {value!r}: {fault} {could_be}")
        self.code, self.value, self.fault, self.could_be = code, value, fault, could_be


def _load() -> dict[str, Fee]:
    text = resources.files("comptant.rules").joinpath("fees.csv").read_text("utf-8")
    return {
        row["code"]: Fee(row["code"], tuple(row["units"].split()), row["term"] or None,
                         row["vat_class"], row["is_in_teg"] == "yes", row["clause"])
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip


FEES = _load()


def known(code: str, unit: str) -> Fee:
    """The fee of the catalogue that is due for a unit. BadFee."""
    fee = FEES.get(code)
    if fee is None:
        raise BadFee(code, unit, "code_unknown", " ".join(FEES))
    if fee.term:
        raise BadFee(code, unit, "is_a_term", fee.term)
    if unit not in fee.units:
        raise BadFee(code, unit, "unit_unknown", " ".join(fee.units))
    return fee


def priced(prices: pl.DataFrame) -> dict[tuple[str, str], pl.DataFrame]:
    """The prices (FEE_PRICES) of each fee and unit, in the order of their tiers. BadFee: a fee that
    the catalogue has not, a price of the wrong kind or too large, tiers that overlap."""
    found = {}
    for (code, unit), tiers in check(prices, FEE_PRICES).group_by(
        "fee_code", "charge_unit", maintain_order=True
    ):
        known(str(code), str(unit))
        found[str(code), str(unit)] = _checked(str(code), str(unit), tiers.sort("tier_from"))
    return found


def is_over(tiers: pl.DataFrame) -> bool:
    """Whether the prices of a fee say that it is no longer due."""
    return tiers.height == 1 and not tiers["unit_cents"][0] and not tiers["charge_ppm"][0]


def _checked(code: str, unit: str, tiers: pl.DataFrame) -> pl.DataFrame:
    for start, cents, ppm in tiers.select("tier_from", "unit_cents", "charge_ppm").iter_rows():
        if not (0 <= cents <= MOST["fee_minimum_cents"] and 0 <= ppm <= ONE_PPM):
            raise BadFee(code, cents or ppm, "price_too_large")
        if unit in AMOUNTS and ppm:
            raise BadFee(code, ppm, "not_an_amount")
        if unit in SHARES and cents:
            raise BadFee(code, cents, "not_a_rate")
        if cents and ppm:
            raise BadFee(code, cents, "amount_and_rate")
        if not 0 <= start <= TIER_MOST:
            raise BadFee(code, start, "tier_wrong")
    if is_over(tiers):
        return tiers
    starts = tiers["tier_from"]
    shown = " ".join(map(str, starts))
    if starts.is_duplicated().any():
        raise BadFee(code, shown, "tiers_overlap")
    if unit not in TIERED and len(starts) > 1:
        raise BadFee(code, shown, "one_price")
    if unit == "VOLUME" and starts[0] == 0:
        raise BadFee(code, shown, "volume_from_zero")
    if unit != "VOLUME" and starts[0] != 0:
        raise BadFee(code, shown, "tiers_from_zero")
    return tiers


def typed(text: str) -> pl.DataFrame:
    """FEE_PRICES of a fee as a person writes it: CODE:UNIT=PRICES, the unit where the code has
    several; prices as "300.00", "0.20%", or by tiers "2.00 100:1.50"; "none": no longer due.
    BadFee."""
    told, _, prices = text.partition("=")
    code, _, unit = told.strip().partition(":")
    fee = FEES.get(code)
    if not unit and fee and len(fee.units) == 1:
        unit = fee.units[0]
    known(code, unit)
    written = ["0.00"] if prices.strip() == "none" else prices.split()
    if not written:
        raise BadFee(code, text, "price_unread")
    return FEE_PRICES.frame([_tier(code, unit, one) for one in written])


def _tier(code: str, unit: str, text: str) -> dict[str, object]:
    start, colon, price = text.rpartition(":")
    is_rate = price.endswith("%")
    try:
        value = parse(TERMS["fee_ppm" if is_rate else "fee_minimum_cents"], price)
        by_amount = TERMS["fee_minimum_cents" if unit == "VOLUME" else "cutoff_hour"]
        if colon and unit != "VOLUME":
            begins: Value = int(start) if len(start) <= DIGITS_MAX else TIER_MOST + 1
        else:
            begins = parse(by_amount, start or "0")
    except (BadTerm, ValueError):
        raise BadFee(code, text, "price_unread") from None
    if not isinstance(begins, int) or begins > TIER_MOST:
        raise BadFee(code, start, "tier_wrong")
    return {
        "fee_code": code,
        "charge_unit": unit,
        "tier_from": begins,
        "unit_cents": 0 if is_rate else value,
        "charge_ppm": value if is_rate else 0,
    }


# What a fee comes to, of a stretch of days and tier -----------------------------------------------


def tier_until() -> pl.Expr:
    """Where the next tier begins; null after the last. Source: DOMAIN §4.1."""
    return c.tier_from.shift(-1).over(*OF_ONE, order_by="tier_from")


def _within(value: pl.Expr) -> pl.Expr:
    """What of a number or amount is in the tier."""
    top = pl.min_horizontal(value, pl.coalesce(c.tier_until, value))
    return (top - c.tier_from).clip(lower_bound=0)


def tier_count() -> pl.Expr:
    """How often the price of the tier is due; what is taken back counts against the first one.
    Source: DOMAIN §4.4."""
    taken_back = (c.unit_count < 0) & (c.tier_from == 0)
    counted = pl.when(taken_back).then(c.unit_count).otherwise(_within(c.unit_count))
    return pl.when(c.charge_unit.is_in(TIERED)).then(counted).otherwise(c.unit_count)


def tier_base_cents() -> pl.Expr:
    """The amount that the rate of the tier is of: by volume, what of these days passes its start
    and not the next one's in the year. Source: DOMAIN §4.1, §4.4."""
    of_days = _within(c.before_cents + c.base_cents) - _within(c.before_cents)
    return pl.when(c.charge_unit == "VOLUME").then(of_days).otherwise(c.base_cents)


def tier_rate_ppm() -> pl.Expr:
    """The rate; by volume what it adds to that of the factoring fee, billed already, or takes off.
    Source: DOMAIN §4.1."""
    return c.charge_ppm - pl.when(c.charge_unit == "VOLUME").then(c.fee_ppm).otherwise(0)


def other_fee_cents() -> pl.Expr:
    """Amount x number, or a share of the base; of the line not used, base x rate x days / 360.
    Source: DOMAIN §4.4, W4-6."""
    days = (c.until_on - c.from_on).dt.total_days().fill_null(0)
    unused = interest(numbers(c.tier_base_cents, c.charge_ppm, days))
    shared = share(c.tier_base_cents, c.tier_rate_ppm)
    return pl.when(c.charge_unit == "UNUSED").then(unused).otherwise(
        shared + times(c.unit_cents, c.tier_count))  # fmt: skip


DUE_RULES: tuple[Rule, ...] = (
    tier_until, tier_count, tier_base_cents, tier_rate_ppm, other_fee_cents,
)  # fmt: skip
CATALOGUE = pl.DataFrame(
    [(fee.code, fee.vat_class, fee.clause) for fee in FEES.values()],
    schema={"fee_code": pl.String, "vat_class": pl.String, "clause": pl.String}, orient="row",
)  # fmt: skip


def fees_due(rows: pl.DataFrame) -> pl.DataFrame:
    """FEES_DUE with a column per rule, VAT class and clause; what comes to nothing is left out."""
    decided = decide(check(rows, FEES_DUE), DUE_RULES, ("tier_until",))
    return decided.filter(c.other_fee_cents != 0).join(
        CATALOGUE, on="fee_code", maintain_order="left"
    )  # fmt: skip


# What is left of a year that an end cuts short ----------------------------------------------------


def remaining_minimum_cents() -> pl.Expr:
    """The annual minimum of the days that the contract year had left. Source: DOMAIN §4.4
    FEE-RES."""
    return pro_rata(c.annual_minimum_cents, c.remaining_days, pl.lit(MINIMUM_YEAR_DAYS, pl.Int64))


def days_to_anniversary(first_on: date, ended_on: date) -> int:
    """From the first day after a contract to the next anniversary of its first; 0 on it."""
    years = ended_on.year - first_on.year
    for count in (years, years + 1):
        day = _years_after(first_on, count)
        if day >= ended_on:
            return (day - ended_on).days
    raise AssertionError("a year has an anniversary")


def _years_after(day: date, count: int) -> date:
    try:
        return day.replace(year=day.year + count)
    except ValueError:  # 29 February
        return day.replace(year=day.year + count, day=28)
