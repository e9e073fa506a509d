"""Prices dated into days that are billed or closed: two people and a correction, or refused."""

from collections.abc import Iterable
from datetime import date

from comptant.operations.acts.act import Act, Refused
from comptant.rules.terms import RECOMPUTED, is_price
from comptant.store import bulk


def repriced(
    do: Act, contract_id: int, from_on: date, names: Iterable[str], *, in_arrears: bool
) -> set[str]:
    """The terms, of those named, that change the price of days already billed or of a closed month:
    the close corrects them, so two people answer for them. What has priced an event on its day is
    not dated back. Refused: term_in_the_past."""
    prices = {name for name in names if is_price(name)}
    first = bulk.row(do.conn, "priced_until", contract_id=contract_id) or {}
    if not prices or first["first_on"] is None or from_on >= first["first_on"]:
        return set()
    for name in sorted(prices):
        if name not in RECOMPUTED or not in_arrears:
            raise Refused("term_in_the_past", term=name, from_on=from_on,
                          first_on=first["first_on"])  # fmt: skip
    return prices
