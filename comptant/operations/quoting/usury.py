"""The usury threshold beside the TEG of a quote."""

from datetime import date
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Refused
from comptant.operations.terms.references import value_on

USURY = "USURY_OVERDRAFT"


def usury_of(conn: Connection, on: date, case: dict[str, Any]) -> dict[str, Any] | None:
    """The usury threshold of overdrafts of businesses that holds on the day, and whether the TEG
    is above it, which is only told; none where no threshold is known: none is supposed. Source:
    CMF L313-5-1; DOMAIN §4.7."""
    try:
        found = value_on(conn, USURY, on)
    except Refused:
        return None
    teg = case["teg_ppm"]
    return {"threshold_ppm": found["rate_ppm"], "fixing_on": found["fixing_on"],
            "source": found["source"],
            "is_above": teg is not None and teg > found["rate_ppm"]}  # fmt: skip
