"""What must leave the house: files, notices; said once they have left."""

from pathlib import Path

import click

from comptant.doors import lookup, words
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

OUTBOX = Subject("outbox", both=Both("What must leave the house.", "Ce qui doit partir."))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(OUTBOX)


@verb(OUTBOX, "list", ("List what has not left yet.", "Lister ce qui n'est pas encore parti."),
      "comptant outbox list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List what waits. What has left is the factor's to see, so the list is too."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, user, _):
        if not user.is_factor:
            raise Refused("not_your_right", operation="outbox", login=user.login)
        rows = see("read_outbox")
    sh.show(rows, "id", "outbox_kind", "contract_number", "party_name", "name", "due_at")


@verb(OUTBOX, "ask-notice",
      ("Ask for a notice of assignment to one buyer, where its contract pays without one.",
       "Demander un avis de cession pour un acheteur, quand son contrat paie sans avis."),
      "comptant outbox ask-notice C-1 'BETA SA'")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
def ask_notice(sh: Shell, contract: str, buyer: str) -> None:
    """Ask for a notice."""
    from comptant.operations.assigning import disclosing

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"]
    answer = sh.run(disclosing.ask_notice, contract_id=contract_id, buyer_id=buyer_id)
    number = answer["outbox_id"]
    sh.say(answer, say(f"The notice waits to be sent, as number {number}. Once it has left: "
                       f"comptant outbox sent {number} --proof PROOF.",
                       f"L'avis attend son envoi, sous le numéro {number}. Une fois parti : "
                       f"comptant outbox sent {number} --proof PREUVE."))  # fmt: skip


@verb(OUTBOX, "sent", ("Say that it has left, and what proves it; a notice frees its invoices.",
                       "Dire qu'il est parti, avec sa preuve ; un avis libère ses factures."),
      "comptant outbox sent 1310 --proof 'registered letter 1A 234'")  # fmt: skip
@click.argument("line", type=ID)
@option("--proof", required=True, help=("What proves it.", "Ce qui le prouve."))
def sent(sh: Shell, line: int, proof: str) -> None:
    """Mark as sent."""
    _mark(sh, line, "SENT", proof)


@verb(OUTBOX, "cancel", ("Put it aside: it will not leave.\n\nA payment file waits for another "
                         "person; then its orders go out with the next one.",
                         "L'écarter : il ne partira pas.\n\nUn fichier de virements attend une "
                         "autre personne ; ses ordres partent alors avec le suivant."),
      "comptant outbox cancel 1310")  # fmt: skip
@click.argument("line", type=ID)
def cancel(sh: Shell, line: int) -> None:
    """Put aside."""
    _mark(sh, line, "CANCELLED", "")


@verb(OUTBOX, "write", ("Write a file that was made for the bank again: the same bytes.\n\nIts "
                        "orders leave once, however often it is written. No line: all the files.",
                        "Réécrire un fichier fait pour la banque : les mêmes octets.\n\nSes ordres "
                        "partent une fois, quel que soit le nombre d'écritures. Sans ligne : tous "
                        "les fichiers."),
      "comptant outbox write 1310 --out january.xml", "comptant outbox write")  # fmt: skip
@click.argument("line", type=ID, required=False)
@files_out.OUT
@files_out.FORCE
def write(sh: Shell, line: int | None, out: Path | None, is_forced: bool) -> None:
    """Write a file again, or list them."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, user, _):
        if not user.is_factor:
            raise Refused("not_your_right", operation="outbox", login=user.login)
        files = see("read_outbox_files", id=line, digest=None)
        if line is None:
            sh.show(files, "id", "outbox_kind", "name", "kept_at", "count", "step")
            return
        if not files:
            raise Refused("outbox_unknown", outbox_id=line)
        file = files[0]
        content = files_out.document(see, file["digest"])
    remedy = say("Give another --out, or --force to write over it.",
                 "Donnez un autre --out, ou --force pour écrire par-dessus.")  # fmt: skip
    path = files_out.write(out or Path(file["name"]), content, remedy, is_forced=is_forced)
    lines = [say(f"{path}: written.", f"{path} : écrit.")]
    if file["step"] != "SENT":
        state = words.word("step", file["step"])
        lines.append(say(f"Do not send it: {state}.", f"Ne l'envoyez pas : {state}."))
    sh.say({**file, "path": str(path)}, *lines)


def _mark(sh: Shell, line: int, outcome: str, proof: str) -> None:
    from comptant.operations.assigning.outbox import mark_sent

    answer = sh.run(mark_sent, outbox_id=line, outcome=outcome, proof=proof)
    if answer["approval_id"]:
        sh.say(answer, say(
            f"{answer['name']}: orders that will be in the next file: {answer['count']}.",
            f"{answer['name']} : ordres qui seront dans le prochain fichier : {answer['count']}."),
            waits(answer["approval_id"]))  # fmt: skip
        return
    sh.say(answer, say(f"Recorded; invoices judged again: {answer['judged']}.",
                       f"Noté ; factures réexaminées : {answer['judged']}."))  # fmt: skip
