"""Ledger, sub-ledger, positions and sums of each contract tell the same story, or the close stops.

A night adds the lines booked since the last proof to what that one has proved, and compares them
with the balances, and with the sums that the database keeps with each movement. Where they differ,
the whole history of the contract says who is right: an entry that came late is counted then, and a
proof or a sum that was changed by another hand is found. Source: DOMAIN I-04.
"""

from collections.abc import Sequence

from psycopg import Connection

from comptant.operations.acts.act import Act
from comptant.store import bulk

# Accounts that were open to hand once, and what compares them in contradictions.sql.
ONCE_BY_HAND = {"ORD": "advances on orders", "PEN": "movements PEN"}
SLICE = 1_000  # contracts whose history is read at once


class InvariantBroken(Exception):
    """The books contradict themselves: our fault. The close stops and writes nothing more."""


def contradictions(
    conn: Connection, contract_ids: Sequence[int], *, whole: bool = False
) -> list[bulk.Row]:
    """contract_id, what, left_cents, against, right_cents: figures that should be equal and are
    not. `whole`: from the first line on, whatever was proved before."""
    found: list[bulk.Row] = []
    for start in range(0, len(contract_ids), SLICE):
        ids = list(contract_ids[start : start + SLICE])
        found += bulk.rows(conn, "contradictions", ids=ids, whole=whole)
    return found


def prove_contracts(do: Act, contract_ids: Sequence[int]) -> list[int]:
    """Prove the books of some contracts, locked by the caller, and keep what is proved. The
    contracts that had to be proved from their first line on. Raises InvariantBroken."""
    found = _not_by_hand(do.conn, contradictions(do.conn, contract_ids))
    anew = sorted({row["contract_id"] for row in found})
    for row in _not_by_hand(do.conn, contradictions(do.conn, anew, whole=True)):
        raise InvariantBroken(
            f"contract {row['contract_id']}: {row['what']} is {row['left_cents']}, {row['against']}"
            f" is {row['right_cents']}"
        )
    bulk.execute(do.conn, "keep_proved", ids=list(contract_ids), anew=anew, on=do.on, act_id=do.id)
    return anew


def _not_by_hand(conn: Connection, found: list[bulk.Row]) -> list[bulk.Row]:
    """Without what two people have booked on the accounts of orders and of penalties, which neither
    tells: they were open to hand once. The auditor's sheet tells it; it stops no night."""
    accounts = {what: account for account, what in ONCE_BY_HAND.items()}
    ids = sorted({row["contract_id"] for row in found if row["what"] in accounts})
    rows = bulk.rows(conn, "once_by_hand", ids=ids, accounts=list(ONCE_BY_HAND)) if ids else []
    by_hand = {(row["contract_id"], row["account"]): row["amount_cents"] for row in rows}
    return [row for row in found if row["what"] not in accounts or row["right_cents"]
            != row["left_cents"] + by_hand.get((row["contract_id"], accounts[row["what"]]), 0)
            ]  # fmt: skip


def contradictions_of_house(reading: Connection) -> list[bulk.Row]:
    """contradictions of every contract but the house's own, from the first line on, and of every
    account of all contracts the value dates whose balance its lines do not come to; each with
    contract_number instead of its id, and currency. On the auditor's connection."""
    found = reading.execute("SELECT id, number, currency, is_house FROM contract").fetchall()
    known = {id_: {"contract_number": number, "currency": currency}
             for id_, number, currency, _ in found}  # fmt: skip
    clients = sorted(id_ for id_, _, _, is_house in found if not is_house)
    told = [
        {**known[wrong.pop("contract_id")], **wrong}
        for wrong in contradictions(reading, clients, whole=True)
    ]
    everyone = sorted(known)
    for start in range(0, len(everyone), SLICE):
        for row in bulk.rows(reading, "balance_differences", ids=everyone[start : start + SLICE]):
            about = f"{row['account']} {row['value_on']}"
            told.append({
                "contract_number": known[row["contract_id"]]["contract_number"],
                "currency": row["currency"], "what": f"balance {about}",
                "left_cents": row["balance_cents"], "against": f"lines {about}",
                "right_cents": row["posted_cents"],
            })  # fmt: skip
    return told
