"""Signatures asked for: of a title, of the special conditions of a contract; by code, by a provider
of advanced signatures, or on paper. The paper is made when it is asked to be signed, and kept.

A deed bears the day on which it is signed and taken, so it is signed on the day it is made; asked
again on another day it is another paper. Source: art. L313-23, L313-25 CMF; art. 1366, 1367 C.
civ.; Regulation (EU) No 910/2014; DOMAIN §1.2, §1.3, §2.2; decision 0070.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from comptant import settings
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.acts.documents import keep_document
from comptant.operations.assigning import papers
from comptant.operations.assigning.signatories import (
    check_by_hand,
    check_teg,
    listed,
    powers_of,
)
from comptant.operations.assigning.unsigned import free_signed
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

WAYS = ("SIMPLE", "ADVANCED")
KINDS = ("TITLE", "CONDITIONS")
DAYS_MAX = 90  # for which conditions may wait to be signed
DEED_LANGUAGE = "fr"  # the deed in French is the one that binds
Row = dict[str, Any]


@operation
def ask_title_signature(
    do: Act, *, contract_id: int, remittance_id: int, login: str, way: str,
    also: list[str] | None = None,
) -> Answer:  # fmt: skip
    """Ask a person of the client (`login`), who has the power to, to sign the title of a remittance
    today: by a code (SIMPLE) or at the provider of advanced signatures (ADVANCED). The paper is
    made in French, which binds; a deed bears this day as its date and is signed on it, or asked
    again. Signed, it is the title. `also`: who signs the same paper with that person; it counts
    once all of them have.

    Answers the signature's id, the digest and the name of the paper. Refused: contract_unknown,
    way_unknown, provider_missing, remittance_unknown, title_missing, title_mode_unprinted,
    title_issued, mentions_missing, signature_open, signature_over, signatory_unknown,
    power_missing, power_too_small, power_joint,
    joint_by_code, phone_missing.
    """
    _check_way(way)
    lock_contracts(do, [contract_id])
    found = papers.title_facts(do, contract_id, remittance_id)
    if papers.kept(do, "TITLE", {contract_id: [remittance_id]}, DEED_LANGUAGE):
        raise Refused("title_issued", title_number=found["title_number"])
    signed = bulk.row(do.conn, "title_signed", contract_id=contract_id, subject_id=remittance_id)
    if signed:
        raise Refused("signature_over", signature_id=signed["signature_id"],
                      signature_state="SIGNED")  # fmt: skip
    powers = powers_of(do, found["client_id"], [login, *(also or [])], way, found["total_cents"],
                       found["currency"])  # fmt: skip
    _check_none(do, contract_id, "TITLE", remittance_id)
    ids = bulk.take_ids(do.conn, len(powers))
    signer = {"signature_id": listed(ids), "signed_by": listed(one["name"] for one in powers),
              "signed_on": do.on, "way": way, "dated_on": do.on}  # fmt: skip
    content = papers.printed(do, {**found, **signer}, DEED_LANGUAGE)
    digest = hashlib.sha256(content).digest()
    name = papers.title_name(found, DEED_LANGUAGE)
    return _keep(do, contract_id, ids, powers, content, {
        "kind": "TITLE", "subject_id": remittance_id, "way": way, "language": DEED_LANGUAGE,
        "name": name, "digest": digest, "version": digest.hex(), "last_on": do.on,
        "amount_cents": found["total_cents"], "currency": found["currency"],
    })  # fmt: skip


@operation
def ask_conditions_signature(
    do: Act, *, contract_id: int, login: str, way: str, language: str, last_on: date | None,
    version: str, paper: bytes, also: list[str] | None = None,
) -> Answer:  # fmt: skip
    """Ask a person of the client, who has the power to, to sign the special conditions of its
    contract until a last day (none: 30 days). The door makes the paper (PDF/A) in a language and
    tells the `version` of the facts that it shows. Signed, they are the part SIGNATURES of the
    opening file, as long as no term or fee is said anew. `also`: who signs the same paper with that
    person; it counts once all of them have.

    Refused: contract_unknown, way_unknown, provider_missing, paper_language_unknown,
    last_day_wrong, document_changed, signature_open, signatory_unknown, power_missing,
    power_too_small, phone_missing.
    """
    _check_way(way)
    if language not in papers.LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(papers.LANGUAGES))
    last_on = last_on or do.on + timedelta(days=30)
    if not do.on <= last_on <= do.on + timedelta(days=DAYS_MAX):
        raise Refused("last_day_wrong", last_on=last_on, days=DAYS_MAX)
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    if conditions_version(do, contract_id) != version or not paper.startswith(b"%PDF-"):
        raise Refused("document_changed", number=contract.number)
    line = contract.terms.get("line_cents") or 0
    powers = powers_of(do, contract.client_id, [login, *(also or [])], way, line,
                       contract.currency)  # fmt: skip
    _check_none(do, contract_id, "CONDITIONS", contract_id)
    ids = bulk.take_ids(do.conn, len(powers))
    return _keep(do, contract_id, ids, powers, paper, {
        "kind": "CONDITIONS", "subject_id": contract_id, "way": way, "language": language,
        "name": f"{contract.number}-conditions-{do.on}-{language}.pdf",
        "digest": hashlib.sha256(paper).digest(), "version": version, "last_on": last_on,
        "amount_cents": line, "currency": contract.currency,
    })  # fmt: skip


@operation
def withdraw_signature(do: Act, *, contract_id: int, signature_id: int, reason: str) -> Answer:
    """The house asks for it no longer: nothing is signed any more. Refused: contract_unknown,
    signature_unknown, signature_over, reason_missing."""
    return _end(do, contract_id, signature_id, "WITHDRAWN", reason)


@operation
def decline_signature(do: Act, *, contract_id: int, signature_id: int, reason: str) -> Answer:
    """The person who is asked does not sign, and says why. Refused: contract_unknown,
    signature_unknown, signature_over, signatory_other, reason_missing."""
    return _end(do, contract_id, signature_id, "DECLINED", reason)


@operation
def propose_paper_signature(
    do: Act, *, contract_id: int, kind: str, subject_id: int, signed_by: str, signed_on: date,
    proof: str,
) -> Answer:  # fmt: skip
    """Say that a paper was signed by hand: TITLE (`subject_id`: the remittance) or CONDITIONS (0),
    by whom (those who sign together: names with a comma between), on which day, and where the
    signed paper is (`proof`). It counts once another person has seen it and approves.

    Refused: contract_unknown, teg_missing, signature_incomplete, signature_kind_unknown,
    signature_late, signature_open, signatory_without_power, power_joint, and of a title those of
    `ask_title_signature`.
    """
    if not (signed_by.strip() and proof.strip()):
        raise Refused("signature_incomplete")
    if kind not in KINDS:
        raise Refused("signature_kind_unknown", kind=kind, kinds=list(KINDS))
    lock_contracts(do, [contract_id])
    said = {"kind": kind, "subject_id": subject_id if kind == "TITLE" else contract_id,
            "signed_by": signed_by.strip(), "signed_on": signed_on.isoformat(),
            "proof": proof.strip()}  # fmt: skip
    facts = _on_paper(do, contract_id, said)
    said["version"] = facts["version"]
    approval_id = propose(do, "paper_signature", said, contract_id=contract_id,
                          amount_cents=facts["amount_cents"],
                          currency=facts["currency"])  # fmt: skip
    return {"contract_id": contract_id, "approval_id": approval_id, **said}


def sign_on_paper(do: Act, approval: bulk.Row) -> Answer:
    """What an approved signature on paper does: it is given. Refused: document_changed, and those
    of its proposal."""
    said, contract_id = approval["arguments"], approval["contract_id"]
    facts = _on_paper(do, contract_id, said)
    if facts["version"] != said["version"]:
        raise Refused("document_changed", number=facts["number"])
    (id_,) = bulk.take_ids(do.conn, 1)
    on = date.fromisoformat(said["signed_on"])
    _insert(do, contract_id, id_, {
        "kind": said["kind"], "subject_id": said["subject_id"], "way": "PAPER", "language": "fr",
        "name": "", "digest": None, "version": facts["version"], "last_on": on, "dated_on": on,
        "amount_cents": facts["amount_cents"], "currency": facts["currency"], "power_id": None,
        "user_id": None, "signatory": said["signed_by"], "proof": said["proof"],
        "approval_id": approval["id"], "group_id": None,
    })  # fmt: skip
    record_end(do, contract_id, id_, "SIGNED", on=on)
    is_title = said["kind"] == "TITLE"
    fee_cents = free_signed(do, contract_id, said["subject_id"]) if is_title else 0
    return {"contract_id": contract_id, "signature_id": id_, "kind": said["kind"],
            "subject_id": said["subject_id"], "fee_cents": fee_cents}  # fmt: skip


def open_signature(
    do: Act, contract_id: int, signature_id: int, *, also_late: bool = False
) -> Row:  # fmt: skip
    """A signature that may still be given. Refused: signature_unknown, signature_over."""
    found = bulk.row(do.conn, "signature_of", contract_id=contract_id, signature_id=signature_id)
    if found is None:
        raise Refused("signature_unknown", signature_id=signature_id)
    if found["outcome"] != "OPEN" or (found["last_on"] < do.on and not also_late):
        outcome = "OVER" if found["outcome"] == "OPEN" else found["outcome"]
        raise Refused("signature_over", signature_id=signature_id, signature_state=outcome)
    return found


def record_end(
    do: Act, contract_id: int, signature_id: int, outcome: str, *, on: date | None = None,
    evidence: bytes | None = None, signed: bytes | None = None, reason: str = "",
) -> None:  # fmt: skip
    """How a signature of a locked contract ended; a provider is asked nothing more."""
    do.conn.execute(
        """INSERT INTO signature_end (contract_id, signature_id, outcome, ended_on, evidence,
               signed, reason, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, signature_id, outcome, on or do.on, evidence, signed, reason, do.id),
    )


