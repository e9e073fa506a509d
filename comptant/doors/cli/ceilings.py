"""Limits and lines, and the approvals that wait for a second person."""

from datetime import date
from typing import Any

import click

from comptant.doors import lookup, remaining, tables, words
from comptant.doors.approvals import KINDS, MONEY_KINDS, subject_of
from comptant.doors.cli import consequences
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID, word
from comptant.doors.words import Both, money, say

LIMIT = Subject("limit", both=Both("Limits on buyers and financing lines.",
                                   "Les limites sur acheteurs et les plafonds."))  # fmt: skip
TOP = Subject("approvals", both=Both("", ""))
SCOPES = ("CONTRACT_BUYER", "CONTRACT_LINE", "BUYER", "BUYER_GROUP", "CLIENT_GROUP_LINE",
          "INSURER_POLICY")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(LIMIT)
    for command in TOP.commands.values():
        root.add_command(command)


def _waits(sh: Shell, answer: dict[str, Any]) -> None:
    sh.say(answer, waits(answer["approval_id"]))


@verb(LIMIT, "request", ("Ask for a limit on a buyer.", "Demander une limite sur un acheteur."),
      "comptant limit request C-1 443061841 50000.00")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@click.argument("amount", type=AMOUNT)
def request(sh: Shell, contract: str, buyer: str, amount: int) -> None:
    """Ask for a limit."""
    from comptant.operations.risk import limits

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        buyer_id = lookup.buyer(see, buyer)["id"]
    _waits(sh, sh.run(limits.request_limit, contract_id=found["id"], buyer_id=buyer_id,
                      amount_cents=amount, currency=found["currency"]))  # fmt: skip


@verb(
    LIMIT, "propose",
    ("Propose a ceiling: on a buyer of a contract, on a contract's line, or across contracts.",
     "Proposer un plafond : sur un acheteur, sur la ligne d'un contrat, ou transverse."),
    "comptant limit propose 443061841 50000.00 --contract C-1 --source 'committee of 12 January'",
    "comptant limit propose 443061841 200000.00 --scope buyer --source 'committee'",
)  # fmt: skip
@click.argument("party", metavar="PARTY")
@click.argument("amount", type=AMOUNT)
@option("--scope", type=word(SCOPES), default="CONTRACT_BUYER",
        help=("What the ceiling is on.", "Sur quoi porte le plafond."))  # fmt: skip
@option("--contract", help=("Number of the contract.", "Numéro du contrat."))
@option("--currency", help=("Currency (the contract's, else EUR).",
                            "Devise (celle du contrat, sinon EUR)."))  # fmt: skip
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@option("--source", required=True, help=("Who decided, on what.", "Qui a décidé, sur quoi."))
def propose(
    sh: Shell, party: str, amount: int, scope: str, contract: str | None, currency: str | None,
    from_on: date | None, source: str,
) -> None:  # fmt: skip
    """Propose a ceiling."""
    from comptant.operations.risk import limits

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on) if contract else None
        party_id = lookup.party(see, party)["id"]
    _waits(sh, sh.run(
        limits.propose_limit, scope=scope, contract_id=found["id"] if found else 0,
        party_id=party_id, amount_cents=amount, source=source, from_on=from_on or on,
        currency=(currency or (found["currency"] if found else "EUR")).upper()))  # fmt: skip


@verb(LIMIT, "allot", ("Give a contract its share of a ceiling that spans contracts.",
                       "Donner à un contrat sa part d'un plafond transverse."),
      "comptant limit allot C-1 443061841 80000.00 --scope buyer")  # fmt: skip
@click.argument("contract")
@click.argument("party", metavar="PARTY")
@click.argument("amount", type=AMOUNT)
@option("--scope", type=word(SCOPES[2:]), default="BUYER",
        help=("What the ceiling is on.", "Sur quoi porte le plafond."))  # fmt: skip
def allot(sh: Shell, contract: str, party: str, amount: int, scope: str) -> None:
    """Give a share."""
    from comptant.operations.risk import limits

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        party_id = lookup.party(see, party)["id"]
    answer = sh.run(limits.allot, contract_id=found["id"], scope=scope, party_id=party_id,
                    amount_cents=amount, currency=found["currency"])  # fmt: skip
    sh.say(answer, say("Shared out.", "Réparti."))


