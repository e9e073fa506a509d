"""The file of a contract before its client draws: who it is, who owns and signs for it, that nobody
is on a list of frozen assets, what the committee decided and on which conditions.

The house says which of these it wants (`set_opening_guards`); a contract becomes active once they
are there. Source: DOMAIN 2.2, 9.1; decision 0053.
"""

import hashlib
import json
from datetime import date
from typing import Any

from comptant.formats import frozen_assets
from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_days,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import is_alone, propose
from comptant.operations.acts.documents import keep_document
from comptant.rules.money import ONE_PPM
from comptant.rules.opening import (
    GUARDS,
    RECORDED,
    Fact,
    conditions,
    latest,
    missing,
    names,
    of_contract,
)
from comptant.store import bulk


@operation
def record_opening_fact(
    do: Act, *, contract_id: int, guard: str, label: str, fact_on: date, until_on: date | None,
    source: str,
) -> Answer:  # fmt: skip
    """Record that the KYC file is complete (KYC_FILE), who may sign (POWERS, `label`: the name),
    that a condition of the committee is met (CONDITION, `label`: the condition or its number), or
    that the dedicated account is pledged (PLEDGE), from a day on, by a document.

    Refused: contract_unknown, guard_unknown, label_missing, condition_unknown, fact_to_come,
    fact_dates_wrong, source_missing.
    """
    check_source(source)
    check_days(do, fact_on, until_on)
    if guard not in RECORDED:
        raise Refused("guard_unknown", guard=guard, guards=list(RECORDED))
    _lock(do, contract_id)
    detail: dict[str, Any] = {}
    label = label.strip()
    if guard == "CONDITION":
        label, detail["committee_id"] = _condition(do, contract_id, label)
    if guard == "POWERS" and not label:
        raise Refused("label_missing", guard=guard)
    kept = "" if guard in ("KYC_FILE", "PLEDGE") else label
    return _keep(do, contract_id, guard, kept, fact_on, until_on, detail, source)


@operation
def record_owners(
    do: Act, *, contract_id: int, owners: dict[str, int], fact_on: date, source: str
) -> Answer:
    """Record the beneficial owners, all of them: each name with its share of the capital or votes
    in ppm (0: by other means, or the legal representative where there is no other). They replace
    those recorded before.

    Refused: contract_unknown, owners_wrong, fact_to_come, fact_dates_wrong, source_missing.
    Source: art. R561-1 CMF.
    """
    check_source(source)
    check_days(do, fact_on, None)
    told = {name.strip(): share for name, share in owners.items()}
    total = sum(told.values())
    if not told or "" in told or min(told.values()) < 0 or total > ONE_PPM:
        raise Refused("owners_wrong", share_ppm=total)
    _lock(do, contract_id)
    return _keep(do, contract_id, "OWNERS", "", fact_on, None, {"owners": told}, source)


@operation
def screen_names(
    do: Act, *, contract_id: int, list_name: str, list_on: date, content: bytes
) -> Answer:
    """Look for the client, its owners and those who sign on a list of frozen assets, as published
    (the European list as CSV, the French register as JSON, any CSV with a column of names). The
    file is kept; what looks alike is for two people to clear.

    Refused: contract_unknown, list_unread, fact_to_come, fact_dates_wrong. Source: art. L562-4 CMF.
    """
    check_days(do, list_on, None)
    try:
        listed = frozen_assets.read(content)
    except frozen_assets.ListUnread as error:
        raise Refused("list_unread", name=list_name, cause=error.cause,
                      columns=list(frozen_assets.COLUMNS)) from None  # fmt: skip
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, list_name, "application/octet-stream", content)
    _lock(do, contract_id)
    asked = names(_client(do, contract_id), _facts(do, contract_id), do.on)
    found = [{"name": one.name, "listed": one.listed} for one in frozen_assets.alike(asked, listed)]
    detail = {"names": asked, "alike": found, "listed_count": len(listed),
              "list_on": list_on.isoformat()}  # fmt: skip
    source = f"{list_name}, {list_on.isoformat()}"
    kept = _keep(do, contract_id, "SCREENING", list_name, do.on, None, detail, source, digest)
    return {**kept, "digest": digest.hex(), **detail}


@operation
def clear_screening(do: Act, *, contract_id: int, reason: str) -> Answer:
    """Say that what the last screening found alike is somebody else; it counts once another person
    approves. Refused: contract_unknown, reason_missing, nothing_alike."""
    if not reason.strip():
        raise Refused("reason_missing")
    _lock(do, contract_id)
    seen = latest(_facts(do, contract_id), "SCREENING", do.on)
    if seen is None or not seen["detail"]["alike"]:
        raise Refused("nothing_alike")
    return _proposed(do, contract_id, {
        "what": "CLEARED", "screening_id": seen["id"], "alike": seen["detail"]["alike"],
        "source": reason.strip(),
    })  # fmt: skip


@operation
def propose_committee(
    do: Act, *, contract_id: int, decided_on: date, conditions: list[str], source: str
) -> Answer:
    """Record that the committee has agreed, by its minutes (`source`), with the conditions to meet
    before the first euro; it counts once another person approves. A later decision replaces it, and
    its conditions are to be met anew.

    Refused: contract_unknown, fact_to_come, fact_dates_wrong, source_missing.
    """
    check_source(source)
    check_days(do, decided_on, None)
    _lock(do, contract_id)
    kept = list(dict.fromkeys(one.strip() for one in conditions if one.strip()))
    return _proposed(do, contract_id, {
        "what": "COMMITTEE", "fact_on": decided_on.isoformat(), "conditions": kept,
        "source": source,
    })  # fmt: skip


