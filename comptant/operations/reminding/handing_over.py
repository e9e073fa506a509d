"""A claim goes to legal collection, with a file of all that shows it."""

import hashlib

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.reminding.penalties import penalties
from comptant.operations.reminding.sending import judged
from comptant.store import bulk

# What a court asks for; each kind of paper that is not there is told.
ASKED = ("remitted", "title", "notice", "reminder")


@operation
def hand_over(do: Act, *, contract_id: int, reminder_id: int) -> Answer:
    """Make the file of a reminder that is due for legal collection (channel HANDOVER) and keep it:
    a ZIP of who owes what, its invoices of which something may still be claimed today, their
    reminders, disputes and promises, the penalties claimed of them, the extract of the ledger, and
    the papers: what was remitted (for no other buyer), titles, notices, letters. `missing` names
    the kinds of paper of which there is none.

    Refused: contract_unknown, reminder_unknown, reminder_over, nothing_open (paid, in hand,
    disputed, promised, or reminders are switched off), reminder_waits (why: the bank is late, the
    buyer is insolvent). Source: DOMAIN §5.1.
    """
    from comptant.formats.legal_files import legal_file

    found = bulk.row(do.conn, "reminder_to_note", contract_id=contract_id, id=reminder_id)
    if found is None or found["channel"] != "HANDOVER":
        raise Refused("reminder_unknown", reminder_id=reminder_id)
    if found["state"] != "WAITING":
        raise Refused("reminder_over", reminder_id=reminder_id)
    of, invoices = _claimed(do, found)
    about = {"contract_id": contract_id, "invoice_ids": [row["invoice_id"] for row in invoices]}
    lists = {
        "claim": _cover(do, of, invoices, found["buyer_id"]),
        "invoices": invoices,
        "reminders": bulk.rows(do.conn, "legal_reminders", **about),
        "disputes": bulk.rows(do.conn, "legal_disputes", **about),
        "penalties": bulk.rows(do.conn, "legal_penalties", **about),
        "ledger": bulk.rows(do.conn, "legal_ledger", **about),
    }
    papers = bulk.rows(do.conn, "legal_papers", **about)
    content = legal_file(lists, papers)
    digest = hashlib.sha256(content).digest()
    name = f"claim-{reminder_id}.zip"
    keep_document(do, digest, name, "application/zip", content, contract_id)
    bulk.execute(do.conn, "note_reminder_by_hand", contract_id=contract_id, id=reminder_id,
                 state="DONE", said=digest.hex(), next_at=None, left_on=do.on,
                 act_id=do.id)  # fmt: skip
    kinds = {row["kind"] for row in papers}
    return {"contract_id": contract_id, "reminder_id": reminder_id, "digest": digest.hex(),
            "name": name, "count": len(invoices),
            "missing": [kind for kind in ASKED if kind not in kinds]}  # fmt: skip


def _claimed(do: Act, found: bulk.Row) -> tuple[bulk.Row, list[bulk.Row]]:
    """What is known of the buyer, and what of the reminder's invoices may be claimed, judged again
    now. Refused: nothing_open, reminder_waits."""
    said = judged(do.conn, do.on, [found])[found["id"]]
    if said.stop:
        raise Refused("nothing_open", reminder_id=found["id"], reminder_stop=said.stop)
    if said.wait not in ("", "quiet_day"):  # a file may be made on any day
        raise Refused("reminder_waits", reminder_id=found["id"], reminder_wait=said.wait)
    return said.of, bulk.rows(
        do.conn, "legal_invoices", contract_id=found["contract_id"],
        invoice_ids=[line["invoice_id"] for line in said.lines],
        claims=[line["claimed_cents"] for line in said.lines],
    )  # fmt: skip


def _cover(do: Act, of: bulk.Row, invoices: list[bulk.Row], buyer_id: int) -> list[bulk.Row]:
    """Who owes whom, by which contract, how much, and the penalties until today."""
    from comptant.formats.legal_files import cover

    owes = bulk.row(do.conn, "legal_parties", buyer_id=buyer_id) or {}
    currency = of["currency"]
    due = _penalties_until_today(do, of["contract_id"], {row["invoice_id"] for row in invoices})
    address = of["postal_address"].replace("\n", ", ")
    return cover([
        ("débiteur", "debtor", owes["buyer_name"], ""),
        ("SIREN du débiteur", "its SIREN", owes["buyer_siren"] or "", ""),
        ("adresse du débiteur", "its address", f"{address} ({owes['buyer_country']})", ""),
        ("créancier", "creditor", of["factor_name"], ""),
        ("SIREN du créancier", "its SIREN", of["factor_siren"] or "", ""),
        ("fournisseur", "supplier", of["client_name"], ""),
        ("SIREN du fournisseur", "its SIREN", of["client_siren"] or "", ""),
        ("contrat", "contract", of["contract_number"], ""),
        ("arrêté au", "as of", do.on.isoformat(), ""),
        ("factures", "invoices", len(invoices), ""),
        (f"à réclamer, {currency}", f"to claim, {currency}",
         sum(row["claimed_cents"] for row in invoices), currency),
        *([] if due is None else [
            (f"pénalités et indemnités à ce jour, {currency}",
             f"penalties and indemnities until today, {currency}", due, currency)]),
    ])  # fmt: skip


def _penalties_until_today(do: Act, contract_id: int, invoice_ids: set[int]) -> int | None:
    """What invoices cost for being late until today; None where a rate is missing."""
    parts = bulk.rows(do.conn, "read_late_parts", contract_id=contract_id, on=do.on)
    try:
        made = penalties([row for row in parts if row["invoice_id"] in invoice_ids],
                         lambda name: bulk.rows(do.conn, "read_rates", index_name=name)
        )  # fmt: skip
    except Refused:
        return None
    return sum(row["penalty_cents"] + row["indemnity_cents"] for row in made)
