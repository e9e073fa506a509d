"""Files of requests and offers, as they are exchanged: taken in whole, their offers laid beside
what the house would offer on the ledger of the request. Source: formats/offer_files.py.
"""

import hashlib
import json
from typing import Any

from comptant.formats.offer_files import File, Request, Unreadable, read_file
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.quoting.offer_clients import ASKED_BUYERS, client_of
from comptant.operations.quoting.offered import checked_terms
from comptant.operations.quoting.offers import Asked, check_count, side_by_side
from comptant.operations.quoting.typed import class_said
from comptant.rules.curve import SALES
from comptant.rules.recommending import Wants
from comptant.store import bulk

OTHER = "other_factor"
FILES_MAX = 20
# Columns of a buyer that are called otherwise in a file.
NAMES = {"number": "row_number", "name": "buyer_name", "siren": "buyer_siren",
         "country": "buyer_country"}  # fmt: skip


@operation
def take_file(do: Act, *, file_name: str, content: bytes) -> Answer:
    """Take in a file of a request and offers (format comptant-offers, version 1 or 2), whole or
    not at all: it is kept byte for byte, and its terms are checked one by one.

    Refused: offer_file_wrong (with the place and why), offer_term_wrong.
    """
    found = _read(content)
    for offer in found.offers:
        checked_terms(OTHER, dict(offer.terms))
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/json", content)
    company = found.request.company
    row = bulk.row(
        do.conn, "insert_offer_file", company_id=do.by.company_id, prospect=company.name,
        siren=company.siren, asked_on=found.request.asked_on, offer_count=len(found.offers),
        content=json.dumps(found.model_dump(mode="json")), digest=digest, act_id=do.id,
    ) or {}  # fmt: skip
    return {"file_id": row["id"], "prospect": company.name, "siren": company.siren,
            "asked_on": found.request.asked_on, "offer_count": len(found.offers)}  # fmt: skip


def _read(content: bytes) -> File:
    try:
        return read_file(content)
    except Unreadable as error:
        raise Refused("offer_file_wrong", place=error.place, cause=error.cause) from None


@operation
def compare_files(
    do: Act, *, file_ids: list[int], products: list[str], client_class: str
) -> Answer:
    """Lay the offers of files that came back for one request side by side, with what the house
    would offer (`products`, priced by its tariff for a company of this class): as compare(). The
    ledger is that of the first file; nothing is kept but the act.

    Refused: offers_count_wrong, file_unknown, files_differ (of another company), and as compare().
    """
    files = _files(do, file_ids)
    request = files[0].request
    offers = [offer for file in files for offer in file.offers]
    asked: list[Asked] = [("", product, {}) for product in products]
    for offer in offers:
        label = " · ".join(filter(None, (offer.factor.name, offer.label)))
        one = (label, OTHER, dict(offer.terms))
        if one not in asked:  # an offer that came back in two files is one
            asked.append(one)
    check_count(len(asked))
    client = client_of(
        class_said(do, client_class),
        request.need_cents,
        saved(request),
        *ledger(request),
        request.currency,
    )
    wants = wants_in(request)
    return {"file_ids": file_ids, "prospect": request.company.name,
            **side_by_side(do, client, asked, wants)}  # fmt: skip


def _files(do: Act, file_ids: list[int]) -> list[File]:
    """The files asked for, in their order; a company has those that it sent, the house all."""
    if not 0 < len(file_ids) <= FILES_MAX:
        raise Refused("offers_count_wrong", most=FILES_MAX, count=len(file_ids))
    company = None if do.by.is_factor else do.by.company_id
    rows = {row["id"]: row["content"] for row in bulk.rows(
        do.conn, "offer_files", ids=file_ids, company_id=company)}  # fmt: skip
    missing = [id_ for id_ in file_ids if id_ not in rows]
    if missing:
        raise Refused("file_unknown", file_id=missing[0])
    files = [File.model_validate(rows[id_]) for id_ in file_ids]
    for file in files:
        first, other = files[0].request.company, file.request.company
        if (first.siren or first.name) != (other.siren or other.name):
            raise Refused("files_differ", prospect=first.name, other=other.name)
        currency, another = files[0].request.currency, file.request.currency
        if currency != another:
            raise Refused("files_differ", prospect=f"{first.name} ({currency})",
                          other=f"{other.name} ({another})")  # fmt: skip
    return files


def wants_in(request: Request) -> Wants:
    """What a request wants of an offer: as it says, or by the needs that it names."""
    return Wants(request.need_cents, request.wants_cover or "insurance" in request.needs,
                 request.wants_discretion or "confidentiality" in request.needs,
                 "management" in request.needs)  # fmt: skip


def saved(request: Request) -> dict[str, int]:
    """What a request says an offer would save in a year, by kind, in cents."""
    return {name: cents for name, cents in request.saved.model_dump().items() if cents is not None}


def ledger(request: Request) -> tuple[Any, Any]:
    """The ledger of a request, as quotes take it: ASKED_BUYERS and SALES."""
    buyers = [{NAMES.get(name, name): value for name, value in buyer.model_dump().items()}
              for buyer in request.buyers]  # fmt: skip
    sales = [{"row_number": month.number, "month_number": month.month,
              "sold_cents": month.sold_cents} for month in request.sales]  # fmt: skip
    return ASKED_BUYERS.frame(buyers), SALES.frame(sales)
