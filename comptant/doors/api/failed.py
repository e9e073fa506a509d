"""Looks at parties in proceedings, as a program gets them."""

from collections.abc import Callable
from typing import Any

from ninja import Query

from comptant.doors import garnishments_told, insolvency_told, lookup, provisions_told
from comptant.doors.bounds import BIGGEST
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused


def in_proceedings(visit: Visit, contract_id: int | None) -> Row:
    """Parties in proceedings, as buyers, client or guarantors of a contract or of all: by which
    notice, what is owed, the last days of our claim, what is to be done; the most urgent first.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        of = None
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
        return {"rows": insolvency_told.cases(see, visit.on, of)}


def failed_buyer(visit: Visit, buyer_id: int) -> Row:
    """What a failed buyer owes on each contract and who bears it (insurers, factor, client); what
    insurers are to be told of it, and by when. For the house: who sees a part of the policies
    would be told other sums.

    Refused: party_unknown, not_your_right.
    """
    _of_the_house(visit, "record_insolvency_step")
    with visit.reading() as see:
        party_id = lookup.party(see, str(buyer_id))["id"]
        return {"rows": insolvency_told.exposure(see, visit.on, party_id),
                "insurers": insolvency_told.insurers(see, visit.on, party_id)}  # fmt: skip


def garnishment_days(visit: Visit, contract_id: int | None) -> Row:
    """Garnishments of a contract or of all: what each holds, until when it may be contested, what
    is to be done and by when.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        of = None
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
        return {"rows": garnishments_told.desk(see, visit.on, of)}


def provisions(visit: Visit, contract_id: int | None) -> Row:
    """Default, stages of IFRS 9 and expected losses, exposure by exposure, of a contract or of all;
    the sums per currency and stage, the matrix of the aged balance, and what it is reckoned with.

    Refused: contract_unknown, not_your_right.
    """
    _of_the_house(visit, "set_provision_terms")
    with visit.reading() as see:
        of = None
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
        return provisions_told.told(see, visit.on, of)


def _of_the_house(visit: Visit, operation: str) -> None:
    if not visit.user.is_factor:
        raise Refused("not_your_right", operation=operation, login=visit.user.login)


LOOKS: dict[Callable[..., Row], dict[str, tuple[Any, Any]]] = {
    in_proceedings: {"contract_id": (
        int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all"))},
    garnishment_days: {"contract_id": (
        int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all"))},
    provisions: {"contract_id": (
        int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all"))},
    failed_buyer: {"buyer_id": (
        int, Query(..., ge=1, le=BIGGEST, description="id of the buyer"))},
}  # fmt: skip
