"""Where prices come from: grids of a tariff, looked up by the profile of a client.

A grid gives one row (the base) and, beside it, adjustments whose condition holds: on a term of the
offer (`disclosure_mode=CONFIDENTIAL`) or on the profile (`export_ppm>=20`). Nothing is priced by
default: a grid that says nothing is TariffSilent. Source: the tariff in force; DOMAIN §4.1 to §4.4.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comptant.rules.offer_terms import OFFER_TERMS
from comptant.rules.terms import DIGITS_MAX, BadTerm, Value, parse

CLASSES = ("A", "B", "C", "D", "E")
# Each grid: the term that it prices, and what it asks of its rows.
PRICES = {"fee": "fee_ppm", "margin": "margin_ppm", "advance": "advance_standard_ppm",
          "fund": "fund_ppm", "annual_minimum": "annual_minimum_ppm"}  # fmt: skip
# Grids that a tariff may leave out: each prices offers of a condition alone, and no other.
APART = {"order_margin": ("order_margin_ppm", "order_advance_ppm>=0.0001"),
         "rebate": ("payables_rebate_ppm", "cash_base=PAYABLES")}  # fmt: skip
ADJUSTED = {f"{grid}_adjustment": grid for grid in PRICES}
COSTS = ("refinancing_spread_ppm", "client_loss_ppm", "buyer_loss_ppm", "premium_ppm",
         "invoice_cost_cents")  # fmt: skip
GRIDS = (*PRICES, *APART, *ADJUSTED, "package", "charge", "cost")
UNITS = ("ONCE", "YEAR", "MONTH", "BUYER", "INVOICE", "ASSIGNED", "LINE")
VAT_CLASSES = ("TAXABLE_STD", "EXEMPT_FIN", "OUT_OF_SCOPE", "REVERSE_CHARGE")
FACTS = ("turnover_cents", "mean_invoice_cents", "invoice_count", "buyer_count", "export_ppm",
         "dilution_ppm", "largest_ppm", "payment_days")  # fmt: skip
_CONDITION = re.compile(r"(\w+) *(>=|=|<) *([\w.,]+)", re.ASCII)
_NEXT_CONDITION = re.compile(r"\s+(?=\w+ *(?:>=|=|<))", re.ASCII)


@dataclass(frozen=True)
class TariffRow:
    """One row of a tariff. Empty texts and nulls match everything; `charge_unit`, `vat_class` and
    `is_in_teg` are of charges."""

    row_number: int
    grid: str
    row_name: str
    turnover_from_cents: int = 0
    mean_from_cents: int = 0
    dilution_from_ppm: int = 0
    client_class: str = ""
    buyer_class: str = ""
    condition: str = ""
    rate_ppm: int | None = None
    amount_cents: int | None = None
    charge_unit: str = ""
    vat_class: str = ""
    is_in_teg: bool = False
    source: str = ""


class TariffSilent(Exception):
    """A grid has no row for a profile."""

    def __init__(self, grid: str, **asked: object) -> None:
        super().__init__(f"no row of {grid} for {asked}")
        self.grid, self.asked = grid, asked


@dataclass
class Price:
    """What a tariff gives: terms, the rows that gave each, other fees, the cost floor's parts."""

    terms: dict[str, Value] = field(default_factory=dict)
    steps: list[dict[str, Value]] = field(default_factory=list)
    charges: list[TariffRow] = field(default_factory=list)
    costs: dict[str, int] = field(default_factory=dict)


def price(
    rows: Iterable[TariffRow], profile: Mapping[str, Value], terms: Mapping[str, Value]
) -> Price:
    """The price of an offer. `profile`: FACTS, client_class, buyer_class; `terms`: what the offer
    says: a term that it says is not priced. TariffSilent where a grid has no row."""
    rows = list(rows)
    found = Price()
    for grid, term in PRICES.items():
        if terms.get(term) is None:
            _price_term(found, rows, grid, term, profile, terms)
    for grid, (term, condition) in APART.items():
        if terms.get(term) is None and holds(condition, profile, terms):
            _price_term(found, rows, grid, term, profile, terms)
    if terms.get("is_package"):
        _package(found, rows, profile)
    found.charges += [row for row in rows if row.grid == "charge"
                      and holds(row.condition, profile, terms)]  # fmt: skip
    found.costs = {name: _cost(rows, name, profile) for name in COSTS}
    return found


