"""Arguments and answers as they are kept: plain JSON."""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from comptant.store import bulk

Answer = dict[str, Any]


def plain(answer: Answer) -> Answer:
    """An answer as it is kept: dates and instants as text."""
    return dict(json.loads(to_text(answer)))


def to_text(value: object) -> str:
    """JSON; frames and bytes by their digest, dates and instants as text."""
    return json.dumps(value, default=plain_value, ensure_ascii=False)


def plain_value(value: object) -> object:
    """What JSON lacks: a digest, a text or a mapping."""
    if isinstance(value, pl.DataFrame):
        # Few rows as JSON, where a CSV writer costs more to start than it writes.
        text = value.write_json() if value.height <= bulk.FEW_ROWS else value.write_csv()
        return hashlib.sha256(text.encode()).hexdigest()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"an argument of type {type(value).__name__} cannot be kept in an act")
