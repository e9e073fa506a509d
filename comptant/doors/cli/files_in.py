"""Files given to a command: which of them can be read, what they hold slice by slice, and what is
wrong with them told."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comptant.doors import places, tables, words
from comptant.doors.cli.failures import FileFault
from comptant.doors.words import say

if TYPE_CHECKING:
    from rich.progress import Progress

    from comptant.formats.reading import InvoicesRead
    from comptant.operations.assigning.sent_files import Slice


def readable(files: tuple[Path, ...]) -> tuple[tuple[Path, ...], list[dict[str, Any]]]:
    """The files that can be read, and a fault for each of the others; FileFault if none can."""
    found: list[Path] = []
    faults: list[dict[str, Any]] = []
    for path in files:
        try:
            opened(path).close()
            found.append(path)
        except FileFault as fault:
            if len(faults) == len(files) - 1:  # not one of them can be read
                raise
            faults.append({"file": path.name, "place": "", "code": "file_unreadable", "detail": "",
                           "refuses_file": True, "warns": False,
                           "message": str(fault)})  # fmt: skip
    return tuple(found), faults


def slices(files: tuple[Path, ...], bar: "Progress") -> Iterator["Slice"]:
    """What each file holds, slice by slice; its bytes go with the first one. Small files are read
    in groups, on every core when they are many."""
    twice = len({path.name for path in files}) < len(files)
    task = bar.add_task(files[0].name, total=len(files))
    for small, paths in groupby(files, _is_small):
        named = ((str(path) if twice else path.name, path) for path in paths)
        for file, read in _small_files(named) if small else _large_files(named):
            yield file, read
            # Of a file in slices, only the first has its content: the files are counted by it.
            bar.update(task, description=file.name, advance=0 if file.content is None else 1)


def list_slices(files: tuple[Path, ...], bar: "Progress") -> Iterator["Slice"]:
    """The same of lists whose lines name their contracts."""
    from comptant.formats import intake

    twice = len({path.name for path in files}) < len(files)
    task = bar.add_task(files[0].name, total=len(files))
    for path in files:
        name = str(path) if twice else path.name
        yield from _large_files(iter([(name, path)]), intake.lists)
        bar.update(task, description=name, advance=1)


def _is_small(path: Path) -> bool:
    from comptant.formats import intake, many

    with opened(path) as stream:
        return many.is_small(stream.read(intake.HEAD_BYTES), path.stat().st_size)


def _small_files(named: Iterator[tuple[str, Path]]) -> Iterator["Slice"]:
    from comptant.formats.many import read_many
    from comptant.operations.assigning.sent_files import SentFile

    ahead: deque[SentFile] = deque()  # read from the disk, and not by the reader yet

    def contents() -> Iterator[tuple[str, bytes]]:
        for name, path in named:
            with opened(path) as stream:
                content = stream.read()
            ahead.append(SentFile(name, hashlib.sha256(content).digest(), content))
            yield name, content

    for read in read_many(contents()):
        yield ahead.popleft(), read


def _large_files(
    named: Iterator[tuple[str, Path]], reader: Callable[..., Iterator["InvoicesRead"]] | None = None
) -> Iterator["Slice"]:
    from comptant.formats import intake
    from comptant.formats.limits import FILE_BYTES_MAX
    from comptant.operations.assigning.sent_files import SentFile

    for name, path in named:
        with opened(path) as stream:
            content = stream.read(FILE_BYTES_MAX + 1)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").digest()
            kept = content if len(content) <= FILE_BYTES_MAX else None
            file = SentFile(name, digest, kept)
            for read in (reader or intake.slices)(file.name, stream):
                yield file, read
                file = replace(file, content=None)


def opened(path: Path) -> Any:
    """A file to read, or FileFault saying why not."""
    try:
        return path.open("rb")
    except OSError as error:
        raise FileFault(say(f"{path} cannot be read: {error.strerror}.",
                            f"{path} ne peut être lu : {error.strerror}.")) from None  # fmt: skip


def fault_row(fault: Any) -> dict[str, Any]:
    """A reader's fault as a row, its sentence with it."""
    return {
        "file": fault.file, "place": fault.place, "code": fault.code, "detail": fault.detail,
        "refuses_file": fault.refuses_file, "warns": fault.warns,
        "message": words.fault(fault.code),
    }  # fmt: skip


def tell_faults(faults: list[dict[str, Any]]) -> None:
    """Faults for people, on the error stream: place, what was found, the remedy."""
    for fault in faults[: places.FAULTS_SHOWN]:
        tables.complain(places.sentence(fault))
    if len(faults) > places.FAULTS_SHOWN:
        tables.complain(places.more(len(faults) - places.FAULTS_SHOWN))
