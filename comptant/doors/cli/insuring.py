"""Policies of credit insurers: terms, covers, limits, what they cover, and by when it is lost."""

from datetime import date
from typing import Any

import click

from comptant.doors import cover_told, lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.insuring_messages import POLICY
from comptant.doors.cli.language import SOURCE, Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, RATE, word
from comptant.doors.words import say

DECISIONS = ("GRANTED", "PARTIAL", "TEMPORARY", "REDUCED", "REFUSED", "CANCELLED")
STEPS = ("EXTENDED", "DECLARED", "CLAIMED", "ADMITTED", "UNDONE")
FROM = option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                                   "Premier jour (sinon ce jour)."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""

    root.add_command(POLICY)


@verb(
    POLICY, "open",
    ("Keep a policy of an insurer, held by us or by a client.\n\nIt covers nothing before its "
     "terms (policy terms) and what it covers (policy cover) are agreed by two people.",
     "Enregistrer une police d'un assureur, souscrite par nous ou par un adhérent.\n\nElle ne "
     "garantit rien avant que deux personnes ne conviennent de ses conditions (policy terms) et de "
     "ce qu'elle garantit (policy cover)."),
    "comptant policy open ASSUR P-1 --source 'policy of 2026-01-01'",
    "comptant policy open ASSUR P-2 --holder 732829320 --source policy",
)  # fmt: skip
@click.argument("insurer")
@click.argument("number")
@option("--holder", help=("The client that holds it (default: us).",
                          "L'adhérent qui l'a souscrite (sinon nous)."))  # fmt: skip
@option("--currency", default="EUR", help=("Currency (EUR).", "Devise (EUR)."))
@FROM
@SOURCE
def open_(
    sh: Shell, insurer: str, number: str, holder: str | None, currency: str, from_on: date | None,
    source: str,
) -> None:  # fmt: skip
    """Keep a policy."""
    from comptant.operations.insurance.policies import open_policy

    with sh.reading() as (see, by, on):
        insurer_id = lookup.party(see, insurer)["id"]
        holder_id = lookup.party(see, holder)["id"] if holder else by.company_id
    answer = sh.run(open_policy, insurer_id=insurer_id, holder_id=holder_id, policy_number=number,
                    currency=currency.upper(), from_on=from_on or on, source=source)  # fmt: skip
    sh.say(answer, say(f"Recorded. Next: comptant policy terms {number} --term insured_ppm=90 "
                       "--source TEXT",
                       f"Enregistré. Ensuite : comptant policy terms {number} --term "
                       "insured_ppm=90 --source TEXTE"))  # fmt: skip


@verb(
    POLICY, "terms",
    ("Propose terms of a policy from a day on, or without --term show those in force.\n\nThey "
     "count once another person approves. What is not said stays, or has its default.",
     "Proposer des conditions d'une police à partir d'un jour ; sans --term, montrer celles en "
     "vigueur.\n\nElles comptent une fois qu'une autre personne approuve. Ce qui n'est pas dit "
     "reste, ou prend son défaut."),
    "comptant policy terms P-1 --term insured_ppm=90 --term insured_base=NET --source 'article 2'",
    "comptant policy terms P-1",
)  # fmt: skip
@click.argument("policy")
@option("--term", "terms", multiple=True, metavar="NAME=VALUE",
        help=("A term; may be repeated.", "Une condition ; peut être répétée."))  # fmt: skip
