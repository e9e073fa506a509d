"""Ceilings: what may be approved on a buyer or drawn on a line, and how it is shared out."""

import json
from datetime import date

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_buyers
from comptant.operations.registry.parties import kind_of
from comptant.operations.risk.ceilings import amount_cents as amount_cents_of
from comptant.operations.risk.ceilings import (
    fit_shares,
    judge_buyers_of,
    judge_under,
    lock_ceilings,
    shares,
    write_shares,
)
from comptant.store import bulk

OF_ONE_CONTRACT = ("CONTRACT_BUYER", "CONTRACT_LINE")
SPANNING = ("BUYER", "BUYER_GROUP", "CLIENT_GROUP_LINE", "INSURER_POLICY")


@operation
def request_limit(
    do: Act, *, contract_id: int, buyer_id: int, amount_cents: int, currency: str
) -> Answer:
    """A client (or its account manager) asks for a limit on a buyer; it waits for a decision.

    Refused: limit_not_higher (a cut is proposed: `propose_limit`), and as propose_limit.
    """
    kind_of(do, buyer_id)
    found = bulk.row(do.conn, "limit_in_force", scope="CONTRACT_BUYER", contract_id=contract_id,
                     party_id=buyer_id, currency=currency, on=do.on)  # fmt: skip
    if found and found["limit_cents"] is not None and amount_cents <= found["limit_cents"]:
        raise Refused("limit_not_higher", limit_cents=found["limit_cents"], currency=currency,
                      amount_cents=amount_cents)  # fmt: skip
    return propose_ceiling(do, "CONTRACT_BUYER", contract_id, buyer_id, amount_cents, currency,
                           do.on, do.by.login, is_request=True)  # fmt: skip


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
    return propose_ceiling(
        do, scope, contract_id, party_id, amount_cents, currency, from_on, source
    )


def propose_ceiling(
    do: Act, scope: str, contract_id: int, party_id: int, amount_cents: int, currency: str,
    from_on: date, source: str, *, is_request: bool = False,
) -> Answer:  # fmt: skip
    """Propose an amount for a ceiling, within another operation: `propose_limit` says the rest.
    `is_request`: it lowers none that is higher when it is agreed to."""
    if amount_cents < 0:
        raise Refused("amount_negative", amount_cents=amount_cents)
    check_source(source)
    if contract_id:
        _check_currency(do, contract_id, currency)
    _check_party(do, scope, contract_id, party_id)
    arguments = {
        "scope": scope, "contract_id": contract_id, "party_id": party_id,
        "amount_cents": amount_cents, "currency": currency, "from_on": from_on.isoformat(),
        "source": source,
    }  # fmt: skip
    approval_id = propose(
        do, "limit", {**arguments, "is_request": is_request}, amount_cents=amount_cents,
        currency=currency, contract_id=contract_id or None, subject_id=party_id,
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


def _check_party(do: Act, scope: str, contract_id: int, party_id: int) -> None:
    """Whether a ceiling of this scope can be of this party: a line of the contract is its client's
    (0: whoever that is), a buyer is none of ours, a group's is of a group."""
    kind = kind_of(do, party_id) if party_id else ""
    if scope == "CONTRACT_LINE":
        found = do.conn.execute("SELECT client_id FROM contract WHERE id = %s", (contract_id,))
        fits = party_id == 0 or found.fetchall() == [(party_id,)]
    elif scope in ("BUYER_GROUP", "CLIENT_GROUP_LINE"):
        fits = kind == "GROUP"
    elif scope == "INSURER_POLICY":
        fits = kind == "INSURER"
    else:
        fits = kind not in ("", "GROUP", "INSURER", "FACTOR")
    if not fits:
        raise Refused("party_not_for_scope", scope=scope, party_id=party_id)


def set_limit(do: Act, approval: bulk.Row) -> Answer:
    """What an approved limit does: it is in force from its day, and the room it gives is used. A
    ceiling that falls under its shares cuts them in the same act (C-5: what is approved stays).
    Higher amounts that were agreed before for later days are cut to it (`cut_from_on`: the first
    of those days), whatever stood on its own: what is decided last counts from its day on. A
    request of the client's cuts nothing.

    Refused: limit_not_higher (a request), limit_overtaken (something lower was decided since it was
    proposed; or it is dated back, and something lower was decided for a day since)."""
    asked = approval["arguments"]
    contracts = _judged_by(do, asked)
    ceiling_id = _ceiling(do, asked)
    if asked["scope"] in SPANNING:
        lock_ceilings(do, [ceiling_id], contracts)
    else:
        lock_contracts(do, contracts)
    before = amount_cents_of(do, ceiling_id, date.fromisoformat(asked["from_on"]))
    if asked.get("is_request") and 0 < asked["amount_cents"] <= before:
        raise Refused("limit_not_higher", limit_cents=before, currency=asked["currency"],
                      amount_cents=asked["amount_cents"])  # fmt: skip
    _check_last_word(do, ceiling_id, asked, approval["act_id"])
    cut_from_on = None if asked.get("is_request") else _cut_later(do, ceiling_id, asked)
    _say(do, ceiling_id, asked, asked["from_on"])
    fitted = fit_shares(do, ceiling_id, do.on) if asked["scope"] in SPANNING else []
    # A limit to come moves nothing yet, but its invoices must know of its day.
    is_to_come = date.fromisoformat(asked["from_on"]) > do.on
    judge = judge_buyers if is_to_come else judge_buyers_of
    changed = 0
    if asked["scope"] in ("CONTRACT_BUYER", "BUYER"):
        changed = sum(judge(do, id_, [asked["party_id"]]) for id_ in contracts)
    elif asked["scope"] == "CONTRACT_LINE" and not is_to_come:
        fund_freed(do, [asked["contract_id"]])
    return {"ceiling_id": ceiling_id, "amount_cents": asked["amount_cents"], "judged": changed,
            "shares_cut": len(fitted), "cut_from_on": cut_from_on}  # fmt: skip


def _say(do: Act, ceiling_id: int, asked: bulk.Row, from_on: object) -> None:
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="CEILING", subject_id=ceiling_id,
        name="amount_cents", valid_from_on=from_on, value=json.dumps(asked["amount_cents"]),
        source=asked["source"], act_id=do.id,
    )  # fmt: skip


