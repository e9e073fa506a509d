"""What is answered to a mail of invoices: what was taken of it, and what was not and why.

An answer is begun once: where what sends it dies at that moment it is not sent again, and the list
of arrivals says that it may not have left.
"""

from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from comptant.doors import lookup, reasons_told, words
from comptant.doors.words import say, speaking
from comptant.doors.worker import mail
from comptant.operations.acts.act import Refused
from comptant.operations.assigning.arriving import answer_due
from comptant.store.access import reading
from comptant.store.connection import Connection

Row = dict[str, Any]
SPEAK_FRENCH = frozenset({"FR", "MC", "BE", "LU"})
LINES_SHOWN = 20


def turn(conn: Connection, at: datetime, to: mail.Server) -> int:
    """Send the answers that wait, one after the other; how many left."""
    return answer_due(
        conn, at, lambda row: mail.send(to, written(to.sender, row, at), "an answer to a mail")
    )


def written(sender: str, row: Row, at: datetime) -> EmailMessage:
    """The answer, in the language of the client's country; every try has the same Message-ID."""
    message = EmailMessage()
    message["From"], message["To"] = sender, row["email"]
    message["Date"] = formatdate(at.timestamp(), usegmt=True)
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<arrival-{row['contract_id']}-{row['arrival_id']}@{domain}>"
    if row["reply_to"]:
        message["In-Reply-To"] = row["reply_to"]
    message["Auto-Submitted"] = "auto-replied"  # RFC 3834: no program answers it
    with speaking("fr" if row["client_country"] in SPEAK_FRENCH else "en"):
        message["Subject"] = say("Your invoices: ", "Vos factures : ") + (
            row["subject"] or row["contract_number"]
        )
        message.set_content(text(row))
    return message


def text(row: Row) -> str:
    """What an answer says, in the language that is spoken."""
    parts = [say(f"Contract {row['contract_number']}: {row['accepted']} taken, "
                 f"{row['refused']} refused, {row['fault_count']} that could not be read.",
                 f"Contrat {row['contract_number']} : {row['accepted']} prises, {row['refused']} "
                 f"refusées, {row['fault_count']} illisibles.")]  # fmt: skip
    if row["arrival_state"] == "UNREAD":
        parts.append(say("No invoice was found in what was attached: send CSV, XLSX, Factur-X, UBL "
                         "or CII.", "Aucune facture dans les pièces jointes : envoyez CSV, XLSX, "
                         "Factur-X, UBL ou CII."))  # fmt: skip
    if row["refusal_code"]:
        parts.append(words.refusal(row["refusal_code"], {"contract": row["contract_number"]}))
    lines = _lines(row)
    if lines:
        parts.append("\n".join(f"- {one['invoice_number']} : {one['sentence']}" for one in lines))
    parts.append(say("All of it is in the portal, under the contract.",
                     "Le détail est dans le portail, sous le contrat."))  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _lines(row: Row) -> list[Row]:
    """The lines refused or not fundable, as the person sees them in whose name they came."""
    found: list[Row] = []
    try:
        with reading(row["user_id"]) as see:
            for remittance_id in row["remittance_ids"]:
                of = lookup.remittance(see, remittance_id)
                contract = lookup.contract(see, row["contract_number"], of["posted_on"])
                shared, buyers = reasons_told.reason_facts(see, contract)
                rows = see("read_remittance_lines", contract_id=row["contract_id"],
                           id=remittance_id, state=None)  # fmt: skip
                found += reasons_told.told([one for one in rows if one["reason"]], shared, buyers)
    except Refused:  # the person is no longer of the client's: the counts are told alone
        return []
    return sorted(found, key=lambda one: one["state"] != "REFUSED")[:LINES_SHOWN]
