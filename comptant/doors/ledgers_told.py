"""A client's whole sales ledger as it is read to be compared: every line of it, or nothing."""

from typing import Any

from comptant.formats.ledgers.sales import read_sales
from comptant.formats.reading import Fault

Row = dict[str, Any]


def taken(name: str, content: bytes) -> tuple[Row, list[Fault]]:
    """The `sent` of compare_ledger, and the faults for which nothing is compared: a line that is
    not read would be told as missing. When it falls due is not looked at."""
    read = read_sales(name, content, 0)
    return {"sent": read.rows}, [fault for fault in read.faults if not fault.warns]
