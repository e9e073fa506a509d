"""A field of a form: what it is called, how it is typed, how what was typed becomes an argument.

Fields come from the catalogue of operations: the name and the type of an argument say its kind; a
form says more only where they cannot.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import click
from pydantic import BaseModel

from comptant.doors import counterparties, lookup, words
from comptant.doors.portal.call import Call
from comptant.doors.portal.registry import Row
from comptant.doors.values import DAY, ID, IN_CURRENCY, INSTANT, RATE
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.store.access import See

Choices = Callable[[See, Call, Row], list[tuple[str, str]]]
PLAIN: dict[str, click.ParamType] = {
    "amount": IN_CURRENCY, "rate": RATE, "day": DAY, "number": ID, "instant": INSTANT,
}  # fmt: skip
# Kinds that are typed in an input of some type; the rest have a shape of their own.
INPUTS = {"day": "date", "instant": "datetime-local", "password": "password", "file": "file"}
EMPTY = {"loose": "", "party0": 0, "contract0": 0}  # left empty: none of them
AREAS = frozenset({  # one a line
    "owners", "shares", "lines", "instalments", "invoices", "texts", "numbers",
    "penalties", "contracts",
})  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One argument as a person gives it."""

    name: str
    kind: str = "text"
    label: Both | None = None
    hint: Both | None = None
    choices: Choices | None = None
    is_required: bool = True
    start: Callable[[See, Call, Row], str] | None = None  # what is there before one types

    def heading(self) -> str:
        """Its name in the reader's language."""
        return self.label.said() if self.label else words.column(self.name).capitalize()


class FieldsWrong(click.UsageError):
    """Some fields cannot be read: each with its sentence; all of them together where `headings`
    name them."""

    def __init__(self, fields: dict[str, str], headings: Mapping[str, str] | None = None) -> None:
        named = headings or {}
        colon = say(": ", " : ")
        super().__init__(" ".join(dict.fromkeys(
            f"{named[name]}{colon}{sentence}" if name in named else sentence
            for name, sentence in fields.items())))  # fmt: skip
        self.fields = fields


def of_body(body: type[BaseModel], given: frozenset[str], said: Mapping[str, Field]) -> list[Field]:
    """The fields of an operation, those of `said` first in their order, without what is given."""
    found = {
        name: _guess(name, info.annotation, info.is_required())
        for name, info in body.model_fields.items() if name not in given | set(said)
    }  # fmt: skip
    return [*(one for one in said.values() if one.name not in given), *found.values()]


def _guess(name: str, annotation: Any, is_required: bool) -> Field:
    """The kind of a field by the name and the type of its argument."""
    options = typing.get_args(annotation) if _is_union(annotation) else (annotation,)
    kinds = [one for one in options if one is not types.NoneType]
    may_lack = not is_required or types.NoneType in options
    for ending, kind in (("_cents", "amount"), ("_ppm", "rate")):
        if name.endswith(ending):
            return Field(name, kind, is_required=not may_lack)
    kind = {date: "day", bool: "flag", bytes: "file", int: "number"}.get(kinds[0], "text")
    return Field(name, kind, is_required=not may_lack and kind != "flag")


def _is_union(annotation: Any) -> bool:
    return typing.get_origin(annotation) in (types.UnionType, typing.Union)


def read(see: See, call: Call, fields: list[Field], subject: Row) -> Row:
    """What was typed, as arguments; FieldsWrong, with every field that cannot be read."""
    arguments: Row = {}
    wrong: dict[str, str] = {}
    for field in fields:
        try:
            arguments[field.name] = _value(see, call, field, subject)
        except click.UsageError as error:
            wrong[field.name] = error.message
        except Refused as refusal:
            wrong[field.name] = words.refusal(refusal.code, refusal.facts)
    if wrong:
        raise FieldsWrong(wrong, {one.name: one.heading() for one in fields})
    return arguments


def _value(see: See, call: Call, field: Field, subject: Row) -> Any:
    if field.kind == "flag":
        return bool(call.typed(field.name))
    if field.kind == "many":
        chosen = call.request.POST.getlist(field.name)
        if not chosen and field.is_required:
            raise _missing()
        known = {value for value, _ in field.choices(see, call, subject)} if field.choices else ()
        return [str(one) for one in chosen if str(one) in known]
    if field.kind == "file":
        upload = call.request.FILES.get(field.name)
        if upload is None:
            raise _missing()
        return upload.read()
    text = call.typed(field.name)
    if not text:
        if field.is_required:
            raise _missing()
        if field.kind == "contracts":
            return [row["id"] for row in see("read_contracts", number=None, on=call.on)]
        return _nothing_typed(field.kind)
    if field.kind in PLAIN:
        return PLAIN[field.kind].convert(text, None, None)
    return READERS.get(field.kind, _text)(see, call, field, subject, text)


def _nothing_typed(kind: str) -> Any:
    if kind in ("invoices", "texts", "numbers"):
        return []
    return {} if kind in AREAS else EMPTY.get(kind)


def _missing() -> click.UsageError:
    return click.UsageError(say("Fill this in.", "À remplir."))


def _text(see: See, call: Call, field: Field, subject: Row, text: str) -> str:
    return text