def conditions_version(do: Act, contract_id: int) -> str:
    """What says whether the conditions of a contract are still those that were made a paper."""
    found = do.conn.execute("SELECT conditions_version(%s)", (contract_id,)).fetchone()
    return str(found[0]) if found else ""


def _check_way(way: str) -> None:
    if way not in WAYS:
        raise Refused("way_unknown", way=way, ways=list(WAYS))
    if way == "ADVANCED" and not settings.signature_provider():
        raise Refused("provider_missing")


def _check_none(do: Act, contract_id: int, kind: str, subject_id: int) -> None:
    """One signature of a paper at a time. Refused: signature_open."""
    found = bulk.row(do.conn, "open_signature_of", contract_id=contract_id, kind=kind,
                     subject_id=subject_id, on=do.on)  # fmt: skip
    if found:
        raise Refused("signature_open", signature_id=found["id"])


def _keep(
    do: Act, contract_id: int, ids: Sequence[int], powers: list[Row], content: bytes, facts: Row
) -> Answer:  # fmt: skip
    keep_document(do, facts["digest"], facts["name"], papers.PDF, content, contract_id)
    group_id = ids[0] if len(ids) > 1 else None
    for id_, power in zip(ids, powers, strict=True):
        _insert(do, contract_id, id_, {
            **facts, "dated_on": do.on, "power_id": power["id"], "user_id": power["user_id"],
            "signatory": power["name"], "proof": "", "approval_id": None, "group_id": group_id,
        })  # fmt: skip
    if facts["way"] == "ADVANCED":
        do.conn.execute(
            """INSERT INTO envelope (contract_id, signature_id, provider, next_at)
               VALUES (%s, %s, %s, clock_timestamp())""",
            (contract_id, ids[0], settings.signature_provider()),
        )
    return {"contract_id": contract_id, "signature_id": ids[0], "signature_ids": list(ids),
            "kind": facts["kind"], "subject_id": facts["subject_id"], "way": facts["way"],
            "name": facts["name"], "digest": facts["digest"].hex(),
            "signatory": listed(one["name"] for one in powers), "login": powers[0]["login"],
            "last_on": facts["last_on"]}  # fmt: skip


