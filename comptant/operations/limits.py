"""Ceilings: what may be approved on a buyer or drawn on a line, and how it is shared out."""

import json
from datetime import date

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.approval import propose
from comptant.operations.parties import kind_of
from comptant.operations.positions import judge_again_one, judge_buyers
from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS
from comptant.store import bulk

OF_ONE_CONTRACT = ("CONTRACT_BUYER", "CONTRACT_LINE")
SPANNING = ("BUYER", "BUYER_GROUP", "CLIENT_GROUP_LINE", "INSURER_POLICY")


@operation
def request_limit(
    do: Act, *, contract_id: int, buyer_id: int, amount_cents: int, currency: str
) -> Answer:
    """A client (or its account manager) asks for a limit on a buyer; it waits for a decision."""
    kind_of(do, buyer_id)
    return _propose(do, "CONTRACT_BUYER", contract_id, buyer_id, amount_cents, currency, do.on,
                    f"asked by {do.by.login}")  # fmt: skip


@operation
def propose_limit(
    do: Act, *, scope: str, contract_id: int, party_id: int, amount_cents: int, currency: str,
    from_on: date, source: str,
) -> Answer:  # fmt: skip
    """Propose an amount for a ceiling from a day on; it counts once another person approves.

    Scopes: CONTRACT_BUYER, CONTRACT_LINE (of one contract), BUYER, BUYER_GROUP, CLIENT_GROUP_LINE,
    INSURER_POLICY (shared out by `allot`).
    """
    if scope not in OF_ONE_CONTRACT + SPANNING or (scope in SPANNING) != (contract_id == 0):
        raise Refused("scope_wrong", scope=scope, contract_id=contract_id)
    return _propose(do, scope, contract_id, party_id, amount_cents, currency, from_on, source)


def _propose(
    do: Act, scope: str, contract_id: int, party_id: int, amount_cents: int, currency: str,
    from_on: date, source: str,
) -> Answer:  # fmt: skip
    if amount_cents < 0:
        raise Refused("amount_negative", amount_cents=amount_cents)
    if contract_id:
        _check_currency(do, contract_id, currency)
    arguments = {
        "scope": scope, "contract_id": contract_id, "party_id": party_id,
        "amount_cents": amount_cents, "currency": currency, "from_on": from_on.isoformat(),
        "source": source,
    }  # fmt: skip
    approval_id = propose(
        do, "limit", arguments, amount_cents=amount_cents, currency=currency,
        contract_id=contract_id or None, subject_id=party_id,
    )  # fmt: skip
    return {"approval_id": approval_id, **arguments}


def _check_currency(do: Act, contract_id: int, currency: str) -> None:
    found = do.conn.execute(
        "SELECT currency FROM contract WHERE id = %s AND NOT is_house", (contract_id,)
    ).fetchone()
    if found is None:
        raise Refused("contract_unknown", contract_id=contract_id)
    if found[0] != currency:
        raise Refused("currency_wrong", currency=currency, expected=found[0])


def set_limit(do: Act, approval: bulk.Row) -> Answer:
    """What an approved limit does: it is in force from its day, and the room it gives is used."""
    asked = approval["arguments"]
    contracts = _judged_by(do, asked)
    lock_contracts(do, contracts)
    ceiling_id = _ceiling(do, asked)
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="CEILING", subject_id=ceiling_id,
        name="amount_cents", valid_from_on=asked["from_on"],
        value=json.dumps(asked["amount_cents"]), source=asked["source"], act_id=do.id,
    )  # fmt: skip
    # A limit to come moves nothing yet, but its invoices must know of its day.
    is_to_come = date.fromisoformat(asked["from_on"]) > do.on
    judge = judge_buyers if is_to_come else _judge_buyer
    changed = 0
    if asked["scope"] in ("CONTRACT_BUYER", "BUYER"):
        changed = sum(judge(do, id_, [asked["party_id"]]) for id_ in contracts)
    return {"ceiling_id": ceiling_id, "amount_cents": asked["amount_cents"], "judged": changed}


@operation
def allot(
    do: Act, *, contract_id: int, scope: str, party_id: int, amount_cents: int, currency: str
) -> Answer:
    """Give a contract its share of a ceiling that spans contracts; all shares stay within it.

    A share may always fall; what it still carries is not given to others before it is free.
    Refused: ceiling_unknown, beyond_ceiling, amount_negative.
    """
    if amount_cents < 0:
        raise Refused("amount_negative", amount_cents=amount_cents)
    lock_contracts(do, [contract_id])
    found = do.conn.execute(
        """SELECT id FROM ceiling WHERE scope = %s AND contract_id = 0 AND party_id = %s
           AND currency = %s FOR UPDATE""",
        (scope, party_id, currency),
    ).fetchone()
    if found is None:
        raise Refused("ceiling_unknown", scope=scope, party_id=party_id)
    shares = bulk.rows(
        do.conn, "ceiling_shares", ceiling_id=found[0], contract_id=contract_id, on=do.on,
        accounts=list(FUNDS_IN_USE_ACCOUNTS),
    )[0]  # fmt: skip
    room = max(shares["amount_cents"] - shares["others_cents"], 0)
    if amount_cents > max(room, shares["own_cents"]):
        raise Refused("beyond_ceiling", scope=scope, amount_cents=amount_cents, room_cents=room)
    do.conn.execute(
        """INSERT INTO allotment (ceiling_id, contract_id, amount_cents, act_id, on_date)
           VALUES (%s, %s, %s, %s, %s)""",
        (found[0], contract_id, amount_cents, do.id, do.on),
    )
    buyers = bulk.rows(
        do.conn, "buyers_under", contract_id=contract_id, scope=scope, party_id=party_id, on=do.on
    )
    changed = _judge_buyer(do, contract_id, [row["buyer_id"] for row in buyers])
    return {"ceiling_id": found[0], "amount_cents": amount_cents, "judged": changed}


def _judged_by(do: Act, asked: bulk.Row) -> list[int]:
    """The contracts whose invoices a ceiling decides: its own, or all those that know the buyer,
    who is no longer pending once a ceiling of all contracts exists."""
    if asked["scope"] != "BUYER":
        return [asked["contract_id"]] if asked["contract_id"] else []
    known = bulk.rows(
        do.conn, "fact_contracts", contract_id=0, subject="PARTY", subject_id=asked["party_id"]
    )
    return [row["contract_id"] for row in known]


def _judge_buyer(do: Act, contract_id: int, buyer_ids: list[int]) -> int:
    """A buyer's limit moves its waiting amounts; a first limit also ends 'buyer pending'."""
    pending = bulk.rows(do.conn, "invoices_pending", contract_id=contract_id, buyer_ids=buyer_ids)
    return judge_again_one(do, contract_id, [row["id"] for row in pending], buyer_ids)


def _ceiling(do: Act, asked: bulk.Row) -> int:
    key = (asked["scope"], asked["contract_id"], asked["party_id"], asked["currency"])
    do.conn.execute(
        """INSERT INTO ceiling (scope, contract_id, party_id, currency, act_id)
           VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
        (*key, do.id),
    )
    found = do.conn.execute(
        """SELECT id FROM ceiling WHERE scope = %s AND contract_id = %s AND party_id = %s
           AND currency = %s""",
        key,
    ).fetchone()
    return int(found[0]) if found else 0
