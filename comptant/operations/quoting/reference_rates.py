"""The reference rate that a quote counts with: of the day, or the last one where it is recent.

Source: DOMAIN §4.3; decisions 0120, 0188.
"""

from datetime import date
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Refused
from comptant.operations.terms.references import value_on
from comptant.rules.reference_values import QUOTED_ON_DAYS_MAX

REFERENCE = ("rate_ppm", "fixing_on", "source", "last_on", "is_old")


def reference_on(conn: Connection, index: str, on: date) -> dict[str, Any]:
    """The reference rate of the day, with its source, and whether it is old. Refused:
    rate_missing, rate_too_old."""
    if index == "FIXED":
        return {"rate_index": index, "rate_ppm": 0, "fixing_on": None, "source": None,
                "last_on": None, "is_old": False}  # fmt: skip
    try:
        found = value_on(conn, index, on)
    except Refused:
        raise Refused("rate_missing", rate_index=index, day=on.isoformat()) from None
    days = (on - found["fixing_on"]).days
    if found["is_old"] and days > QUOTED_ON_DAYS_MAX:
        raise Refused("rate_too_old", rate_index=index, fixing_on=found["fixing_on"], days=days,
                      most=QUOTED_ON_DAYS_MAX)  # fmt: skip
    return {"rate_index": index, **{name: found[name] for name in REFERENCE}}
