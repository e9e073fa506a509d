"""What OpenAPI says beside the signatures: what comes back, who may ask, by which scope.

The columns of the lists are in rows.csv, as PostgreSQL gives them (a test compares the two).
"""

import csv
from functools import cache
from importlib import resources
from typing import Any

from comptant.doors.api import answered
from comptant.operations.acts.proofs import PERSONAL, READ_SCOPE

Schema = dict[str, Any]
PROBLEM = {
    "type": "object", "required": ["type", "title", "status", "code", "instance"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string", "description": "a sentence"},
        "status": {"type": "integer"}, "code": {"type": "string", "description": "stable"},
        "instance": {"type": "string", "description": "the number of the request"},
        "facts": {"type": "object"},
        "errors": {"type": "array", "items": {
            "type": "object", "properties": {name: {"type": "string"}
                                             for name in ("field", "code", "message")}}},
    },
}  # fmt: skip
FILES_BODY = {
    "required": True, "content": {"multipart/form-data": {"schema": {
        "type": "object", "required": ["files"], "properties": {"files": {
            "type": "array", "items": {"type": "string", "format": "binary"}}}}}},
}  # fmt: skip
# How a type of PostgreSQL is told in JSON.
TYPES: dict[str, Schema] = {
    "int2": {"type": ["integer", "null"]},
    "int4": {"type": ["integer", "null"]},
    "int8": {"type": ["integer", "null"]},
    "numeric": {"type": ["number", "string", "null"]},
    "bool": {"type": ["boolean", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "timestamptz": {"type": ["string", "null"], "format": "date-time"},
    "text": {"type": ["string", "null"]},
    "jsonb": {},
    "uuid": {"type": ["string", "null"]},
    "_text": {"type": ["array", "null"], "items": {"type": "string"}},
    "_int8": {"type": ["array", "null"], "items": {"type": "integer"}},
}
FAILURES = (
    (401, "no key, or one that does not open"), (403, "not within its rights"),
    (404, "unknown, or another's"), (409, "the key was used for something else"),
    (415, "the body is of another kind than the endpoint takes"),
    (422, "refused, or a field is wrong"), (429, "too many calls: see Retry-After"),
    (503, "the database cannot be used now"),
)  # fmt: skip


@cache
def columns() -> dict[str, dict[str, str]]:
    """The columns of each list with their types of PostgreSQL, in their order."""
    text = resources.files("comptant.doors.api").joinpath("rows.csv").read_text("utf-8")
    told: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        told.setdefault(row["list"], {})[row["column"]] = row["type"]
    return told


def page_of(name: str) -> Schema:
    """A page of a list: its rows and the cursor of the next one."""
    properties = {column: answered.with_meaning(column, TYPES[kind])
                  for column, kind in columns()[name].items()}  # fmt: skip
    row = {"type": "object", "properties": properties}
    return {"type": "object", "required": ["rows", "after"], "properties": {
        "rows": {"type": "array", "items": row},
        "after": {"type": ["string", "null"], "description": "give it back for the next page"},
    }}  # fmt: skip


def responses(answer: Schema) -> dict[int, Any]:
    """What comes back: an answer, or a problem."""
    told = {"content": {"application/problem+json": {
        "schema": {"$ref": "#/components/schemas/Problem"}}}}  # fmt: skip
    done = {"description": "done",
            "content": {"application/json": {"schema": answer}}}  # fmt: skip
    return {200: done, **{status: {"description": name, **told} for status, name in FAILURES}}


def finished(told: Schema, oauth: Schema) -> Schema:
    """The description with the problem, and both ways in with the scope that an endpoint wants."""
    told["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    told["components"]["securitySchemes"]["OAuth2"] = oauth
    for path, ways in told["paths"].items():
        for way in ways.values():
            own = path.rpartition("/")[2]
            scope = own if way["tags"][0] in ("operations", "bulk") else READ_SCOPE
            scope = way.get("x-scope", scope)
            key = next(iter(way["security"][0]))
            way["security"] = [{key: []}, {"OAuth2": [scope]}]
    return told


def is_reached(name: str) -> bool:
    """Whether a key may ever ask for an operation."""
    return name not in PERSONAL
