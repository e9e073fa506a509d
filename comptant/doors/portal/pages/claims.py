"""Claims on debts of buyers that fail: how each stands, and the forms of what may be done."""

from urllib.parse import quote

from django.http import HttpResponse

from comptant.doors import claim_told, indemnities_told, lookup, words
from comptant.doors.papers.claims import claim_file
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import contract_of, listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, about, address
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import (
    CLIENT_ROLES,
    EXTERNAL_ACCOUNTANT,
    FACTOR_ROLES,
)
from comptant.operations.claiming.claims_undone import UNDONE
from comptant.store.access import See

CLAIMS, CLAIM = f"{CONTRACT}/claims", f"{CONTRACT}/claims/<str:claim>"
REFERENCE = Field("reference", "text", Both("Its number, or where it is said",
                                            "Son numéro, ou où il est dit"))  # fmt: skip
STEP_ON = Field("step_on", "day", Both("On", "Le"), start=today)
REASON = Field("reason", "text", Both("Why", "Motif"))
OUR_OWN = "0"
HOLDERS = FACTOR_ROLES | (CLIENT_ROLES - {EXTERNAL_ACCOUNTANT})  # a policy is of a company


def _of_contract(see: See, call: Call, told: subjects.Told) -> Row:
    return {"contract_id": contract_of(see, call, told)["id"], "id": None, "on": call.on}


def _of_all(see: See, call: Call, told: object) -> Row:
    return {"contract_id": None, "id": None, "on": call.on}


def _claim(see: See, call: Call, told: subjects.Told) -> Row:
    """A claim of a contract; Refused: claim_file_unknown."""
    contract = lookup.contract(see, told["contract"], call.on)
    found = claim_told.claim(see, contract["id"], str(subjects.number(told["claim"])), call.on)
    given = {"contract_id": contract["id"], "claim_id": found["id"]}
    return about(call, CLAIM, told, given, found, claim_told.FACTS, address(CLAIMS, told),
                 found["claim_number"])  # fmt: skip


def claim(see: See, call: Call, **told: str) -> Row:
    """A claim with each euro from the debt to the indemnity, its invoices and its steps."""
    found = _claim(see, call, told)
    facts, number = found["facts"], quote(told["contract"], safe="")
    items = claim_told.items(see, facts)
    for row in items:
        row["href"] = f"/contracts/{number}/invoices/{row['invoice_id']}"
    sections = [
        {"title": say("From the debt to the indemnity", "De la créance à l'indemnité"),
         "columns": ("text", "value"), "rows": claim_told.explained(see, facts, call.on)},
        {"title": say("Expected and paid", "Attendu et payé"), "columns": ("text", "value"),
         "rows": _beside(see, facts, call)},
        {"title": say("Invoices", "Factures"), "columns": claim_told.ITEMS, "rows": items},
        {"title": say("Steps", "Étapes"), "columns": claim_told.CLAIM_STEPS,
         "rows": claim_told.steps(see, facts)},
    ]  # fmt: skip
    return {**found, "paper": f"{address(CLAIM, told)}/claim.pdf",
            "sections": [one for one in sections if one["rows"]],
            "title": facts["claim_number"]}  # fmt: skip


def _beside(see: See, facts: Row, call: Call) -> list[Row]:
    """What the policy says beside what its insurer pays."""
    if not facts["policy_id"] or facts["is_dropped"]:
        return []
    limits = see("read_policy_limits")
    return indemnities_told.beside(indemnities_told.one(see, facts, limits, call.on))


def _indemnities(see: See, call: Call, **told: str) -> Row:
    rows = indemnities_told.compared(see, None, call.on)
    for row in rows:
        number = quote(row["contract_number"], safe="")
        row["href"] = f"/contracts/{number}/claims/{row['id']}"
    return {"rows": rows, "columns": indemnities_told.COLUMNS, "up": None, "links": [],
            "about": ""}  # fmt: skip


