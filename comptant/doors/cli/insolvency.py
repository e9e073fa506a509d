"""Parties in proceedings: notices taken in, what is due by when, who bears what, what was done."""

import hashlib
from datetime import date
from pathlib import Path

import click

from comptant.doors import insolvency_told, lookup, words
from comptant.doors.cli import files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.papers import tell_written
from comptant.doors.cli.shell import Row, Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID
from comptant.doors.words import Both, money, say

INSOLVENCY = Subject("insolvency", both=Both(
    "Buyers, clients and guarantors in insolvency proceedings: notices, last days, claims.",
    "Acheteurs, adhérents et cautions en procédure collective : annonces, délais, créances.")
)  # fmt: skip
REFERENCE = option("--reference", required=True, help=("Where it is said.", "Où il est dit."))
SUMS = ("insurer_bears_cents", "factor_bears_cents", "client_bears_cents")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(INSOLVENCY)


@verb(INSOLVENCY, "take",
      ("Take in a file of notices of BODACC (JSON of its open data portal).\n\nEach counts once. "
       "Buyers that they name are stopped, the funding of clients is suspended; corrections and "
       "cancellations lift what they undo.",
       "Prendre un fichier d'annonces du BODACC (JSON de son portail de données ouvertes).\n\n"
       "Chacune compte une fois. Les acheteurs nommés sont bloqués, le financement des adhérents "
       "suspendu ; rectificatifs et annulations lèvent ce qu'ils défont."),
      "comptant insolvency take bodacc.json")  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def take(sh: Shell, file: Path) -> None:
    """Take in notices."""
    from comptant.operations.claiming.insolvency_notices import take_notices

    _tell(sh, sh.run(take_notices, file_name=file.name, content=file.read_bytes()))


@verb(INSOLVENCY, "fetch",
      ("Ask an address for notices and take them in.\n\nWithout one, that of COMPTANT_BODACC_URL; "
       "{day} in it is the last day published that is kept, less a week.",
       "Demander des annonces à une adresse et les prendre.\n\nSans adresse, celle de "
       "COMPTANT_BODACC_URL ; {day} y est le dernier jour de parution connu, moins une semaine."),
      "comptant insolvency fetch https://example.org/notices.json")  # fmt: skip
@click.argument("url", required=False)
def fetch(sh: Shell, url: str | None) -> None:
    """Fetch notices."""
    from comptant.doors.worker import fetching
    from comptant.operations.acts.act import Refused

    where = url or fetching.address()
    if not where:
        raise Refused("notices_unreachable", url="", said=fetching.SETTING)
    with sh.writing() as (conn, asked):
        answer = {"key": sh.key, **fetching.take(conn, asked, where)}
    _tell(sh, answer)


def _tell(sh: Shell, answer: Row) -> None:
    new, count = answer["new_count"], answer["notice_count"]
    lines = [say(f"{count} notices, {new} new.", f"{count} annonces, dont {new} nouvelles.")]
    for word in ("failed", "lifted", "ended"):
        lines += [
            f"{row['party_name']} : {words.word('insolvency_word', word)} "
            f"({row['notice_number']})" for row in answer[word]
        ]  # fmt: skip
    for lifted in answer["lifted"]:
        lines += [
            say(f"{row['invoice_number']} of {row['contract_number']} stays with our guarantee for "
                f"{money(row['open_cents'], row['currency'])}: comptant guarantee back",
                f"{row['invoice_number']} de {row['contract_number']} reste à notre garantie pour "
                f"{money(row['open_cents'], row['currency'])} : comptant guarantee back")
            for row in lifted["guarantees"]
        ]  # fmt: skip
    for row in answer["doubts"]:
        why = words.word("notice_doubt", row["doubt"])
        lines.append(
            f"{row['notice_number']} ({row['siren']}) : {why}. "
            f"comptant insolvency judge {row['notice_id']} --counts --reason TEXT"
        )
    lines += [say(f"{row['notice_number']} contradicts what is kept under its number; that stands.",
                  f"{row['notice_number']} contredit ce qui est connu sous ce numéro : sans effet.")
              for row in answer["contradictions"]]  # fmt: skip
    sh.say(answer, *lines)


