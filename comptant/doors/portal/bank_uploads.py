"""Bank files dropped in a browser: each taken whole or not at all, each with its own answer."""

from typing import Any

from comptant.doors import failures, places, words
from comptant.doors.portal.call import Call
from comptant.doors.visits import Row
from comptant.doors.words import say
from comptant.formats import bankfile, pain002
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.operations.acts.act import Refused
from comptant.operations.banking.announcements import SOURCES, announce
from comptant.operations.banking.bank import take_in
from comptant.operations.paying.payment_status import hear_payment_status

STATUS = "pain.002"
# What is told of a file, by the names of its operation's answer.
COUNTS = ("movements", "new", "received", "received_cents", "allocated_cents", "executed",
          "came_back", "bank_charges", "reversed", "debits_to_explain", "announced", "detailed",
          "used_before", "accepted", "rejected", "known", "contradicted", "not_ours")  # fmt: skip


def take(call: Call) -> Row:
    """Every file under key/1, key/2...: what became of each; Refused: no_file."""
    files = call.request.FILES.getlist("files")
    if not files:
        raise Refused("no_file")
    return {"answers": [_one(call, part, file) for part, file in enumerate(files, 1)]}


def _one(call: Call, part: int, upload: Any) -> Row:
    name = str(upload.name)[:200]
    if (upload.size or 0) > FILE_BYTES_MAX:
        return {"file": name, "wrong": words.fault("file_too_large"), "faults": []}
    content = upload.read()
    reader = pain002 if pain002.is_pain002(content[: bankfile.HEAD_BYTES]) else bankfile
    read: Any = reader.read(name, content)
    source = getattr(read, "source", STATUS)
    faults = [
        {"place": places.place(one.place), "sentence": words.fault(one.code),
         "detail": places.detail(one.code, one.detail[:80])}
        for one in read.faults if not (one.code == "entry_not_booked" and source in SOURCES)
    ]  # fmt: skip
    told: Row = {"file": name, "source": source, "faults": faults, "counts": [], "wrong": ""}
    if any(one.refuses_file for one in read.faults):
        return {**told, "wrong": say("Not taken in: correct it and send it again.",
                                     "Pas pris : corrigez-le et renvoyez-le.")}  # fmt: skip
    try:
        answer = _run(call, f"{call.typed('key')}/{part}", source, read, name, content)
    except Refused as refusal:
        return {**told, "wrong": failures.refused(refusal.code, refusal.facts).sentence}
    return {**told, "counts": [
        {"heading": words.column(column), "value": _value(column, answer)}
        for column in COUNTS if column in answer
    ]}  # fmt: skip


def _value(column: str, answer: Row) -> str:
    by_currency = answer.get(column.replace("_cents", "_in")) if column.endswith("_cents") else None
    if by_currency is not None:
        return words.sums(by_currency)
    return words.value_of(column, _count(answer[column]))


def _count(value: Any) -> Any:
    return len(value) if isinstance(value, list) else value


def _run(call: Call, key: str, source: str, read: Any, name: str, content: bytes) -> Row:
    given: Row = {"file_name": name, "content": content}
    if source == STATUS:
        return call.visit.run(hear_payment_status, key, statuses=read.rows, **given)
    if source in SOURCES:
        return call.visit.run(announce, key, statements=read.statements,
                              announced=read.announced, source=source, **given)  # fmt: skip
    return call.visit.run(
        take_in, key, statements=read.statements, movements=read.movements, source=source,
        is_again=call.typed("again") == "yes", **given,
    )  # fmt: skip