def _insert(do: Act, contract_id: int, id_: int, row: Row) -> None:
    bulk.execute(do.conn, "insert_signature", contract_id=contract_id, id=id_, act_id=do.id, **row)


def _end(do: Act, contract_id: int, signature_id: int, outcome: str, reason: str) -> Answer:
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    found = open_signature(do, contract_id, signature_id)
    if outcome == "DECLINED" and found["user_id"] != do.by.id:
        raise Refused("signatory_other", name=found["signatory"])
    record_end(do, contract_id, signature_id, outcome, reason=reason.strip())
    do.conn.execute(
        "UPDATE envelope SET next_at = clock_timestamp()"
        " WHERE contract_id = %s AND signature_id = %s AND state IN ('WAITING', 'SENT')",
        (contract_id, signature_id),
    )
    return {"contract_id": contract_id, "signature_id": signature_id, "outcome": outcome,
            "reason": reason.strip()}  # fmt: skip


def _on_paper(do: Act, contract_id: int, said: Row) -> Row:
    """What a paper signed by hand tells: version, amount_cents, currency, number; who signed had
    the power to on that day."""
    on, kind, subject_id = date.fromisoformat(said["signed_on"]), said["kind"], said["subject_id"]
    if kind == "TITLE":
        found = papers.title_facts(do, contract_id, subject_id)
        told = {"version": str(found["title_number"]), "amount_cents": found["total_cents"],
                "currency": found["currency"], "number": found["contract_number"]}  # fmt: skip
        latest = found["posted_on"]
        if papers.kept(do, "TITLE", {contract_id: [subject_id]}, DEED_LANGUAGE):
            raise Refused("title_issued", title_number=found["title_number"])
    else:
        contract = contract_in_force(do.conn, contract_id, do.on)
        check_teg(do, contract)
        told = {"version": conditions_version(do, contract_id), "number": contract.number,
                "amount_cents": contract.terms.get("line_cents") or 0,
                "currency": contract.currency}  # fmt: skip
        latest = do.on
    if on > latest:
        raise Refused("signature_late", signed_on=on, posted_on=latest)
    _check_none(do, contract_id, kind, subject_id)
    facts = bulk.rows(do.conn, "opening_facts", contract_id=contract_id)
    check_by_hand(facts, said["signed_by"], on, told["number"])
    return told
