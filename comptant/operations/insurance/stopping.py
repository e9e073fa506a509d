"""A debt beyond its extension stops the cover of new deliveries, and so do a premium not paid and a
turnover not declared, of every buyer of the policy: the close says so of the buyer, so that a new
invoice is not financed without cover, unless two people agree to it (an exception).

The reason is `insurer_stop` (EL-20), as if people had told the fact. What people have told stands.
Source: DOMAIN 6.1, automatic stop; 6.5.
"""

from datetime import date, timedelta
from typing import NamedTuple

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, lock_contracts, operation
from comptant.operations.insurance.covering import cover_of
from comptant.operations.risk.facts import judge_subject
from comptant.store import bulk

FACT, SAID_BY = "insurer_stop_on", "policies"


class Change(NamedTuple):
    """A buyer of a contract whose stop begins, or (None) ends."""

    contract_id: int
    buyer_id: int
    stop_on: date | None


def stops_to_follow(conn: Connection, day: date) -> list[int]:
    """The contracts with a buyer whose stop begins or ends on the day after."""
    return sorted({change.contract_id for change in _changes(conn, day, None)})


@operation
def follow_stops(do: Act, *, contract_id: int) -> Answer:
    """At the close: say of each buyer of a contract whose cover stops tomorrow, or stopped, that it
    does, and no longer where the debt was paid or the insurer agreed to wait."""
    lock_contracts(do, [contract_id])
    changes = _changes(do.conn, do.on, contract_id)
    for change in changes:
        value = f'"{change.stop_on}"' if change.stop_on else "null"
        bulk.execute(
            do.conn, "insert_term", contract_id=contract_id, subject="BUYER",
            subject_id=change.buyer_id, name=FACT, valid_from_on=do.on + timedelta(days=1),
            value=value, source=SAID_BY, act_id=do.id,
        )  # fmt: skip
        judge_subject(do, contract_id, "BUYER", change.buyer_id)
    return {"contract_id": contract_id, "buyer_ids": [change.buyer_id for change in changes]}


def _changes(conn: Connection, day: date, contract_id: int | None) -> list[Change]:
    """What is to be said from the day after: of a buyer the first stop of the policies that cover
    him, unless people have spoken since."""
    tomorrow = day + timedelta(days=1)
    rows = bulk.rows(conn, "read_insured_invoices", contract_id=contract_id, on=tomorrow)
    stops: dict[tuple[int, int], date] = {}
    for row in cover_of(rows, tomorrow):
        key = (row["policy_id"], row["buyer_id"])
        if row["cover_stop_on"] <= tomorrow:
            stops[key] = min(stops.get(key, date.max), row["cover_stop_on"])
    lapsed = {row["policy_id"]: row["lapsed_on"]
              for row in bulk.rows(conn, "policies_lapsed", on=tomorrow)}  # fmt: skip
    told: dict[tuple[int, int], bulk.Row] = {}
    wanted: dict[tuple[int, int], date] = {}
    for row in bulk.rows(conn, "cover_stops_told", contract_id=contract_id, on=tomorrow):
        buyer = (row["contract_id"], row["buyer_id"])
        told[buyer] = row
        stop_on = min(stops.get((row["policy_id"], row["buyer_id"]), date.max),
                      lapsed.get(row["policy_id"], date.max))  # fmt: skip
        if stop_on < date.max:
            wanted[buyer] = min(wanted.get(buyer, date.max), stop_on)
    return [Change(*buyer, wanted.get(buyer)) for buyer, row in told.items()
            if _is_new(row, wanted.get(buyer))]  # fmt: skip


def _is_new(row: bulk.Row, stop_on: date | None) -> bool:
    """Whether what is said of a buyer is to change. What people said after the stop began stands,
    as does a stop that they have told."""
    if row["source"] in (None, SAID_BY):
        return bool(row["stop_on"] != stop_on)
    return stop_on is not None and row["stop_on"] is None and row["valid_from_on"] < stop_on
