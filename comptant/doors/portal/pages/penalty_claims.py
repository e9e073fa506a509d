"""Penalties claimed of buyers who paid late: claimed, paid by money that waits, waived by two."""

from urllib.parse import quote

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CASH, CONTRACT, Told, about, address, number
from comptant.doors.words import Both, language, say
from comptant.formats.currencies import EXPONENTS
from comptant.formats.typography import grouped
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

CLAIMS = f"{CONTRACT}/penalty-claims"
CLAIM = f"{CLAIMS}/<str:penalty>"
LISTED = ("penalty_id", "buyer_name", "invoice_number", "claimed_on", "penalty_cents",
          "indemnity_cents", "paid_cents", "waived_cents", "open_cents", "penalty_owner",
          "penalty_state")  # fmt: skip
FACTS = ("penalty_id", "contract_number", "buyer_name", "invoice_number", "due_on", "claimed_on",
         "penalty_cents", "indemnity_cents", "amount_cents", "paid_cents", "waived_cents",
         "open_cents", "penalty_owner", "vat_class", "penalty_state")  # fmt: skip
STEPS = ("entry_on", "value_on", "event", "amount_cents", "by_login", "reason")
LINES_MOST = 200  # of a form
TITLE = Both("Penalties claimed", "Pénalités réclamées")


def claim(see: See, call: Call, told: Told) -> Row:
    """A claim of penalties; Refused: penalty_unknown."""
    from comptant.doors import lookup

    found = lookup.contract(see, told["contract"], call.on)
    id_ = number(told["penalty"])
    rows = see("read_penalties", contract_id=found["id"], buyer_id=None, penalty_id=id_,
               on=call.on)  # fmt: skip
    if not rows:
        raise Refused("penalty_unknown", penalty_id=id_)
    given = {"contract_id": found["id"], "penalty_id": id_}
    return about(call, CLAIM, told, given, rows[0], FACTS, address(CLAIMS, told), str(id_))


def shown(see: See, call: Call, **told: str) -> Row:
    """The claim with its entries; each opens to where it may be undone."""
    found = claim(see, call, told)
    rows = see("read_penalty_steps", **found["given"])
    for row in rows:
        row["href"] = address(f"{CONTRACT}/entries", told) + f"/{row['entry_id']}"
    id_ = found["given"]["penalty_id"]
    return {**found, "rows": rows, "table_columns": STEPS,
            "title": say(f"Penalty {id_}", f"Pénalité {id_}")}  # fmt: skip


def _payable(see: See, call: Call, subject: Row) -> str:
    """What a payment's buyer owes, the oldest first, as far as what waits goes: one a line."""
    facts = subject["facts"]
    rows = see("read_open_penalties", contract_id=subject["given"]["contract_id"],
               buyer_id=facts["buyer_id"] or 0, most=LINES_MOST)  # fmt: skip
    left, lines = facts["open_cents"], []
    for row in rows:
        cents = min(left, row["open_cents"])
        left -= cents
        if cents:
            typed = grouped(cents, EXPONENTS.get(row["currency"], 2), language())
            lines.append(f"{row['penalty_id']}={typed}")
    return "\n".join(lines)


listing("contract_penalty_claims", CLAIMS, TITLE, CLIENT_ROLES | FACTOR_ROLES, "read_penalties",
        LISTED, arguments=of_contract,
        href="/contracts/{contract}/penalty-claims/{penalty_id}")  # fmt: skip
page(Page("penalty_claim", CLAIM, Both("Penalty claimed", "Pénalité réclamée"),
          CLIENT_ROLES | FACTOR_ROLES, shown, "portal/item.html"))  # fmt: skip
queue("penalty_claims", "penalty-claims", TITLE, FACTOR_ROLES, "read_penalties",
      ("penalty_id", "contract_number", "buyer_name", "invoice_number", "claimed_on",
       "amount_cents", "open_cents", "penalty_owner", "penalty_state"),
      lambda row: f"/contracts/{quote(row['contract_number'], safe='')}/penalty-claims/"
                  f"{row['penalty_id']}")  # fmt: skip
form("penalty_claim_record", f"{CLAIMS}/record", Both("Claim penalties", "Réclamer des pénalités"),
     "claim_penalties", subject=subjects.of_page(CLAIMS), previews=True, fields=(
         Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)"),
               Both("Empty: the invoices named, whoever's.",
                    "Vide : les factures nommées, de qui que ce soit."), is_required=False),
         Field("invoice_ids", "invoices", Both("Invoices, one a line", "Factures, une par ligne"),
               Both("Empty: all those of the buyer paid late, or late.",
                    "Vide : toutes celles de l'acheteur payées en retard, ou en retard."),
               is_required=False)))  # fmt: skip
form("penalty_waive", f"{CLAIM}/waive", Both("Waive", "Remettre"), "waive_penalty", subject=claim,
     previews=True, fields=(
         Field("amount_cents", "amount", hint=Both("Empty: all that is open.",
                                                   "Vide : tout ce qui est ouvert."),
               is_required=False),
         Field("reason", "text", Both("Why", "Pourquoi"))))  # fmt: skip
form("cash_penalties", f"{CASH}/penalties", Both("Pays penalties", "Paie des pénalités"),
     "pay_penalties", subject=subjects.cash, previews=True,
     then=lambda answer, subject: "/cash", fields=(
         Field("penalties", "penalties", Both("Penalties claimed", "Pénalités réclamées"),
               Both("One a line: 1187=239.73. Empty: all that are open, the oldest first.",
                    "Une par ligne : 1187=239,73. Vide : toutes celles ouvertes, la plus ancienne "
                    "d'abord."), is_required=False, start=_payable),))  # fmt: skip