def _price_term(
    found: Price, rows: list[TariffRow], grid: str, term: str, profile: Mapping[str, Value],
    terms: Mapping[str, Value],
) -> None:  # fmt: skip
    base = _base(rows, grid, profile)
    if base is None:
        raise TariffSilent(grid, **profile)
    total = base.rate_ppm or 0
    found.steps.append(_step(term, base, "BASE"))
    for row in rows:
        if ADJUSTED.get(row.grid) == grid and holds(row.condition, profile, terms):
            total += row.rate_ppm or 0
            found.steps.append(_step(term, row, "ADJUSTMENT"))
    found.terms[term] = max(total, 0) if term != "margin_ppm" else total
    if grid == "fee" and terms.get("fee_minimum_cents") is None:
        found.terms["fee_minimum_cents"] = base.amount_cents or 0


def _step(term: str, row: TariffRow, kind: str) -> dict[str, Value]:
    return {"term": term, "kind": kind, "row_number": row.row_number, "row": row.row_name,
            "condition": row.condition, "rate_ppm": row.rate_ppm}  # fmt: skip


def _base(rows: list[TariffRow], grid: str, profile: Mapping[str, Value]) -> TariffRow | None:
    """The row of a grid for a profile: the exact classes first, then the highest thresholds."""
    fitting = [
        row for row in rows
        if row.grid == grid
        and row.client_class in ("", profile["client_class"])
        and row.buyer_class in ("", profile["buyer_class"])
        and row.turnover_from_cents <= _of(profile, "turnover_cents")
        and row.mean_from_cents <= _of(profile, "mean_invoice_cents")
        and row.dilution_from_ppm <= _of(profile, "dilution_ppm")
    ]  # fmt: skip
    return max(
        fitting,
        key=lambda row: (row.client_class != "", row.buyer_class != "", row.turnover_from_cents,
                         row.mean_from_cents, row.dilution_from_ppm),
        default=None,
    )  # fmt: skip


def _package(found: Price, rows: list[TariffRow], profile: Mapping[str, Value]) -> None:
    """A flat package: its monthly amount instead of the fee; a row without amount ends the grid."""
    row = _base(rows, "package", profile)
    if row is None or row.amount_cents is None:
        raise TariffSilent("package", turnover_cents=profile["turnover_cents"])
    found.terms |= {"fee_ppm": 0, "fee_minimum_cents": 0, "annual_minimum_ppm": 0,
                    "package_month_cents": row.amount_cents}  # fmt: skip
    found.steps = [step for step in found.steps
                   if step["term"] not in ("fee_ppm", "annual_minimum_ppm")]  # fmt: skip
    found.steps.append(_step("fee_ppm", row, "PACKAGE"))
    found.charges.append(row)


def _cost(rows: list[TariffRow], name: str, profile: Mapping[str, Value]) -> int:
    row = _base([one for one in rows if one.row_name == name], "cost", profile)
    if row is None:
        raise TariffSilent("cost", name=name)
    value = row.amount_cents if name.endswith("_cents") else row.rate_ppm
    return value or 0


def _of(profile: Mapping[str, Value], name: str) -> int:
    value = profile[name]
    return value if isinstance(value, int) else 0


def read_condition(text: str) -> tuple[str, str, str] | None:
    """A condition as name, sign, value; None where it is not one that can be read."""
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        return None
    name, sign, value = found.groups()
    measured = name in FACTS or name.endswith(("_ppm", "_cents", "_count", "_days", "_months"))
    if sign != "=" and (not measured or _threshold(name, value) is None):
        return None
    return name, sign, value


def conditions(text: str) -> list[str]:
    """The conditions of a row, each to be read by itself."""
    return _NEXT_CONDITION.split(text.strip()) if text.strip() else []


def holds(text: str, profile: Mapping[str, Value], terms: Mapping[str, Value]) -> bool:
    """Whether the conditions of a row, apart by blanks, all hold; where there is none they do."""
    return all(_holds(one, profile, terms) for one in conditions(text))


def _holds(text: str, profile: Mapping[str, Value], terms: Mapping[str, Value]) -> bool:
    read = read_condition(text)
    if read is None:
        raise ValueError(f"condition {text!r} was not checked when the tariff was entered")
    name, sign, value = read
    if sign != "=":
        told = _of({name: terms.get(name, profile.get(name))}, name)
        least = _threshold(name, value) or 0
        return told >= least if sign == ">=" else told < least
    held = terms.get(name, profile.get(name))
    if isinstance(held, bool):
        return value == ("yes" if held else "no")
    if isinstance(held, int):
        return held == _threshold(name, value)
    return str(held) == value


