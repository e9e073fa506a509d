"""The auditor's sheet of a day."""

from datetime import date

import click

from comptant.doors import proof_told, tables, words
from comptant.doors.approvals import MONEY_KINDS
from comptant.doors.cli.language import Subject
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.next_steps import next_step
from comptant.doors.values import DAY
from comptant.doors.words import Both, say

TOP = Subject("controlling", both=Both("", ""))

# Section -> its title and columns, in the order in which an auditor reads them.
SECTIONS = {
    "contradictions": (
        Both("Books that contradict each other, as of now",
             "Livres qui se contredisent, à l'instant"),
        ("contract_number", "what", "left_cents", "against", "right_cents"),
    ),
    "ledger": (
        Both("Ledger against sub-ledgers", "Grand livre et auxiliaires"),
        ("account", "currency", "ledger_cents", "items_cents", "off_cents"),
    ),
    "bank": (
        Both("Bank against ledger, by the last statement up to that day",
             "Banque et grand livre, au dernier relevé jusqu'à ce jour"),
        ("iban", "closed_on", "closing_cents", "ledger_cents", "off_cents"),
    ),
    "gaps": (Both("Gaps in sequences", "Ruptures de suites"), ("what", "sequence", "after_gap")),
    "suspense": (
        Both("Suspense by age", "Comptes d'attente par ancienneté"),
        ("what", "id", "contract_number", "value_on", "age_days", "amount_cents"),
    ),
    "orders_astray": (
        Both("Payments gone astray", "Paiements hors de leur cours"),
        ("order_id", "contract_number", "amount_cents", "transit_cents", "age_days", "astray"),
    ),
    "uncredited": (
        Both("Remittances that our bank has not credited two business days past their value date",
             "Remises que notre banque n'a pas créditées deux jours ouvrés après leur valeur"),
        ("id", "payment_means", "reference", "iban", "value_on", "age_days", "amount_cents"),
    ),
    "undebited": (
        Both("Told unpaid five days ago and not debited by our bank, which has credited them",
             "Dits impayés depuis cinq jours et non débités par notre banque, qui les a crédités"),
        ("id", "payment_means", "number", "contract_number", "returned_on", "age_days",
         "amount_cents"),
    ),
    "over_advances": (
        Both("Over-advances, as of now", "Dépassements, à l'instant"),
        ("contract_number", "over_advance_cents"),
    ),
    "limits": (
        Both("Limits passed, by what is approved as of now: nothing new is approved there",
             "Limites dépassées, par l'approuvé à l'instant : rien de nouveau n'y est approuvé"),
        ("scope", "contract_number", "party_name", "approved_cents", "ceiling_cents",
         "excess_cents"),
    ),
    "exceptions": (
        Both("Exceptions in force", "Dérogations en vigueur"),
        ("contract_number", "reason_code", "invoice_number", "buyer_name", "amount_cents",
         "last_on", "proposed_by", "decided_by"),
    ),
    "manual_entries": (
        Both("Entries by hand", "Écritures manuelles"),
        ("entry_id", "contract_number", "account", "amount_cents", "reason_text", "proposed_by",
         "decided_by"),
    ),
    "two_people": (
        Both("Decided by two people", "Décidé à deux"),
        ("approval_id", "kind", "contract_number", "amount_cents", "proposed_by", "key_name",
         "decided_by", "decision"),
    ),
    "rescues": (
        Both("Let in again by whoever keeps the machine", "Réadmis par qui tient la machine"),
        ("login", "let_in_at", "operator", "reason_text"),
    ),
}  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "control",
    ("Print the auditor's sheet of a day.\n\nSuspense by age, remittances not credited, "
     "over-advances, limits passed, entries by hand, exceptions, decisions of two people, gaps in "
     "sequences, ledger against sub-ledgers; each line with the command that comes next. Exit code "
     "1 when the books contradict each other or a sequence has a gap.",
     "Imprimer la feuille de contrôle d'un jour.\n\nComptes d'attente par ancienneté, remises "
     "non créditées, dépassements, limites dépassées, écritures manuelles, dérogations, décisions "
     "à deux, ruptures de suites, grand livre et auxiliaires ; chaque ligne avec la commande qui "
     "suit. Code 1 si les livres se contredisent ou si une suite est rompue."),
    "comptant control 2026-01-16",
)  # fmt: skip
@click.argument("day", type=DAY, required=False)
@click.pass_context
def control(ctx: click.Context, sh: Shell, day: date | None) -> None:
    """Print the sheet."""
    from comptant.operations.closing.control import sheet
    from comptant.store import kept_reads
    from comptant.store.connection import connect

    with sh.writing(is_look=True) as (conn, asked), connect("comptant_auditor") as reading:
        day = day or asked.on
        told = sheet(reading, conn, asked, day)
    shown = sum(len(rows) for rows in told.values())
    kept_reads.keep(asked.by.id, asked.by.company_id, "control_sheet", shown, on=day)
    if sh.is_json:
        sh.say({"day": day, **told})
    else:
        tables.line(say(f"Control of {words.day(day)}", f"Contrôle du {words.day(day)}"))
        for name, (title, columns) in SECTIONS.items():
            tables.line(f"\n{title.said()}")
            rows = [_row(name, row) for row in told[name]]
            to_do = ("next_step",) if any(row["next_step"] for row in rows) else ()
            tables.show(rows, (*columns, *to_do))
    off = any(row["off_cents"] for row in (*told["ledger"], *told["bank"]))
    if told["contradictions"] or told["gaps"] or off:
        ctx.exit(1)


def ceiling_told(row: dict[str, object]) -> str:
    """Which ceiling it is: of a shared one, a contract's share or the whole."""
    scope = words.word("scope", str(row["scope"]))
    if row["is_share"]:
        return say(f"share of a contract: {scope}", f"part d'un contrat : {scope}")
    if not row["contract_number"]:
        return say(f"all contracts together: {scope}", f"tous contrats ensemble : {scope}")
    return scope


def _row(section: str, row: dict[str, object]) -> dict[str, object]:
    """Codes in the reader's words, and what to do about the line."""
    told = {**row, "next_step": next_step(section, row)}
    if "against" in row:
        return {**proof_told.told(row), "next_step": told["next_step"]}
    if section == "two_people" and row["kind"] not in MONEY_KINDS:
        told["amount_cents"] = None
    if section == "limits":
        told["scope"] = ceiling_told(row)
    if "astray" in row:
        told["astray"] = words.word("astray", str(row["astray"]))
    return told
