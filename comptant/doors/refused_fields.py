"""Which argument a refusal is about, by its code: refused_fields.csv, one row per refusal of
words_refusals.csv. Of several arguments the first that an operation takes is named; a code without
any is about no single one (what was done before, who asks, the state of several things)."""

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("refused_fields.csv")


@cache
def table() -> dict[str, tuple[str, ...]]:
    """The arguments that each code may be about, the likeliest first."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: tuple(row["fields"].split()) for row in csv.DictReader(file)}


def field_of(code: str, arguments: Collection[str]) -> str | None:
    """The argument of an operation, or of a look, that a refusal is about; None: no single one."""
    return next((field for field in table().get(code, ()) if field in arguments), None)
