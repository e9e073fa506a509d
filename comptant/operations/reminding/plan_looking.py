"""What a plan of a buyer changes, read from what is known today: nothing is written."""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act
from comptant.operations.insurance.covering import cover_of
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.plan_effects import INSTALMENTS, PLANNED, effects
from comptant.store import bulk

Row = dict[str, Any]
COVER = ("extension_allowed_on", "extended_at_most_on", "cover_due_cents", "declared_on")
OF_POLICY = ("policy_number", "insurer_name")


def plan_effects(
    do: Act, contract_id: int, lines: list[Row], days: list[tuple[date, int]]
) -> list[Row]:
    """Each invoice (rows of promisable with `promised_cents`), the oldest first, with what paying
    it on some days (and cents) changes: rows of the rule effects(), its number, its policy."""
    terms = contract_in_force(do.conn, contract_id, do.on).terms
    ids = [one["invoice_id"] for one in lines]
    known = {row["invoice_id"]: row for row in bulk.rows(
        do.conn, "plan_facts", contract_id=contract_id, invoice_ids=ids)}  # fmt: skip
    covers = _first_lost(do, contract_id, set(ids))
    planned = PLANNED.frame([
        {"invoice_id": one["invoice_id"], "due_on": one["due_on"], "open_cents": one["open_cents"],
         "promised_cents": one["promised_cents"],
         "approved_cents": known[one["invoice_id"]]["approved_cents"],
         "advance_ppm": _advance(terms, known[one["invoice_id"]]["advance_class"]),
         "has_recourse": terms["has_recourse"],
         "overdue_cutoff_days": terms["overdue_cutoff_days"],
         **{name: covers.get(one["invoice_id"], {}).get(name) for name in COVER}}
        for one in lines
    ])  # fmt: skip
    told = effects(planned, INSTALMENTS.frame(
        [{"due_on": day, "instalment_cents": cents} for day, cents in days]))  # fmt: skip
    return [
        {"invoice_number": known[row["invoice_id"]]["invoice_number"], **row,
         **{name: covers.get(row["invoice_id"], {}).get(name) for name in OF_POLICY}}
        for row in told.iter_rows(named=True)
    ]  # fmt: skip


def _advance(terms: dict[str, Any], advance_class: str | None) -> int:
    """The advance rate of a class of invoices under a contract's terms."""
    name = f"advance_{(advance_class or 'STANDARD').lower()}_ppm"
    return int(terms.get(name, terms["advance_standard_ppm"]))


def _first_lost(do: Act, contract_id: int, ids: set[int]) -> dict[int, Row]:
    """Of each invoice the policy whose extension ends first, among those whose cover is at stake;
    else any that covers it."""
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=contract_id, on=do.on)
    found: dict[int, Row] = {}
    for row in cover_of(rows, do.on, contract_id):
        if row["invoice_id"] not in ids:
            continue
        before = found.get(row["invoice_id"])
        if before is None or _rank(row) < _rank(before):
            found[row["invoice_id"]] = row
    return found


def _rank(row: Row) -> tuple[bool, date]:
    is_at_stake = bool(row["cover_due_cents"]) and row["declared_on"] is None
    return not is_at_stake, row["extension_allowed_on"]
