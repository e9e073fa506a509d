"""Papers in PDF/A, in the language of the answer: each is written to a file."""

import hashlib
from datetime import date
from pathlib import Path

import click

from comptant.doors import lookup, words
from comptant.doors.cli import files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Row, Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, say

PAPER = Subject("paper", both=Both("Papers in PDF/A, in French and English.",
                                   "Les documents en PDF/A, en français et en anglais.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PAPER)


def tell_written(
    sh: Shell, told: Row, name: str, content: bytes, out: Path | None, *, is_forced: bool
) -> None:
    """Write a paper to a file, and say where."""
    remedy = say("Give another --out, or --force to write over it.",
                 "Donnez un autre --out, ou --force pour écrire par-dessus.")  # fmt: skip
    path = files_out.write(out or Path(name), content, remedy, is_forced=is_forced)
    sh.say({**told, "path": str(path)}, say(f"{path}: written.", f"{path} : écrit."))


@verb(PAPER, "title",
      ("Issue the title of a remittance: a quittance subrogative, or a Dailly deed with every "
       "mention that L313-23 CMF asks for, once it is signed (comptant signature ask). Made once "
       "in each language, then the same bytes.",
       "Émettre le titre d'une remise : quittance subrogative, ou bordereau Dailly avec toutes les "
       "mentions que L313-23 CMF exige, une fois signé (comptant signature ask). Fait une fois par "
       "langue, puis les mêmes octets."),
      "comptant paper title 1187 --language fr")  # fmt: skip
@click.argument("remittance", type=ID)
@files_out.OUT
@files_out.FORCE
def title(sh: Shell, remittance: int, out: Path | None, is_forced: bool) -> None:
    """Issue a title."""
    from comptant.operations.assigning.papers import issue_title

    with sh.reading() as (see, _, _on):
        contract_id = lookup.remittance(see, remittance)["contract_id"]
    answer = sh.run(issue_title, contract_id=contract_id, remittance_id=remittance,
                    language=words.language())  # fmt: skip
    with sh.reading() as (see, _, _on):
        content = files_out.document(see, answer["digest"])
    tell_written(sh, answer, answer["name"], content, out, is_forced=is_forced)


def _made(
    sh: Shell, kind: str, out: Path | None, is_forced: bool, *, contract: str = "",
    number: int = 0, first: date | None = None, last: date | None = None,
) -> None:  # fmt: skip
    """Make a paper that only tells what may be read, and write it."""
    from comptant.doors.papers.asked import paper

    with sh.reading() as (see, _, on):
        made = paper(see, kind, contract, number, first, last, on)
    told = {"kind": kind, "name": made.name, "digest": hashlib.sha256(made.content).hexdigest()}
    tell_written(sh, told, made.name, made.content, out, is_forced=is_forced)


@verb(PAPER, "quote",
      ("Print a quote: its full costs, the TEG with its hypotheses, VAT apart.",
       "Imprimer un devis : ses coûts complets, le TEG et ses hypothèses, la TVA à part."),
      "comptant paper quote 12 --language fr")  # fmt: skip
@click.argument("quote", type=ID)
@files_out.OUT
@files_out.FORCE
def quote(sh: Shell, quote: int, out: Path | None, is_forced: bool) -> None:
    """Print a quote."""
    _made(sh, "quote", out, is_forced, number=quote)


@verb(PAPER, "conditions",
      ("Print the special conditions of a contract, as in force on a day: every term by clause, "
       "the fee grid, the TEG of the last quote.",
       "Imprimer les conditions particulières d'un contrat, en vigueur à une date : chaque "
       "condition par clause, la grille tarifaire, le TEG du dernier devis."),
      "comptant paper conditions C-1 --at 2026-01-16 --language fr")  # fmt: skip
@click.argument("contract")
@option("--at", "at", type=DAY, help=("In force on this day (today).",
                                      "En vigueur à cette date (aujourd'hui)."))  # fmt: skip
@files_out.OUT
@files_out.FORCE
def conditions(
    sh: Shell, contract: str, at: date | None, out: Path | None, is_forced: bool
) -> None:
    """Print special conditions."""
    _made(sh, "conditions", out, is_forced, contract=contract, last=at)


@verb(PAPER, "statement",
      ("Print the statement of a contract: the current account between two value dates, and what "
       "was billed (without dates: the month that ends today).",
       "Imprimer le relevé d'un contrat : le compte courant entre deux dates de valeur, et ce qui "
       "a été facturé (sans dates : le mois qui finit aujourd'hui)."),
      "comptant paper statement C-1 --from 2026-01-01 --until 2026-01-31")  # fmt: skip
@click.argument("contract")
@option("--from", "first", type=DAY, help=("First day.", "Premier jour."))
@option("--until", "last", type=DAY, help=("Last day.", "Dernier jour."))
@files_out.OUT
@files_out.FORCE
def statement(
    sh: Shell, contract: str, first: date | None, last: date | None, out: Path | None,
    is_forced: bool,
) -> None:  # fmt: skip
    """Print a statement."""
    _made(sh, "statement", out, is_forced, contract=contract, first=first, last=last)


@verb(PAPER, "group",
      ("Print the consolidated statement of a group (its name, or number: comptant group list).",
       "Imprimer le relevé consolidé d'un groupe (son nom, ou numéro : comptant group list)."),
      "comptant paper group HOLDING --from 2026-01-01 --until 2026-01-31")  # fmt: skip
@click.argument("group")
@option("--from", "first", type=DAY, help=("First day.", "Premier jour."))
@option("--until", "last", type=DAY, help=("Last day.", "Dernier jour."))
@files_out.OUT
@files_out.FORCE
def group(
    sh: Shell, group: str, first: date | None, last: date | None, out: Path | None,
    is_forced: bool,
) -> None:  # fmt: skip
    """Print a consolidated statement."""
    from comptant.doors import lookup

    with sh.reading() as (see, _, _on):
        number = lookup.party(see, group)["id"]
    _made(sh, "group", out, is_forced, number=number, first=first, last=last)


@verb(PAPER, "bill",
      ("Print what an entry billed: each line with its clause, base and days, VAT apart (the "
       "number of the entry: comptant charge list --json).",
       "Imprimer ce qu'une écriture a facturé : chaque ligne avec clause, assiette et jours, la "
       "TVA à part (le numéro de l'écriture : comptant charge list --json)."),
      "comptant paper bill C-1 1193 --language fr")  # fmt: skip
@click.argument("contract")
@click.argument("entry", type=ID)
@files_out.OUT
@files_out.FORCE
def bill(sh: Shell, contract: str, entry: int, out: Path | None, is_forced: bool) -> None:
    """Print a bill."""
    _made(sh, "bill", out, is_forced, contract=contract, number=entry)


@verb(PAPER, "commissions",
      ("Print a statement of commissions: each contract with its base, what was earned to date, "
       "what was told before and what this one tells (its number: comptant broker statements).",
       "Imprimer un relevé de commissions : chaque contrat avec son assiette, l'acquis à ce jour, "
       "le déjà relevé et ce que celui-ci relève (son numéro : comptant broker statements)."),
      "comptant paper commissions 1207 --language fr")  # fmt: skip
@click.argument("statement", type=ID)
@files_out.OUT
@files_out.FORCE
def commissions(sh: Shell, statement: int, out: Path | None, is_forced: bool) -> None:
    """Print a statement of commissions."""
    _made(sh, "commissions", out, is_forced, number=statement)


@verb(PAPER, "notices",
      ("Write the letters of the notices to buyers that wait to leave, and put them in a folder "
       "(--language is that of the answer: a letter speaks its buyer's, or that of --in).",
       "Établir les lettres des avis aux acheteurs qui attendent, et les mettre dans un dossier "
       "(--language est la langue de la réponse : une lettre parle celle de son acheteur, ou celle "
       "de --in)."),
      "comptant paper notices --out letters", "comptant paper notices C-1 --in fr")  # fmt: skip
@click.argument("contract", required=False)
@option("--in", "spoken", type=click.Choice(["fr", "en"]),
        help=("Language of the letters.", "Langue des lettres."))  # fmt: skip
@option("--out", "folder", type=click.Path(path_type=Path), default=Path(),
        help=("Folder for the letters (this one).", "Dossier des lettres (celui-ci)."))  # fmt: skip
def notices(sh: Shell, contract: str | None, spoken: str | None, folder: Path) -> None:
    """Write letters."""
    from comptant.operations.assigning.notices import write_notices

    number, contract_id = None, None
    if contract:
        with sh.reading() as (see, _, on):
            found = lookup.contract(see, contract, on)
            number, contract_id = found["number"], found["id"]
    answer = sh.run(write_notices, contract_id=contract_id, language=spoken)
    files = _letters(sh, number, folder)
    count = words.count(answer["count"])
    left = ", ".join(f"{words.word('unwritten', why)} ({words.count(number)})"
                     for why, number in answer["unwritten"].items())  # fmt: skip
    sh.say(
        {**answer, "files": files},
        say(f"Letters written: {count}.", f"Lettres établies : {count}."),
        *([say(f"Not written: {left}.", f"Non établies : {left}.")] if left else []),
    )


def _letters(sh: Shell, number: str | None, folder: Path) -> list[str]:
    """The letters that wait to leave, those written before too, each in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    again = say("The letters are written: ask again with another --out.",
                "Les lettres sont établies : redemandez-les avec un autre --out.")  # fmt: skip
    files = []
    with sh.reading() as (see, _, _on):
        for row in see("read_outbox"):
            if row["outbox_kind"] != "buyer_notice" or not row["digest"]:
                continue
            if number in (None, row["contract_number"]):
                content = files_out.document(see, row["digest"])
                path = files_out.write(folder / row["name"], content, again, is_forced=False)
                files.append(str(path))
    return files
