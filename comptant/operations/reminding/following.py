"""Promises and plans of buyers followed by the close: kept or broken, each change told once."""

from datetime import date

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, lock_contracts, operation
from comptant.operations.reminding.promised import followed
from comptant.store import bulk


def promises_to_follow(conn: Connection, day: date) -> list[int]:
    """The contracts with a promise of which a day has changed the state."""
    return sorted({row["contract_id"] for row in _changed(conn, day, None)})


@operation
def follow_promises(do: Act, *, contract_id: int) -> Answer:
    """At the close: keep which promises of a contract are kept (all is paid) or broken (a part was
    not, three days after its day), and which run again, since money came late or went back.

    What is broken is claimed again by the next run of reminders. Source: DOMAIN §5.1 (PTP).
    """
    lock_contracts(do, [contract_id])
    rows = _changed(do.conn, do.on, [contract_id])
    for row in rows:
        do.conn.execute(
            """INSERT INTO promise_outcome (contract_id, promise_id, found_on, outcome, paid_cents,
                   late_cents, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
            (contract_id, row["promise_id"], do.on, row["promise_state"],
             row["instalment_paid_cents"], row["instalment_late_cents"], do.id),
        )  # fmt: skip
    found = {state: [row["promise_id"] for row in rows if row["promise_state"] == state]
             for state in ("KEPT", "BROKEN", "RUNNING")}  # fmt: skip
    return {"contract_id": contract_id, "kept_ids": found["KEPT"], "broken_ids": found["BROKEN"],
            "running_ids": found["RUNNING"]}  # fmt: skip


def _changed(conn: Connection, day: date, contract_ids: list[int] | None) -> list[bulk.Row]:
    """The promises whose state is another than the last close found: summed over their days."""
    rows = followed(bulk.rows(conn, "promises_to_follow", on=day, contract_ids=contract_ids))
    sums: dict[tuple[int, int], bulk.Row] = {}
    for row in rows:
        one = sums.setdefault((row["contract_id"], row["promise_id"]), {
            **row, "instalment_paid_cents": 0, "instalment_late_cents": 0})  # fmt: skip
        for name in ("instalment_paid_cents", "instalment_late_cents"):
            one[name] += row[name]
    return [one for one in sums.values() if one["promise_state"] != one["last_outcome"]]
