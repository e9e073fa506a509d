"""Every failure told once: what happened, what to do next, and the exit code that says its kind."""

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click

from comptant.doors import tables, words
from comptant.doors.cli.language import usage
from comptant.doors.words import say

DONE, REFUSED, USAGE, FILE, RIGHT, DATABASE, BUG = 0, 1, 2, 3, 4, 5, 70
INTERRUPTED = 130
NO_RIGHT = {
    "not_signed_in", "not_signed_in_as", "session_over", "sign_in_failed", "locked_out",
    "no_company", "not_your_right", "password_missing", "password_must_change", "password_over",
}  # fmt: skip


class FileFault(Exception):
    """A file that cannot be opened, read or written: why."""


def tell(error: BaseException, is_json: bool) -> int:
    """Say a failure on the error stream; its exit code."""
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        tables.complain(say("Interrupted.", "Interrompu."))
        return INTERRUPTED
    code, facts, message, exit_code = _known(error)
    key = next(iter(getattr(error, "__notes__", [])), None)
    if is_json:
        from comptant.doors.answers import to_json

        told = {"error": code, "facts": facts, "message": message, "key": key}
        click.echo(to_json(told), err=True)
        return exit_code
    tables.complain(message)
    if key and (exit_code in (FILE, DATABASE, BUG) or code == "busy"):
        tables.complain(say(f"key: {key}", f"clé : {key}"))
    return exit_code


def _known(error: BaseException) -> tuple[str, dict[str, object], str, int]:
    if isinstance(error, click.FileError | FileFault):
        message = error.format_message() if isinstance(error, click.FileError) else str(error)
        return "file", {}, message, FILE
    if isinstance(error, click.UsageError):
        return "usage", {}, usage(error), USAGE
    if type(error).__name__ == "BadSetting":
        return "setting", {}, str(error), USAGE
    if type(error).__name__ == "Refused":
        return _refused(error.code, error.facts)  # type: ignore[attr-defined]
    if type(error).__name__ == "DatabaseUnavailable":
        return _unavailable(error.cause, error.remedy)  # type: ignore[attr-defined]
    return _from_database(error) or _bug(error)


def _refused(code: str, facts: dict[str, object]) -> tuple[str, dict[str, object], str, int]:
    message = words.refusal(code, facts)
    return code, facts, message, RIGHT if code in NO_RIGHT else REFUSED


def _unavailable(cause: str, remedy: str) -> tuple[str, dict[str, object], str, int]:
    said = say("The database cannot be used", "La base de données est inutilisable")
    return (
        "database_unavailable", {"cause": cause, "remedy": remedy},
        f"{said}{say(':', ' :')} {cause}\n{remedy}", DATABASE,
    )  # fmt: skip


def _from_database(error: BaseException) -> tuple[str, dict[str, object], str, int] | None:
    """What PostgreSQL says: a lock held by another, a guard of ours, or a connection lost."""
    from comptant.store.access import told_by_database

    match told_by_database(error):
        case "busy", _:
            return _refused("busy", {})
        case "guard", name if name in words.table("refusals"):
            return _refused(name, {})
        case "not_set_up", cause:
            remedy = say("Set it up: comptant migrate.", "Préparez-la : comptant migrate.")
            return _unavailable(cause, remedy)
        case "full", cause:
            return _unavailable(
                cause,
                say(
                    "The disk of the database is full. Nothing is lost and nothing half done: "
                    "make room, and run the command again with the same --key.",
                    "Le disque de la base est plein. Rien n'est perdu ni fait à moitié : faites "
                    "de la place, et relancez la commande avec la même --key.",
                ),
            )
        case "lost", cause:
            return _unavailable(
                cause,
                say(
                    "Nothing is lost: run the command again with the same --key.",
                    "Rien n'est perdu : relancez la commande avec la même --key.",
                ),
            )
    return None


def _bug(error: BaseException) -> tuple[str, dict[str, object], str, int]:
    file = _keep_trace(error)
    message = say(
        f"Comptant made a mistake, and nothing was written ({type(error).__name__}). "
        f"The details are in {file}: send them to whoever looks after Comptant.",
        f"Comptant a commis une erreur, et rien n'a été écrit ({type(error).__name__}). "
        f"Le détail est dans {file} : envoyez-le à qui s'occupe de Comptant.",
    )
    return "bug", {"trace": str(file)}, message, BUG


def _keep_trace(error: BaseException) -> Path:
    """The trace in the home folder, or in the temporary one when that cannot be written."""
    import tempfile

    from comptant import settings

    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    text = "".join(traceback.format_exception(error))
    for folder in (settings.HOME / "traces", Path(tempfile.gettempdir()) / "comptant-traces"):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / name).write_text(text)
        except OSError:
            continue
        return folder / name
    return Path(os.devnull)
