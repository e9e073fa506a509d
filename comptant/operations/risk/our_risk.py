"""The buyer's risk that the factor has taken: what of invoices without recourse stays with it,
and whose word ends it. Source: DOMAIN 3.7, 5.4, C-3; docs/decisions/0088.
"""

from typing import NamedTuple

from comptant.operations.acts.act import Act
from comptant.operations.risk.dispute_steps import OF_PAYMENTS
from comptant.operations.terms.contracts import Contract
from comptant.rules.disputes import ESCALATION_DAYS
from comptant.store import bulk


class Borne(NamedTuple):
    """One open invoice. `alone_cents` of it may go back by one person's word, `two_cents` where a
    second one agrees: what was never approved; what is disputed, once that is proved, or shown.
    `unshown_id`: a dispute of which nothing is kept that shows it. `evidence`: what shows the
    others."""

    is_ours: bool
    alone_cents: int
    two_cents: int
    unshown_id: int | None
    evidence: str


def borne(do: Act, contract: Contract, invoice_ids: list[int]) -> dict[int, Borne]:
    """Invoices of a contract without recourse by their ids."""
    rows = bulk.rows(do.conn, "risk_borne", contract_id=contract.id, ids=invoice_ids, on=do.on,
                     days=ESCALATION_DAYS, of_payments=OF_PAYMENTS)  # fmt: skip
    return {row["id"]: _borne(row) for row in rows}


def bears_risk(do: Act, contract: Contract, invoice_ids: list[int]) -> bool:
    """Whether the factor would give up a buyer's risk that it has taken, were invoices to leave:
    without recourse, a part of one is guaranteed, or was approved and no proved dispute has ended
    that."""
    if contract.terms["has_recourse"]:
        return False
    return any(one.is_ours for one in borne(do, contract, invoice_ids).values())


def _borne(row: bulk.Row) -> Borne:
    """What is not approved goes back first, and it is the first to be disputed. What has lost its
    approval to no dispute (a fact, a room that another has taken) goes once two agree."""
    open_cents, ours = row["open_cents"], row["was_approved_cents"]
    alone = open_cents - min(ours, open_cents - row["proved_cents"])
    two = open_cents - min(ours, open_cents - row["shown_cents"])
    if not row["disputed_cents"]:
        two = open_cents - row["approved_cents"]
    return Borne(row["is_guaranteed"] or alone < open_cents, alone, two, row["unshown_id"],
                 row["evidence"] or "")  # fmt: skip
