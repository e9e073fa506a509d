"""The fees of a contract for a reader: the whole catalogue, what is agreed of it and how it is
made; and fees as people type them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import term_values, words
from comptant.doors.words import money, percent, say

if TYPE_CHECKING:
    import polars as pl

    from comptant.store.access import See

Row = dict[str, Any]
GRID = ("fee_code", "charge_unit", "fee_price", "valid_from_on", "fee_vat", "is_in_teg",
        "clause", "fee_formula")  # fmt: skip
OVER_TIME = ("fee_code", "charge_unit", "valid_from_on", "tier_from", "unit_cents", "charge_ppm",
             "source")  # fmt: skip
BILLED = ("entry_on", "fee_code", "charge_unit", "fee_cause", "until_on", "entry_id",
          "reversal_id")  # fmt: skip


def typed(given: tuple[str, ...]) -> "pl.DataFrame":
    """FEE_PRICES of fees as people type them: CODE:UNIT=PRICES. Refused: fee_wrong."""
    import polars as pl

    from comptant.operations.registry.agreed_fees import fee_wrong
    from comptant.rules import fees

    try:
        return pl.concat([fees.FEE_PRICES.empty(),
                          *(fees.typed(text.replace(",", ".")) for text in given)])  # fmt: skip
    except fees.BadFee as error:
        raise fee_wrong(error) from None


def grid(see: "See", contract: Row, on: date, *, everything: bool = False) -> list[Row]:
    """The fees of a contract in force on a day, in the order of the catalogue, one row a fee and
    unit: its price in words, VAT, whether it is in the TEG, clause and formula. `everything`: those
    of the catalogue that are not agreed too."""
    from comptant.rules.fees import FEES

    agreed = _in_force(see("read_contract_fees", contract_id=contract["id"]), on)
    rows = []
    for fee in FEES.values():
        for unit in fee.units or ("TERM",):
            prices = agreed.get((fee.code, unit), [])
            price = _price(prices, unit, contract["currency"])
            if fee.term:
                price = _term(fee.term, contract)
            if not price and not everything:
                continue
            rows.append({
                "fee_code": fee.code, "charge_unit": unit, "fee_price": price or None,
                "valid_from_on": prices[0]["valid_from_on"] if prices else None,
                "vat_class": fee.vat_class, "fee_vat": fee.vat_class,
                "is_in_teg": fee.is_in_teg, "clause": fee.clause,
                "fee_formula": words.word("charge_formula", fee.code),
                "currency": contract["currency"],
            })  # fmt: skip
    return rows


def catalogue() -> list[Row]:
    """Every fee and what it may be due for, without a contract."""
    from comptant.rules.fees import FEES

    return [
        {"fee_code": fee.code, "charge_unit": unit, "term": fee.term, "fee_vat": fee.vat_class,
         "is_in_teg": fee.is_in_teg, "clause": fee.clause,
         "fee_formula": words.word("charge_formula", fee.code)}
        for fee in FEES.values() for unit in fee.units or ("TERM",)
    ]  # fmt: skip


def in_force(see: "See", contract: Row, on: date) -> list[Row]:
    """The prices of a contract's fees in force on a day, a row a tier."""
    agreed = _in_force(see("read_contract_fees", contract_id=contract["id"]), on)
    return [row for tiers in agreed.values() for row in tiers]


def _in_force(rows: list[Row], on: date) -> dict[tuple[str, str], list[Row]]:
    """The tiers of each fee as last said for the last day not after."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["valid_from_on"] > on:
            continue
        key = (row["fee_code"], row["charge_unit"])
        last = found.get(key)
        if last and (last[0]["valid_from_on"], last[0]["recorded_at"]) == (
            row["valid_from_on"], row["recorded_at"],
        ):  # fmt: skip
            last.append(row)
        else:
            found[key] = [row]
    return found


def _price(tiers: list[Row], unit: str, currency: str) -> str:
    told = []
    for tier in tiers:
        if not tier["unit_cents"] and not tier["charge_ppm"]:
            continue
        price = (money(tier["unit_cents"], currency) if tier["unit_cents"]
                 else percent(tier["charge_ppm"]))  # fmt: skip
        start = tier["tier_from"]
        beyond = money(start, currency) if unit == "VOLUME" else words.count(start)
        told.append(say(f"{price} beyond {beyond}", f"{price} au-delà de {beyond}")
                    if start else price)  # fmt: skip
    return say("; ", " ; ").join(told)


def _term(name: str, contract: Row) -> str:
    from comptant.rules.terms import TERMS

    value = (contract["terms"] or {}).get(name, TERMS[name].default)
    return term_values.term_told(name, value, contract["currency"]) if value else ""
