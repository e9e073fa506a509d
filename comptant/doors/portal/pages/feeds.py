"""Contracts that feed themselves: the ways, what came; a ledger against what was ceded."""

import hashlib

from comptant.doors import files_sent
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.parts import contract_of, listing, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.values import is_id
from comptant.doors.words import Both
from comptant.formats.ledgers.sales import read_sales
from comptant.formats.reading import InvoicesRead
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.assigning import feeds, ledger_gaps
from comptant.operations.assigning.sent_files import SentFile
from comptant.store.access import See

PATH, GAPS = f"{CONTRACT}/feeds", f"{CONTRACT}/not-ceded"
READERS = FACTOR_ROLES | CLIENT_ROLES
COLUMNS = ("way", "sender", "login", "recorded_at")
ARRIVALS = ("arrived_at", "way", "sender", "arrival_subject", "arrival_state",
            "accepted", "refused", "fault_count", "answer_state")  # fmt: skip
LINES = ("invoice_number", "type_code", "buyer_name", "issued_on", "due_on", "payable_cents")
SHOWN = 200


def shown(see: See, call: Call, contract: str) -> Row:
    """The ways by which a contract is fed, and what came by them."""
    found = contract_of(see, call, {"contract": contract})
    of_it = {"contract_id": found["id"]}
    base = subjects.address(CONTRACT, {"contract": contract})
    arrivals = rows_of(see, call, "read_arrivals", of_it, cursor="arrival")
    return {
        **rows_of(see, call, "read_feeds", of_it), "columns": COLUMNS,
        "arrivals": {**arrivals, "columns": ARRIVALS}, "base": base,
        "folder": feeds.folder_of(found["number"]),
        "may_open": call.visit.may("open_feed"), "may_end": call.visit.may("end_feed"),
        "up": {"href": base, "text": found["number"]},
    }  # fmt: skip


def end(call: Call, contract: str) -> str:
    """A way ended, at once."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    told = call.run(feeds.end_feed, contract_id=found["id"], way=call.typed("way"),
                    sender=call.typed("sender") or None)  # fmt: skip
    return with_notice(subjects.address(PATH, {"contract": contract}), "end_feed", told)


def ledger(see: See, call: Call, contract: str) -> Row:
    """A file to compare with what was ceded."""
    found = contract_of(see, call, {"contract": contract})
    base = subjects.address(CONTRACT, {"contract": contract})
    return {"up": {"href": base, "text": found["number"]}, "term": call.typed("term")}


def gaps(call: Call, contract: str) -> Row:
    """What the ledger says is invoiced and not ceded. Refused: no_file, files_unread."""
    found, _, read = _read(call, contract)
    with call.visit.looking() as (conn, asked):
        missing = ledger_gaps.look(conn, asked.by, found["id"], asked.on, read.rows)
    rows = [{**row, "currency": found["currency"]} for row in missing[:SHOWN].to_dicts()]
    return {"gaps": {"rows": rows, "columns": LINES, "count": missing.height,
                     "lines": read.rows.height,
                     "faults": files_sent.told_faults(list(read.faults))}}  # fmt: skip


def cede(call: Call, contract: str) -> str | Row:
    """The lines that are ticked, or all of it where none is, ceded in one act. Refused: no_file,
    files_unread, what cede_ledger() refuses."""
    found, file, read = _read(call, contract)
    ticked = {int(text) for text in call.request.POST.getlist("only") if is_id(text)}
    sent = read.rows.filter(read.rows["row_number"].is_in(ticked)) if ticked else read.rows
    told = call.run(ledger_gaps.cede_ledger, contract_id=found["id"], sent=sent,
                    file_name=file.name, received_at=call.visit.at, files=(file,))  # fmt: skip
    if told["remittance_id"] is None:
        return {"is_whole": True, "left_out": told["out_of_scope"]}
    return f"/remittances/{told['remittance_id']}"


def _read(call: Call, contract: str) -> tuple[Row, SentFile, InvoicesRead]:
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    upload = call.request.FILES.get("file")
    if upload is None:
        raise Refused("no_file")
    data, name = upload.read(), str(upload.name)[: files_sent.NAME_LENGTH_MAX]
    read = read_sales(name, data, call.number("term"))
    if read.rows.is_empty() and read.faults:
        raise files_sent.unread(list(read.faults))
    return found, SentFile(name, hashlib.sha256(data).digest(), data), read


page(Page("feeds", PATH, Both("Feeds", "Alimentation"), READERS, shown, "portal/feeds.html",
          query="read_feeds", columns=COLUMNS))  # fmt: skip
page(Page("feed_end", f"{PATH}/end", Both("End a feed", "Fermer une alimentation"),
          RIGHTS["end_feed"], shown, "portal/feeds.html", acts={"end": end}))  # fmt: skip
page(Page("ledger_gaps", GAPS, Both("Invoiced, not ceded", "Facturé, non cédé"),
          RIGHTS["cede_ledger"], ledger, "portal/ledger_gaps.html",
          acts={"gaps": gaps, "cede": cede}))  # fmt: skip
form("feed_open", f"{PATH}/open", Both("Open a feed", "Ouvrir une alimentation"), "open_feed",
     subject=subjects.of_page(PATH), fields=(
         Field("way", "choice", Both("By", "Par"), choices=of_domain("feed_way")),
         Field("sender", "text", Both("Address that sends the mails", "Adresse d'envoi"),
               Both("Empty for a folder.", "Vide pour un dossier."), is_required=False),
         Field("login", "text", Both("In whose name: their name at the sign-in",
                                     "Au nom de qui : son nom de connexion")),
     ))  # fmt: skip
listing("arrivals", "arrivals", Both("Mails and files that came", "Courriels et fichiers arrivés"),
        FACTOR_ROLES, "read_arrivals", ("arrived_at", "contract_number", *ARRIVALS[1:]),
        menu="work")  # fmt: skip
