"""What scenarios of laundering find in the money of contracts is kept for compliance, who alone
reads it; it stops nothing by itself. What is said of it: `suspicion_words`. Source: DOMAIN 9.1."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act
from comptant.rules.aml import found_suspect
from comptant.rules.columns import c
from comptant.store import bulk


def keep_suspicions(
    do: Act, tables: Mapping[str, pl.DataFrame], contract_ids: list[int], new_from: date,
    limits: Mapping[str, Mapping[str, int]],
) -> int:  # fmt: skip
    """Keep what is new of what the scenarios find in these tables; how many. What is open, was
    reported, or was cleared (a payment for good, a contract for thirty days) is not kept again."""
    found = found_suspect(tables, new_from, do.on, limits).filter(c.contract_id.is_in(contract_ids))
    if found.is_empty():
        return 0
    return len(bulk.rows(do.conn, "insert_aml_alarms", **bulk.arrays(found), on=do.on,
                         act_id=do.id))  # fmt: skip
