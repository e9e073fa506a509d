"""Looks at parties in proceedings, as a program gets them."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from ninja import Query

from comptant.doors import garnishments_told, insolvency_told, lookup, provisions_told
from comptant.doors.api.parts import PAGED
from comptant.doors.bounds import BIGGEST
from comptant.doors.paging import placed
from comptant.doors.papers import claim_letters
from comptant.doors.papers.claim_letters import Said
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused
from comptant.rules.money import AMOUNT_CENTS_MAX


def in_proceedings(visit: Visit, contract_id: int | None, after: str, size: int) -> Row:
    """Parties in proceedings, as buyers, client or guarantors of a contract or of all: by which
    notice, what is owed, the last days of our claim, what is to be done; the most urgent first,
    page by page.

    Refused: contract_unknown, cursor_wrong.
    """
    with visit.reading() as see:
        of = None
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
        found = insolvency_told.cases(see, visit.on, of)
    rows, more = placed(found, after=after, size=size)
    return {"rows": rows, "after": more or None}


def failed_buyer(visit: Visit, buyer_id: int, after: str, size: int) -> Row:
    """What a failed buyer owes on each contract and who bears it (insurers, factor, client); what
    insurers are to be told of it, and by when (`insurers`, page by page). For the house: who sees
    a part of the policies would be told other sums.

    Refused: party_unknown, not_your_right, cursor_wrong.
    """
    _of_the_house(visit, "record_insolvency_step")
    with visit.reading() as see:
        party_id = lookup.party(see, str(buyer_id))["id"]
        rows = insolvency_told.exposure(see, visit.on, party_id)
        found = insolvency_told.insurers(see, visit.on, party_id)
    insurers, more = placed(found, after=after, size=size)
    return {"rows": rows, "insurers": insurers, "after": more or None}


def claim_letter(
    visit: Visit, contract_id: int, party_id: int, failed_part: str, officer: str, signer: str,
    security: str | None, lawsuit: str | None, amount_cents: int | None,
) -> Row:  # fmt: skip
    """The letter that declares our claim against a party in proceedings, as BUYER, CLIENT or
    GUARANTOR of a contract, as PDF/A in French with English beside; `content` is in base64.

    Refused: contract_unknown, not_in_proceedings, officer_missing, signer_missing,
    claim_amount_wrong, nothing_owed.
    """
    said = Said(officer, signer, security or "", lawsuit or "", amount_cents)
    with visit.reading() as see:
        made = claim_letters.claim_letter(see, str(contract_id), party_id, failed_part, said,
                                          visit.on)  # fmt: skip
    return {"name": made.name, "media_type": "application/pdf",
            "digest": hashlib.sha256(made.content).hexdigest(),
            "content": base64.b64encode(made.content).decode()}  # fmt: skip


def garnishment_days(visit: Visit, contract_id: int | None, after: str, size: int) -> Row:
    """Garnishments of a contract or of all: what each holds, until when it may be contested, what
    is to be done and by when; page by page.

    Refused: contract_unknown, cursor_wrong.
    """
    with visit.reading() as see:
        of = None
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
        found = garnishments_told.desk(see, visit.on, of)
    rows, more = placed(found, after=after, size=size)
    return {"rows": rows, "after": more or None}


def provisions(visit: Visit, contract_id: int | None, after: str, size: int) -> Row:
    """Default, stages of IFRS 9 and expected losses, exposure by exposure, of a contract or of all,
    page by page; the sums per currency and stage of the page's exposures, the matrix of the aged
    balance, and what it is reckoned with.

    Refused: contract_unknown, not_your_right, cursor_wrong.
    """
    _of_the_house(visit, "set_provision_terms")
    with visit.reading() as see:
        of = None
        if contract_id is not None:
            of = int(lookup.contract(see, str(contract_id), visit.on)["id"])
        found, more = provisions_told.page(see, visit.on, of, after, size)
    return {**found, "after": more or None}


def _of_the_house(visit: Visit, operation: str) -> None:
    if not visit.user.is_factor:
        raise Refused("not_your_right", operation=operation, login=visit.user.login)


LOOKS: dict[Callable[..., Row], dict[str, tuple[Any, Any]]] = {
    in_proceedings: {"contract_id": (
        int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all")),
        **PAGED},
    claim_letter: {
        "contract_id": (int, Query(..., ge=1, le=BIGGEST, description="id of the contract")),
        "party_id": (int, Query(..., ge=1, le=BIGGEST, description="id of who failed")),
        "failed_part": (str, Query(..., description="BUYER, CLIENT or GUARANTOR")),
        "officer": (str, Query(..., max_length=500, description="the court's officer, address")),
        "signer": (str, Query(..., max_length=200, description="who signs, in what capacity")),
        "security": (str | None, Query(None, max_length=500, description="privilege, security")),
        "lawsuit": (str | None, Query(None, max_length=500, description="the court seized")),
        "amount_cents": (int | None, Query(None, ge=0, le=AMOUNT_CENTS_MAX,
                                           description="without: what is owed")),
    },
    garnishment_days: {"contract_id": (
        int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all")),
        **PAGED},
    provisions: {"contract_id": (
        int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all")),
        **PAGED},
    failed_buyer: {"buyer_id": (
        int, Query(..., ge=1, le=BIGGEST, description="id of the buyer")), **PAGED},
}  # fmt: skip
