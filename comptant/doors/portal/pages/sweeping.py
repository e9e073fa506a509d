"""Accounts dedicated to collection in clients' names, their sweeps; sales ledgers compared."""

from typing import Any

from comptant.doors import ledgers_told, places, words
from comptant.doors.places import FAULTS_SHOWN
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, FieldsWrong, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.closing.unheard import judged
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
DEDICATED = "dedicated"
SWEEPS, SWEEP = f"{CONTRACT}/sweeps", f"{CONTRACT}/sweeps/<str:sweep>"
LEDGERS = f"{CONTRACT}/sales-ledgers"
ACCOUNTS = ("contract_number", "client_name", "iban", "standing_cents", "ordered_cents",
            "way_cents", "closed_on", "sweep_alert", "sweep_missing_cents")  # fmt: skip
COLUMNS = ("id", "amount_cents", "execute_on", "left_on", "arrived_on", "sweep_state",
           "is_by_the_bank")  # fmt: skip
COMPARED = ("ledger_on", "file_name", "line_count", "ledger_open_cents", "our_open_cents",
            "difference_count")  # fmt: skip
DIFFERENCES = ("ledger_difference", "invoice_number", "buyer_name", "ledger_open_cents",
               "our_open_cents")  # fmt: skip


def accounts(see: See, call: Call) -> Row:
    """The dedicated accounts with what is wrong first, and the sweeps of all contracts."""
    rows = judged(see("read_dedicated", on=call.on), call.on)
    for row in rows:
        row["href"] = f"/contracts/{row['contract_number']}/sweeps"
    rows.sort(key=lambda row: -row["sweep_missing_cents"])
    sweeps = rows_of(see, call, "read_sweeps", {"contract_id": None})
    for row in sweeps["rows"]:
        row["href"] = f"/contracts/{row['contract_number']}/sweeps/{row['id']}"
    return {
        "links": subjects.links(call, DEDICATED, {}),
        "parts": [
            {"title": say("Accounts", "Comptes"), "rows": rows, "columns": ACCOUNTS},
            {"title": say("Sweeps", "Nivellements"), **sweeps,
             "columns": ("contract_number", "iban", *COLUMNS[1:])},
        ],
    }  # fmt: skip


def _ours(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(str(row["id"]), f"{row['name']} · {row['iban']} · {row['currency']}")
            for row in see("read_own_accounts")
            if row["books_from"] != "parent" and not row["is_client_owned"]]  # fmt: skip


def _first(see: See, call: Call, subject: Row) -> str:
    found = _ours(see, call, subject)
    return found[0][0] if found else ""


def _of_accounts(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": f"/{DEDICATED}", "text": say("Dedicated accounts",
                                                                     "Comptes dédiés")}
            }  # fmt: skip


def _sweep(see: See, call: Call, told: subjects.Told) -> Row:
    contract = of_contract(see, call, told)
    sweep_id = subjects.number(told["sweep"])
    found = [row for row in see("read_sweeps", **contract) if row["id"] == sweep_id]
    if not found:
        raise Refused("sweep_unknown", sweep_id=sweep_id)
    return subjects.about(
        call, SWEEP, told, {**contract, "sweep_id": sweep_id}, found[0], COLUMNS[1:],
        subjects.address(SWEEPS, {"contract": told["contract"]}), told["contract"],
    )  # fmt: skip


def sweep(see: See, call: Call, **told: str) -> Row:
    """A sweep, and what may be done about it."""
    return _sweep(see, call, told)


def _read(typed: Row) -> Row:
    """What the ledger says; FieldsWrong, with all its faults."""
    name = str(typed["file_name"])
    found, faults = ledgers_told.taken(name, typed["content"])
    if faults:
        shown = [{"file": one.file, "place": one.place, "code": one.code, "detail": one.detail,
                  "message": words.fault(one.code)} for one in faults[:FAULTS_SHOWN]]  # fmt: skip
        told = [places.sentence(one) for one in shown]
        left = len(faults) - FAULTS_SHOWN
        raise FieldsWrong({"content": " ".join(told + [places.more(left)] * (left > 0))})
    given: dict[str, Any] = {**typed, **found}
    return given


page(Page("dedicated", DEDICATED, Both("Dedicated accounts", "Comptes dédiés"), FACTOR_ROLES,
          accounts, "portal/watched.html", menu="money"))  # fmt: skip
form("sweep_order", f"{DEDICATED}/sweep", Both("Sweep them", "Les niveler"), "order_sweeps",
     subject=_of_accounts, previews=True, fields=(
         Field("to_account_id", "choice_id", Both("Account that receives", "Compte qui reçoit"),
               choices=_ours, start=_first),
     ))  # fmt: skip
listing("sweeps", SWEEPS, Both("Sweeps of the dedicated account", "Nivellements du compte dédié"),
        ALL, "read_sweeps", COLUMNS, arguments=of_contract,
        href=f"/{CONTRACT.replace('<str:contract>', '{contract}')}/sweeps/{{id}}")  # fmt: skip
page(Page("sweep", SWEEP, Both("Sweep", "Nivellement"), ALL, sweep, "portal/thing.html"))
form("sweep_cancel", f"{SWEEP}/cancel", Both("Give it up", "L'abandonner"), "cancel_sweep",
     subject=_sweep, fields=(Field("reason", "text", Both("Why", "Motif")),))  # fmt: skip
listing("sales_ledgers", LEDGERS, Both("Sales ledgers compared", "Postes clients comparés"), ALL,
        "read_sales_ledgers", COMPARED, arguments=of_contract)  # fmt: skip
form("ledger_compare", f"{LEDGERS}/send", Both("Send the whole sales ledger",
                                               "Envoyer tout le poste clients"),
     "compare_ledger", subject=subjects.of_page(LEDGERS), gather=_read, fields=(
         Field("content", "file", Both("Ledger (CSV, Excel) or FEC",
                                       "Poste clients (CSV, Excel) ou FEC")),
         Field("ledger_on", "day", Both("At the end of", "À la fin du"), start=today),
         Field("file_name", "text", Both("Its name", "Son nom"),
               start=lambda see, call, subject: f"ledger-{call.on}.csv"),
     ))  # fmt: skip
listing("ledger_differences", f"{CONTRACT}/ledger-differences",
        Both("Differences with the last sales ledger", "Écarts avec le dernier poste clients"), ALL,
        "read_ledger_differences", DIFFERENCES, arguments=of_contract)  # fmt: skip
