"""A confidential contract becomes one of which buyers are told: one act, by two people.

Source: DOMAIN §1.5 (the contract may be downgraded to notified), art. 1346-5 C. civ., L313-28 CMF.
"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.registry.contracting import write_terms
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.store import bulk

SECRET, TOLD = "CONFIDENTIAL", "NOTIFIED"


@operation
def disclose_contract(
    do: Act, *, contract_id: int, needs_notice: bool, source: str
) -> Answer:  # fmt: skip
    """Propose that the buyers of a confidential contract are told that it assigns to us; it counts
    once another person approves: from that day the contract is notified, and a notice waits for
    each buyer that owes something. `needs_notice`: what is assigned is financed only once its
    buyer's notice has left; what is financed already waits too, until its own has.

    Refused: contract_unknown, contract_not_in_force, source_missing, not_confidential.
    """
    check_source(source)
    contract = contract_in_force(do.conn, contract_id, do.on)
    _check(contract)
    count = len(_owing(do, contract_id))
    waits = propose(do, "disclosure", {"needs_notice": needs_notice, "source": source},
                    contract_id=contract_id, currency=contract.currency)  # fmt: skip
    return {"approval_id": waits, "contract_id": contract_id, "buyer_count": count}


def disclose(do: Act, approval: bulk.Row) -> Answer:
    """What an approved disclosure does. Refused: not_confidential (it was done meanwhile)."""
    contract_id, said = approval["contract_id"], approval["arguments"]
    _check(contract_in_force(do.conn, contract_id, do.on))
    terms = {"disclosure_mode": TOLD, "notice_required": said["needs_notice"]}
    write_terms(do, contract_id, do.on, terms, said["source"])
    buyers = pl.DataFrame({"contract_id": contract_id, "buyer_id": _owing(do, contract_id)},
                          schema={"contract_id": pl.Int64, "buyer_id": pl.Int64})  # fmt: skip
    asked = bulk.rows(do.conn, "ask_notices", **bulk.arrays(buyers), on=do.on,
                      due_at=do.asked.at, act_id=do.id)  # fmt: skip
    judged = judge_again_one(do, contract_id, None)
    return {"contract_id": contract_id, "notices": len(asked), "judged": judged}


@operation
def ask_notice(do: Act, *, contract_id: int, buyer_id: int) -> Answer:
    """Ask for a notice of assignment to one buyer of a contract that needs none before it pays: it
    waits to leave like every other, and the buyer is told once it has. Answers its `outbox_id`.

    Refused: contract_unknown, contract_not_in_force, buyers_kept_untold (a confidential contract),
    buyer_unknown, notice_asked (one waits, or has left).
    """
    contract = contract_in_force(do.conn, contract_id, do.on)
    if contract.terms["disclosure_mode"] == SECRET:
        raise Refused("buyers_kept_untold", number=contract.number)
    buyer = bulk.row(do.conn, "buyer_to_link", contract_id=contract_id, buyer_id=buyer_id,
                     on=do.on)  # fmt: skip
    if buyer is None:
        raise Refused("buyer_unknown", name=buyer_id)
    asked = bulk.rows(do.conn, "ask_notices", contract_id=[contract_id], buyer_id=[buyer_id],
                      on=do.on, due_at=do.asked.at, act_id=do.id)  # fmt: skip
    if not asked:
        raise Refused("notice_asked", buyer=buyer["buyer_name"], number=contract.number)
    return {"outbox_id": asked[0]["outbox_id"], "contract_id": contract_id, "buyer_id": buyer_id}


def _check(contract: Contract) -> None:
    if contract.terms["disclosure_mode"] != SECRET:
        raise Refused("not_confidential", number=contract.number)


def _owing(do: Act, contract_id: int) -> list[int]:
    """The buyers that owe something of the contract."""
    found = do.conn.execute(
        "SELECT DISTINCT buyer_id FROM invoice WHERE contract_id = %s AND open_cents > 0"
        " AND buyer_id <> 0 ORDER BY 1", (contract_id,),
    )  # fmt: skip
    return [buyer_id for (buyer_id,) in found.fetchall()]
