"""Invoices that share their number: the first one is financed, the next waits for a person.

A seller gives each number once a year, so that a second amount, buyer or date under the same
number, under whichever of its contracts, is a correction, a mistake or a fraud. Source: CGI, ann.
II, art. 242 nonies A, I-7°; DOMAIN 10 (FR-01).
"""

import json
from collections.abc import Iterable

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.portfolio.positions import judge_again_one
from comptant.rules.columns import c
from comptant.store import bulk

_ONE_NUMBER = (pl.col("client_id"), pl.col("number_key"), c.issued_on.dt.year())


def among_themselves(judged: pl.DataFrame) -> pl.Series:
    """`has_number_twin` of judged lines (with client_id), also true of those whose number an
    earlier line of the same slice has brought already; what was refused brings nothing."""
    counts = c.refusal.is_null() & ~c.is_credit_note
    is_later = counts & (counts.cast(pl.Int64).cum_sum().over(_ONE_NUMBER) > 1)
    return judged.select(c.has_number_twin | is_later).to_series()


def note_doubts(do: Act, taken: pl.DataFrame) -> None:
    """Keep as dated facts of new invoices that their number was given before, or that they were
    charged back before: what a person may answer."""
    for name in ("has_number_twin", "reassigned_before"):
        is_doubtful = taken[name] & ~taken["is_credit_note"]
        if is_doubtful.any():
            found = taken[["contract_id", "invoice_id"]].filter(is_doubtful)
            _say(do, *(ids.to_list() for ids in found.get_columns()), name, True)


def lock_with_twins(do: Act, contract_id: int, invoice_ids: Iterable[int]) -> None:
    """Lock a contract, and those of the same client where invoices bear one of these numbers."""
    lock_contracts(do, {contract_id, *contracts_with_twins(do, contract_id, invoice_ids)})


def contracts_with_twins(do: Act, contract_id: int, invoice_ids: Iterable[int]) -> set[int]:
    """The contracts of the same client where invoices bear one of these numbers."""
    asked = {"contract_id": contract_id, "ids": list(invoice_ids)}
    return {row["contract_id"] for row in bulk.rows(do.conn, "twin_contracts", **asked)}


def doubt_twins(do: Act, contract_id: int, back: Iterable[int]) -> None:
    """Say of invoices that are ours again which bear a number that another has by now: they wait
    for a person. The caller judges them."""
    found = bulk.rows(do.conn, "borne_twice", contract_id=contract_id, ids=list(back))
    ids = [row["invoice_id"] for row in found]
    _say(do, [contract_id] * len(ids), ids, "has_number_twin", True)


def let_twins_go(do: Act, contract_id: int, gone: Iterable[int]) -> None:
    """Judge again the invoices that waited only because of those that have gone: they alone bear
    their number now. The contracts are locked by lock_with_twins."""
    found = bulk.rows(do.conn, "freed_twins", contract_id=contract_id, gone=list(gone))
    freed = pl.DataFrame(found, schema={"contract_id": pl.Int64, "invoice_id": pl.Int64})
    _say(do, *(freed[name].to_list() for name in freed.columns), "has_number_twin", False)
    for (of,), rows in freed.group_by("contract_id", maintain_order=True):
        judge_again_one(do, int(str(of)), rows["invoice_id"])


def _say(do: Act, contract_ids: list[int], invoice_ids: list[int], name: str, value: bool) -> None:
    if not invoice_ids:
        return
    count = len(invoice_ids)
    bulk.execute(
        do.conn, "insert_terms", contract_id=contract_ids, subject=["INVOICE"] * count,
        subject_id=invoice_ids, name=[name] * count, value=[json.dumps(value)] * count,
        valid_from_on=do.on, source="remittance", act_id=do.id,
    )  # fmt: skip
