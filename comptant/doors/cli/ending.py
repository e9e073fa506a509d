"""Leaving a contract: notice, the last payment, closure; what it costs, told before."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import ordered, waits
from comptant.doors.cli.language import SOURCE, Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, day, money, say

EXIT = Subject(
    "exit",
    both=Both(
        "Leaving a contract: what it costs, notice, run-off, closure.",
        "Quitter un contrat : coût, préavis, extinction, clôture.",
    ),
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(EXIT)


@verb(EXIT, "notice",
      ("End a contract with notice: it goes on until its last day, and from then nothing more is "
       "assigned or drawn; what is held is collected.\n\nWithdrawn while it runs by: comptant "
       "contract amend C-1 --term status=ACTIVE.",
       "Mettre fin à un contrat avec préavis : il continue jusqu'à son dernier jour, puis plus de "
       "cession ni de financement ; ce qui est cédé s'encaisse.\n\nSe retire tant qu'il court "
       "par : comptant contract amend C-1 --term status=ACTIVE."),
      "comptant exit notice C-1 --source 'letter of 16 January'",
      "comptant exit notice C-1 --given-by factor --received 2026-01-14 --source 'our letter'",
)  # fmt: skip
@click.argument("contract")
@option("--given-by", type=click.Choice(["client", "factor"]), default="client",
        help=("Who ends it (client).", "Qui y met fin (client)."))  # fmt: skip
@option("--received", "received_on", type=DAY,
        help=("Day on which the notice was received (default: today).",
              "Jour de réception du préavis (sinon aujourd'hui)."))  # fmt: skip
@SOURCE
def notice(sh: Shell, contract: str, given_by: str, received_on: date | None, source: str) -> None:
    """Give notice."""
    from comptant.operations.registry.leaving import give_notice

    contract_id, on = sh.contract(contract)
    answer = sh.run(give_notice, contract_id=contract_id, given_by=given_by.upper(),
                    received_on=received_on or on, source=source)  # fmt: skip
    ends = day(date.fromisoformat(answer["ends_on"]))
    sh.say(answer, say(f"Notice is given. Nothing more is assigned from {ends}; what is held is "
                       "collected to the end.",
                       f"Le préavis est donné. Plus de cession à partir du {ends} ; ce qui est "
                       "cédé s'encaisse jusqu'au bout."))  # fmt: skip


@verb(EXIT, "simulate",
      ("What leaving would cost and when, before notice is given: its dates, what must be repaid, "
       "the cash week by week to the last payment. Nothing is written.",
       "Ce que coûterait la sortie et quand, avant tout préavis : ses dates, ce qu'il faut "
       "rembourser, les flux semaine par semaine jusqu'au solde. Rien n'est écrit."),
      "comptant exit simulate C-1", "comptant exit simulate C-1 --notice 2026-03-01")  # fmt: skip
@click.argument("contract")
@option(
    "--notice",
    "notice_on",
    type=DAY,
    help=("Day of the notice (default: today).", "Jour du préavis (sinon aujourd'hui)."),
)
def simulate(sh: Shell, contract: str, notice_on: date | None) -> None:
    """Simulate leaving."""
    from comptant.doors import leaving_told, tables

    contract_id, _ = sh.contract(contract)
    told = leaving_told.simulated(sh.writing(is_look=True), contract_id, notice_on)
    if sh.is_json:
        sh.say(told)
        return
    tables.pairs(leaving_told.figures(told))
    for rows, columns, title in (
        (leaving_told.weeks(told), leaving_told.WEEKS, say("Week by week", "Semaine par semaine")),
        (told["days"], leaving_told.DAYS, say("Day by day", "Jour par jour")),
    ):  # fmt: skip
        shown = [{**row, "currency": told["currency"]} for row in rows]
        sh.show(shown, *columns, title=title)
    sh.say(None, "", *leaving_told.sentences(told))


@verb(EXIT, "pack",
      ("Write a contract as open files, to leave with: open invoices, money that waits, limits, "
       "notices to buyers, statement, terms, entries, charges.\n\nCSV lists and handover.json, "
       "which describes each column and seals each file by its SHA-256. Comptant reads them back: "
       "comptant takeover load.",
       "Écrire un contrat en fichiers ouverts, pour partir avec : factures ouvertes, encaissements "
       "en attente, limites, notifications, relevé, conditions, écritures, commissions.\n\nListes "
       "CSV et handover.json, qui décrit chaque colonne et scelle chaque fichier par son SHA-256. "
       "Comptant les relit : comptant takeover load."),
      "comptant exit pack C-1 --to pack")  # fmt: skip
@click.argument("contract")
@option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True,
        metavar="PATH", help=("A folder to make, or an empty one.",
                             "Un dossier à créer, ou vide."))  # fmt: skip
def pack(sh: Shell, contract: str, folder: Path) -> None:
    """Write the pack."""
    from comptant.doors import handing_over

    with sh.reading() as (see, _, on):
        files = handing_over.pack(see, lookup.contract(see, contract, on), on)
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(
            say(
                f"{folder} is not empty: name another folder.",
                f"{folder} n'est pas vide : nommez un autre dossier.",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    seal = handing_over.seal(files)
    sh.say(
        {"folder": str(folder), "files": sorted(files), "seal": seal},
        say(f"{len(files)} files in {folder}. Seal (SHA-256 of handover.json): {seal}",
            f"{len(files)} fichiers dans {folder}. Sceau (SHA-256 de handover.json) : {seal}"),
    )  # fmt: skip


@verb(EXIT, "pay",
      ("Of a contract in run-off with nothing left to collect: bill what is left to bill, give the "
       "guarantee fund back, and prepare the payment of what remains to the client.",
       "D'un contrat en extinction sans rien à encaisser : facturer ce qui reste, restituer le "
       "fonds de garantie et préparer le virement du solde à l'adhérent."),
      "comptant exit pay C-1")  # fmt: skip
@click.argument("contract")
@option("--payee", type=ID, help=("The account to pay, where there are several.",
                                  "Le compte à créditer, s'il y en a plusieurs."))  # fmt: skip
def pay(sh: Shell, contract: str, payee: int | None) -> None:
    """Pay the balance."""
    from comptant.operations.registry.leaving import pay_balance

    contract_id, _ = sh.contract(contract)
    answer = sh.run(pay_balance, contract_id=contract_id, payee_account_id=payee)
    kept = _kept(contract, answer)
    if answer["order_id"]:
        sh.say(answer, ordered(answer), waits(answer["approval_id"]), *kept)
        return
    owed = money(answer["owed_cents"], answer["currency"])
    nothing = say(f"Nothing is left to pay: comptant exit close {contract}",
                  f"Rien ne reste à verser : comptant exit close {contract}")  # fmt: skip
    owes = say(
        f"The client owes us {owed}: once it has come in, comptant repay books it.",
        f"L'adhérent nous doit {owed} : une fois reçu, comptant repay l'enregistre.",
    )
    sh.say(answer, *(kept or [owes if answer["owed_cents"] else nothing]))


def _kept(contract: str, answer: dict[str, Any]) -> list[str]:
    """What garnishments hold of the balance."""
    if not answer["garnished_cents"]:
        return []
    held = money(answer["garnished_cents"], answer["currency"])
    return [say(f"Garnished: {held}, to be paid or lifted: comptant garnishment list {contract}",
                f"Saisi : {held}, à régler ou à lever : comptant garnishment list {contract}"
    )]  # fmt: skip


@verb(EXIT, "close",
      ("Close a contract for good: every account is at 0.00 and nothing is open; what still is "
       "open is told.",
       "Clore définitivement un contrat : chaque compte est à 0,00 et rien n'est ouvert ; ce qui "
       "l'est encore est dit."),
      "comptant exit close C-1 --source 'last statement sent'")  # fmt: skip
@click.argument("contract")
@SOURCE
def close(sh: Shell, contract: str, source: str) -> None:
    """Close a contract."""
    from comptant.operations.registry.leaving import close_contract

    contract_id, _ = sh.contract(contract)
    answer = sh.run(close_contract, contract_id=contract_id, source=source)
    sh.say(answer, say(f"The contract {contract} is closed: every account is at 0.00.",
                       f"Le contrat {contract} est clos : chaque compte est à 0,00."))  # fmt: skip
