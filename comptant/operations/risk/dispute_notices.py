"""Disputes that nobody has settled: the client is told that they may be de-funded, and from which
day; then people decide. Nothing is de-funded by itself. Source: DOMAIN §5.4, 3.7."""

import hashlib
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.disputes import DEFUNDING_DAYS, ESCALATION_DAYS, RESERVED
from comptant.store import bulk

Row = dict[str, Any]


@operation
def notify_defunding(do: Act, *, contract_id: int, dispute_ids: list[int]) -> Answer:
    """Give the client notice of disputes that are not settled 30 days after they began (none named:
    of all of the contract): from a day on (`defund_from_on`) people may de-fund their invoices. One
    letter tells them all; it is kept with the contract, where the client reads it.

    That day is at the soonest the contract's notice (defund_notice_days) from today, and 60 days
    from the dispute. It falls by itself once the dispute is settled, paid or credited.

    Refused: contract_unknown, dispute_not_escalated (of one that is named: too young, over, a
    credit note is expected, told before), nothing_to_notify.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    rows = to_notify(do, contract_id)
    if dispute_ids:
        missing = sorted(set(dispute_ids) - {row["dispute_id"] for row in rows})
        if missing:
            raise Refused("dispute_not_escalated", dispute_id=missing[0], days=ESCALATION_DAYS)
        rows = [row for row in rows if row["dispute_id"] in set(dispute_ids)]
    if not rows:
        raise Refused("nothing_to_notify", number=contract.number)
    days = int(contract.terms["defund_notice_days"])
    rows = [{**row, "defund_from_on": _from_on(do.on, row["disputed_on"], days)} for row in rows]
    digest, name = _letter(do, contract_id, rows)
    bulk.copy_in(do.conn, "dispute_notice", pl.DataFrame([
        {"contract_id": contract_id, "dispute_id": row["dispute_id"], "noticed_on": do.on,
         "defund_from_on": row["defund_from_on"], "amount_cents": row["still_disputed_cents"],
         "digest": f"\\x{digest.hex()}", "act_id": do.id}
        for row in rows
    ]))  # fmt: skip
    told = ("dispute_id", "invoice_number", "still_disputed_cents", "currency", "defund_from_on")
    return {"contract_id": contract_id, "count": len(rows), "digest": digest.hex(), "name": name,
            "dispute_ids": [row["dispute_id"] for row in rows],
            "notices": [{one: row[one] for one in told} for row in rows]}  # fmt: skip


def to_notify(do: Act, contract_id: int | None) -> list[Row]:
    """The disputes of a contract (None: of all) that are past their days and without a notice."""
    return bulk.rows(do.conn, "disputes_to_notice", contract_id=contract_id, on=do.on,
                     days=ESCALATION_DAYS, reserved=list(RESERVED))  # fmt: skip


def _from_on(today: date, disputed_on: date, notice_days: int) -> date:
    """The first day on which people may de-fund."""
    return max(today + timedelta(days=notice_days), disputed_on + timedelta(days=DEFUNDING_DAYS))


def _letter(do: Act, contract_id: int, rows: list[Row]) -> tuple[bytes, str]:
    """The letter, set and kept: its digest and its name."""
    from comptant.formats.papers.defunding import defunding_notice

    of = bulk.row(do.conn, "defunding_letter", contract_id=contract_id) or {}
    content = defunding_notice(of, rows, do.on)
    digest = hashlib.sha256(content).digest()
    name = f"{of['contract_number']}-defunding-notice-{do.on}.pdf"
    keep_document(do, digest, name, "application/pdf", content, contract_id)
    return digest, name