@verb(LIMIT, "list", ("List the ceilings in force, what is approved under them and which are "
                      "passed.",
                      "Lister les plafonds en vigueur, ce qui y est approuvé et ceux qui sont "
                      "dépassés."),
      "comptant limit list C-1")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List ceilings."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_limits", contract_id=contract_id, on=on)
    for row in rows:
        row["limit_cents"] = row.pop("amount_cents")
    of_share = ("share_cents", "share_excess_cents") if contract else ()
    sh.show(rows, "scope", "contract_number", "party_name", "limit_cents", "approved_cents",
            "excess_cents", *of_share, "valid_from_on", "source")  # fmt: skip
    count = sum(1 for row in rows if row["excess_cents"] or row["share_excess_cents"])
    if count and not sh.is_json:
        tables.dim(say(f"Limits passed: {count}. Nothing new is approved under them until buyers "
                       "have paid, or a higher limit is in force.",
                       f"Limites dépassées : {count}. Rien de nouveau n'y est approuvé tant que "
                       "les acheteurs n'ont pas payé, ou sans limite plus élevée."))  # fmt: skip


@verb(TOP, "approvals", ("List what waits for a second person.",
                         "Lister ce qui attend une deuxième personne."),
      "comptant approvals")  # fmt: skip
@option("--kind", type=word(KINDS, upper=False),
        help=("Only this kind.", "Ce type seulement."))  # fmt: skip
def approvals(sh: Shell, kind: str | None) -> None:
    """List approvals. The answers given are the factor's to see, so the list is too."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, user, _on):
        if not user.is_factor:
            raise Refused("not_your_right", operation="approvals", login=user.login)
        rows = see("read_approvals", kind=kind, subject_id=None)
    for row in rows:
        row["subject"] = subject_of(row)
        if row["kind"] not in MONEY_KINDS:
            row["amount_cents"] = None
    sh.show(rows, "id", "kind", "contract_number", "subject", "amount_cents", "proposed_by",
            "proposed_at")  # fmt: skip


def waits(approval_id: int) -> str:
    """What whoever has proposed is told."""
    return say(f"Approval {approval_id} waits for another person: comptant approve {approval_id}",
               f"L'approbation {approval_id} attend une autre personne : comptant approve "
               f"{approval_id}")  # fmt: skip


def ordered(answer: dict[str, Any]) -> str:
    """What a payment order that was prepared pays, and on which account."""
    paid = money(answer["amount_cents"], answer["currency"])
    return say(f"{paid} go to {answer['holder']}, {answer['iban']}.",
               f"{paid} vont à {answer['holder']}, {answer['iban']}.")  # fmt: skip


def waits_or(given: dict[str, Any], done: str) -> tuple[str, ...]:
    """The lines for what waits for another person once there is a second administrator."""
    if given["approval_id"]:
        return (waits(given["approval_id"]),)
    if not given["is_alone"]:
        return (done,)
    return done, say("Done at once: there was no second administrator yet. From the second one on, "
                     "another person approves.",
                     "Fait aussitôt : il n'y avait pas encore de deuxième administrateur. À partir "
                     "du deuxième, une autre personne approuve.")  # fmt: skip


def answer(sh: Shell, approval_id: int, approve: bool, reason: str) -> None:
    """Answer an approval and say what it did."""
    from comptant.operations.closing import decide

    given = sh.run(decide.decide, approval_id=approval_id, approve=approve, reason=reason)
    if approve and given["decision"] == "REFUSED":
        sh.say(given, words.refusal(given["refusal"], given["facts"]), say(
            f"Approval {approval_id} can no longer be carried out: it is closed.",
            f"L'approbation {approval_id} ne peut plus être exécutée : elle est close."
        ))  # fmt: skip
        return
    done = say("approved", "approuvée") if approve else say("refused", "refusée")
    sh.say(given, say(f"Approval {approval_id} {done}.", f"Approbation {approval_id} {done}."),
           *remaining.told(given.get("remaining", [])), *consequences.told(given))  # fmt: skip


@verb(TOP, "approve", ("Approve what another person proposed, and do it.",
                       "Approuver ce qu'une autre personne a proposé, et le faire."),
      "comptant approve 1204")  # fmt: skip
@click.argument("approval", type=ID)
@option("--reason", default="", help=("Why.", "Pourquoi."))
def approve(sh: Shell, approval: int, reason: str) -> None:
    """Approve."""
    answer(sh, approval, True, reason)


@verb(TOP, "refuse", ("Refuse what another person proposed.",
                      "Refuser ce qu'une autre personne a proposé."),
      "comptant refuse 1204 --reason 'accounts too old'")  # fmt: skip
@click.argument("approval", type=ID)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def refuse(sh: Shell, approval: int, reason: str) -> None:
    """Refuse."""
    answer(sh, approval, False, reason)
