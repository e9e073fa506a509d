"""Run by `confined` in a process of its own: a workbook on stdin, its rows on stdout as JSON lines.

An XLS may claim four thousand million cells, an ODS may repeat one as often: calamine lays out the
whole rectangle before anyone can count. So this process has a limit of memory and of time, and
dies alone. It imports calamine and nothing of ours: the limit is on all that is mapped.
"""

import datetime
import io
import json
import sys
from decimal import Decimal

MEMORY_BYTES_MAX = 2_000_000_000
SECONDS_MAX = 60
SHEETS_MAX = 50
BLANKS = " \t\r\n\u00a0"


def limit() -> None:
    """Bound memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # no such thing on Windows: the caller's time-out still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(cell: object) -> str:
    """A cell as one would type it. 15 digits is what a spreadsheet keeps: 0.1 + 0.2 is 0.3."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return format(Decimal(f"{cell:.15g}"), "f") if abs(cell) < 1e30 else str(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    return str(cell)


def main() -> None:
    """Each sheet: [null, name], then [row number from 1, cells without the empty ones at the end]
    for each row that has any."""
    limit()
    from python_calamine import CalamineWorkbook

    data = sys.stdin.buffer.read()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    del data
    for name in workbook.sheet_names[:SHEETS_MAX]:
        print(json.dumps([None, name]))
        for number, cells in enumerate(
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), 1
        ):
            row = list(map(text, cells))
            while row and not row[-1].strip(BLANKS):
                row.pop()
            if row:
                print(json.dumps([number, row]))


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(3)
    except Exception as error:  # calamine has no common ancestor for what a broken file raises
        sys.stderr.write(str(error)[:500])
        sys.exit(2)