@FROM
@option("--source", default="", help=("Where this is known from.", "D'où on le sait."))
def terms_(
    sh: Shell, policy: str, terms: tuple[str, ...], from_on: date | None, source: str
) -> None:
    """Propose terms, or show them."""
    from comptant.operations.insurance.policies import propose_policy_terms

    with sh.reading() as (see, _, on):
        found = cover_told.policy(see, policy, on)
    if not terms:
        rows = cover_told.terms_told(found["terms"] or {}, found["currency"])
        sh.show(rows, "term", "value")
        return
    answer = sh.run(propose_policy_terms, policy_id=found["id"], from_on=from_on or on,
                    terms=cover_told.terms_typed(terms), source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(
    POLICY, "cover",
    ("Propose that a policy covers the buyers of a contract, or one of them, from a day on.\n\nA "
     "share of a layer: the first, or a top-up of those below. A share of nothing ends it. It "
     "counts once another person approves.",
     "Proposer qu'une police garantisse les acheteurs d'un contrat, ou l'un d'eux, à partir d'un "
     "jour.\n\nUne part d'un rang : le premier, ou un complément des précédents. Une part nulle y "
     "met fin. Elle compte une fois qu'une autre personne approuve."),
    "comptant policy cover P-1 C-1 --source 'schedule 1'",
    "comptant policy cover P-2 C-1 --buyer 443061841 --layer 2 --share 50 --source endorsement",
)  # fmt: skip
@click.argument("policy")
@click.argument("contract")
@option("--buyer", help=("One buyer (default: each that has no word of his own).",
                         "Un acheteur (sinon chacun sans disposition propre)."))  # fmt: skip
@option("--layer", type=int, default=1, help=("Layer (1).", "Rang (1)."))
@option("--share", "share_ppm", type=RATE, default="100",
        help=("Share of the layer in percent (100).",
              "Part du rang en pour cent (100)."))  # fmt: skip
@FROM
@SOURCE
def cover(
    sh: Shell, policy: str, contract: str, buyer: str | None, layer: int, share_ppm: int,
    from_on: date | None, source: str,
) -> None:  # fmt: skip
    """Propose a cover."""
    from comptant.operations.insurance.policies import propose_policy_cover

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
        contract_id = lookup.contract(see, contract, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(propose_policy_cover, policy_id=policy_id, contract_id=contract_id,
                    buyer_id=buyer_id, layer=layer, share_ppm=share_ppm, from_on=from_on or on,
                    source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(
    POLICY, "limit",
    ("Keep a decision of the insurer on a buyer, from a day on. What was delivered before keeps "
     "the limit of its day.\n\nDecisions: granted, partial, temporary (with --until), reduced, "
     "refused, cancelled.",
     "Enregistrer une décision de l'assureur sur un acheteur, à partir d'un jour. Ce qui a été "
     "livré avant garde la limite de son jour.\n\nDécisions : granted (accord), partial, temporary "
     "(avec --until), reduced, refused, cancelled."),
    "comptant policy limit P-1 'BETA SA' granted D-1 --amount 50000.00 --source 'mail of ASSUR'",
    "comptant policy limit P-1 'BETA SA' cancelled D-2 --source 'mail of ASSUR'",
)  # fmt: skip
@click.argument("policy")
@click.argument("buyer")
@click.argument("decision", type=word(DECISIONS))
@click.argument("number")
@option("--amount", "amount_cents", type=AMOUNT, help=("Amount.", "Montant."))
@FROM
@option("--until", "until_on", type=DAY, help=("Last day.", "Dernier jour."))
@option("--told", "told_on", type=DAY, help=(
    "Day on which the insurer told it, if not today: of less, what was delivered before keeps its "
    "cover.",
    "Jour où l'assureur l'a notifiée, si ce n'est ce jour : ce qui fut livré avant une baisse "
    "reste garanti."))  # fmt: skip
@SOURCE
def limit(
    sh: Shell, policy: str, buyer: str, decision: str, number: str, amount_cents: int | None,
    from_on: date | None, until_on: date | None, told_on: date | None, source: str,
) -> None:  # fmt: skip
    """Keep a decision."""
    from comptant.operations.insurance.policy_limits import record_policy_limit

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"]
    answer = sh.run(record_policy_limit, policy_id=policy_id, buyer_id=buyer_id, decision=decision,
                    decision_number=number, amount_cents=amount_cents or 0,
                    valid_from_on=from_on or on, until_on=until_on, told_on=told_on,
                    source=source)  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(
    POLICY, "told",
    ("Keep what was exchanged with the insurer about invoices: extended (it agreed), declared "
     "(unpaid), claimed (the file was sent), admitted (the debt); undone takes back what was told "
     "last, by slip.",
     "Enregistrer ce qui a été échangé avec l'assureur sur des factures : extended (prorogation "
     "accordée), declared (impayé déclaré), claimed (dossier envoyé), admitted (créance admise) ; "
     "undone reprend ce qui fut dit en dernier, par erreur."),
    "comptant policy told P-1 C-1 declared FA-1 FA-2 --reference DIC-2026-14",
)  # fmt: skip
@click.argument("policy")
@click.argument("contract")
@click.argument("step", type=word(STEPS))
@click.argument("invoices", nargs=-1, required=True)
@option("--on-day", "step_on", type=DAY, help=("Day (default: today).", "Jour (sinon ce jour)."))
@option("--reference", required=True, help=("Its number, or where it is said.",
                                            "Son numéro, ou où il est dit."))  # fmt: skip
def told(
    sh: Shell, policy: str, contract: str, step: str, invoices: tuple[str, ...],
    step_on: date | None, reference: str,
) -> None:  # fmt: skip
    """Keep a step."""
    from comptant.operations.insurance.cover_steps import record_cover_step

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
        contract_id = lookup.contract(see, contract, on)["id"]
        ids = [lookup.invoice(see, contract_id, one, paid=True)["id"] for one in invoices]
    answer = sh.run(record_cover_step, contract_id=contract_id, policy_id=policy_id,
                    invoice_ids=ids, step=step, step_on=step_on or on,
                    reference=reference)  # fmt: skip
    if "approval_id" in answer:
        sh.say(answer, waits(answer["approval_id"]))
        return
    sh.say(answer, say("Recorded.", "Enregistré."))
    if answer["late_ids"] and not sh.is_json:
        count = len(answer["late_ids"])
        click.echo(say(f"Too late for {count}: the last day had passed, and they are not covered.",
                       f"Trop tard pour {count} : le dernier jour était passé, la garantie est "
                       "perdue."))  # fmt: skip


@verb(POLICY, "list", ("List policies, with their terms in force.",
                       "Lister les polices, avec leurs conditions en vigueur."),
      "comptant policy list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List policies."""
    with sh.reading() as (see, _, on):
        rows = see("read_policies", on=on)
    sh.show(rows, "id", "policy_number", "insurer_name", "holder_name", "from_on", "insured_base",
            "insured_ppm", "is_delegated", "is_paid_up", "source")  # fmt: skip


@verb(POLICY, "limits", ("List the decisions of insurers on buyers, the latest first.",
                         "Lister les décisions des assureurs sur les acheteurs, la dernière "
                         "d'abord."), "comptant policy limits")  # fmt: skip
def limits(sh: Shell) -> None:
    """List decisions."""
    with sh.reading() as (see, _, _on):
        rows = see("read_policy_limits")
    sh.show(rows, "policy_number", "buyer_name", "policy_decision", "decision_number",
            "amount_cents", "valid_from_on", "until_on", "source")  # fmt: skip


@verb(POLICY, "covers", ("List what policies cover, of a contract or of all.",
                         "Lister ce que les polices garantissent, d'un contrat ou de tous."),
      "comptant policy covers C-1")  # fmt: skip
@click.argument("contract", required=False)
def covers(sh: Shell, contract: str | None) -> None:
    """List covers."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_policy_covers", contract_id=id_)
    sh.show(rows, "contract_number", "policy_number", "insurer_name", "buyer_name",
            "valid_from_on", "layer", "share_ppm", "source")  # fmt: skip


@verb(POLICY, "explain",
      ("Show what policies cover of each unpaid invoice, and why it is not more.",
       "Montrer ce que les polices garantissent de chaque facture impayée, et pourquoi pas "
       "davantage."), "comptant policy explain C-1")  # fmt: skip
@click.argument("contract", required=False)
def explain(sh: Shell, contract: str | None) -> None:
    """Show the cover of invoices."""
    _show(sh, contract, cover_told.insured, cover_told.COLUMNS)


@verb(POLICY, "deadlines",
      ("List what is to be done to keep covers, and by when: what is lost first comes first.",
       "Lister ce qu'il faut faire pour garder les garanties, et quand : ce qui se perd d'abord "
       "vient d'abord."), "comptant policy deadlines")  # fmt: skip
@click.argument("contract", required=False)
def deadlines(sh: Shell, contract: str | None) -> None:
    """List deadlines."""
    _show(sh, contract, cover_told.deadlines, cover_told.DEADLINES)


@verb(POLICY, "claims",
      ("Show what insurers are expected to pay of the debts declared to them, and by when.",
       "Montrer ce que les assureurs devraient payer des créances déclarées, et quand."),
      "comptant policy claims")  # fmt: skip
@click.argument("contract", required=False)
def claims(sh: Shell, contract: str | None) -> None:
    """Show claims."""
    _show(sh, contract, cover_told.claims, cover_told.CLAIMS)


def _show(sh: Shell, contract: str | None, look: Any, columns: tuple[str, ...]) -> None:
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = look(see, on, id_)
    sh.show(rows, *columns)
