"""Every operation with what a program must give it, found in comptant.operations.

Nothing is listed by hand but what no signature can say: the shape of a batch, what is read from a
file, what the door itself fills in.
"""

import hashlib
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

import polars as pl
from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    create_model,
)

from comptant import operations
from comptant.doors import ledgers_told, lookup
from comptant.doors.bounds import in_time, largest, most_of
from comptant.doors.handing_over import taken
from comptant.doors.objects import KEYED
from comptant.doors.signatures_told import conditions_to_sign
from comptant.doors.visits import Row, Visit
from comptant.formats import bankfile, pain002, rate_lists
from comptant.formats.advice import ADVICE_LINES
from comptant.formats.pain002 import PAYMENT_STATUSES
from comptant.formats.reading import TURNS, is_number_text, plain_number
from comptant.operations.acts.act import Act, Refused
from comptant.operations.buyer_page import links as buyer_links
from comptant.operations.drawing.payments import DRAWS
from comptant.operations.drawing.plans import PLANNED
from comptant.operations.insurance.insurer_answers import INSURER_ANSWERS
from comptant.operations.quoting import links
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.operations.quoting.offers import COMPARED
from comptant.operations.quoting.tariffs import TARIFF
from comptant.operations.registry import keys, passwords, webhooks
from comptant.operations.reminding.promising import INSTALMENTS
from comptant.operations.risk.disputes import TO_OPEN, TO_SETTLE
from comptant.rules.columns import (
    ANNOUNCED,
    BANK_MOVEMENTS,
    SENT_INVOICES,
    SENT_TO_CONTRACTS,
    STATEMENTS,
    VOCABULARY,
    Shape,
)
from comptant.rules.curve import SALES
from comptant.rules.fees import FEE_PRICES
from comptant.rules.payables import SENT_PAYABLES
from comptant.rules.reference_values import exchanges, series
from comptant.rules.reminders import PLAN

Operation = Callable[..., Row]
NUMBERED = ("file", "row_number")  # of a batch: filled in where they are not said
TEXT_LENGTH_MAX, ROWS_MAX = 10_000, 20_000  # such rows are some 5 MB: more goes as a stream
# The shape of each batch that an operation takes.
SHAPES: dict[tuple[str, str], Shape] = {
    ("remit", "sent"): SENT_INVOICES, ("remit_many", "sent"): SENT_TO_CONTRACTS,
    ("cede_ledger", "sent"): SENT_INVOICES,
    ("draw_many", "wanted"): DRAWS, ("advise", "lines"): ADVICE_LINES,
    ("bank", "statements"): STATEMENTS, ("bank", "movements"): BANK_MOVEMENTS,
    ("announce", "statements"): STATEMENTS, ("announce", "announced"): ANNOUNCED,
    ("hear_payment_status", "statuses"): PAYMENT_STATUSES,
    ("propose_tariff", "rows"): TARIFF, ("propose_rates", "values"): rate_lists.RATE_VALUES,
    ("compare", "offers"): COMPARED, ("quote_prospect", "buyers"): ASKED_BUYERS,
    ("quote", "buyers"): ASKED_BUYERS, ("quote", "sales"): SALES,
    ("compare", "buyers"): ASKED_BUYERS, ("compare", "sales"): SALES,
    ("send_payables", "payables"): SENT_PAYABLES,
    ("set_reminder_plan", "stages"): PLAN, ("record_promise", "instalments"): INSTALMENTS,
    ("plan_payments", "payments"): PLANNED, ("set_fees", "fees"): FEE_PRICES,
    ("take_insurer_answers", "answers"): INSURER_ANSWERS,
    ("open_disputes", "wanted"): TO_OPEN, ("settle_disputes", "settled"): TO_SETTLE,
}  # fmt: skip


def _of_statement(name: str, content: bytes) -> tuple[Row, Any]:
    read = bankfile.read(name, content)
    return {"statements": read.statements, "movements": read.movements,
            "announced": read.announced, "source": read.source}, read.faults  # fmt: skip


def _of_status(name: str, content: bytes) -> tuple[Row, Any]:
    read = pain002.read(name, content)
    return {"statuses": read.rows}, read.faults


