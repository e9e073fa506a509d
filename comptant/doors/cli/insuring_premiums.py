"""What policies cost and what their insurers are told of turnover: periods, deadlines, payments."""

from datetime import date
from pathlib import Path

import click

from comptant.doors import cover_told
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import ordered, waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.papers import tell_written
from comptant.doors.cli.parties import add, numbers
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.turnover_told import DECLARED, DUTIES, PREMIUMS
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, money, say

POLICY = Subject(
    "policy",
    both=Both("Policies of credit insurers: what they cover, and by when the cover is lost.",
              "Les polices d'assurance-crédit : ce qu'elles garantissent, et quand la garantie "
              "se perd."),
)  # fmt: skip
REFERENCE = option("--reference", required=True, help=("Its number, or where it is said.",
                                                       "Son numéro, ou où il est dit.")
                   )  # fmt: skip


@verb(POLICY, "insurer",
      ("Add an insurer, whose policies are then opened.",
       "Ajouter un assureur, dont on ouvre ensuite les polices."),
      "comptant policy insurer 'ASSUR SA' --siren 552032534")  # fmt: skip
@click.argument("name")
@numbers
def insurer(sh: Shell, name: str, country: str, **said: str | None) -> None:
    """Add an insurer."""
    add(sh, "INSURER", name, country, **said)


@verb(POLICY, "duties",
      ("List what is to be done for policies as a whole, and by when: premiums to pay, turnover to "
       "declare, limits that end. What is missed stops the cover.",
       "Lister ce qu'il faut faire pour les polices, et quand : primes à régler, chiffre "
       "d'affaires à déclarer, limites qui finissent. Ce qui est manqué arrête la garantie."),
      "comptant policy duties")  # fmt: skip
def duties(sh: Shell) -> None:
    """List duties."""
    with sh.reading() as (see, _, on):
        rows = see("read_policy_duties", on=on)
    sh.show(rows, *DUTIES)


@verb(POLICY, "premiums",
      ("List what policies have cost, period by period, and whether it is paid.",
       "Lister ce que les polices ont coûté, période par période, et si c'est réglé."),
      "comptant policy premiums P-1")  # fmt: skip
@click.argument("policy", required=False)
def premiums(sh: Shell, policy: str | None) -> None:
    """List premiums."""
    with sh.reading() as (see, _, on):
        id_ = cover_told.policy(see, policy, on)["id"] if policy else None
        rows = see("read_premiums", policy_id=id_)
    sh.show(rows, *PREMIUMS)


@verb(POLICY, "premium",
      ("Show what the running period of a policy comes to so far, figure by figure.",
       "Montrer ce que la période en cours d'une police coûte à ce jour, chiffre par chiffre."),
      "comptant policy premium P-1")  # fmt: skip
@click.argument("policy")
def premium(sh: Shell, policy: str) -> None:
    """Show the running premium."""
    from comptant.doors import turnover_told

    with sh.reading() as (see, _, on):
        told = turnover_told.premium(see, policy, on)
    sh.show([told], *turnover_told.OF_PREMIUM)


@verb(POLICY, "pay-premium",
      ("Prepare the payment of a premium; another person releases it.",
       "Préparer le règlement d'une prime ; une autre personne le libère."),
      "comptant policy pay-premium 1204")  # fmt: skip
@click.argument("premium", type=ID)
@option("--payee", type=ID, help=("The account to pay, where there are several.",
                                  "Le compte à créditer, s'il y en a plusieurs."))  # fmt: skip
def pay_premium(sh: Shell, premium: int, payee: int | None) -> None:
    """Pay a premium."""
    from comptant.operations.insurance.premiums import pay_premium as pay

    answer = sh.run(pay, premium_id=premium, payee_account_id=payee)
    sh.say(answer, ordered(answer), waits(answer["approval_id"]))


@verb(POLICY, "premium-paid",
      ("Keep that a client has paid the premium of a policy that it holds.",
       "Enregistrer qu'un adhérent a réglé la prime d'une police qu'il a souscrite."),
      "comptant policy premium-paid 1204 --reference receipt")  # fmt: skip
