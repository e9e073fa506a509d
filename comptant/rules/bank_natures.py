"""What a line of our bank statement is when it is the bank's own: charges or interest.

Grain: movement of an account of ours. The codes are in `bank_natures.csv`: CFONB interbank codes,
the last step of an ISO 20022 bank transaction code, SWIFT transaction types. Source: CFONB
statement of account (2004), ISO 20022 external code sets, SWIFT MT940.
"""

import csv
from importlib import resources

import polars as pl

from comptant.rules.columns import c

NATURES = {
    row["code"]: row["nature"]
    for row in csv.DictReader(
        resources.files("comptant.rules")
        .joinpath("bank_natures.csv")
        .read_text("utf-8")
        .split("\n")
    )
}
EVENTS = {"FEES": "bank_charged", "INTEREST": "bank_interest"}  # templates of postings


def bank_nature() -> pl.Expr:
    """FEES or INTEREST of the bank, else null: it is somebody's payment."""
    code = c.operation_code.str.extract(r"([A-Z0-9]+)$")
    return code.replace_strict(NATURES, default=None, return_dtype=pl.String)
