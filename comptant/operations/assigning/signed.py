"""Papers signed by a one-time code; what proves it is kept as a file beside the paper. Facts that
have changed since make another paper: its signature is void. Source: decision 0070.
"""

import hashlib
from typing import Any

from psycopg import Connection

from comptant.formats.papers.consent import consent, evidence
from comptant.operations.acts.act import Act, Answer, Asked, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.assigning import papers
from comptant.operations.assigning.signatories import signers_of
from comptant.operations.assigning.signatures import record_end
from comptant.operations.assigning.signing_codes import Proof, check_code, to_sign, use_code
from comptant.operations.assigning.unsigned import free_signed
from comptant.store import bulk

JSON = "application/json"
LANGUAGES = ("fr", "en")
Row = dict[str, Any]


def sign(
    conn: Connection, asked: Asked, *, contract_id: int, signature_ids: list[int], code: str,
    language: str, address: str, agent: str,
) -> Answer:  # fmt: skip
    """`sign_papers`, a wrong code counting as a failed sign-in. Refused: code_wrong, code_over,
    locked_out, those of sign_papers."""
    check_code(conn, asked, contract_id, signature_ids, code)
    return sign_papers(conn, asked, contract_id=contract_id, signature_ids=signature_ids, code=code,
                       language=language, address=address, agent=agent)  # fmt: skip


@operation
def sign_papers(
    do: Act, *, contract_id: int, signature_ids: list[int], code: str, language: str, address: str,
    agent: str,
) -> Answer:  # fmt: skip
    """Sign papers of a contract that are asked of the person who signs, all of them with one code.

    For each: the file that proves it (consent in the person's language, digest of the paper, power,
    instant, code's proof, from where, place in the chain of acts), the paper as the title, or the
    part SIGNATURES of the opening file. A paper whose facts have changed since it was made is void
    (`void`) and another is to be asked for. Refused: contract_unknown, paper_language_unknown,
    nothing_to_sign, signature_unknown, signature_over, signatory_other, signature_elsewhere,
    power_missing, power_too_small, code_wrong, code_over.
    """
    if language not in LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    lock_contracts(do, [contract_id])
    asked = to_sign(do, contract_id, signature_ids)
    same = [one for one in asked if is_same(do, one)]
    for one in asked:
        if one not in same:
            record_end(do, contract_id, one["id"], "VOID", reason="CHANGED")
    told = {"contract_id": contract_id, "signed": [], "void": [one["id"] for one in asked
                                                               if one not in same]}  # fmt: skip
    if not same:
        return told
    proof = use_code(do.conn, do.by.id, contract_id, signature_ids, code, do.asked.at)
    if proof is None:
        raise Refused("code_wrong")
    where = {"address": address[:100], "agent": agent[:200]}
    for one in same:
        facts = evidence_facts(do, one, language)
        facts["identified"] = _identified(do, proof, where)
        kept = keep_evidence(do, one, facts)
        fee_cents = take(do, one, kept)
        told["signed"].append({"signature_id": one["id"], "name": one["name"],
                               "digest": bytes(one["digest"]).hex(),
                               "evidence": kept.hex(), "fee_cents": fee_cents,
                               "currency": one["currency"],
                               "waits_for": _waits_for(do, one)})  # fmt: skip
    return told


def _waits_for(do: Act, one: Row) -> list[str]:
    """Who is still to sign the same paper, before it counts."""
    return [row["signatory"] for row in signers_of(do, one) if row["own_outcome"] == "OPEN"]


def is_same(do: Act, one: Row) -> bool:
    """Whether a paper made now would be the same: for a title its bytes, for conditions the facts
    that they tell."""
    if one["kind"] == "CONDITIONS":
        found = do.conn.execute(
            "SELECT conditions_hold(%s, %s, %s)",
            (one["contract_id"], one["version"], one["act_id"]),
        ).fetchone()
        return bool(found and found[0])
    if papers.kept(do, "TITLE", {one["contract_id"]: [one["subject_id"]]}, one["language"]):
        return False
    found = papers.title_facts(do, one["contract_id"], one["subject_id"])
    signer = {"signature_id": one["numbers"], "signed_by": one["signers"], "way": one["way"],
              "signed_on": one["dated_on"], "dated_on": one["dated_on"]}  # fmt: skip
    try:
        content = papers.printed(do, {**found, **signer}, one["language"])
    except Refused:  # a mention lacks now
        return False
    return hashlib.sha256(content).hexdigest() == one["version"]


