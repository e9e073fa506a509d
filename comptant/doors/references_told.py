"""Each reference value on a day, in the reader's words: which holds, or that it is missing."""

from datetime import date
from typing import Any

from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.terms.references import value_on
from comptant.rules.reference_values import indexes
from comptant.store.connection import Connection

OF_CONTRACTS = "contract"  # of a fixed rate the values are agreed, not published


def values_on(conn: Connection, day: date) -> list[dict[str, Any]]:
    """One row per value that others publish."""
    rows = []
    for name, index in indexes().items():
        if index.source == OF_CONTRACTS:
            continue
        try:
            row = value_on(conn, name, day)
        except Refused as refusal:
            row = {"index_name": name, "rate_ppm": None, "fixing_on": refusal.facts["last_on"],
                   "last_on": None, "source": say("missing", "manque")}  # fmt: skip
        rows.append({**row, "words": Both(index.english, index.french).said()})
    return rows
