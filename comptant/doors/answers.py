"""Answers for machines, in one form at the command line, in the API and in what is measured."""

import json
from datetime import date, datetime


def to_json(data: object) -> str:
    """One JSON value: amounts in cents, dates as text, codes as they are."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
