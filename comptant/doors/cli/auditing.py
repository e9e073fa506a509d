"""What anybody did and what two people decided, for those who control; nothing changes anything."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from comptant.doors import tables, words
from comptant.doors.acts_told import (
    ACT,
    ACTS,
    APPROVALS,
    DECISIONS,
    DOCUMENTS,
    ENTRIES,
    answer_told,
    approval_told,
    decision_told,
)
from comptant.doors.approvals import KINDS
from comptant.doors.cells import cell
from comptant.doors.cli.closing import AUDIT
from comptant.doors.cli.failures import FileFault
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID, word
from comptant.doors.words import say

Row = dict[str, Any]
FIRST = option("--from", "from_on", type=DAY, help=("First day.", "Premier jour."))
LAST = option("--to", "until_on", type=DAY, help=("Last day.", "Dernier jour."))
COUNT = option("--count", default=50, type=click.IntRange(1, 1_000), metavar="N",
               help=("How many (default: 50).", "Combien (sinon 50)."))  # fmt: skip
FILE = option("--file", type=click.Path(path_type=Path, dir_okay=False),
              help=("Write all of them into a CSV file.",
                    "Les écrire tous dans un fichier CSV."))  # fmt: skip


def declare(root: Subject) -> None:
    """Nothing to add: the commands are those of `audit`."""


@verb(
    AUDIT, "acts",
    ("What anybody did, the last first: who, what, when, by which program, and its place in the "
     "chain.\n\nFor administrators, accountants and auditors.",
     "Ce que chacun a fait, le dernier d'abord : qui, quoi, quand, par quel programme, et sa place "
     "dans la chaîne.\n\nPour administrateurs, comptables et auditeurs."),
    "comptant audit acts --from 2026-01-01 --to 2026-01-31",
    "comptant audit acts tania --operation payout --file acts.csv",
)  # fmt: skip
@click.argument("name", required=False)
@FIRST
@LAST
@option("--operation", help=("Of one operation.", "D'une opération."))
@option("--contract", help=("On one contract.", "Sur un contrat."))
@COUNT
@FILE
def acts(
    sh: Shell, name: str | None, from_on: date | None, until_on: date | None,
    operation: str | None, contract: str | None, count: int, file: Path | None,
) -> None:  # fmt: skip
    """List acts."""
    wanted = {"login": name, "from_on": from_on, "until_on": until_on, "operation": operation,
              "contract_id": sh.contract(contract)[0] if contract else None}  # fmt: skip
    keys = ("business_on", "id")
    _list(sh, "read_acts", wanted, keys, ("id", *ACTS), count, file, dict)


@verb(
    AUDIT, "decisions",
    ("What two people decided, the last first: who proposed, who decided, with which authority, "
     "and by which act.\n\nFor administrators, accountants and auditors. A name is that of either "
     "of them.",
     "Ce que deux personnes ont décidé, le dernier d'abord : qui a proposé, qui a décidé, à quel "
     "titre, et par quel acte.\n\nPour administrateurs, comptables et auditeurs. Un nom est celui "
     "de l'une ou de l'autre."),
    "comptant audit decisions --from 2026-01-01 --kind limit",
    "comptant audit decisions --file decisions.csv",
)  # fmt: skip
@click.argument("name", required=False)
@FIRST
@LAST
@option("--kind", type=word((*KINDS, "key"), upper=False),
        help=("Only this kind.", "Ce type seulement."))  # fmt: skip
@COUNT
@FILE
def decisions(
    sh: Shell, name: str | None, from_on: date | None, until_on: date | None, kind: str | None,
    count: int, file: Path | None,
) -> None:  # fmt: skip
    """List decisions."""
    wanted = {"login": name, "from_on": from_on, "until_on": until_on, "kind": kind, "id": None}
    keys = ("decided_act_id", "id")
    _list(sh, "read_decisions", wanted, keys, DECISIONS, count, file, decision_told)


@verb(
    AUDIT, "act",
    ("One act: what it was asked and answered, the entries it booked, the files it kept, the "
     "approvals it proposed or decided.",
     "Un acte : ce qui était demandé et la réponse, les écritures passées, les pièces gardées, "
     "les approbations proposées ou décidées."),
    "comptant audit act 1234",
)  # fmt: skip
@click.argument("act_id", type=ID, metavar="ACT")
def act(sh: Shell, act_id: int) -> None:
    """Show an act."""
    from comptant.operations.acts.act import Refused

    parts = {"approvals": APPROVALS, "entries": ENTRIES, "documents": DOCUMENTS}
    with sh.reading() as (see, user, _on):
        _check(user, "audit act")
        found = see("read_act", id=act_id)
        if not found:
            raise Refused("act_unknown", act_id=act_id)
        told = {name: see(f"read_act_{name}", id=act_id) for name in parts}
    if sh.is_json:
        sh.say({**found[0], **told})
        return
    facts = [(words.column(name), text) for name in ACT if (text := cell(found[0], name))]
    tables.pairs([*facts, *answer_told(found[0]["answer"])])
    for name, columns in parts.items():
        rows = [approval_told(row) if name == "approvals" else row for row in told[name]]
        if rows:
            tables.show([{one: cell(row, one) for one in columns} for row in rows], columns)


def _list(
    sh: Shell, query: str, wanted: Row, keys: tuple[str, ...], columns: tuple[str, ...],
    count: int, file: Path | None, told_as: Callable[[Row], Row],
) -> None:  # fmt: skip
    """The first rows, or all of them into a file."""
    from comptant.store.access import Paging

    name = f"audit {query.removeprefix('read_')}"
    if file:
        _write(sh, name, query, wanted, columns, file, told_as)
        return
    with sh.reading() as (see, user, _on):
        _check(user, name)
        rows = see(query, Paging(keys, count, is_descending=True), **wanted)[:count]
    sh.show(rows if sh.is_json else [told_as(row) for row in rows], *columns)


def _write(
    sh: Shell, name: str, query: str, wanted: Row, columns: tuple[str, ...], file: Path,
    told_as: Callable[[Row], Row],
) -> None:  # fmt: skip
    """A list as CSV, block by block: nothing of it is held whole."""
    from comptant.doors import csv_files

    if file.exists():
        raise FileFault(say(f"{file} exists already: give another name.",
                            f"{file} existe déjà : donnez un autre nom."))  # fmt: skip
    counted = [0]

    def told(row: Row) -> Row:
        counted[0] += 1
        return told_as(row)

    with sh.streaming() as (stream, user):
        _check(user, name)
        try:
            with file.open("xb") as out:
                for block in csv_files.blocks(columns, stream(query, **wanted), words.language(),
                                              told):  # fmt: skip
                    out.write(block)
        except OSError as error:
            raise FileFault(say(f"{file} cannot be written: {error.strerror}.",
                                f"{file} ne peut être écrit : {error.strerror}.")
                            ) from None  # fmt: skip
    rows = words.count(counted[0])
    sh.say({"file": str(file), "row_count": counted[0]},
           say(f"{file}: {rows} rows.", f"{file} : {rows} lignes."))  # fmt: skip


def _check(user: Any, operation: str) -> None:
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.roles import READERS_OF_ACTS

    if not user.roles & READERS_OF_ACTS:
        raise Refused("not_your_right", operation=operation, login=user.login)