def _choice(see: See, call: Call, field: Field, subject: Row, text: str) -> str:
    assert field.choices is not None
    if text not in {value for value, _ in field.choices(see, call, subject)}:
        raise click.UsageError(say("Choose from the list.", "Choisissez dans la liste."))
    return text


def _chosen_id(see: See, call: Call, field: Field, subject: Row, text: str) -> int:
    return int(_choice(see, call, field, subject, text))


def _contract(see: See, call: Call, field: Field, subject: Row, text: str) -> int:
    return int(lookup.contract(see, text, call.on)["id"])


def _contracts(see: See, call: Call, field: Field, subject: Row, text: str) -> list[int]:
    found = {int(lookup.contract(see, one, call.on)["id"]): None for one in _lines(text)}
    return list(found)


def _party(see: See, call: Call, field: Field, subject: Row, text: str) -> int:
    return int(lookup.party(see, text)["id"])


def _invoice(see: See, call: Call, field: Field, subject: Row, text: str) -> int:
    return int(lookup.invoice(see, subject["given"]["contract_id"], text, paid=True)["id"])


def _invoices(see: See, call: Call, field: Field, subject: Row, text: str) -> list[int]:
    contract_id = subject["given"]["contract_id"]
    numbers = [line.strip() for line in text.splitlines() if line.strip()]
    return [int(lookup.invoice(see, contract_id, one, paid=True)["id"]) for one in numbers]


def _texts(see: See, call: Call, field: Field, subject: Row, text: str) -> list[str]:
    return _lines(text)


def _numbers(see: See, call: Call, field: Field, subject: Row, text: str) -> list[int]:
    return [int(ID.convert(one, None, None)) for one in _lines(text)]


def _shares(see: See, call: Call, field: Field, subject: Row, text: str) -> dict[str, int]:
    given = subject["given"]
    if "payment_id" in given:
        return lookup.amounts(
            _lines(text), lambda name: str(lookup.invoice_to_pay(see, given, name, paid=True)["id"])
        )
    return lookup.amounts(_lines(text), lambda name: str(
        lookup.invoice(see, given["contract_id"], name, paid=True)["id"]))  # fmt: skip


def _penalties(see: See, call: Call, field: Field, subject: Row, text: str) -> dict[str, int]:
    return lookup.amounts(_lines(text), lambda id_: str(ID.convert(id_, None, None)))


def _owners(see: See, call: Call, field: Field, subject: Row, text: str) -> dict[str, int]:
    return lookup.shares(_lines(text))


def _entry_lines(see: See, call: Call, field: Field, subject: Row, text: str) -> dict[str, int]:
    return lookup.amounts(_lines(text), str.upper, signed=True)


def _instalments(see: See, call: Call, field: Field, subject: Row, text: str) -> dict[str, int]:
    return lookup.amounts(_lines(text), lambda day: DAY.convert(day, None, None).isoformat())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _mandate(see: See, call: Call, field: Field, subject: Row, text: str) -> int:
    return int(counterparties.mandate(see, text)["id"])


def _company(see: See, call: Call, field: Field, subject: Row, text: str) -> int:
    return counterparties.company(see, text)


READERS: dict[str, Callable[[See, Call, Field, Row, str], Any]] = {
    "choice": _choice, "choice_id": _chosen_id, "contract": _contract,
    "contract0": _contract, "party": _party, "party0": _party, "invoices": _invoices,
    "owners": _owners, "texts": _texts, "numbers": _numbers, "shares": _shares,
    "lines": _entry_lines, "invoice": _invoice,
    "instalments": _instalments, "penalties": _penalties, "mandate": _mandate,
    "company": _company, "contracts": _contracts,
}  # fmt: skip


def shown(see: See, call: Call, fields: list[Field], subject: Row) -> list[Row]:
    """The fields for the template: what was typed, or what is there to start with."""
    is_sent = call.request.method == "POST"
    told = []
    for field in fields:
        typed = call.typed(field.name) if is_sent else call.asked(field.name)
        if not is_sent and not typed and field.start:
            typed = field.start(see, call, subject)
        if field.kind == "password":
            typed = ""
        told.append({
            "name": field.name, "label": field.heading(), "kind": field.kind, "typed": typed,
            "hint": field.hint.said() if field.hint else "", "is_required": field.is_required,
            "input": INPUTS.get(field.kind, "text"), "is_area": field.kind in AREAS,
            "chosen": call.request.POST.getlist(field.name) if is_sent else [],
            "choices": field.choices(see, call, subject) if field.choices else None,
            "is_decimal": field.kind in ("amount", "rate"),
        })  # fmt: skip
    return told


def of_domain(domain: str, *codes: str) -> Choices:
    """The codes of a domain of words as choices: all, or those named."""

    def choices(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
        known = words.domain(domain)
        return [(code, known[code].said()) for code in (codes or known)]

    return choices


def today(see: See, call: Call, subject: Row) -> str:
    """The day of business, to start a date with."""
    return call.on.isoformat()


# Of a change that a price gets worse by: it need not wait for the notice then.
SIGNED_BY = Field("signed_by", "loose", Both(
    "Who signed it for the client, where a price gets worse before the notice is over",
    "Qui l'a signé pour l'adhérent, si un prix s'aggrave avant la fin du préavis"),
    is_required=False)  # fmt: skip
