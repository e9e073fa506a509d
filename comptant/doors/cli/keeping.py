"""Keeping what must never be lost: back-ups of the whole house, and what they become again."""

import hashlib
from pathlib import Path

import click

from comptant.doors import tables, words
from comptant.doors.cli.failures import FileFault
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

TOP = Subject("keeping", both=Both("", ""))
CLOCK = Subject("clock", both=Both("The clock that dates acts.", "L'horloge qui date les actes."))
PATH = click.Path(path_type=Path, dir_okay=False)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), CLOCK):
        root.add_command(command)


@verb(
    TOP, "backup",
    ("Write the whole database, as it is now, to one file that its owner alone can read.\n\n"
     "Others go on working meanwhile. The file tells what the database must say once restored.",
     "Écrire toute la base, telle qu'elle est, dans un fichier que son propriétaire seul lit.\n\n"
     "Les autres continuent de travailler. Le fichier dit ce que la base dira une fois restaurée."),
    "comptant backup comptant-2026-01-16.backup",
)  # fmt: skip
@click.argument("file", type=PATH)
def backup(sh: Shell, file: Path) -> None:
    """Take a back-up."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.backup import may_back_up, record_backup
    from comptant.store import backup as store

    if file.exists():
        raise FileFault(say(f"{file} exists already: give another name.",
                            f"{file} existe déjà : donnez un autre nom."))  # fmt: skip
    with sh.writing() as (conn, asked):
        if not may_back_up(asked.by):
            raise Refused("not_your_right", operation="backup", login=asked.by.login)
        try:
            with tables.progress(say("Backing up", "Sauvegarde")) as bar:
                task = bar.add_task("", total=None)
                manifest = store.write(file, lambda done: bar.update(task, completed=done))
        except OSError as error:
            raise FileFault(
                say(f"{file} cannot be written: {error.strerror}.",
                    f"{file} ne peut être écrit : {error.strerror}.")
            ) from None  # fmt: skip
        digest, size = _digest(file)
        answer = record_backup(conn, asked, name=file.name, digest=digest, byte_count=size,
                               acts=manifest.acts)  # fmt: skip
    data = {"key": sh.key, **answer, **_told(manifest)}
    told = words.count(size), words.count(manifest.acts), _head(data)
    sh.say(data, say("{}: {} bytes, {} acts, chain {}.".format(file, *told),
                     "{} : {} octets, {} actes, chaîne {}.".format(file, *told)),
           say("Keep it on another machine. To see that it is good: comptant restore, on a machine "
               "without books.",
               "Gardez-le sur une autre machine. Pour l'éprouver : comptant restore, sur une "
               "machine sans livres."))  # fmt: skip


@verb(
    TOP, "restore",
    ("Make the database again from a back-up, where there are no books yet.\n\n"
     "Every figure is computed again and compared: rows and content of each table, balances, the "
     "chain of acts. Nothing is left of a restore that fails.",
     "Refaire la base depuis une sauvegarde, là où il n'y a pas encore de livres.\n\n"
     "Chaque chiffre est recalculé et comparé : lignes et contenu de chaque table, soldes, chaîne "
     "des actes. Une restauration qui échoue ne laisse rien."),
    "comptant restore comptant-2026-01-16.backup",
)  # fmt: skip
@click.argument("file", type=PATH)
def restore(sh: Shell, file: Path) -> None:
    """Restore a back-up."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.audit import verify
    from comptant.store import backup as store
    from comptant.store.connection import connect

    try:
        with tables.progress(say("Restoring", "Restauration")) as bar:
            task = bar.add_task("", total=None)
            manifest = store.restore(file, lambda done: bar.update(task, completed=done))
    except store.NotEmpty as error:
        raise Refused("books_open_here", database=str(error)) from None
    except store.NotABackup as error:
        raise FileFault(say(f"{file}: {error}.", f"{file} : {error}.")) from None
    except OSError as error:
        raise FileFault(say(f"{file} cannot be read: {error.strerror}.",
                            f"{file} ne peut être lu : {error.strerror}.")) from None  # fmt: skip
    with connect("comptant_auditor") as conn:
        chain = verify(conn)
    data = {
        **_told(manifest),
        "broken_at": chain["broken_at"],
        "unsealed": chain["unsealed"],
        "is_whole": chain["is_whole"],
    }
    rows = words.count(sum(count for count, _ in manifest.tables.values()))
    sh.say(data, say(f"{file}: {rows} rows restored and compared; balances equal; chain "
                     f"{_head(data)} verified. Sign in: comptant login NAME.",
                     f"{file} : {rows} lignes restaurées et comparées ; soldes égaux ; chaîne "
                     f"{_head(data)} vérifiée. Connectez-vous : comptant login NOM."))  # fmt: skip


@verb(
    CLOCK, "accept",
    ("Say that the clock is right now, after it had run ahead: acts go on from this instant.",
     "Dire que l'horloge est à l'heure, après avoir avancé : les actes reprennent d'ici."),
    "comptant clock accept --reason 'time server was a year ahead'",
)  # fmt: skip
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def clock_accept(sh: Shell, reason: str) -> None:
    """Accept the clock."""
    from comptant.operations.acts.clock import accept_clock

    with sh.writing(is_look=True) as (conn, asked):
        answer = {"key": sh.key, **accept_clock(conn, asked, reason=reason)}
    sh.say(answer, say("Acts go on from now.", "Les actes reprennent à cet instant."))


def _told(manifest: object) -> dict[str, object]:
    from comptant.store.backup import Manifest

    assert isinstance(manifest, Manifest)
    return {
        "tables": {name: count for name, (count, _) in manifest.tables.items()},
        "balances": [
            {"account": account, "currency": currency, "balance_cents": cents}
            for account, currency, cents in manifest.balances
        ],
        "sealed": manifest.chain_position, "head": manifest.chain_head,
    }  # fmt: skip


def _head(data: dict[str, object]) -> str:
    head = data["head"]
    return str(head)[:12] if head else say("not sealed yet", "pas encore scellée")


def _digest(file: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size
