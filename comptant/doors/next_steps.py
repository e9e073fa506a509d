"""What a person does next about a line of the auditor's sheet or of the report of a close: the
command to type, its placeholders in capitals; what stands on the line is filled in."""

from collections.abc import Callable
from typing import Any

from comptant.doors.words import Both, say

Row = dict[str, Any]
RETURN_DAYS = 30  # after which unknown money is sent back; DOMAIN 5.8
# Where the thing that two people have decided is seen, per kind of approval.
DECIDED = {
    "limit": "comptant limit list", "contract_terms": "comptant contract show {contract_number}",
    "tariff": "comptant tariff list", "payee_account": "comptant payee list",
    "party_name": "comptant contract list", "party_number": "comptant party claims",
    "mandate": "comptant mandate list",
    "disclosure": "comptant paper notices",
    "rate": "comptant rate list", "commission_terms": "comptant broker terms",
    "policy": "comptant policy list", "claim": "comptant claim list",
    "recourse": "comptant recourse list {contract_number}",
    "payment_order": "comptant orders", "order_outcome": "comptant orders",
    "bank_statement": "comptant bank-statement list",
    "payment_file": "comptant outbox list", "exception": "comptant exception list --all",
    "manual_entry": "comptant journal {contract_number}",
    "reallocation": "comptant journal {contract_number}",
    "repayment_plan": "comptant plan list {contract_number}",
    "user_role": "comptant user list", "password_reset": "comptant user list",
    "second_factors": "comptant user list",
    "client_role": "comptant team list", "delegation": "comptant delegation list {contract_number}",
    "purchase_order": "comptant purchase-order list {contract_number}",
    "opening": "comptant opening show {contract_number}",
    "key": "comptant key list", "provision": "comptant provision show",
    "fraud": "comptant fraud list --all", "erasure": "comptant user list",
    "authority": "comptant user list", "own_account": "comptant account list",
    "power": "comptant power list",
    "paper_signature": "comptant signature list {contract_number}",
}  # fmt: skip
ASTRAY = {
    "NOT_SENT": Both("comptant payout", "comptant payout"),
    "AT_THE_BANK": Both(
        "where a debit of the bank paid it without naming it: comptant debit explain DEBIT --order "
        "{order_id} --reason WHY; else ask the bank, and where nothing left: comptant order settle "
        "{order_id} rejected --reason WHY",
        "si un débit de la banque l'a payé sans le nommer : comptant debit explain DÉBIT --order "
        "{order_id} --reason MOTIF ; sinon interroger la banque et, si rien n'est parti : comptant "
        "order settle {order_id} rejected --reason MOTIF",
    ),
    "FAILED": Both("claim it from the bank, then comptant bank FILE",
                   "réclamer à la banque, puis comptant bank FICHIER"),
    "EXECUTED_DENIED": Both(
        "ask the bank whether it paid; money that comes back: comptant bank FILE",
        "demander à la banque si elle a payé ; l'argent qui revient : comptant bank FICHIER"),
    "DEBITED_AGAIN": Both("tell the client: comptant statement {contract_number}",
                          "prévenir le client : comptant statement {contract_number}"),
}  # fmt: skip
GAPS = {
    "journal": Both("comptant audit verify", "comptant audit verify"),
    "title": Both("comptant audit verify", "comptant audit verify"),
    "statement": Both("fetch the statement left out, then comptant bank FILE",
                      "obtenir le relevé manquant, puis comptant bank FICHIER"),
}  # fmt: skip


SWEEPS = {
    "TAKEN": Both("it is charged to the client: ask it, and its bank",
                  "c'est porté au débit de l'adhérent : l'interroger, et sa banque"),
    "NOT_ARRIVED": Both("ask our bank and the client's", "interroger notre banque et la sienne"),
    "NOT_LEFT": Both("send the file or ask the client's bank; never done: comptant sweep cancel "
                     "{contract_number} SWEEP --reason WHY",
                     "envoyer le fichier ou interroger la banque de l'adhérent ; jamais fait : "
                     "comptant sweep cancel {contract_number} NIVELLEMENT --reason MOTIF"),
    "NOT_ORDERED": Both("comptant sweep order", "comptant sweep order"),
    "NO_STATEMENT": Both("ask the client's bank, then comptant bank FILE",
                         "interroger la banque de l'adhérent, puis comptant bank FICHIER"),
}  # fmt: skip


DEBITS = Both("comptant debit list, then comptant debit explain",
              "comptant debit list, puis comptant debit explain")  # fmt: skip


UNCREDITED = Both(
    "ask the bank; credited without its name: comptant collect settle {id} --payment PAYMENT; "
    "never to be: comptant collect return INSTRUMENT --reason WHY",
    "interroger la banque ; créditée sans son nom : comptant collect settle {id} --payment "
    "RÈGLEMENT ; jamais : comptant collect return VALEUR --reason MOTIF",
)  # fmt: skip


