"""Every answer that a test of an operation or of the API gets is held against what is told of it.

Where an operation has changed, COMPTANT_ANSWERS=learn pytest THE_TESTS widens answers.csv by what
they see; read what it has written (a mapping by codes is told as `mapping`, with a line `name{}`),
and make the client again (comptant/doors/documents/client.py).
"""

import csv
import fcntl
import importlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from comptant.doors.answers import to_json
from comptant.doors.api import answered
from comptant.doors.api.answered import ITEM, VALUE, Told
from comptant.operations.acts import act

FILE = Path(answered.__file__).with_name(answered.FILE)
IS_LEARNING = os.environ.get("COMPTANT_ANSWERS") == "learn"
NAME = re.compile(r"[a-z][a-z0-9_]*")
# Acts that no program asks for: of the machine's keeper.
OF_NOBODY = frozenset({"init", "rescue"})
LOOKS = {
    "looks": ("availability", "draw_quote", "early_price", "document", "exit_simulation", "paper",
              "personal_data", "offer_file", "callback"),
    "watched": ("collection", "to_collect", "forecast", "treasury_plan", "client_journal",
                "cover", "claim", "repayment_simulated", "fee_grid", "policy_turnover",
                "policy_premium", "indemnities"),
    "failed": ("in_proceedings", "failed_buyer", "garnishment_days", "provisions",
               "claim_letter"),
    "simulated": ("reminders_simulated", "plan_simulated", "penalties_simulated"),
    "stressed": ("stress",),
    "suspected": ("suspicion_report",),
    "sent_files": ("remit_files", "quote_files"),
    "bulk_lists": ("remit_stream",),
}  # fmt: skip


def check(name: str, answer: dict[str, Any]) -> None:
    """AssertionError: an answer is not as it is told."""
    if IS_LEARNING:
        learn(name, answer)
        return
    assert name in answered.answers(), f"{name} is not in {answered.FILE}: see tests/answers.py"
    wrong = [f"{'.'.join(map(str, error.instance_path))}: {error.message}"
             for error in _validator(name).iter_errors(answer)]  # fmt: skip
    assert not wrong, f"{name} answers what {answered.FILE} does not tell: {wrong[:5]}"


@cache
def _validator(name: str) -> Any:
    told = answered.schema(answered.answers()[name], is_closed=True)
    return jsonschema_rs.validator_for(told, validate_formats=True)


def checked(patch: pytest.MonkeyPatch) -> None:
    """Hold every act's answer, and what the looks of the API give, against what is told."""
    write = act.write_act

    def written(do: act.Act, company_id: int, by: int, name: str, digest: bytes,
                contract_id: object, answer: dict[str, Any]) -> None:  # fmt: skip
        if name not in OF_NOBODY:
            check(name, json.loads(act.to_text(answer)))
        write(do, company_id, by, name, digest, contract_id, answer)

    patch.setattr(act, "write_act", written)


def looked(patch: pytest.MonkeyPatch) -> None:
    """The same of the looks, once Django is there."""
    for name, names in LOOKS.items():
        module = importlib.import_module(f"comptant.doors.api.{name}")
        for look in names:
            told = "remit" if look == "remit_stream" else look
            patch.setattr(module, look, _held(getattr(module, look), told))


def _held(look: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(look)
    def held(*given: Any, **named: Any) -> Any:
        answer = look(*given, **named)
        check(name, json.loads(to_json(answer)))
        return answer

    return held


# Learning ---------------------------------------------------------------------------------------


def learn(name: str, answer: dict[str, Any]) -> None:
    """Widen the file by an answer, where it is not told yet."""
    with open(FILE, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        told = answered.parsed(file.read())
        told[name] = widened(told.get(name), answer, name)
        text = written_down(told)
        file.seek(0)
        file.write(text)
        file.truncate()


def widened(told: Told | None, value: Any, name: str) -> Told:
    """What is told of a value, and this one too."""
    seen = told or Told(_type(value, name), may_null=value is None)
    if value is None:
        seen.may_null = seen.may_null or seen.type not in ("any", "nothing")
        return seen
    kind = _type(value, name)
    if seen.type == "nothing" or (seen.may_null and not seen.inside and seen.type == _named(name)):
        seen.type = kind
    if seen.type == "text" and kind in ("day", "instant"):
        kind = "text"
    if seen.type in ("day", "instant") and kind == "text":
        seen.type = "text"
    if {seen.type, kind} == {"object", "mapping"} and not (seen.inside and value):
        seen.type = "mapping" if not value else kind
    if seen.type == "mapping" and kind == "object":
        kind = "mapping"
    if {seen.type, kind} == {"integer", "number"}:
        seen.type = kind = "number"
    if kind != seen.type:
        return Told("any", seen.may_lack)
    if kind == "object":
        for key in seen.inside.keys() - value.keys():
            seen.inside[key].may_lack = True
        for key, one in value.items():
            is_new = key not in seen.inside
            seen.inside[key] = widened(seen.inside.get(key), one, key)
            seen.inside[key].may_lack |= is_new and told is not None
    elif kind in ("list", "mapping"):
        step = ITEM if kind == "list" else VALUE
        for one in value if kind == "list" else value.values():
            seen.inside[step] = widened(seen.inside.get(step), one, name.removesuffix("s"))
    return seen


def _type(value: Any, name: str) -> str:
    if value is None:
        return _named(name)
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, list):
        return "list"
    if isinstance(value, dict):
        return "object" if value and all(map(NAME.fullmatch, value)) else "mapping"
    for kind, read in (("day", date.fromisoformat), ("instant", datetime.fromisoformat)):
        if _named(name) == kind:
            try:
                read(value)
            except ValueError:
                break
            return kind
    return "text"


def _named(name: str) -> str:
    """What a name says of its type: units stand at the end."""
    if name == "on" or name.endswith("_on"):
        return "day"
    if name == "at" or name.endswith("_at"):
        return "instant"
    ends = ("_id", "_cents", "_ppm", "_days", "count", "_number_of")
    if name == "id" or name.endswith(ends):
        return "integer"
    return "yes_no" if name.startswith(("is_", "has_")) else "nothing"


def written_down(told: dict[str, Told]) -> str:
    """The file."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("of", "field", "type", "may"))
    for name, answer in sorted(told.items()):
        rows = list(_rows(answer, ""))
        lines.writerows([(name, *row) for row in rows] or [(name, "", "object", "")])
    return text.getvalue()


def _rows(told: Told, path: str) -> Iterator[tuple[str, str, str]]:
    for step, one in told.inside.items():
        here = path + step if step in (ITEM, VALUE) else f"{path}.{step}".removeprefix(".")
        may = " ".join(word for word, is_so in (("lack", one.may_lack), ("null", one.may_null))
                       if is_so)  # fmt: skip
        yield here, one.type, may
        yield from _rows(one, here)
