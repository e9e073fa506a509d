"""What must leave the house: files, notices; said once they have left."""

import click

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
