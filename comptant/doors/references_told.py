"""Each reference value on a day, in the reader's words: which holds, or that it is missing."""

from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors.words import Both, percent, say
from comptant.doors.words import day as told
from comptant.rules.reference_values import indexes, is_exchange

if TYPE_CHECKING:
    from comptant.store.connection import Connection

MILLIONTHS = 1_000_000
OF_CONTRACTS = "contract"  # of a fixed rate the values are agreed, not published


def values_on(conn: "Connection", day: date) -> list[dict[str, Any]]:
    """One row per value that others publish."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.terms.references import value_on

    rows = []
    for name, index in indexes().items():
        if index.source == OF_CONTRACTS:
            continue
        try:
            row = told_old(value_on(conn, name, day))
        except Refused as refusal:
            row = {"index_name": name, "rate_ppm": None, "per_euro": None,
                   "fixing_on": refusal.facts["last_on"], "last_on": None, "is_old": False,
                   "source": say("missing", "manque")}  # fmt: skip
        rows.append({**row, "words": Both(index.english, index.french).said()})
    return rows


def told_old(row: dict[str, Any]) -> dict[str, Any]:
    """A value in its unit and, beside its source, that it is old and still counts."""
    row = in_unit(row)
    if not row["is_old"]:
        return row
    return {**row, "source": f"{row['source']} ({say('old', 'ancienne')})"}


def in_unit(row: dict[str, Any]) -> dict[str, Any]:
    """A value as `rate_ppm`, or, where it is what one euro is in a currency, as `per_euro`."""
    if not is_exchange(row["index_name"]):
        return {**row, "per_euro": None}
    return {**row, "rate_ppm": None, "per_euro": per_euro(row["rate_ppm"])}


def per_euro(millionths: int) -> str:
    """What one euro is in a currency, with all its decimals: 1.085000, or 1,085000 in French."""
    units, rest = divmod(millionths, MILLIONTHS)
    return say(f"{units}.{rest:06d}", f"{units},{rest:06d}")


def old_value(index: str, rate_ppm: int, fixing_on: date, last_on: date) -> str:
    """That a price rests on a value past the last day on which it holds."""
    name, rate, on, last = index_name(index), percent(rate_ppm), told(fixing_on), told(last_on)
    return say(f"{name}: no value has been told since {on}. That day's, {rate}, holds until {last} "
               "and is old: the price counts with it until another is told.",
               f"{name} : aucune valeur n'a été donnée depuis le {on}. Celle de ce jour, {rate}, "
               f"vaut jusqu'au {last} et est ancienne : le prix est calculé avec elle jusqu'à la "
               "prochaine.")  # fmt: skip


def index_name(index: str) -> str:
    """An index in the reader's words."""
    return Both(indexes()[index].english, indexes()[index].french).said()
