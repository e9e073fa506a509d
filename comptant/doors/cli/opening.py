"""The file of a contract before its client draws: what the house wants, what is there."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import SOURCE, Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY
from comptant.doors.words import Both, say

OPENING = Subject("opening", both=Both(
    "The file of a contract before it draws: identity, owners, lists of frozen assets, committee.",
    "Le dossier d'un contrat avant financement : identité, bénéficiaires, gel des avoirs, comité.",
))  # fmt: skip
SHOWN = ("guard", "label", "opening_state", "fact_on", "until_on", "source", "login", "next_step")
SINCE = option(
    "--since",
    "fact_on",
    type=DAY,
    help=("Day of the document (default: today).", "Date de la pièce (sinon aujourd'hui)."),
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(OPENING)


@verb(OPENING, "want",
      ("Say what must be recorded before a contract of this house draws; another person approves."
       "\n\nKYC_FILE, OWNERS, POWERS, SCREENING, COMMITTEE, CONDITIONS; `all`, or `none`. "
       "Contracts that draw already go on.",
       "Dire ce qui doit être au dossier avant qu'un contrat de la maison finance ; une autre "
       "personne approuve.\n\nKYC_FILE, OWNERS, POWERS, SCREENING, COMMITTEE, CONDITIONS ; `all`, "
       "ou `none`. Les contrats déjà actifs continuent."),
      "comptant opening want all --source 'credit policy 2026'")  # fmt: skip
@click.argument("guards", nargs=-1, required=True, metavar="NAME...")
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@SOURCE
def want(sh: Shell, guards: tuple[str, ...], from_on: date | None, source: str) -> None:
    """Say what the house wants."""
    from comptant.operations.registry.opening import set_opening_guards
    from comptant.rules.opening import GUARDS

    wanted = list(GUARDS) if guards == ("all",) else [one.upper() for one in guards]
    wanted = [] if guards == ("none",) else wanted
    answer = sh.run(set_opening_guards, guards=wanted, from_on=from_on or sh.today(),
                    source=source)  # fmt: skip
    told = ", ".join(words.word("guard", one) for one in wanted) or say("nothing", "rien")
    lines = [say(f"Before a contract draws: {told}.", f"Avant tout financement : {told}.")]
    sh.say(answer, *(lines if answer["is_alone"] else [waits(answer["approval_id"])]))


@verb(OPENING, "show",
      ("Show the file of a contract: what is missing and what brings it, what is recorded by whom.",
       "Montrer le dossier d'un contrat : ce qui manque et ce qui l'apporte, ce qui est enregistré "
       "et par qui."),
      "comptant opening show C-1")  # fmt: skip
@click.argument("contract")
def show(sh: Shell, contract: str) -> None:
    """Show the file."""
    from comptant.doors import opening_told
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, user, on):
        if not user.is_factor:
            raise Refused("not_your_right", operation="record_opening_fact", login=user.login)
        rows = opening_told.file_of(see, lookup.contract(see, contract, on), on)
    sh.show(rows, *SHOWN)


@verb(OPENING, "record",
      ("Record a part of the file by its document: kyc_file (complete), powers NAME (may sign), "
       "condition NUMBER (of the committee, met), pledge (of the dedicated account).",
       "Enregistrer une pièce du dossier : kyc_file (complet), powers NOM (peut signer), condition "
       "NUMÉRO (du comité, levée), pledge (nantissement du compte dédié)."),
      "comptant opening record C-1 kyc_file --until 2027-01-16 --source 'file 2026/118'",
      "comptant opening record C-1 powers 'Alice Martin' --source 'Kbis of 5 January'",
      "comptant opening record C-1 condition 1 --source 'release letter of the bank'")  # fmt: skip
@click.argument("contract")
@click.argument("guard", type=click.Choice(["kyc_file", "powers", "condition", "pledge"]))
@click.argument("label", default="", metavar="[NAME]")
@SINCE
@option("--until", "until_on", type=DAY, help=("Its last day (default: none).",
                                               "Son dernier jour (sinon aucun)."))  # fmt: skip
@SOURCE
def record(
    sh: Shell, contract: str, guard: str, label: str, fact_on: date | None, until_on: date | None,
    source: str,
) -> None:  # fmt: skip
    """Record a part of the file."""
    from comptant.operations.registry.opening import record_opening_fact

    contract_id, on = sh.contract(contract)
    answer = sh.run(record_opening_fact, contract_id=contract_id, guard=guard.upper(), label=label,
                    fact_on=fact_on or on, until_on=until_on, source=source)  # fmt: skip
    sh.say(answer, _recorded(answer))


@verb(
    OPENING,
    "owners",
    (
        "Record all the beneficial owners, each with its share; 0 where control is by other means.",
        "Enregistrer tous les bénéficiaires effectifs et leur part ; 0 si le contrôle est autre.",
    ),
    "comptant opening owners C-1 'Alice Martin=60' 'Paul Durand=40' --source 'RBE 2026-01-12'",
)
@click.argument("contract")
@click.argument("owners", nargs=-1, required=True, metavar="NAME=SHARE...")
@SINCE
@SOURCE
def owners(
    sh: Shell, contract: str, owners: tuple[str, ...], fact_on: date | None, source: str
) -> None:
    """Record the owners."""
    from comptant.operations.registry.opening import record_owners

    shares = lookup.shares(owners)
    contract_id, on = sh.contract(contract)
    answer = sh.run(record_owners, contract_id=contract_id, owners=shares, fact_on=fact_on or on,
                    source=source)  # fmt: skip
    sh.say(answer, _recorded(answer))


@verb(OPENING, "screen",
      ("Look for the client, its owners and those who sign on a list of frozen assets.\n\nThe file "
       "as published: the European list as CSV, the French register as JSON, any CSV with a column "
       "name. It is kept.",
       "Chercher l'adhérent, ses bénéficiaires et ses signataires sur une liste de gel des avoirs."
       "\n\nLe fichier tel que publié : liste européenne en CSV, registre français en JSON, tout "
       "CSV avec une colonne nom. Il est conservé."),
      "comptant opening screen C-1 eu-consolidated.csv --list-on 2026-01-15")  # fmt: skip
@click.argument("contract")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option(
    "--list-on",
    "list_on",
    type=DAY,
    help=("Day of the list (default: today).", "Date de la liste (sinon aujourd'hui)."),
)
def screen(sh: Shell, contract: str, file: Path, list_on: date | None) -> None:
    """Screen the names."""
    from comptant.operations.registry.opening import screen_names

    contract_id, on = sh.contract(contract)
    answer = sh.run(screen_names, contract_id=contract_id, list_name=file.name,
                    list_on=list_on or on, content=file.read_bytes())  # fmt: skip
    count, listed = len(answer["names"]), words.count(answer["listed_count"])
    lines = [say(f"{count} names looked for among {listed}.",
                 f"{count} noms cherchés parmi {listed}.")]  # fmt: skip
    lines += [
        say(
            f"{one['name']} looks like {one['listed']}.",
            f"{one['name']} ressemble à {one['listed']}.",
        )
        for one in answer["alike"]
    ]
    none = say("None is alike.", "Aucun homonyme.")
    clear = say(f"If that is somebody else: comptant opening clear {contract} --reason WHY",
                f"S'il s'agit d'une autre personne : comptant opening clear {contract} --reason "
                "MOTIF")  # fmt: skip
    sh.say(answer, *lines, clear if answer["alike"] else none)


@verb(
    OPENING,
    "clear",
    (
        "Say that what the last list had alike is somebody else; another person approves.",
        "Dire que les homonymes de la dernière liste sont d'autres personnes ; une autre personne "
        "approuve.",
    ),
    "comptant opening clear C-1 --reason 'born in 1952, ours in 1980: passport seen'",
)
@click.argument("contract")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def clear(sh: Shell, contract: str, reason: str) -> None:
    """Clear what was found alike."""
    from comptant.operations.registry.opening import clear_screening

    contract_id, _ = sh.contract(contract)
    answer = sh.run(clear_screening, contract_id=contract_id, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


@verb(OPENING, "committee",
      ("Record that the committee has agreed, with the conditions to meet before the first euro; "
       "another person approves.",
       "Enregistrer l'accord du comité, avec les conditions à lever avant le premier euro ; une "
       "autre personne approuve."),
      "comptant opening committee C-1 --source 'minutes of 14 January' --condition 'release letter "
      "of the bank' --condition 'IBAN checked'")  # fmt: skip
@click.argument("contract")
@option("--condition", "conditions", multiple=True,
        help=("A condition; may be repeated.", "Une condition ; peut être répétée."))  # fmt: skip
@SINCE
@SOURCE
def committee(
    sh: Shell, contract: str, conditions: tuple[str, ...], fact_on: date | None, source: str
) -> None:
    """Record the committee's agreement."""
    from comptant.operations.registry.opening import propose_committee

    contract_id, on = sh.contract(contract)
    answer = sh.run(propose_committee, contract_id=contract_id, decided_on=fact_on or on,
                    conditions=list(conditions), source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


def _recorded(answer: dict[str, Any]) -> str:
    told = words.word("guard", answer["guard"])
    about = f" « {answer['label']} »" if answer["label"] else ""
    return say(f"Recorded: {told}{about}.", f"Enregistré : {told}{about}.")
