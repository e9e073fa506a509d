"""The batch for who prints and posts letters: one file of all of them, and its index.

A ZIP of `letters.pdf`, every letter after the other, and `index.csv`, a line per letter: its pages,
to whom it goes, how it is posted. The same letters give the same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import Any

import pikepdf

Row = dict[str, Any]
HEADS = ("reminder", "first_page", "last_page", "post", "language", "name", "address_1",
         "address_2", "address_3", "address_4")  # fmt: skip
POSTS = {"LETTER": "ordinary", "REGISTERED": "registered with proof of delivery"}
LINES = 4
MADE_AT = (2000, 1, 1, 0, 0, 0)


def batch(letters: Iterable[tuple[Row, bytes]]) -> bytes:
    """The ZIP of letters: read_reminder_batch rows, each with its PDF."""
    index = io.StringIO()
    lines = csv.writer(index, delimiter=";", lineterminator="\r\n")
    lines.writerow(HEADS)
    with pikepdf.new() as whole:
        for of, content in letters:
            first = len(whole.pages) + 1
            with pikepdf.open(io.BytesIO(content)) as letter:
                whole.pages.extend(letter.pages)
            address = of["postal_address"].splitlines()
            told = [*address[: LINES - 1], ", ".join(address[LINES - 1 :])]
            lines.writerow([of["id"], first, len(whole.pages), POSTS[of["channel"]],
                            of["language"], _safe(of["buyer_name"]),
                            *[_safe(one) for one in told],
                            *[""] * (LINES - len(told))])  # fmt: skip
        made = io.BytesIO()
        whole.save(made, deterministic_id=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in (
            ("letters.pdf", made.getvalue()),
            ("index.csv", index.getvalue().encode("utf-8-sig")),
        ):
            folder.writestr(zipfile.ZipInfo(name, MADE_AT), content)
    return packed.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
