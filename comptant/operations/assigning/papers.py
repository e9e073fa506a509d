"""Papers that prove something: made once, kept byte for byte, the same ever after."""

import hashlib
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.titles import (
    DEED_DENOMINATION,
    DEED_LEGAL_REFERENCE,
    LISTED_MOST,
    Deed,
    missing_mentions,
)
from comptant.store import bulk

LANGUAGES = ("fr", "en")
DAILLY = "DAILLY"
MODES = ("SUBROGATION", DAILLY)
PDF = "application/pdf"
Row = dict[str, Any]


@operation
def issue_title(do: Act, *, contract_id: int, remittance_id: int, language: str) -> Answer:
    """The title of a remittance as PDF/A: a quittance subrogative, or a Dailly deed (art. L313-23
    CMF) with all its mentions. Made once in each language (fr, en); the same bytes ever after.

    A deed is issued once it is signed: `ask_title_signature`, or `propose_paper_signature` by hand;
    what was signed here is the very paper that is issued. A quittance sent by a person of the
    client under a standing consent says so. Answers the digest and the name of the document.
    Refused: contract_unknown, paper_language_unknown, remittance_unknown, title_missing,
    title_mode_unprinted, mentions_missing (each by its name). Source: DOMAIN §1.2, §1.3.
    """
    if language not in LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    lock_contracts(do, [contract_id])
    found = title_facts(do, contract_id, remittance_id)
    name = title_name(found, language)
    told = {"contract_id": contract_id, "remittance_id": remittance_id, "name": name,
            "title_number": found["title_number"]}  # fmt: skip
    before = kept(do, "TITLE", {contract_id: [remittance_id]}, language)
    if before:
        return {**told, "digest": before[contract_id, remittance_id], "is_new": False}
    signed = bulk.row(do.conn, "title_signed", contract_id=contract_id, subject_id=remittance_id)
    content = printed(do, {**found, **(signed or {})}, language)
    digest = keep(do, contract_id, "TITLE", remittance_id, language, name, content)
    return {**told, "digest": digest, "is_new": True}


def title_name(found: Row, language: str) -> str:
    """The name of the file of a title."""
    return f"{found['contract_number']}-{found['title_number']}-{language}.pdf"


def kept(
    do: Act, kind: str, subjects: dict[int, list[int]], language: str
) -> dict[tuple[int, int], str]:
    """The digests of the papers of a kind already issued, by contract and subject."""
    pairs = [(contract_id, id_) for contract_id, ids in subjects.items() for id_ in ids]
    rows = bulk.rows(
        do.conn, "papers_kept", kind=kind, language=language,
        contract_ids=[one for one, _ in pairs], subject_ids=[id_ for _, id_ in pairs],
    )  # fmt: skip
    return {(row["contract_id"], row["subject_id"]): row["digest"] for row in rows}


def keep(
    do: Act, contract_id: int, kind: str, subject_id: int, language: str, name: str, content: bytes
) -> str:
    """Keep a paper as a document; its digest."""
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, name, PDF, content, contract_id)
    record(do, contract_id, kind, subject_id, language, digest)
    return digest.hex()


def record(
    do: Act, contract_id: int, kind: str, subject_id: int, language: str, digest: bytes
) -> None:
    """Say that a document is the paper of something, from now on."""
    do.conn.execute(
        """INSERT INTO paper (contract_id, kind, subject_id, language, digest, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (contract_id, kind, subject_id, language, digest, do.id),
    )


def title_facts(do: Act, contract_id: int, remittance_id: int) -> Row:
    """A remittance with its entry; its total is what the entry paid, on the same day. Refused:
    remittance_unknown, title_missing, title_mode_unprinted."""
    found = bulk.row(do.conn, "title_facts", contract_id=contract_id, remittance_id=remittance_id)
    if found is None:
        raise Refused("remittance_unknown")
    if found["title_number"] is None:
        raise Refused("title_missing", remittance_id=remittance_id)
    if found["transfer_mode"] not in MODES:
        raise Refused("title_mode_unprinted", transfer_mode=found["transfer_mode"])
    proof = (found["paid_cents"], found["entry_on"])
    if proof != (found["total_cents"], found["posted_on"]):
        raise RuntimeError(f"the title of remittance {remittance_id} is not what its entry paid")
    return found


def printed(do: Act, found: Row, language: str) -> bytes:
    """The paper of a remittance: title_facts, and of who signed signed_by, signed_on, way,
    signature_id, signature_proof, dated_on. Refused: mentions_missing."""
    from comptant.formats.papers.titles import title

    contract_id = found["contract_id"]
    contract = contract_in_force(do.conn, contract_id, found["posted_on"])
    lines = None
    if found["line_count"] <= LISTED_MOST:
        lines = bulk.rows(
            do.conn, "title_lines", contract_id=contract_id, remittance_id=found["id"],
            currency=found["currency"], most=LISTED_MOST,
            is_confidential=contract.terms["disclosure_mode"] == "CONFIDENTIAL",
        )  # fmt: skip
        if sum(line["amount_cents"] for line in lines) != found["total_cents"]:
            raise RuntimeError(f"the lines of remittance {found['id']} are not its total")
    if found["transfer_mode"] == DAILLY:
        found |= {"denomination": DEED_DENOMINATION, "legal": DEED_LEGAL_REFERENCE}
        missing = missing_mentions(_deed(found, lines))
        if missing:
            raise Refused("mentions_missing", mentions=missing, remittance_id=found["id"],
                          title_number=found["title_number"])  # fmt: skip
    return title(found, lines, language)


def _deed(found: Row, lines: list[Row] | None) -> Deed:
    def without(name: str) -> int:
        if lines is None:  # then the transmission names them, or nothing does
            return int(found["line_count"])
        return sum(not line[name] for line in lines)

    return Deed(
        denomination=found["denomination"], legal_reference=found["legal"],
        beneficiary=found["factor_name"], assignor=found["client_name"],
        line_count=found["line_count"], total_cents=found["total_cents"],
        without_debtor=without("buyer_name"), without_place=without("iban"),
        without_amount=without("amount_cents"), without_due=without("due_on"),
        means="" if lines is not None else found["digest"] or "",
        signatory=found.get("signed_by") or "", dated=str(found["posted_on"]),
    )  # fmt: skip