@operation
def set_opening_guards(do: Act, *, guards: list[str], from_on: date, source: str) -> Answer:
    """Say what must be recorded before a contract of this house draws, from a day on: KYC_FILE,
    OWNERS, POWERS, SCREENING, COMMITTEE, CONDITIONS, DEDICATED (of
    confidential contracts), SIGNATURES, or nothing. Another person approves it.

    Refused: guard_unknown, source_missing.
    """
    check_source(source)
    for guard in guards:
        if guard not in GUARDS:
            raise Refused("guard_unknown", guard=guard, guards=list(GUARDS))
    wanted = [guard for guard in GUARDS if guard in guards]
    said = {"what": "GUARDS", "guards": wanted, "from_on": from_on.isoformat(), "source": source,
            "company_id": do.by.company_id}  # fmt: skip
    if not is_alone(do):
        return {**said, "approval_id": propose(do, "opening", said), "is_alone": False}
    return {**_set_guards(do, said), "approval_id": None, "is_alone": True}


def open_by_two(do: Act, approval: bulk.Row) -> Answer:
    """What an approved part of the file does: it is recorded."""
    said, contract_id = approval["arguments"], approval["contract_id"]
    if said["what"] == "GUARDS":
        return _set_guards(do, said)
    if said["what"] == "CLEARED":
        detail = {"screening_id": said["screening_id"]}
        return _keep(do, contract_id, "CLEARED", "", do.on, None, detail, said["source"])
    return _keep(do, contract_id, "COMMITTEE", "", date.fromisoformat(said["fact_on"]), None,
                 {"conditions": said["conditions"]}, said["source"])  # fmt: skip


def lacking(do: Act, contract_id: int, on: date, disclosure_mode: str) -> list[Answer]:
    """What the house wants and the contract has not, as a refusal tells it: guard, why, label."""
    found = bulk.row(do.conn, "read_opening_guards", on=on)
    if found is None or not found["guards"]:
        return []
    wanted = of_contract(found["guards"], disclosure_mode)
    left = missing(wanted, _client(do, contract_id), _facts(do, contract_id), on)
    return [{"guard": one.guard, "why": one.why, "label": one.label} for one in left]


def check_opening(do: Act, contract_id: int, from_on: date, disclosure_mode: str) -> None:
    """Refused: opening_incomplete, with all that is missing on the day from which it would draw."""
    left = lacking(do, contract_id, max(do.on, from_on), disclosure_mode)
    if left:
        (number,) = do.conn.execute(
            "SELECT number FROM contract WHERE id = %s", (contract_id,)
        ).fetchall()[0]
        raise Refused("opening_incomplete", contract_id=contract_id, number=number,
                      missing_guards=left)  # fmt: skip


def _lock(do: Act, contract_id: int) -> None:
    lock_contracts(do, [contract_id])
    house = do.conn.execute("SELECT is_house FROM contract WHERE id = %s", (contract_id,))
    if house.fetchall()[0][0]:
        raise Refused("contract_unknown", contract_id=contract_id)


def _client(do: Act, contract_id: int) -> str:
    found = do.conn.execute(
        "SELECT p.name FROM contract k JOIN party p ON p.id = k.client_id WHERE k.id = %s",
        (contract_id,),
    )
    return str(found.fetchall()[0][0])


def _facts(do: Act, contract_id: int) -> list[Fact]:
    return bulk.rows(do.conn, "opening_facts", contract_id=contract_id)


def _condition(do: Act, contract_id: int, label: str) -> tuple[str, int]:
    """A condition of the last committee, by its words or its number, and that committee."""
    facts = _facts(do, contract_id)
    known = list(conditions(facts, do.on))
    if label.isdecimal() and 0 < int(label) <= len(known):
        label = known[int(label) - 1]
    committee = latest(facts, "COMMITTEE", do.on)
    if committee is None or label not in known:
        raise Refused("condition_unknown", label=label, conditions=known)
    return label, committee["id"]


def _proposed(do: Act, contract_id: int, said: dict[str, Any]) -> Answer:
    approval_id = propose(do, "opening", said, contract_id=contract_id)
    return {"contract_id": contract_id, "approval_id": approval_id, **said}


def _set_guards(do: Act, said: Answer) -> Answer:
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="AUTHORITY", subject_id=said["company_id"],
        name="opening_guards", valid_from_on=date.fromisoformat(said["from_on"]),
        value=json.dumps(said["guards"]), source=said["source"], act_id=do.id,
    )  # fmt: skip
    return {"guards": said["guards"], "from_on": said["from_on"], "source": said["source"]}


def _keep(
    do: Act, contract_id: int, guard: str, label: str, fact_on: date, until_on: date | None,
    detail: dict[str, Any], source: str, digest: bytes | None = None,
) -> Answer:  # fmt: skip
    (id_,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO opening_fact (contract_id, id, guard, label, fact_on, until_on, detail,
               source, digest, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, id_, guard, label, fact_on, until_on, json.dumps(detail), source, digest,
         do.id),
    )  # fmt: skip
    return {"contract_id": contract_id, "opening_fact_id": id_, "guard": guard, "label": label,
            "fact_on": fact_on.isoformat(), "source": source}  # fmt: skip