@verb(INSOLVENCY, "judge",
      ("Say whether a notice counts: one in doubt from now on, another no longer.",
       "Dire si une annonce compte : l'une, douteuse, désormais ; l'autre, plus."),
      "comptant insolvency judge 1405 --counts --reason 'seen at its court'")  # fmt: skip
@click.argument("notice", type=ID)
@option("--counts/--ignore", "counts", required=True, help=("It counts, or not.",
                                                            "Elle compte, ou non."))  # fmt: skip
@option("--reason", required=True, help=("Why.", "Motif."))
def judge(sh: Shell, notice: int, counts: bool, reason: str) -> None:
    """Judge a notice."""
    from comptant.operations.claiming.insolvency_notices import judge_notice

    answer = sh.run(judge_notice, notice_id=notice, counts=counts, reason=reason)
    number = answer["notice_number"]
    sh.say(answer, say(f"{number} counts.", f"{number} compte.") if counts
           else say(f"{number} does not count.", f"{number} ne compte pas."))  # fmt: skip


@verb(INSOLVENCY, "list",
      ("List parties in proceedings, what is to be done and by when, of a contract or of all.",
       "Lister les tiers en procédure, ce qu'il y a à faire et pour quand, d'un contrat ou de "
       "tous."),
      "comptant insolvency list")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List cases."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = insolvency_told.cases(see, on, id_)
    sh.show(rows, *insolvency_told.CASES)


@verb(INSOLVENCY, "exposure",
      ("Show what a failed buyer owes on each contract, who bears it, what insurers must be told.",
       "Montrer ce que doit un acheteur défaillant par contrat, qui le supporte, et ce qu'il faut "
       "dire aux assureurs."),
      "comptant insolvency exposure 'BETA SA'")  # fmt: skip
@click.argument("buyer")
def exposure(sh: Shell, buyer: str) -> None:
    """Show an exposure."""
    with sh.reading() as (see, _, on):
        party_id = lookup.party(see, buyer)["id"]
        rows = insolvency_told.exposure(see, on, party_id)
        days = insolvency_told.insurers(see, on, party_id)
    if sh.is_json:
        sh.say({"rows": rows, "insurers": days})
        return
    sh.show(rows, *insolvency_told.EXPOSURE)
    if days:
        sh.show(days, *insolvency_told.INSURERS)


@verb(INSOLVENCY, "notices",
      ("List the notices of companies that we know: whether each counts, and why not.",
       "Lister les annonces sur les sociétés connues : si chacune compte, sinon pourquoi."),
      "comptant insolvency notices 443061841")  # fmt: skip
@click.argument("siren", required=False)
def notices(sh: Shell, siren: str | None) -> None:
    """List notices."""
    with sh.reading() as (see, _, _on):
        rows = see("read_insolvency_notices", siren=siren)
    sh.show(rows, "id", *insolvency_told.NOTICES)


@verb(INSOLVENCY, "told",
      ("Keep what was done: declared, admitted, contested, relief_asked, goods_claimed; of a "
       "client asked, continued, not_continued; undone takes back what was told last, by slip."
       "\n\nPART: buyer, client or guarantor.",
       "Enregistrer ce qui est fait : declared (créance déclarée), admitted, contested, "
       "relief_asked, goods_claimed ; d'un adhérent asked, continued, not_continued ; undone "
       "reprend ce qui fut dit en dernier, par erreur.\n\nPART : buyer, client ou guarantor."),
      "comptant insolvency told C-1 'BETA SA' buyer declared --reference 'letter of 2026-04-20'"
      )  # fmt: skip
@click.argument("contract")
@click.argument("party")
@click.argument("part", type=click.Choice(["buyer", "client", "guarantor"]))
@click.argument("step")
@option("--amount", "amount_cents", type=AMOUNT,
        help=("Declared or admitted (default: what is owed).",
              "Déclaré ou admis (sinon ce qui est dû)."))  # fmt: skip
