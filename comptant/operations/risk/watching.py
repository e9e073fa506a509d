"""The watch on fraud between two closes: what came is looked at within minutes, by the keeper."""

from datetime import datetime

from psycopg import Connection

from comptant.operations.acts.act import Asked
from comptant.operations.risk.fraud import CONTRACTS_MAX, watch_fraud
from comptant.store import bulk


def watch_arrivals(conn: Connection, asked: Asked, since_at: datetime) -> int:
    """Look with the quick rules at the contracts of which something came or was told since an
    instant; how many alarms were raised. What comes while this looks is seen by the next turn, or
    by the close, which looks at everything."""
    touched = [row["contract_id"] for row in bulk.rows(conn, "fraud_touched", since_at=since_at)]
    raised = 0
    for start in range(0, len(touched), CONTRACTS_MAX):
        here = Asked(asked.by, f"{asked.key}/{start}", asked.at, asked.on)
        answer = watch_fraud(conn, here, contract_ids=touched[start : start + CONTRACTS_MAX],
                             from_on=None, is_quick=True)  # fmt: skip
        raised += int(answer["count"])
    return raised
