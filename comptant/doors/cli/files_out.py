"""Files that the database keeps, written on this machine; one that is here already is not lost."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors.cli.failures import FileFault
from comptant.doors.cli.language import option
from comptant.doors.cli.shell import Shell
from comptant.doors.words import say

if TYPE_CHECKING:
    from comptant.store.access import See


OUT = option("--out", type=Path, help=("File to write (default: its own name).",
                                       "Fichier à écrire (sinon son propre nom)."))  # fmt: skip
FORCE = option("--force", "is_forced", is_flag=True,
               help=("Over a file of that name.", "Par-dessus un fichier de ce nom.")
)  # fmt: skip


def document(see: "See", digest: str) -> bytes:
    """The bytes of a file that was kept."""
    return bytes(see("read_document", digest=digest)[0]["content"])


def write_made(sh: Shell, out: Path | None, name: str, digest: str, *, is_forced: bool) -> Path:
    """The file of an operation that is done, where it was asked for. If it cannot be written
    there, what to do next: nothing is lost."""
    with sh.reading() as (see, _, _on):
        content = document(see, digest)
        line = see("read_outbox_files", id=None, digest=digest)[0]["id"]
    again = say(f"What was asked is done. For the file: comptant outbox write {line} --out ...",
                f"Ce qui était demandé est fait. Pour le fichier : comptant outbox write {line} "
                "--out ...")  # fmt: skip
    return write(out or Path(name), content, again, is_forced=is_forced)


def is_drawing(path: Path) -> bool:
    """Whether the name is that of a drawing."""
    return _form(path) in ("svg", "png", "pdf")


def draw(path: Path, svg: str, *, is_forced: bool) -> Path:
    """A drawing on disk, in the form that the name ends in. Raises FileFault, BadParameter."""
    from comptant.doors.charts.drawing import FORMS

    make = FORMS.get(_form(path))
    if make is None:
        raise click.BadParameter(say("Give a name that ends in .svg, .png or .pdf.",
                                     "Donnez un nom en .svg, .png ou .pdf."))  # fmt: skip
    return write(path, make(svg), another(), is_forced=is_forced)


def another() -> str:
    """What to do where there is a file of that name already."""
    return say("Give another --out, or --force to write over it.",
               "Donnez un autre --out, ou --force pour écrire par-dessus.")  # fmt: skip


def _form(path: Path) -> str:
    return path.suffix.lstrip(".").lower()


def write(path: Path, content: bytes, remedy: str, *, is_forced: bool) -> Path:
    """The bytes on disk, whole or not at all; other bytes of that name only if `is_forced`.

    Raises FileFault with the remedy.
    """
    try:
        if path.is_file():
            if path.read_bytes() == content:
                return path
            if not is_forced:
                raise FileFault(say(
                    f"{path} is here already and holds something else. {remedy}",
                    f"{path} existe déjà et contient autre chose. {remedy}"))  # fmt: skip
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return path
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise FileFault(say(f"{path} cannot be written: {error.strerror}. {remedy}",
                            f"{path} ne peut être écrit : {error.strerror}. {remedy}")
        ) from None  # fmt: skip
    return path
