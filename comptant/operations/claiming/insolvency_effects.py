"""What follows from the notices of a company: its insolvency is told, so that its invoices are
judged again; the funding of what it owes, or stands for, stops. What people said since stands.

Source: DOMAIN 1.9, 2.2 (SUSPENDED), EL-20, EL-29.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.registry.contracting import write_terms
from comptant.operations.risk.facts import say_fact
from comptant.rules.insolvency import Standing
from comptant.store import bulk

Row = dict[str, Any]
SAID_BY = "BODACC"
FACT = "insolvent_on"
FUNDED = ("ACTIVE", "WATCH", "NOTICE")


def follow(do: Act, party: Row, now: Standing) -> tuple[str, Row]:
    """Write down what the notices of a company come to now, and do what follows; its contracts are
    locked. The word of it (failed, lifted, ended) and what was done. Lifted, `guarantees`: what our
    guarantee has taken of it meanwhile, which two people give back (`give_guarantee_back`)."""
    party_id = party["party_id"]
    _write(do, party_id, now)
    number = party["notice_number"] if now.opened_on is None else _number(do, now.notice_id)
    told = {"party_id": party_id, "party_name": party["party_name"],
            "notice_number": _number(do, now.notice_id), "proceeding": now.proceeding,
            "insolvent_on": now.opened_on, "published_on": now.published_on,
            "judged": 0, "suspended": [], "resumed": []}  # fmt: skip
    if now.ended_on:
        return "ended", {**told, "ended_on": now.ended_on}
    source = f"{SAID_BY} {number}"
    if now.opened_on:
        if party["opened_on"] != now.opened_on:
            told["judged"] = _say(do, party_id, now.opened_on, source)
        return "failed", {**told, "suspended": _suspended(do, party_id, source)}
    said = bulk.row(do.conn, "insolvency_said", party_id=party_id, on=do.on)
    if said and said["source"].startswith(SAID_BY):
        told["judged"] = _say(do, party_id, None, f"{SAID_BY} {told['notice_number']}")
    taken = bulk.rows(do.conn, "guarantees_of_buyer", party_id=party_id)
    return "lifted", {**told, "resumed": _resumed(do, party_id, source), "guarantees": taken}


def _say(do: Act, party_id: int, opened_on: date | None, source: str) -> int:
    value = opened_on.isoformat() if opened_on else None
    told = say_fact(do, contract_id=0, subject="PARTY", subject_id=party_id, name=FACT,
                    value=value, from_on=do.on, source=source)  # fmt: skip
    return int(told["judged"])


def _suspended(do: Act, party_id: int, source: str) -> list[str]:
    """The contracts that stop being funded: those of a client, or guaranteed by it."""
    told = []
    for row in bulk.rows(do.conn, "contracts_funded_by", party_id=party_id, on=do.on):
        if row["status"] in FUNDED:
            _set_status(do, row["contract_id"], "SUSPENDED", source)
            told.append(row["number"])
    return told


def _resumed(do: Act, party_id: int, source: str) -> list[str]:
    """The contracts that are funded again: those that a notice had stopped, this one or one that it
    undoes, unless another who pays or answers for them has failed too, or people have said another
    state since."""
    told = []
    for row in bulk.rows(do.conn, "contracts_funded_by", party_id=party_id, on=do.on):
        is_ours = row["status"] == "SUSPENDED" and row["status_source"].startswith(SAID_BY)
        if is_ours and not row["is_another_failed"]:
            _set_status(do, row["contract_id"], row["status_before"], source)
            told.append(row["number"])
    return told


def _set_status(do: Act, contract_id: int, status: str, source: str) -> None:
    write_terms(do, contract_id, do.on, {"status": status}, source)
    judge_again_one(do, contract_id, None)


def _write(do: Act, party_id: int, now: Standing) -> None:
    do.conn.execute(
        """INSERT INTO insolvency (party_id, opened_on, published_on, proceeding, ended_on,
               notice_id, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (party_id, now.opened_on, now.published_on, now.proceeding, now.ended_on, now.notice_id,
         do.id),
    )  # fmt: skip


def _number(do: Act, notice_id: int) -> str:
    found = do.conn.execute("SELECT notice_number FROM insolvency_notice WHERE id = %s",
                            (notice_id,)).fetchall()  # fmt: skip
    return str(found[0][0])