@click.argument("premium", type=ID)
@option("--on-day", "paid_on", type=DAY, help=("Day (default: today).", "Jour (sinon ce jour)."))
@REFERENCE
def premium_paid(sh: Shell, premium: int, paid_on: date | None, reference: str) -> None:
    """Keep a premium as paid."""
    from comptant.operations.insurance.premiums import record_premium_paid

    with sh.reading() as (_see, _, on):
        day = paid_on or on
    answer = sh.run(record_premium_paid, premium_id=premium, paid_on=day, reference=reference)
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(
    POLICY,
    "turnover",
    (
        "Show the turnover to declare to an insurer for the next period, from the ledger; --until: "
        "of a period declared before. --out writes it: .csv, .xlsx, or .pdf, the form for people.",
        "Montrer le chiffre d'affaires à déclarer à un assureur pour la prochaine période, d'après "
        "le grand livre ; --until : d'une période déjà déclarée. --out l'écrit : .csv, .xlsx, ou "
        ".pdf, le formulaire.",
    ),
    "comptant policy turnover P-1",
    "comptant policy turnover P-1 --out declaration.pdf",
)
@click.argument("policy")
@option("--until", "until_on", type=DAY, help=("Last day of a period declared.",
                                               "Dernier jour d'une période déclarée.")
)  # fmt: skip
@files_out.OUT
@files_out.FORCE
def turnover(
    sh: Shell, policy: str, until_on: date | None, out: Path | None, is_forced: bool
) -> None:
    """Show the turnover, or write it."""
    from comptant.doors import turnover_told

    with sh.reading() as (see, _, on):
        told = turnover_told.turnover(see, policy, on, until_on)
        if out is not None:
            form = out.suffix.removeprefix(".").lower()
            name, content = turnover_told.file_of(see, told, form, on)
            facts = {key: value for key, value in told.items() if key != "rows"}
            tell_written(sh, facts, name, content, out, is_forced=is_forced)
            return
    if sh.is_json:
        sh.say(told)
        return
    rows = told["rows"]
    sh.show(rows, *turnover_told.COLUMNS)
    whole = money(told["declared_turnover_cents"], told["currency"])
    until, number = told["until_on"].isoformat(), told["policy_number"]
    next_ = f"comptant policy declare-turnover {number} --until {until} --reference"
    click.echo(say(f"To declare: {whole}. Once sent: {next_} TEXT",
                   f"À déclarer : {whole}. Une fois envoyé : {next_} TEXTE"))  # fmt: skip


@verb(
    POLICY,
    "declare-turnover",
    (
        "Keep that the turnover of a period, as the ledger has it, was declared to the insurer.",
        "Enregistrer que le chiffre d'affaires d'une période, tel qu'au grand livre, a été déclaré "
        "à l'assureur.",
    ),
    "comptant policy declare-turnover P-1 --until 2026-03-31 --reference DCA-2026-1",
)
@click.argument("policy")
@option("--until", "until_on", type=DAY, required=True,
        help=("Last day of the period.", "Dernier jour de la période."))  # fmt: skip
@option("--on-day", "declared_on", type=DAY, help=("Day of the declaration (default: today).",
                                                   "Jour de la déclaration (sinon ce jour).")
)  # fmt: skip
@option("--slip", "is_slip", is_flag=True,
        help=("Take back the last one: it was told by slip.",
              "Reprendre la dernière : elle fut dite par erreur."))  # fmt: skip
@REFERENCE
def declare_turnover(
    sh: Shell, policy: str, until_on: date, declared_on: date | None, is_slip: bool, reference: str
) -> None:
    """Keep a declaration."""
    from comptant.operations.insurance.turnover import declare_turnover as keep

    with sh.reading() as (see, _, on):
        policy_id = cover_told.policy(see, policy, on)["id"]
    answer = sh.run(keep, policy_id=policy_id, until_on=until_on, declared_on=declared_on or on,
                    is_slip=is_slip, reference=reference)  # fmt: skip
    if is_slip:
        sh.say(answer, say("Taken back: it is to be declared.", "Reprise : à déclarer."))
        return
    whole = money(answer["declared_turnover_cents"], answer["currency"])
    sh.say(answer, say(f"Recorded: {whole}.", f"Enregistré : {whole}."))
    if answer["is_late"] and not sh.is_json:
        click.echo(say("After its last day: the insurer may refuse what was delivered since.",
                       "Après le dernier jour : l'assureur peut refuser ce qui a été livré "
                       "depuis."))  # fmt: skip


@verb(POLICY, "declarations",
      ("List the declarations of turnover made to insurers.",
       "Lister les déclarations de chiffre d'affaires faites aux assureurs."),
      "comptant policy declarations")  # fmt: skip
@click.argument("policy", required=False)
def declarations(sh: Shell, policy: str | None) -> None:
    """List declarations."""
    with sh.reading() as (see, _, on):
        id_ = cover_told.policy(see, policy, on)["id"] if policy else None
        rows = see("read_turnover_declarations", policy_id=id_)
    sh.show(rows, *DECLARED)