def _of_rates(name: str, content: bytes) -> tuple[Row, Any]:
    read = rate_lists.read(name, content, series(), exchanges())
    return {"values": read.rows}, read.faults


# Operations that take in a file: how it is read, and the arguments that come of it.
FILES: dict[str, tuple[Callable[[str, bytes], tuple[Row, Any]], frozenset[str]]] = {
    "bank": (_of_statement, frozenset({"statements", "movements", "source"})),
    "announce": (_of_statement, frozenset({"statements", "announced", "source"})),
    "hear_payment_status": (_of_status, frozenset({"statuses"})),
    "propose_rates": (_of_rates, frozenset({"values"})),
    "compare_ledger": (ledgers_told.taken, frozenset({"sent"})),
    "take_over": (
        taken,
        frozenset(
            {"sent", "payments", "limits", "disputes", "statement", "statement_on", "client_siren"}
        ),
    ),
}
# What the door fills in itself, whatever the program says.
FILLED = frozenset({"received_at", "digest", "files", "token", "paper", "version"})
# How the secret is made that an operation keeps a mark of, and its answer shows once.
TOKENS: dict[str, Callable[[], str]] = {
    "add_key": keys.new_token, "rotate_key": keys.new_token,
    "add_webhook": webhooks.new_token, "rotate_webhook": webhooks.new_token,
    "invite_colleague": passwords.new_once, "share_quote": links.new_link,
    "quote_prospect": links.new_link,
    "share_buyer_account": buyer_links.new_link,
}  # fmt: skip


@dataclass(frozen=True)
class Endpoint:
    """An operation as a program sees it: its name, what it says, the model of its body."""

    name: str
    run: Operation
    about: str
    body: type[BaseModel]

    def arguments(self, visit: Visit, given: BaseModel) -> Row:
        """What the operation is called with; Refused: file_unread."""
        told = {name: getattr(given, name) for name in type(given).model_fields}
        for name in told:
            if (self.name, name) in SHAPES:
                told[name] = _frame(SHAPES[self.name, name], told[name], told.get("file_name", ""))
        if self.name in FILES:
            told |= _read(self.name, told)
        return told | _filled(self.run, self.name, visit, told)


@cache
def endpoints() -> dict[str, Endpoint]:
    """Every operation, by its name."""
    found: dict[str, Endpoint] = {}
    for module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        for name, run in vars(importlib.import_module(module.name)).items():
            body = getattr(run, "__wrapped__", None)
            if body is None or body.__name__ in found:
                continue
            first = next(iter(inspect.signature(body).parameters.values()), None)
            if first is not None and first.annotation is Act:
                about = inspect.getdoc(body) or ""
                found[name] = Endpoint(name, run, about, _model(name, body))
    return dict(sorted(found.items()))


def _model(name: str, body: Callable[..., Any]) -> type[BaseModel]:
    """The body of a request: the arguments of an operation that a program gives."""
    fields: dict[str, Any] = {}
    read = FILES[name][1] if name in FILES else frozenset[str]()
    for one in list(inspect.signature(body).parameters.values())[1:]:
        if one.name in FILLED | read and (one.name != "digest" or name == "remit"):
            continue
        fields[one.name] = _field(name, one)
    strict = ConfigDict(extra="forbid", strict=True, str_max_length=TEXT_LENGTH_MAX)
    if any(kind is Base64Bytes for kind, _ in fields.values()):
        strict = ConfigDict(extra="forbid", strict=True)
    model: type[BaseModel] = create_model(f"{name}_body", __config__=strict, **fields)
    return model


def _field(operation: str, one: inspect.Parameter) -> tuple[Any, Any]:
    kind: Any = one.annotation
    default = ... if one.default is inspect.Parameter.empty else one.default
    if kind is pl.DataFrame:
        row = row_model(operation, one.name)
        return list[row], Field(default, max_length=ROWS_MAX)  # type: ignore[valid-type]
    if kind is bytes:
        return Base64Bytes, Field(default, strict=False)
    if default is ... and NoneType in get_args(kind):
        default = None  # what may be nothing may be left out
    if kind in (str, str | None):
        kind = TEXT if kind is str else TEXT | None
    if kind == dict[str, int]:
        kind = KEYED[operation, one.name]
    if kind in (int, int | None):
        most = largest(one.name)
        return kind, Field(default, ge=-most, le=most)
    if get_origin(kind) in (tuple, Sequence):
        kind = list[get_args(kind)[0]]  # type: ignore[misc]  # JSON has no other
    return in_time(kind), default


