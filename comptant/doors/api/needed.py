"""What a list is asked with, and what it cannot be asked without.

A list goes by its keys, and an index holds it to a few pages: that of a contract begins with the
contract. A query that compares a parameter and never asks whether it is null has no answer without
it, so a program is told so rather than given an empty list.
"""

import re
from functools import cache
from typing import Any

from ninja import Query

from comptant.doors.bounds import BIGGEST, in_time
from comptant.doors.parameters import DEFAULTS, PARAMETERS
from comptant.doors.reads import parameters
from comptant.store.access import query

DAYS_MAX = 366  # of a period that a list is asked of
# Null has a meaning of its own in these: all contracts, as it is known today, anyone.
MAY_LACK = frozenset({"contract_ids", "known_at", "number", "role"})


@cache
def needed(name: str) -> frozenset[str]:
    """The parameters that a list needs, by its query."""
    return frozenset(one for one in parameters(name)
                     if one not in MAY_LACK | DEFAULTS and not _may_be_null(one, query(name))
                     )  # fmt: skip


def _may_be_null(parameter: str, text: str) -> bool:
    given = rf"%\({parameter}\)s(::[\w\[\]]+)?"
    return re.search(rf"{given} IS (NOT )?NULL|coalesce\({given}", text) is not None


def asked_of(name: str, is_needed: bool) -> tuple[Any, Any]:
    """A parameter of a list as an endpoint takes it: its type, and its bounds."""
    kind: Any = in_time(PARAMETERS[name])
    limits: dict[str, int] = {"ge": -BIGGEST, "le": BIGGEST} if kind is int else {}
    if name.endswith("_days"):
        limits = {"ge": 1, "le": DAYS_MAX}
    if kind is list:
        kind = list[int] if name.endswith("_ids") else list[str]
    about = name.replace("_", " ")
    if is_needed:
        return kind, Query(..., description=about, **limits)
    return kind | None, Query(None, description=about, **limits)
