"""What a list cannot be asked without.

A list goes by its keys, and an index holds it to a few pages: that of a contract begins with the
contract. A query that compares a parameter and never asks whether it is null has no answer without
it, so a program is told so rather than given an empty list.
"""

import re
from functools import cache

from comptant.doors.parameters import DEFAULTS
from comptant.doors.reads import parameters
from comptant.store.access import query

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
