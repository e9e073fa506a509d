"""A contract opened from an accepted quote: with each term that the quote promised, through the
same guards as any other, and a limit asked for each buyer.

Source: DOMAIN §2.2 (QUOTE_ACCEPTED to OPENING), §3.3.
"""

import json
from datetime import date
from typing import Any

from comptant.formats import identifiers
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.quoting.typed import typed_as_agreed
from comptant.operations.registry.agreed_fees import write_fees
from comptant.operations.registry.contracting import opened, write_terms
from comptant.operations.registry.parties import bearer, create_party
from comptant.operations.risk.facts import say_fact
from comptant.operations.risk.limits import propose_ceiling
from comptant.rules.agreement import fees_of, prices_of, promised
from comptant.rules.terms import Value
from comptant.store import bulk


@operation
def open_from_quote(
    do: Act, *, quote_id: int, client_id: int | None, number: str, from_on: date,
    terms: dict[str, Value],
) -> Answer:  # fmt: skip
    """A new contract from an accepted quote: all that the quote promised are its terms; `terms` say
    what the quote leaves open. What differs from the defaults waits as in open_contract; of a quote
    accepted by a link the whole contract does, since nobody has proved who they are, and so do
    prices that a person of the house has typed in place of the tariff's. Each buyer
    of the quote with a number is asked a limit for (`limits_asked`), the others are told
    (`limits_left`); under a scope of named buyers, where all have one, they are the only ones. The
    fees of the quote are those of the contract from its first day (`agreed_fees`), and those that
    the catalogue does not know so are told (`fees_left`).

    `client_id`: who the prospect is (none: the company that the quote was made for). Refused:
    quote_unknown, quote_not_accepted, quote_opened, quote_of_another, client_unknown, term_agreed
    (another value than the quote's), and as open_contract.
    """
    row = bulk.row(do.conn, "accepted_quote", quote_id=quote_id)
    if row is None:
        raise Refused("quote_unknown", quote_id=quote_id)
    if row["accepted_on"] is None:
        raise Refused("quote_not_accepted", quote_id=quote_id)
    if row["contract_number"] is not None:
        raise Refused("quote_opened", quote_id=quote_id, number=row["contract_number"])
    client_id = row["party_id"] if client_id is None else client_id
    if client_id is None:
        raise Refused("client_unknown", party_id=0)
    if row["party_id"] not in (None, client_id):
        raise Refused("quote_of_another", quote_id=quote_id, prospect=row["prospect"])
    offer = row["offer"]
    agreed = promised(offer["terms"], offer["figures"])
    _check_agreed(agreed, terms, quote_id)
    doubt = {"accepted_by": row["person"], "link_by": row["link_by"]} if row["link_id"] else None
    typed = typed_as_agreed(row["request"]["terms"], agreed)
    answer = opened(do, client_id, number, row["currency"], from_on, {**terms, **agreed}, doubt,
                    typed)  # fmt: skip
    fees = fees_of(offer["terms"], offer["charges"])
    _keep(do, answer["contract_id"], row, agreed, fees)
    prices, fees_left = prices_of(offer["terms"], offer["charges"])
    write_fees(do, answer["contract_id"], from_on, prices, f"quote {quote_id}")
    asked, left = _limits(do, answer["contract_id"], client_id, row)
    if agreed.get("assignment_scope") == "NAMED_BUYERS" and asked and not left:
        _name(do, answer["contract_id"], from_on, {"buyer_scope": "ONLY_NAMED", **terms}, asked)
    return {**answer, "quote_id": quote_id, "agreed_terms": agreed, "agreed_fees": fees,
            "fees_left": fees_left, "limits_asked": asked, "limits_left": left}  # fmt: skip


def _check_agreed(agreed: dict[str, Value], terms: dict[str, Value], quote_id: int) -> None:
    """Refused: term_agreed."""
    for name, value in terms.items():
        if name in agreed and value != agreed[name]:
            raise Refused("term_agreed", term=name, value=value, agreed=agreed[name],
                          quote_id=quote_id)  # fmt: skip


def _name(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], asked: list[Answer]
) -> None:
    """The buyers of the quote are those of the contract, unless its terms say otherwise."""
    if terms["buyer_scope"] != "ONLY_NAMED":
        return
    source = f"quote, contract {contract_id}"
    write_terms(do, contract_id, from_on, {"buyer_scope": "ONLY_NAMED"}, source)
    for one in asked:
        say_fact(do, contract_id=contract_id, subject="BUYER", subject_id=one["buyer_id"],
                 name="is_named", value=True, from_on=from_on, source=source)  # fmt: skip


def _keep(
    do: Act, contract_id: int, row: bulk.Row, agreed: dict[str, Value], fees: dict[str, Any]
) -> None:
    kept = bulk.execute(
        do.conn, "insert_contract_quote", contract_id=contract_id, quote_id=row["id"],
        promised=json.dumps(agreed), fees=json.dumps(fees), act_id=do.id,
    )  # fmt: skip
    if not kept:  # another contract was opened from it at the same time
        found = bulk.row(do.conn, "accepted_quote", quote_id=row["id"])
        assert found is not None
        raise Refused("quote_opened", quote_id=row["id"], number=found["contract_number"])


def _limits(
    do: Act, contract_id: int, client_id: int, row: bulk.Row
) -> tuple[list[Answer], list[Answer]]:
    """The limits asked for (buyer_name, buyer_id, amount_cents, approval_id), and those that are
    not, with why: SEVERAL (a row of several buyers), NUMBER_MISSING, NUMBER_WRONG, IS_CLIENT."""
    asked: list[Answer] = []
    left: list[Answer] = []
    if row["offer"]["terms"].get("runs_programme"):  # its suppliers owe us nothing
        return asked, left
    for one in row["offer"]["limits"]:
        cents = one["needed_limit_cents"]
        if not cents:
            continue
        told = {"buyer_name": one["buyer_name"], "amount_cents": cents}
        buyer_id, why = _buyer(do, client_id, one)
        if buyer_id is None:
            left.append({**told, "left_why": why})
            continue
        approval = propose_ceiling(do, "CONTRACT_BUYER", contract_id, buyer_id, cents,
                                   row["currency"], do.on, f"quote {row['id']}")  # fmt: skip
        asked.append({**told, "buyer_id": buyer_id, "approval_id": approval["approval_id"]})
    return asked, left


def _buyer(do: Act, client_id: int, one: dict[str, Any]) -> tuple[int | None, str]:
    """The party of a buyer of a quote, added where its number is new; or why there is none."""
    if one["buyer_count"] > 1:
        return None, "SEVERAL"
    if not one["buyer_siren"]:
        return None, "NUMBER_MISSING"
    siren = identifiers.normal("siren", one["buyer_siren"])
    if siren is None:
        return None, "NUMBER_WRONG"
    known = bearer(do, "siren", siren)
    if known == client_id:
        return None, "IS_CLIENT"
    if known is None:
        known = create_party(do, "COMPANY", one["buyer_name"], one["buyer_country"],
                             {"siren": siren})  # fmt: skip
    return known, ""
