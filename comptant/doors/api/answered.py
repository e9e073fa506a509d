"""What each operation and each look answers: its fields, as JSON Schema.

answers.csv tells them as the tests of operations and of the API have seen them, a line a field:
`of` (the operation, or the look), `field` (its path: `orders[].order_id` is of each item of
a list, `unwritten{}` each value of a mapping by codes or ids), `type`, and `may`: `lack`
where the field is not always there, `null` where its value may be nothing. Each answer of those
tests is held against it, and a command widens it by what they see (tests/answers.py).
"""

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from comptant.doors import words
from comptant.doors.catalogue import TOKENS

Schema = dict[str, Any]
FILE = "answers.csv"
# Steps of a path: into a list, into a mapping. An empty one is told without what is inside.
ITEM, VALUE = "[]", "{}"
SCALARS: dict[str, Schema] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "yes_no": {"type": "boolean"},
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "nothing": {},  # seen as nothing only
    "any": {},
}
# What the door adds to an operation that makes a secret.
TOKEN: Schema = {
    "type": ["string", "null"],
    "description": "the secret, shown once: null where the same key is given again",
}


@dataclass
class Told:
    """One value of an answer: its type, whether it may be nothing or lack, what is inside."""

    type: str = "object"
    may_lack: bool = False
    may_null: bool = False
    inside: dict[str, "Told"] = field(default_factory=dict)


@cache
def answers() -> dict[str, Told]:
    """What is answered, by the name of the operation or of the look."""
    return parsed(resources.files("comptant.doors.api").joinpath(FILE).read_text("utf-8"))


def parsed(text: str) -> dict[str, Told]:
    """The same from the text of the file."""
    told: dict[str, Told] = {}
    for row in csv.DictReader(text.splitlines()):
        place = told.setdefault(row["of"], Told())
        if not row["field"]:
            continue  # an answer without any field
        *before, last = steps(row["field"])
        for step in before:
            place = place.inside[step]
        may = row["may"].split()
        place.inside[last] = Told(row["type"], "lack" in may, "null" in may)
    return told


def steps(path: str) -> list[str]:
    """`orders[].order_id` as orders, [], order_id."""
    spread = path.replace(ITEM, f".{ITEM}").replace(VALUE, f".{VALUE}")
    return spread.removeprefix(".").split(".")


def schema(told: Told, *, is_closed: bool = False, name: str = "") -> Schema:
    """One value as JSON Schema; `is_closed`: what is not told is wrong, as the tests want it. To
    programs an answer is open: new fields come within a version."""
    if told.type == "object":
        inside = {key: schema(one, is_closed=is_closed, name=key)
                  for key, one in told.inside.items()}  # fmt: skip
        made: Schema = {"type": "object", "properties": inside}
        if needed := [key for key, one in told.inside.items() if not one.may_lack]:
            made["required"] = needed
        if is_closed:
            made["additionalProperties"] = False
    elif told.type == "list":
        made = {"type": "array"}
        if ITEM in told.inside:
            made["items"] = schema(told.inside[ITEM], is_closed=is_closed)
        elif is_closed:
            made["maxItems"] = 0
    elif told.type == "mapping":
        made = {"type": "object"}
        if VALUE in told.inside:
            made["additionalProperties"] = schema(told.inside[VALUE], is_closed=is_closed)
        elif is_closed:
            made["maxProperties"] = 0
    else:
        # What no test has seen is promised to nobody.
        made = {"type": "null"} if told.type == "nothing" and is_closed else SCALARS[told.type]
        made = dict(made)
    if told.may_null and made.get("type", "null") != "null":
        made["type"] = [made["type"], "null"]
    return with_meaning(name, made)


def of_operation(name: str) -> Schema:
    """What an operation answers to a program; of a new one that no test has run yet, any object."""
    told = schema(answers().get(name, Told()))
    if name in TOKENS:
        told["properties"]["token"] = TOKEN
        told["required"] = [*told.get("required", ()), "token"]
    return told


def of_look(name: str) -> Schema:
    """What a look answers, or a way to send files."""
    return schema(answers().get(name, Told()))


def with_meaning(name: str, told: Schema) -> Schema:
    """A value with what its field is, where the vocabulary has the word."""
    with words.speaking(words.ENGLISH):
        try:
            return {**told, "description": words.column(name)}
        except KeyError:
            return told