def _policies(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    found = [(str(row["id"]), f"{row['policy_number']} · {row['insurer_name']}")
             for row in see("read_policies", on=call.on)]  # fmt: skip
    return [*found, (OUR_OWN, say("Our own guarantee", "Notre propre garantie"))]


def _under(typed: Row) -> Row:
    return {**typed, "policy_id": typed["policy_id"] or None}


def _file(see: See, call: Call, contract: str, claim: str) -> HttpResponse:
    paper = claim_file(see, contract, str(subjects.number(claim)), call.on)
    return named(paper.content, paper.name, "application/pdf")


def _own_payments(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """What waits on the contract, of the claim's buyer or of none."""
    rows = see("read_cash", id=None, contract_id=subject["given"]["contract_id"])
    name = subject["facts"]["buyer_name"]
    return [_choice(row) for row in rows if row["buyer_name"] in (None, name)]


def _payments(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """What waits on the contract and is no buyer's, and what is nobody's yet."""
    own = see("read_cash", id=None, contract_id=subject["given"]["contract_id"])
    rows = see("read_cash", id=None, contract_id=None)
    return [_choice(row) for row in (
        *(row for row in own if row["buyer_name"] is None),
        *(row for row in rows if row["contract_number"] is None))]  # fmt: skip


def _steps(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """What was done and counts still, the last first."""
    return [(str(row["id"]), f"{words.day(row['step_on'])} · "
             f"{words.word('claim_step', row['claim_step'])} · "
             f"{words.money(row['amount_cents'], row['currency'])}")
            for row in see("read_claim_steps", **_claim_of(subject))
            if row["claim_step"] in UNDONE and not row["is_undone"]]  # fmt: skip


def _claim_of(subject: Row) -> Row:
    return {"contract_id": subject["given"]["contract_id"], "id": subject["given"]["claim_id"]}


def _choice(row: Row) -> tuple[str, str]:
    amount = words.money(row["open_cents"], row["currency"])
    return str(row["id"]), f"{words.day(row['value_on'])} · {amount} · {row['payer_name'] or ''}"


def _costs(typed: Row) -> Row:
    return {**typed, "cost_cents": typed["cost_cents"] or 0}


listing("claims", "claims", Both("Claims", "Sinistres"), FACTOR_ROLES, "read_claim_files",
        claim_told.CLAIM_FILES, arguments=_of_all, menu="work",
        href="/contracts/{contract_number}/claims/{id}")  # fmt: skip
page(Page("indemnities", "indemnities", Both("Indemnities expected and paid",
                                             "Indemnités attendues et payées"),
          FACTOR_ROLES, _indemnities, "portal/queue.html", "work"))  # fmt: skip
listing("contract_claims", CLAIMS, Both("Claims", "Sinistres"), CLIENT_ROLES | FACTOR_ROLES,
        "read_claim_files", claim_told.CLAIM_FILES, arguments=_of_contract,
        href="/contracts/{contract}/claims/{id}")  # fmt: skip
form("claim_open", f"{CLAIMS}/open", Both("Open a claim", "Ouvrir un sinistre"), "open_claim",
     subject=subjects.of_page(CLAIMS), gather=_under, fields=(
         Field("policy_id", "choice_id", Both("Policy", "Police"), choices=_policies),
         Field("invoice_ids", "invoices", Both("Invoices, one a line",
                                               "Factures, une par ligne")),
         REFERENCE))  # fmt: skip
page(Page("claim", CLAIM, Both("Claim", "Sinistre"), HOLDERS, claim, "portal/claim.html"))
page(Page("claim_file", f"{CLAIM}/claim.pdf", Both("Claim file in PDF",
                                                   "Dossier de sinistre en PDF"),
          HOLDERS, lambda see, call, **told: {}, "", send=_file))  # fmt: skip
form("claim_accept", f"{CLAIM}/accept", Both("Accepted by the insurer", "Accepté par l'assureur"),
     "accept_claim", subject=_claim, previews=True, fields=(
         Field("accepted_cents", "amount", Both("Amount", "Montant"),
               Both("Nothing: all that the policy says.", "Vide : tout ce que dit la police."),
               is_required=False), STEP_ON, REFERENCE))  # fmt: skip
form("claim_refuse", f"{CLAIM}/refuse", Both("Refused by the insurer", "Refusé par l'assureur"),
     "propose_claim_refusal", subject=_claim, fields=(STEP_ON, REFERENCE, REASON))  # fmt: skip
form("claim_drop", f"{CLAIM}/drop", Both("Opened by mistake", "Ouvert par erreur"),
     "drop_claim", subject=_claim, fields=(REASON,))  # fmt: skip
form("claim_undo", f"{CLAIM}/undo", Both("Undo a step", "Défaire une étape"),
     "undo_claim_step", subject=_claim, fields=(
         Field("step_id", "choice_id", Both("What was done by slip", "Ce qui fut fait par erreur"),
               choices=_steps), REASON))  # fmt: skip
form("claim_disputed", f"{CLAIM}/disputed", Both("Give back: disputed", "Rendre : litige"),
     "give_back_disputed", subject=_claim, fields=(
         Field("disputed_on", "day", Both("Notice of the dispute came on",
                                          "Litige notifié le"), start=today), REASON))  # fmt: skip
form("claim_receive", f"{CLAIM}/receive", Both("Indemnity received", "Indemnité reçue"),
     "receive_indemnity", subject=_claim, previews=True, fields=(
         Field("payment_id", "choice_id", Both("Money received", "Encaissement"),
               Both("Nothing: it was paid to the client, whose policy is not delegated.",
                    "Vide : elle a été versée à l'adhérent, dont la police n'est pas déléguée."),
               choices=_payments, is_required=False),
         Field("amount_cents", "amount", Both("A part of it", "Une partie"), is_required=False),
         STEP_ON, REFERENCE))  # fmt: skip
form("claim_recover", f"{CLAIM}/recover", Both("Share a recovery", "Partager une récupération"),
     "share_recovery", subject=_claim, previews=True, gather=_costs, fields=(
         Field("payment_id", "choice_id", Both("Money received", "Encaissement"),
               choices=_own_payments),
         Field("amount_cents", "amount", Both("A part of it", "Une partie"), is_required=False),
         Field("cost_cents", "amount", Both("What it has cost", "Frais engagés"),
               is_required=False), STEP_ON, REFERENCE))  # fmt: skip
form("claim_share_back", f"{CLAIM}/share-back",
     Both("Share given back by the insurer", "Part rendue par l'assureur"), "receive_share_back",
     subject=_claim, previews=True, fields=(
         Field("payment_id", "choice_id", Both("Money received", "Encaissement"),
               choices=_payments),
         Field("amount_cents", "amount", Both("A part of it", "Une partie"), is_required=False),
         STEP_ON, REFERENCE))  # fmt: skip
form("claim_write_off", f"{CLAIM}/write-off", Both("Write off", "Passer en perte"),
     "propose_write_off", subject=_claim, fields=(REASON,))  # fmt: skip
form("claim_pay", f"{CLAIM}/pay", Both("Pay the insurer", "Payer l'assureur"), "pay_insurer",
     subject=_claim, previews=True, hides=("payee_account_id",),
     gather=lambda typed: {**typed, "payee_account_id": None})  # fmt: skip
