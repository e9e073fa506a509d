"""Answers for machines, in one form at the command line, in the API and in what is measured."""

import json
from datetime import date, datetime
from typing import Any

from comptant.doors.words import say


def to_json(data: object) -> str:
    """One JSON value: amounts in cents, dates as text, codes as they are."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def with_token(answer: dict[str, Any], token: str) -> dict[str, Any]:
    """An answer with the token that was made for it; null where the answer was given before, with
    another token: what is shown once is not shown again."""
    from comptant.operations.acts.tokens import token_mark

    is_new = answer["token_mark"] == token_mark(token)
    return {**answer, "token": token if is_new else None}


def told_token(answer: dict[str, Any]) -> str:
    """The same in words."""
    if answer["token"] is None:
        return say("Shown the first time, and not kept. If it is lost, end this and add another.",
                   "Montré la première fois, et non conservé. S'il est perdu, mettez-y fin et "
                   "ajoutez-en un autre.")  # fmt: skip
    return say(f"Shown once: {answer['token']}", f"Montré une fois : {answer['token']}")


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
