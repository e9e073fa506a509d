"""A portfolio on a worse day, as a program gets it."""

from collections.abc import Callable
from typing import Any

from ninja import Query

from comptant.doors import lookup, stress_told
from comptant.doors.bounds import BIGGEST
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused
from comptant.rules.stress_scenario import SHOCKS_MAX


def stress(visit: Visit, shock: list[str] | None, contract_id: int | None, most: int) -> Row:
    """The portfolio, or a contract (invoice by invoice then), under shocks, all at once; `shock`
    may be repeated: `fail largest=3`, `fail buyer=443061841`, `delay days=20 country=DE`,
    `limits kept=50 insurer=ASSUR`, `insurer insurer=ASSUR`, `dilution rate=2`,
    `reference rate=1`. What is available before and after, who bears what buyers that fail owe,
    the claims with their last days, the cash of thirteen weeks, and each part of the waterfall
    that changes with its rule; `most` contracts, those that change most. Nothing is kept.

    Refused: not_your_right, contract_unknown, stress_unread, stress_shock_wrong,
    stress_key_wrong, stress_key_missing, stress_value_wrong, stress_word_wrong,
    stress_too_many, stress_buyer_unknown, stress_insurer_unknown, stress_nobody_largest.
    """
    if not visit.user.is_factor:
        raise Refused("not_your_right", operation="stress", login=visit.user.login)
    of = None
    with visit.reading() as see:  # a key that may read
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
    return stress_told.told(visit.looking, shock or [], of, most)


LOOKS: dict[Callable[..., Row], dict[str, tuple[Any, Any]]] = {
    stress: {
        "shock": (list[str] | None, Query(None, max_length=SHOCKS_MAX)),
        "contract_id": (int | None, Query(
            None, ge=1, le=BIGGEST, description="id of a contract; without: all")),
        "most": (int, Query(stress_told.CONTRACTS_SHOWN, ge=1, le=1_000)),
    },
}  # fmt: skip