def next_step(section: str, row: Row) -> str:
    """The next step about a row of a section; nothing where nothing is wrong."""
    told = STEPS[section](row)
    return told.format_map({**row, "contract_number": row.get("contract_number") or "HOUSE"})


def _suspense(row: Row) -> str:
    if row["what"] == "debit":
        return DEBITS.said()
    if row["contract_number"]:
        return say("comptant allocate {id} INVOICE=AMOUNT",
                   "comptant allocate {id} FACTURE=MONTANT")  # fmt: skip
    if row["age_days"] >= RETURN_DAYS:
        return "comptant cash return {id} IBAN"
    return say("comptant identify {id} CONTRACT BUYER",
               "comptant identify {id} CONTRAT ACHETEUR")  # fmt: skip


def _limit(row: Row) -> str:
    """Whoever may raise what is passed; else it is collected."""
    if row["is_share"]:
        return say("collect, or comptant limit allot {contract_number} PARTY AMOUNT --scope ",
                   "encaisser, ou comptant limit allot {contract_number} TIERS MONTANT --scope "
                   ) + _scope(row)  # fmt: skip
    of = "--contract {contract_number}" if row["contract_number"] else "--scope " + _scope(row)
    return say(f"collect, or comptant limit propose PARTY AMOUNT {of} --source WHO",
               f"encaisser, ou comptant limit propose TIERS MONTANT {of} --source QUI")  # fmt: skip


def _scope(row: Row) -> str:
    return str(row["scope"]).lower()


def _exception(row: Row) -> str:
    about = ""
    if row["invoice_number"]:
        about = "--invoice {invoice_number} "
    elif row["buyer_name"]:
        about = say("--buyer BUYER ", "--buyer ACHETEUR ")
    why = say("WHY", "MOTIF")
    return f"comptant exception end {{contract_number}} {{reason_code}} {about}--reason {why}"


def _off(command: str) -> Callable[[Row], str]:
    """A step only where the two figures differ."""
    return lambda row: command if row["off_cents"] else ""


def _always(command: str, french: str | None = None) -> Callable[[Row], str]:
    """A step on every line; `french` where the command has placeholders."""
    return lambda _: say(command, french or command)


UNDEBITED = Both(
    "ask the bank; told by mistake: comptant undo {contract_number} {entry_id} --reason WHY; "
    "debited without its name: comptant collect return {id} --reason WHY --debit DEBIT",
    "interroger la banque ; dit par erreur : comptant undo {contract_number} {entry_id} --reason "
    "MOTIF ; débité sans son nom : comptant collect return {id} --reason MOTIF --debit DÉBIT",
)  # fmt: skip

STEPS: dict[str, Callable[[Row], str]] = {
    "contradictions": _always("comptant journal {contract_number}"),
    "ledger": _off("comptant audit verify"),
    "bank": _off("comptant reconcile"),
    "gaps": lambda row: GAPS[row["what"]].said(),
    "suspense": _suspense,
    "debits": lambda row: DEBITS.said(),
    "cash": _suspense,
    "uncredited": lambda row: UNCREDITED.said(),
    "undebited": lambda row: UNDEBITED.said(),
    "silent_accounts": _always("ask the bank for them, then comptant bank FILE",
                               "les demander à la banque, puis comptant bank FICHIER"),
    "sweeps_missing": lambda row: SWEEPS[row["sweep_alert"]].said(),
    "announced_late": _always("ask the bank, and see comptant cash expected",
                              "interroger la banque ; voir comptant cash expected"),
    "orders_astray": lambda row: ASTRAY[row["astray"]].said(),
    "over_advances": _always(
        "comptant plan propose {contract_number} DATE=AMOUNT; where one is agreed: comptant plan "
        "list {contract_number}",
        "comptant plan propose {contract_number} DATE=MONTANT ; s'il en est convenu un : comptant "
        "plan list {contract_number}"),
    "limits": _limit,
    "covers": _always("comptant policy deadlines {contract_number}"),
    "dispute_notices": _always("comptant dispute notify {contract_number} {dispute_id}"),
    "promises_broken": _always("comptant promise list {contract_number}"),
    "fraud_alarms": _always("comptant fraud show {alarm_id}"),
    "late_instalments": _always("comptant plan list {contract_number}"),
    "defunding": _always("comptant defund {contract_number} {invoice_number} --reason WHY",
                         "comptant defund {contract_number} {invoice_number} --reason MOTIF"),
    "exceptions": _exception,
    "manual_entries": _always("comptant reverse {contract_number} {entry_id} --reason WHY",
                              "comptant reverse {contract_number} {entry_id} --reason MOTIF"),
    "rescues": _always("comptant user list"),
    "two_people": lambda row: DECIDED.get(row["kind"], "comptant journal {contract_number}"),
}  # fmt: skip
