"""Groups of clients and of buyers: who belongs to them, and what that does to their ceilings."""

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
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again_one, judge_buyers
from comptant.operations.registry.parties import kind_of
from comptant.operations.risk.ceilings import fit_shares, judge_under, lock_ceilings, write_shares
from comptant.store import bulk


@operation
def add_group_member(
    do: Act, *, group_id: int, party_id: int, from_on: date, is_member: bool, source: str
) -> Answer:
    """Say from a day on that a party belongs to a group, or no longer does.

    Its invoices are judged again where it is a buyer, all invoices where it is the client, and
    what that frees is paid where the contract pays by itself. Whoever joins brings what it carries
    under the group's ceilings: the shares given of them are cut to what is left, at once or, for a
    day to come, at the close of its eve. A client that leaves gives its share back.
    Refused: group_unknown, party_unknown, source_missing.
    """
    if kind_of(do, group_id) != "GROUP":
        raise Refused("group_unknown", party_id=group_id)
    kind_of(do, party_id)
    check_source(source)
    found = bulk.rows(do.conn, "contracts_of_party", party_id=party_id, on=do.on)
    concerned = [row["contract_id"] for row in found]
    ceilings = _lock(do, group_id, concerned)
    do.conn.execute(
        """INSERT INTO group_member (group_id, party_id, valid_from_on, is_member, source, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (group_id, party_id, from_on, is_member, source.strip(), do.id),
    )
    fitted = []
    if from_on <= do.on:
        if not is_member:
            _give_back(do, ceilings, party_id)
        fitted = [(id_, each) for id_ in ceilings for each in fit_shares(do, id_, do.on)]
    for row in found:
        if row["is_client"]:
            judge_again_one(do, row["contract_id"], None)
        else:
            judge_buyers(do, row["contract_id"], [party_id])
    for ceiling_id, contract_id in fitted:
        judge_under(do, ceiling_id, contract_id)
    orders = fund_freed(do, concerned)  # a ceiling less may bind
    return {
        "orders_prepared": len(orders),
        "group_id": group_id,
        "party_id": party_id,
        "is_member": is_member,
        "shares_cut": len(fitted),
    }


def _give_back(do: Act, ceilings: list[int], party_id: int) -> None:
    """A client that leaves has no share of the group's line any more."""
    for ceiling_id in ceilings:
        found = do.conn.execute(
            """SELECT DISTINCT a.contract_id FROM allotment a
               JOIN contract k ON k.id = a.contract_id AND k.client_id = %s
               JOIN ceiling c ON c.id = a.ceiling_id AND c.scope = 'CLIENT_GROUP_LINE'
               WHERE a.ceiling_id = %s""",
            (party_id, ceiling_id),
        ).fetchall()
        if found:
            ids = [contract_id for (contract_id,) in found]
            rows = pl.DataFrame({"contract_id": ids, "share_cents": [0] * len(ids)})
            write_shares(do, ceiling_id, rows, do.on)


def _lock(do: Act, group_id: int, also: list[int]) -> list[int]:
    """Lock the group's ceilings with all contracts under them, and others; the ceilings."""
    found = do.conn.execute(
        """SELECT id FROM ceiling WHERE contract_id = 0 AND party_id = %s
           AND scope IN ('BUYER_GROUP', 'CLIENT_GROUP_LINE') ORDER BY id""",
        (group_id,),
    ).fetchall()
    ids = [ceiling_id for (ceiling_id,) in found]
    if ids:
        lock_ceilings(do, ids, also)
    else:
        lock_contracts(do, also)
    return ids