def _check_last_word(do: Act, ceiling_id: int, asked: bulk.Row, proposed_id: int) -> None:
    """Whether what was proposed by an act would lift nothing lower that was decided since, or is
    for a day since. Refused: limit_overtaken."""
    cents, from_on = asked["amount_cents"], date.fromisoformat(asked["from_on"])
    lower = bulk.row(do.conn, "ceiling_lowered", ceiling_id=ceiling_id, amount_cents=cents,
                     from_on=from_on, on=do.on, proposed_id=proposed_id)  # fmt: skip
    if lower:
        raise Refused("limit_overtaken", amount_cents=cents, currency=asked["currency"],
                      from_on=from_on, limit_cents=lower["amount_cents"],
                      since_on=lower["valid_from_on"])  # fmt: skip


def _cut_later(do: Act, ceiling_id: int, asked: bulk.Row) -> str | None:
    """Say that it is no higher on any later day either; the first of those days."""
    rows = bulk.rows(do.conn, "ceiling_later", ceiling_id=ceiling_id, from_on=asked["from_on"])
    higher = [row["valid_from_on"] for row in rows if row["amount_cents"] > asked["amount_cents"]]
    for day in higher:
        _say(do, ceiling_id, asked, day)
    return higher[0].isoformat() if higher else None


@operation
def allot(
    do: Act, *, contract_id: int, scope: str, party_id: int, amount_cents: int, currency: str
) -> Answer:
    """Give a contract its share of a ceiling that spans contracts; all shares stay within it.

    A share may always fall; what it still carries is not given to others before it is free. A line
    of a group of clients is for its clients alone; a ceiling on a group of buyers is for whoever
    has, or will have, invoices on them.
    Refused: ceiling_unknown, client_not_in_group, beyond_ceiling, amount_negative.
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
    if scope == "CLIENT_GROUP_LINE" and amount_cents:
        of_it = bulk.row(do.conn, "is_of_group", contract_id=contract_id, group_id=party_id,
                         on=do.on)  # fmt: skip
        if not of_it or not of_it["is_member"]:
            raise Refused("client_not_in_group", contract_id=contract_id, party_id=party_id)
    rows = shares(do, found[0], do.on)
    own = sum(row["share_cents"] for row in rows
              if row["contract_id"] == contract_id and not row["is_stale"])  # fmt: skip
    others = sum(max(row["share_cents"], row["carried_cents"]) for row in rows
                 if row["contract_id"] != contract_id)  # fmt: skip
    room = max(amount_cents_of(do, found[0], do.on) - others, 0)
    if amount_cents > max(room, own):
        raise Refused("beyond_ceiling", scope=scope, amount_cents=amount_cents, room_cents=room)
    share = {"contract_id": [contract_id], "share_cents": [amount_cents]}
    write_shares(do, found[0], pl.DataFrame(share), do.on)
    changed = judge_under(do, found[0], contract_id)
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
