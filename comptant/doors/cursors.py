"""The cursor of a list: the key of the last row told, as a text that we alone write."""

import base64
import json
import re
from typing import Any

from comptant.operations.acts.act import Refused

_UNTOLD = re.compile("[\0\ud800-\udfff]")


def typed(key: tuple[str, ...], types: list[type]) -> tuple[Any, ...]:
    """The values of a key, each of its type; Refused: cursor_wrong."""
    try:
        return tuple(kind(text) for text, kind in zip(key, types, strict=True))
    except ValueError:
        raise Refused("cursor_wrong") from None


def cursor(key: list[str]) -> str:
    """A key as it is given to whoever asks for the next page."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of(text: str, length: int) -> tuple[str, ...]:
    """The key in a cursor that we gave; Refused: cursor_wrong."""
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        raise Refused("cursor_wrong") from None
    if not (isinstance(key, list) and len(key) == length and all(_plain(one) for one in key)):
        raise Refused("cursor_wrong")
    return tuple(key)


def _plain(value: object) -> bool:
    """Whether a value may be told to the database: a text, without NUL or half a character."""
    return isinstance(value, str) and len(value) < 500 and _UNTOLD.search(value) is None
