"""Penalties of buyers who paid late, claimed: each claim is a receivable of its own, ours or the
client's by the contract, outside VAT. Source: art. L441-10, D441-5 C. com.; DOMAIN §5.3."""

import json
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.ledger import book_many
from comptant.operations.reminding.penalties import Fixings, penalties
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.penalties import still_to_claim
from comptant.rules.penalty_templates import OF_OWNER
from comptant.store import bulk

VAT_CLASS = "OUT_OF_SCOPE"  # an indemnity is no price
HALVES = ("paid_on", "part_kind", "part_cents", "half_year_on", "half_year_late_days",
          "late_rate_ppm", "penalty_cents")  # fmt: skip
Row = dict[str, Any]


@operation
def claim_penalties(
    do: Act, *, contract_id: int, buyer_id: int | None, invoice_ids: list[int]
) -> Answer:
    """Claim what invoices paid late, or late and open, cost until today: penalties by half-year and
    the indemnity once, less what was claimed before. Invoices of a contract that are named, or
    (none named) all of a buyer. Each claim is booked by itself: the factor's or the client's
    (penalties_owner), outside VAT.

    Left out (`stopped`, by why): in dispute, of an insolvent buyer, claimed
    before. Refused: nothing_named (no buyer and no invoice), invoice_unknown (not late, or of
    another buyer), late_rate_missing, nothing_to_claim (with why). Source: DOMAIN §5.3, W5-2 to
    W5-4; art. L622-28 C. com.
    """
    if buyer_id is None and not invoice_ids:
        raise Refused("nothing_named")
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    late = _late(do, contract_id, buyer_id, invoice_ids)
    made, stopped = _made(do, contract_id, late)
    if not made:
        raise Refused("nothing_to_claim", penalty_stop=next(iter(stopped), "not_late"))
    owner = str(contract.terms["penalties_owner"])
    _keep(do, contract_id, owner, made)
    told = ("penalty_id", "invoice_id", "invoice_number", "buyer_id", "penalty_cents",
            "indemnity_cents", "amount_cents", "currency", "entry_id")  # fmt: skip
    return {"contract_id": contract_id, "penalty_owner": owner, "vat_class": VAT_CLASS,
            "count": len(made), "amount_cents": sum(row["amount_cents"] for row in made),
            "currency": made[0]["currency"], "stopped": stopped,
            "penalties": [{name: row[name] for name in told} for row in made]}  # fmt: skip


def _late(do: Act, contract_id: int, buyer_id: int | None, invoice_ids: list[int]) -> list[Row]:
    """What was late of the invoices meant, by part and half-year."""
    parts = bulk.rows(do.conn, "read_late_parts", contract_id=contract_id, on=do.on)
    if buyer_id is not None:
        parts = [row for row in parts if row["buyer_id"] == buyer_id]
    if invoice_ids:
        known = {row["invoice_id"] for row in parts}
        missing = sorted(set(invoice_ids) - known)
        if missing:
            raise Refused("invoice_unknown", invoice_id=missing[0])
        parts = [row for row in parts if row["invoice_id"] in set(invoice_ids)]
    return penalties(parts, fixings_of(do))


def fixings_of(do: Act) -> Fixings:
    """The values of an index."""
    return lambda name: bulk.rows(do.conn, "read_rates", index_name=name)


def _made(do: Act, contract_id: int, late: list[Row]) -> tuple[list[Row], dict[str, int]]:
    """A claim for each invoice of which something is left to claim; how many are left out, and
    why."""
    halves: dict[int, list[Row]] = {}
    for row in late:
        halves.setdefault(row["invoice_id"], []).append(row)
    standing = bulk.rows(do.conn, "penalty_standing", contract_id=contract_id, on=do.on,
                         invoice_ids=list(halves))  # fmt: skip
    facts = pl.DataFrame(
        [{"penalty_due_cents": sum(one["penalty_cents"] for one in halves[row["invoice_id"]]),
          "indemnity_due_cents": sum(one["indemnity_cents"] for one in halves[row["invoice_id"]]),
          "due_on": halves[row["invoice_id"]][0]["due_on"], **row} for row in standing],
        schema_overrides={"insolvent_on": pl.Date}, infer_schema_length=None,
    )  # fmt: skip
    if facts.is_empty():
        return [], {}
    made, stopped = [], {}
    for row in still_to_claim(facts).iter_rows(named=True):
        if row["penalty_stop"]:
            stopped[row["penalty_stop"]] = stopped.get(row["penalty_stop"], 0) + 1
            continue
        of = halves[row["invoice_id"]]
        cents = {"penalty_cents": row["penalty_left_cents"],
                 "indemnity_cents": row["indemnity_left_cents"]}  # fmt: skip
        made.append({**of[0], **cents, "amount_cents": sum(cents.values()),
                     "halves": [{name: one[name] for name in HALVES} for one in of]})  # fmt: skip
    return made, dict(sorted(stopped.items()))


def _keep(do: Act, contract_id: int, owner: str, made: list[Row]) -> None:
    """Write the claims and book each; gives each its `penalty_id` and `entry_id`."""
    ids = bulk.take_ids(do.conn, 2 * len(made))
    for row, penalty_id, entry_id in zip(made, ids[::2], ids[1::2], strict=True):
        row |= {"penalty_id": penalty_id, "entry_id": entry_id}
    bulk.copy_in(do.conn, "penalty", pl.DataFrame([
        {"contract_id": contract_id, "id": row["penalty_id"], "owner": owner,
         "vat_class": VAT_CLASS, "claimed_on": do.on, "open_cents": row["amount_cents"],
         "halves": json.dumps(row["halves"], default=str), "act_id": do.id,
         **{name: row[name] for name in ("buyer_id", "invoice_id", "currency", "penalty_cents",
                                         "indemnity_cents", "amount_cents", "entry_id")}}
        for row in made
    ]))  # fmt: skip
    entries = pl.DataFrame([
        {"contract_id": contract_id, "entry_id": row["entry_id"],
         "event": OF_OWNER[owner]["claimed"], "key": f"penalty/{row['penalty_id']}",
         "value_on": do.on, "currency": row["currency"], "name": "claimed",
         "cents": row["amount_cents"], "item_id": row["penalty_id"]}
        for row in made
    ])  # fmt: skip
    movements = entries.select(
        "contract_id", "entry_id", "item_id", account=pl.lit("PEN"),
        against_id=pl.lit(0, pl.Int64), amount_cents="cents", approved_cents=pl.lit(0, pl.Int64),
    )  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"), movements)