def evidence_facts(do: Act, one: Row, language: str | None) -> Row:
    """What the evidence of a signature tells; `language` of the consent that was given here."""
    power = one["power"]
    seal = bulk.row(do.conn, "last_seal")
    told = {
        "signature": one["id"], "level": "simple (eIDAS, art. 25)",
        "document": {"name": one["name"], "sha256": bytes(one["digest"]).hex(),
                     "kind": one["kind"], "contract": one["contract_number"],
                     "subject": one["subject_id"], "dated_on": one["dated_on"],
                     "amount_cents": one["amount_cents"],
                     "currency": one["currency"]},
        "for": {"id": one["client_id"], "name": one["client_name"]},
        "signatory": {"id": one["user_id"], "login": one["login"], "name": one["signatory"]},
        "power": {name: power[name] for name in ("id", "from_on", "until_on", "ceiling_cents",
                                                 "currency", "source", "approval_id")},
        "signed_at": do.asked.at.isoformat(), "signed_on": do.on.isoformat(),
        "acts": {"asked": one["act_id"], "recorded": do.id, "last_seal_before": None if seal is None
                 else {"position": seal["position"], "hash": bytes(seal["hash"]).hex()}},
    }  # fmt: skip
    if one["group_id"] is not None:
        told["together"] = _together(do, one)
    if language is not None:
        text = consent({**one, "digest": bytes(one["digest"]).hex(),
                        "client": one["client_name"]}, language)  # fmt: skip
        told["consent"] = {"language": language, "text": text}
    return told


def _together(do: Act, one: Row) -> list[Row]:
    """All who sign the same paper: of each its number, person and, once given, day and evidence.
    The file of the last one names the files of all the others."""
    return [{"signature": row["id"], "signatory": row["signatory"],
             "signs_with": row["signer_count"], "signed_on": row["ended_on"],
             "evidence_sha256": row["evidence"], "is_this": row["id"] == one["id"]}
            for row in signers_of(do, one)]  # fmt: skip


def _identified(do: Act, proof: Proof, where: Row) -> Row:
    """How the signatory was known: their session, perhaps its second factor, the code."""
    told: Row = {"by": "session and one-time code", "code_by": proof.by,
                 "second_factor_proved": do.by.has_factor and not do.by.must_prove,
                 **where}  # fmt: skip
    if proof.by == "TOTP":
        return {**told, "authenticator": proof.id}
    return {**told, "code": proof.id, "sent_to": proof.email, "sent_at": proof.sent_at,
            "code_salt": proof.salt.hex(), "code_sha256": proof.code_digest.hex()}  # fmt: skip


def keep_evidence(do: Act, one: Row, facts: Row) -> bytes:
    """Keep the file that proves a signature; its digest."""
    content = evidence(facts)
    digest = hashlib.sha256(content).digest()
    name = f"{one['contract_number']}-signature-{one['id']}.json"
    keep_document(do, digest, name, JSON, content, one["contract_id"])
    return digest


def take(do: Act, one: Row, kept: bytes, signed: bytes | None = None) -> int:
    """The signature is given: once all who are asked have, the paper is the title. The fee that it
    has billed, with VAT."""
    record_end(do, one["contract_id"], one["id"], "SIGNED", evidence=kept, signed=signed)
    now = bulk.row(do.conn, "signature_of", contract_id=one["contract_id"], signature_id=one["id"])
    if one["kind"] == "TITLE" and now and now["outcome"] == "SIGNED":
        papers.record(do, one["contract_id"], "TITLE", one["subject_id"], one["language"],
                      signed or bytes(one["digest"]))  # fmt: skip
        return free_signed(do, one["contract_id"], one["subject_id"])
    return 0
