"""How much of open invoices may go back to the client, and by whom; what collects them still.
Source: DOMAIN 1.6, 3.7, 5.4; docs/decisions/0088.
"""

from dataclasses import dataclass, replace
from typing import Any

from comptant.operations.acts.act import Act, Refused, lock_contracts
from comptant.operations.insurance.covering import cover_of
from comptant.operations.portfolio.guarantee import not_open
from comptant.operations.risk.our_risk import Borne, bears_risk, borne
from comptant.operations.terms.contracts import Contract
from comptant.store import bulk

FAULTS = ("BREACH", "FRAUD")  # the client's own, that end the guarantee of what was approved


def open_rows(do: Act, contract_id: int, invoice_ids: list[int]) -> list[bulk.Row]:
    """The invoices, all of them open, their contract locked. Refused: invoice_unknown,
    invoice_guaranteed."""
    lock_contracts(do, [contract_id])
    rows = bulk.rows(do.conn, "open_by_id", contract_id=contract_id, ids=invoice_ids)
    if len(rows) != len(set(invoice_ids)):
        missing = sorted(set(invoice_ids) - {row["id"] for row in rows})
        raise not_open(do, contract_id, missing[0] if missing else None)
    return rows


def check_late(do: Act, rows: list[bulk.Row], reason: str) -> None:
    """Whether invoices that go back because they are late are. Refused: invoice_not_late."""
    early = [row for row in rows if row["due_on"] is not None and row["due_on"] >= do.on]
    if reason == "OVERDUE" and early:
        raise Refused("invoice_not_late", number=early[0]["invoice_number"],
                      due_on=early[0]["due_on"])  # fmt: skip


@dataclass(frozen=True)
class Going:
    """What a reason may take of open invoices. `cents`: of each what goes back; `takes_two`: once
    a second person agrees; `evidence`: what shows that they are disputed."""

    takes_two: bool
    cents: dict[int, int]
    evidence: str = ""
    cover_lost_cents: int = 0  # what policies would have paid us of them

    def within(self, rows: list[bulk.Row], agreed: bulk.Row | None) -> list[bulk.Row]:
        """The rows with what goes back as what is open; no more than a second person has `agreed`
        to (`cents`, `evidence`). Refused: no_recourse (the dispute that he saw is over)."""
        agreed = agreed or {}
        if agreed.get("evidence") and not self.evidence:
            raise Refused("no_recourse", invoice_ids=list(self.cents))
        most = {int(id_): cents for id_, cents in agreed.get("cents", self.cents).items()}
        return [{**row, "open_cents": min(self.cents[row["id"]], most[row["id"]])} for row in rows]


def going_back(do: Act, contract: Contract, rows: list[bulk.Row], reason: str) -> Going:
    """What of some open invoices a reason takes back: all with recourse, and for the client's own
    FAULTS; else what was never approved, and what is disputed. What is given back is no longer
    covered by a policy that would pay us: that takes two (DOMAIN 6.5).

    Refused: dispute_unproved (nothing shows it), no_recourse (of an invoice nothing goes back).
    """
    going = _by_reason(do, contract, rows, reason)
    lost = our_cover(do, contract.id, [row["id"] for row in rows])
    return replace(going, takes_two=True, cover_lost_cents=lost) if lost else going


def our_cover(do: Act, contract_id: int, invoice_ids: list[int]) -> int:
    """What policies would pay us of open invoices today: our own; the client's that is delegated to
    us, of what no claim is open on (an open one stays, docs/decisions/0180)."""
    told = bulk.row(do.conn, "is_insured", contract_id=contract_id, on=do.on) or {}
    if not told.get("is_insured"):
        return 0
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=contract_id, on=do.on)
    found = bulk.rows(do.conn, "our_policies", contract_id=contract_id, on=do.on,
                      invoice_ids=invoice_ids)  # fmt: skip
    ours = {(row["invoice_id"], row["id"]) for row in found}
    return sum(
        row["cover_due_cents"]
        for row in cover_of(rows, do.on, contract_id)
        if (row["invoice_id"], row["policy_id"]) in ours
    )


def _by_reason(do: Act, contract: Contract, rows: list[bulk.Row], reason: str) -> Going:
    ids = [row["id"] for row in rows]
    if contract.terms["has_recourse"] or reason in FAULTS:
        whole = {row["id"]: row["open_cents"] for row in rows}
        return Going(bears_risk(do, contract, ids), whole)
    found = borne(do, contract, ids)
    _check_some(found)
    return Going(
        any(one.two_cents > one.alone_cents for one in found.values()),
        {id_: one.two_cents for id_, one in found.items()},
        "; ".join(one.evidence for one in found.values() if one.evidence),
    )


def wholly(do: Act, contract: Contract, rows: list[bulk.Row], reason: str) -> Going:
    """The same of what is done to whole invoices alone. Refused: as going_back."""
    going = going_back(do, contract, rows, reason)
    if kept := [row["id"] for row in rows if going.cents[row["id"]] < row["open_cents"]]:
        raise Refused("no_recourse", invoice_ids=kept)
    return going


def _check_some(found: dict[int, Borne]) -> None:
    kept = {id_: one for id_, one in found.items() if not one.two_cents}
    for one in kept.values():
        if one.unshown_id is not None:
            raise Refused("dispute_unproved", dispute_id=one.unshown_id)
    if kept:
        raise Refused("no_recourse", invoice_ids=list(kept))


def collecting(do: Act, contract_id: int, invoice_ids: list[int]) -> list[dict[str, Any]]:
    """The instruments that are still to pay invoices: what they bring will wait for its buyer."""
    return bulk.rows(do.conn, "collecting_invoices", contract_id=contract_id, ids=invoice_ids)