def _may_hold(text: str) -> bool:
    """Whether a condition that can be read names a term of offers or a fact of the profile, with a
    value that this can have: one that never holds would price nothing, in silence."""
    name, _, value = read_condition(text) or ("", "", "")
    if name in FACTS:
        return _threshold(name, value) is not None
    if name in ("client_class", "buyer_class"):
        return value in CLASSES
    term = OFFER_TERMS.get(name)
    if term is None:
        return False
    try:
        parse(term, value.replace(",", "."))
    except BadTerm:
        return False
    return True


def _threshold(name: str, text: str) -> int | None:
    """A number of a condition: per cent, euros or units, by the name's ending."""
    digits = 4 if name.endswith("_ppm") else 2 if name.endswith("_cents") else 0
    whole, _, decimals = text.replace(",", ".").partition(".")
    is_number = (whole + decimals).isascii() and (whole + decimals).isdigit()
    if not is_number or len(whole) > DIGITS_MAX or len(decimals) > digits:
        return None
    return int(whole + decimals.ljust(digits, "0"))


def wrongs(rows: Iterable[TariffRow]) -> list[tuple[int, str, str]]:
    """What is wrong with a tariff: row number, code, detail. A tariff with one is not taken."""
    rows, found = list(rows), []
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        found += [(row.row_number, code, detail) for code, detail in _row_wrongs(row)]
        classes = (row.grid, row.client_class, row.buyer_class)
        thresholds = (row.turnover_from_cents, row.mean_from_cents, row.dilution_from_ppm)
        key: tuple[object, ...] = (*classes, *thresholds)
        if row.grid in ADJUSTED or row.grid in ("charge", "cost"):
            key = (*key, row.row_name, row.condition)
        if key in seen:
            found.append((row.row_number, "tariff_overlaps", f"row {seen[key]}"))
        seen.setdefault(key, row.row_number)
    return found + [(0, "tariff_gap", detail) for detail in _gaps(rows)]


def _row_wrongs(row: TariffRow) -> Iterable[tuple[str, str]]:
    if row.grid not in GRIDS:
        yield "tariff_grid_unknown", row.grid
    for one in conditions(row.condition):
        if read_condition(one) is None:
            yield "tariff_condition_unreadable", one
        elif not _may_hold(one):
            yield "tariff_condition_unknown", one
    if row.grid in ADJUSTED and not row.condition:
        yield "tariff_condition_missing", row.row_name
    needs_amount = row.grid == "charge" or (row.grid == "cost" and row.row_name.endswith("_cents"))
    if row.grid == "charge" and (row.charge_unit not in UNITS or row.vat_class not in VAT_CLASSES):
        yield "tariff_charge_incomplete", f"{row.charge_unit or '-'} {row.vat_class or '-'}"
    if row.grid != "package" and not needs_amount and row.rate_ppm is None:
        yield "tariff_price_missing", row.row_name
    if needs_amount and row.rate_ppm is None and row.amount_cents is None:
        yield "tariff_price_missing", row.row_name
    if row.rate_ppm is not None and abs(row.rate_ppm) > 1_000_000:
        yield "tariff_rate_wrong", str(row.rate_ppm)
    for letter in (row.client_class, row.buyer_class):
        if letter and letter not in CLASSES:
            yield "tariff_class_unknown", letter
    if row.grid == "cost" and row.row_name not in COSTS:
        yield "tariff_grid_unknown", row.row_name


def _gaps(rows: list[TariffRow]) -> Iterable[str]:
    """Grids that would leave a profile without a price."""
    least: dict[str, Value] = dict.fromkeys(FACTS, 0)
    named = {grid: [row for row in rows if row.grid == grid] for grid in PRICES}
    named |= {name: [row for row in rows if row.grid == "cost" and row.row_name == name]
              for name in COSTS}  # fmt: skip
    for name, own in named.items():
        grid = "cost" if name in COSTS else name
        bare = [
            f"{client}/{buyer}" for client in CLASSES for buyer in CLASSES
            if _base(own, grid, {**least, "client_class": client, "buyer_class": buyer}) is None
        ]  # fmt: skip
        if bare:
            yield f"{name}: {' '.join(bare)}"
