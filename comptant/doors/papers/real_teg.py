"""The TEG of what was billed, as a statement and a bill state it: of the real use, both readings.

Source: art. R314-6 C. conso. and its annex; DOMAIN §4.6, W4-8.
"""

from datetime import date

import polars as pl

from comptant.doors import offer_costs, words
from comptant.doors.papers.parts import Row, pairs
from comptant.doors.words import say
from comptant.rules.batch import decide
from comptant.rules.teg import TEG_RULES
from comptant.store.access import See


def stated(
    see: See, contract: Row, last: date, *, first: date | None = None, entry_id: int | None = None
) -> Row | None:  # fmt: skip
    """The part of a paper: of the financing billed from a day to `last`, or by one entry; none
    where no financing was billed."""
    (told,) = see("read_real_teg", contract_id=contract["id"], entry_id=entry_id, from_on=first,
                  until_on=last)  # fmt: skip
    if not told["financing_charge_cents"]:
        return None
    found, currency = of(told, last), contract["currency"]
    rows = [
        *offer_costs.tegs(found),
        (say("Financing charge", "Commission de financement"),
         words.money(told["financing_charge_cents"], currency)),
        (say("Fees linked to it", "Frais liés au financement"),
         words.money(told["linked_charges_cents"], currency)),
        (say("Average funds, one year", "Encours moyen, ramené à l'an"),
         words.money(found["mean_cents"], currency)),
        (say("Days of the year", "Jours de l'année"), str(found["teg_year_days"])),
    ]  # fmt: skip
    return pairs(say("TEG of what was billed", "TEG de ce qui est facturé"), rows)


def of(told: Row, last: date) -> Row:
    """The TEG of read_real_teg, with and without the factoring fee."""
    year = 366 if last.year % 4 == 0 and (last.year % 100 or last.year % 400 == 0) else 365
    row = pl.DataFrame({
        "charge_base_cents": [told["debit_numbers"]], "fund_held_cents": [told["fund_numbers"]],
        "interest_base": ["FUNDS_IN_USE_AND_FUND"], "period_days": [1],
        "financing_charge_cents": [told["financing_charge_cents"]],
        "linked_charges_cents": [told["linked_charges_cents"]], "unused_fee_cents": [0],
        "yearly_fee_cents": [told["fee_cents"]], "minimum_shortfall_cents": [0],
        "package_fee_cents": [told["package_fee_cents"]], "teg_year_days": [year],
        "order_used_cents": [0], "order_charge_cents": [0],  # counted in the numbers and the charge
    })  # fmt: skip
    found = decide(row, TEG_RULES, nullable=("teg_ppm", "teg_with_fee_ppm")).row(0, named=True)
    return {**found, "mean_cents": (told["debit_numbers"] - told["fund_numbers"]) // year}