@option("--on-day", "step_on", type=DAY, help=("Day (default: today).", "Jour (sinon ce jour)."))
@REFERENCE
def told(
    sh: Shell, contract: str, party: str, part: str, step: str, amount_cents: int | None,
    step_on: date | None, reference: str,
) -> None:  # fmt: skip
    """Keep a step."""
    from comptant.operations.claiming.insolvency_steps import record_insolvency_step

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        party_id = lookup.party(see, party)["id"]
    answer = sh.run(record_insolvency_step, contract_id=contract_id, party_id=party_id,
                    failed_part=part.upper(), step=step.upper(), amount_cents=amount_cents,
                    step_on=step_on or on, reference=reference)  # fmt: skip
    day = words.day(answer["declare_claim_by_on"])
    late = say(f" After its last day, {day}: ask the court for relief.",
               f" Après le {day}, dernier jour : demandez le relevé de forclusion."
               ) if answer["is_late"] else ""  # fmt: skip
    sh.say(answer, say("Kept.", "Enregistré.") + late)


@verb(INSOLVENCY, "letter",
      ("Write the letter that declares our claim to the court's officer, in French with English "
       "beside, as a PDF.\n\nPART: buyer, client or guarantor. Once it is sent: comptant "
       "insolvency "
       "told.",
       "Écrire la déclaration de créance au mandataire judiciaire, en français avec l'anglais en "
       "regard, en PDF.\n\nPART : buyer, client ou guarantor. Une fois envoyée : comptant "
       "insolvency told."),
      "comptant insolvency letter C-1 'BETA SA' buyer --to 'Maître X, 1 rue Y, 75001 Paris' "
      "--signer 'A. Martin, legal manager'")  # fmt: skip
@click.argument("contract")
@click.argument("party")
@click.argument("part", type=click.Choice(["buyer", "client", "guarantor"]))
@option("--to", "officer", required=True, help=("The court's officer and its address.",
                                                "Le mandataire et son adresse."))  # fmt: skip
@option("--signer", required=True, help=("Who signs, in what capacity.",
                                         "Qui signe, en quelle qualité."))  # fmt: skip
@option("--security", default="", help=("Privilege or security claimed, and on what.",
                                        "Privilège ou sûreté, et son assiette."))  # fmt: skip
@option("--lawsuit", default="", help=("The court seized, where there is a lawsuit.",
                                       "La juridiction saisie, s'il y a instance."))  # fmt: skip
@option("--amount", "amount_cents", type=AMOUNT, help=("Another amount than what is owed.",
                                                       "Un autre montant que le dû."))  # fmt: skip
@files_out.OUT
@files_out.FORCE
def letter(
    sh: Shell, contract: str, party: str, part: str, officer: str, signer: str, security: str,
    lawsuit: str, amount_cents: int | None, out: Path | None, is_forced: bool,
) -> None:  # fmt: skip
    """Write a declaration of claim."""
    from comptant.doors.papers.claim_letters import Said, claim_letter

    said = Said(officer, signer, security, lawsuit, amount_cents)
    with sh.reading() as (see, _, on):
        party_id = lookup.party(see, party)["id"]
        made = claim_letter(see, contract, party_id, part.upper(), said, on)
    told = {"name": made.name, "digest": hashlib.sha256(made.content).hexdigest()}
    tell_written(sh, told, made.name, made.content, out, is_forced=is_forced)


@verb(INSOLVENCY, "impair",
      ("Bring the impairment of what a failed client owes to an amount (default: all of it).",
       "Porter à un montant la dépréciation de ce que doit un adhérent défaillant (sinon tout)."),
      "comptant insolvency impair C-1 --reference 'committee of 2026-06-30'")  # fmt: skip
@click.argument("contract")
@option("--amount", "amount_cents", type=AMOUNT, help=("0: none.", "0 : aucune."))
@REFERENCE
def impair(sh: Shell, contract: str, amount_cents: int | None, reference: str) -> None:
    """Impair a client's debt."""
    from comptant.operations.drawing.client_impairing import impair_client

    answer = sh.run(impair_client, contract_id=sh.contract(contract)[0],
                    amount_cents=amount_cents, reference=reference)  # fmt: skip
    cents = money(answer["impairment_cents"], answer["currency"])
    sh.say(answer, say(f"Impaired: {cents}.", f"Déprécié : {cents}."))


@verb(INSOLVENCY, "steps", ("List what was done, of a contract or of all.",
                            "Lister ce qui a été fait, d'un contrat ou de tous."),
      "comptant insolvency steps C-1")  # fmt: skip
@click.argument("contract", required=False)
def steps(sh: Shell, contract: str | None) -> None:
    """List steps."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_insolvency_steps", contract_id=id_)
    sh.show(rows, *insolvency_told.STEPS)