def _row(operation: str, name: str, wanted: Shape) -> type[BaseModel]:
    """The model of one row of a batch: its columns with their types and limits."""
    kinds: dict[Any, type] = {pl.Int64: int, pl.String: str, pl.Boolean: bool, pl.Date: date}
    fields: dict[str, Any] = {}
    for column in wanted.names:
        told = VOCABULARY[column]
        kind: Any = kinds[told.dtype.base_type()]
        if kind is str and "invoice_number" in wanted.names:
            kind = NUMBER_TEXT if is_number_text(column) else SEEN_TEXT
        elif kind is str:
            kind = TEXT
        most = most_of(column)
        kind = in_time(kind)
        limits = {"ge": -most, "le": most} if kind is int else {}
        may_lack = column in wanted.optional or column in NUMBERED
        given = Field(None if may_lack else ..., description=told.english, **limits)  # type: ignore[call-overload]
        fields[column] = (kind | None if may_lack else kind, given)
    strict = ConfigDict(extra="forbid", strict=True, str_max_length=TEXT_LENGTH_MAX)
    row: type[BaseModel] = create_model(f"{operation}_{name}_row", __config__=strict, **fields)
    return row


def written(text: str) -> str:
    """A text that can be kept; ValueError: it holds NUL, or half a character."""
    if re.search("[\0\ud800-\udfff]", text):
        raise ValueError("the text holds a sign that no text has: NUL, or half a character")
    return text


def _seen(text: str) -> str:
    if re.search(f"[{TURNS}]", text):
        raise ValueError("the text holds a sign that changes the direction of reading")
    return written(text)


TEXT = Annotated[str, AfterValidator(written)]
SEEN_TEXT = Annotated[str, AfterValidator(_seen)]
NUMBER_TEXT = Annotated[str, AfterValidator(_seen), AfterValidator(plain_number)]


@cache
def row_model(operation: str, name: str) -> type[BaseModel]:
    """The model of one row of a batch that an operation takes."""
    return _row(operation, name, SHAPES[operation, name])


def _frame(wanted: Shape, rows: list[BaseModel], file_name: str) -> pl.DataFrame:
    told = [row.model_dump() for row in rows]
    for number, row in enumerate(told, 1):
        if "row_number" in wanted.names and row["row_number"] is None:
            row["row_number"] = number
        if "file" in wanted.names and row["file"] is None:
            row["file"] = file_name
    return wanted.frame(told)


def _read(name: str, told: Row) -> Row:
    """The arguments read from the file; Refused: files_unread, with the first fault."""
    reader, wanted = FILES[name]
    found, faults = reader(told["file_name"], told["content"])
    for fault in faults:
        if fault.refuses_file:
            from comptant.doors import places, words

            raise Refused("files_unread", file=fault.file, place=places.place(fault.place),
                          cause=words.fault(fault.code))  # fmt: skip
    return {argument: found[argument] for argument in wanted}


def _filled(run: Operation, name: str, visit: Visit, told: Row) -> Row:
    """What the door says itself: the instant, the digest of what came, a new key's token."""
    wanted = set(inspect.signature(run).parameters)
    filled: Row = {}
    if "received_at" in wanted:
        filled["received_at"] = visit.at
    if name == "remit":
        filled["digest"] = hashlib.sha256(told["sent"].write_csv().encode()).digest()
    if "paper" in wanted:
        with visit.reading() as see:
            found = lookup.contract(see, str(told["contract_id"]), visit.on)
            filled |= conditions_to_sign(see, found, told["language"], visit.on)
    if "token" in wanted:
        filled["token"] = TOKENS[name]()
    return filled
