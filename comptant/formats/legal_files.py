"""The file of a claim that goes to legal collection: one ZIP of lists (CSV) and of the papers that
show it. The same facts give the same bytes."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

Row = dict[str, Any]
MADE_AT = (2000, 1, 1, 0, 0, 0)


def legal_file(lists: Mapping[str, Sequence[Row]], papers: Sequence[Row]) -> bytes:
    """The ZIP: each list under its name, amounts in minor units beside their currency, and each
    paper (kind, name, content) in the folder of its kind."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, rows in lists.items():
            folder.writestr(zipfile.ZipInfo(f"{name}.csv", MADE_AT), _csv(rows))
        for number, one in enumerate(papers, 1):
            # A name that a client gave its file leads nowhere outside.
            name = f"{one['kind']}/{number:03}-{PurePath(one['name']).name}"
            folder.writestr(zipfile.ZipInfo(name, MADE_AT), bytes(one["content"]))
    return packed.getvalue()


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    if rows:
        lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
        lines.writerow(rows[0])
        lines.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
