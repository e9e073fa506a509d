"""XLS and ODS, read by calamine in a process with a limit of memory and of time.

An XLS is OLE2, which nothing of ours can measure beforehand; an ODS is a zip in which one cell may
stand for a million. What is too much ends the process, not us.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from comptant.formats.reading import shown

CHILD = Path(__file__).with_name("child.py")
SECONDS_MAX = 90
ANSWER_BYTES_MAX = 500_000_000
ROWS_MAX = 1_048_576
BROKEN = 2  # exit code of the child: its library refused the file
LOCKED = 4  # it wants a password

Sheet = list[list[str]]


class Unconfinable(Exception):
    """The workbook was not read: a code of FAULTS, and why. Never leaves a reader."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def sheets(data: bytes) -> list[tuple[str, Sheet]]:
    """Each sheet's name and its cells as text; a row number of the spreadsheet is its place in the
    list.

    Raises Unconfinable for a workbook that is broken, too large or too long to read.
    """
    return confined(data, CHILD, "spreadsheet_unreadable")


def confined(data: bytes, child: Path, broken: str) -> list[tuple[str, Sheet]]:
    """What a program of ours (`child`) reads in a file, in a process of its own; `broken`: the
    code where it cannot be read.

    Raises Unconfinable.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(child)], stdin=given, stdout=answer,
                stderr=subprocess.PIPE, timeout=SECONDS_MAX, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unconfinable("archive_dangerous", f"more than {SECONDS_MAX} s to read") from None
        told = done.stderr.decode("utf-8", "replace")
        if done.returncode == BROKEN:
            raise Unconfinable(broken, shown(told))
        if done.returncode == LOCKED:
            raise Unconfinable("pdf_encrypted", "")
        if done.returncode:
            raise Unconfinable("archive_dangerous", "more memory or time than a list needs")
        if answer.tell() > ANSWER_BYTES_MAX:
            raise Unconfinable("archive_dangerous", f"more than {ANSWER_BYTES_MAX} bytes of text")
        answer.seek(0)
        return list(_sheets(answer))


def _sheets(answer: IO[bytes]) -> Iterator[tuple[str, Sheet]]:
    name = ""
    sheet: Sheet | None = None
    for line in answer:
        number, told = json.loads(line)
        if number is None:
            if sheet is not None:
                yield name, sheet
            name, sheet = told, []
        elif sheet is not None:
            sheet.extend([] for _ in range(number - 1 - len(sheet)))
            sheet.append(told)
    if sheet is not None:
        yield name, sheet
